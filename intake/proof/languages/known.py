"""The languages whose letters can be read."""

from intake.proof.languages.english import ENGLISH
from intake.proof.languages.french import FRENCH
from intake.proof.languages.german import GERMAN
from intake.proof.languages.spanish import SPANISH
from intake.proof.languages.tongue import Tongue

TONGUES: dict[str, Tongue] = {tongue.code: tongue for tongue in (ENGLISH, SPANISH, FRENCH, GERMAN)}
