"""The letters to customers: acknowledgement, the two receipts, change of level, and the three about consent."""

import re

from intake.domain.errors import BadInput
from intake.render.flow import laid_out, one_line
from intake.render.instants import plain
from intake.render.letter import ConsentLinks, Letter, Medium, Written
from intake.render.page import flowed, page
from intake.render.phrases import Phrases
from intake.render.templates import CHAT, ENDING, Templates
from intake.render.view import letter_words, receipt_words

_LONGEST_SUBJECT = 200
_LINKS = ("agree_url", "refuse_url")
_SUBJECT_LINE = re.compile(r"\s*Subject:[ \t]*(?P<subject>.*)\n(?P<body>[\s\S]*)")


def acknowledgement(letter: Letter, templates: Templates) -> Written:
    """Say what the contract promises for a new case; without a promise and a contract it is the receipt.

    Raises BadInput for a template that cannot be used.
    """
    return _under_contract("acknowledgement", letter, templates)


def receipt(letter: Letter, templates: Templates) -> Written:
    """Say that the message has come, and nothing of any contract: for an unknown sender."""
    return _without_facts("receipt", letter, templates)


def receipt_unproved(letter: Letter, templates: Templates) -> Written:
    """Say the same to an address that we know, where nothing proves that its mail server has sent the message."""
    return _without_facts("receipt_unproved", letter, templates)


def level_change(letter: Letter, templates: Templates) -> Written:
    """Say what holds after a decision, counted from the original receipt; `letter.previous` held before."""
    return _under_contract("level_change", letter, templates)


def consent(letter: Letter, templates: Templates, links: ConsentLinks) -> Written:
    """Ask for agreement to a change of level: `letter.promise` would hold, `letter.previous` holds until then."""
    return _under_contract("consent", letter, templates, links)


def consent_reminder(letter: Letter, templates: Templates, links: ConsentLinks) -> Written:
    """Ask once more, shortly; the letter is made as for `consent`."""
    return _under_contract("consent_reminder", letter, templates, links)


def consent_refused(letter: Letter, templates: Templates) -> Written:
    """Say that after a no the level stays: `letter.promise` is the one that holds."""
    return _under_contract("consent_refused", letter, templates)


def _without_facts(name: str, letter: Letter, templates: Templates) -> Written:
    language = templates.language(letter.language)
    words = receipt_words(letter, Phrases(templates, language, letter.zone, letter.medium))
    return _made(name, letter, templates, words)


def _under_contract(name: str, letter: Letter, templates: Templates, links: ConsentLinks | None = None) -> Written:
    if letter.promise is None or letter.contract is None:
        return receipt(letter, templates)
    language = templates.language(letter.language)
    phrases = Phrases(templates, language, letter.zone, letter.medium)
    words = letter_words(letter, letter.promise, letter.contract, phrases)
    addresses = {} if links is None else {"agree_url": links.agree or "", "refuse_url": links.refuse or ""}
    return _made(name, letter, templates, {**words, **addresses})


def _made(name: str, letter: Letter, templates: Templates, words: dict[str, object]) -> Written:
    """Return what a letter's template makes of its words, in its medium; a chat has buttons in the place of links."""
    language = templates.language(letter.language)
    if letter.medium is Medium.CHAT:
        return said(templates.render(f"{CHAT}/{name}", language, words))
    text = templates.render(name, language, words)
    return written(name, language, text, tuple(str(words[link]) for link in _LINKS if link in words))


def said(text: str) -> Written:
    """Return what a chat's template has rendered: no subject, no page, and its instants between marks."""
    marked = laid_out(text, width=None)
    return Written(subject="", body=f"{plain(marked).rstrip()}\n", html="", marked=marked)


def written(name: str, language: str, text: str, links: tuple[str, ...] = ()) -> Written:
    """Return what a template has rendered as a letter, plain and as a page; raises BadInput without a subject line."""
    subject, rest = taken_apart(name, language, text)
    body = laid_out(rest)
    return Written(subject=subject, body=body, html=page(subject, language, flowed(body, links)))


def taken_apart(name: str, language: str, text: str) -> tuple[str, str]:
    """Return subject and body of what a template has rendered; raises BadInput for one without a subject line."""
    match = _SUBJECT_LINE.fullmatch(text)
    if match is None:
        raise BadInput(f"{language}/{name}{ENDING}, line 1: a template begins with a line such as 'Subject: Re: ...'")
    return one_line(match["subject"], _LONGEST_SUBJECT), match["body"]
