"""The letters: acknowledgement, receipt, change of level, request for consent."""

import re

from intake.domain.errors import BadInput
from intake.render.flow import laid_out, one_line
from intake.render.letter import Letter, Written
from intake.render.phrases import Phrases
from intake.render.templates import ENDING, Templates
from intake.render.view import letter_words, receipt_words

_LONGEST_SUBJECT = 200
_SUBJECT_LINE = re.compile(r"\s*Subject:[ \t]*(?P<subject>.*)\n(?P<body>[\s\S]*)")


def acknowledgement(letter: Letter, templates: Templates) -> Written:
    """Say what the contract promises for a new case; without a promise and a contract it is the receipt.

    Raises BadInput for a template that cannot be used.
    """
    return _under_contract("acknowledgement", letter, templates)


def receipt(letter: Letter, templates: Templates) -> Written:
    """Say that the message has come, and nothing of any contract: for an unknown sender."""
    language = templates.language(letter.language)
    phrases = Phrases(templates, language, letter.zone)
    words = receipt_words(letter, phrases)
    return _written("receipt", language, templates.render("receipt", language, words))


def level_change(letter: Letter, templates: Templates) -> Written:
    """Say what holds after a decision, counted from the original receipt; `letter.previous` held before."""
    return _under_contract("level_change", letter, templates)


def consent(letter: Letter, templates: Templates) -> Written:
    """Ask for agreement to a change of level: `letter.promise` would hold, `letter.previous` holds until then."""
    return _under_contract("consent", letter, templates)


def _under_contract(name: str, letter: Letter, templates: Templates) -> Written:
    if letter.promise is None or letter.contract is None:
        return receipt(letter, templates)
    language = templates.language(letter.language)
    phrases = Phrases(templates, language, letter.zone)
    words = letter_words(letter, letter.promise, letter.contract, phrases)
    return _written(name, language, templates.render(name, language, words))


def _written(name: str, language: str, text: str) -> Written:
    match = _SUBJECT_LINE.fullmatch(text)
    if match is None:
        raise BadInput(f"{language}/{name}{ENDING}, line 1: a template begins with a line such as 'Subject: Re: ...'")
    return Written(subject=one_line(match["subject"], _LONGEST_SUBJECT), body=laid_out(match["body"]))
