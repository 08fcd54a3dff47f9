"""The phrases of follow-ups: read from `course.toml` once, looked for in one clause at a time."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources

_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_CLAUSE = re.compile(
    r"(?<=[?!])\s*|[.;:\n]+\s*|,?\s+(?=(?:but|however|except|aber|jedoch|mais|cependant|pero|sino|und jetzt|"
    r"and now|et maintenant|y ahora)\b)|,\s+"
)
_MOST = 4000  # characters; a follow-up that is longer has said what it has to say


def clauses(text: str) -> list[str]:
    """Return a text's clauses as they are compared: lower case, no accents, one apostrophe; empty ones left out."""
    parts = unicodedata.normalize("NFKD", text[:_MOST].translate(_APOSTROPHES).casefold())
    plain = "".join(char for char in parts if unicodedata.category(char) not in ("Mn", "Cf"))
    found = (" ".join(part.split()) for part in _CLAUSE.split(plain))
    return [part for part in found if part]


def says(clause: str, *names: str) -> bool:
    """Tell whether a clause has a phrase of each of these lists."""
    return all(_lists()[name].search(clause) for name in names)


@cache
def _lists() -> dict[str, re.Pattern[str]]:
    text = resources.files("intake.suggest").joinpath("course.toml").read_text(encoding="utf-8")
    return {name: re.compile("|".join(f"(?:{one})" for one in lines)) for name, lines in tomllib.loads(text).items()}
