"""The portal's words that letters have too: what is promised, as a letter says it, and the letter that bears a link."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from intake.domain.webpage import Block
from intake.render.flow import laid_out, one_line
from intake.render.letter import Letter, Written
from intake.render.phrases import Phrases
from intake.render.shown import Raising
from intake.render.templates import Templates
from intake.render.view import bare_subject, letter_words
from intake.render.write import written

PROMISE, LINK = "portal", "link"  # the files of a language
_EMPTY_LINES = re.compile(r"\n[ \t]*\n+")
_ITEM = "- "
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a promise is shown: of a case, `answered` once its first answer was given; what `would` follow from a form.

    `short` is the first answer alone; where the reader `chooses` the level they are not told to ask us for it.
    """

    answered: bool = False
    would: bool = False
    short: bool = False
    chooses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkWords:
    """What the letter with a link says; `proves` tells that it proves a visitor of the window and signs nobody in."""

    address: str
    minutes: int
    name: str
    vendor: str
    proves: bool
    language: str


def promised(letter: Letter, templates: Templates, how: How) -> tuple[Block, ...]:
    """Return what a letter's promise is in words, none where it has none; raises BadInput for a bad template."""
    if letter.promise is None or letter.contract is None:
        return ()
    language = templates.language(letter.language)
    phrases = Phrases(templates, language, letter.zone)
    words = letter_words(letter, letter.promise, letter.contract, phrases)
    shown: dict[str, object] = {"answered": how.answered, "would": how.would, "short": how.short}
    shown["chooses"] = how.chooses
    if how.chooses and isinstance(raising := words["raising"], Raising):
        shown["raising"] = replace(raising, by="")
    if letter.decided_at is not None and letter.promise.main.deadline.starts_at <= letter.decided_at:
        shown["opening"] = ""  # we have opened since
    return tuple(_blocks(laid_out(templates.render(PROMISE, language, {**words, **shown}), width=None)))


def received(letter: Letter, templates: Templates) -> str:
    """Return when a message reached us, in words."""
    return str(Phrases(templates, templates.language(letter.language), letter.zone).received(letter.received_at))


def subject_of(letter: Letter) -> str:
    """Return a case's subject as letters print it, without prefixes."""
    return bare_subject(letter.subject)


def link_letter(words: LinkWords, templates: Templates) -> Written:
    """Return the letter with a link; raises BadInput for a template that cannot be used."""
    language = templates.language(words.language)
    given = {
        "name": one_line(words.name, _LONGEST_NAME),
        "vendor": words.vendor,
        "minutes": str(words.minutes),
        "address": words.address,
        "proves": words.proves,
    }
    return written(LINK, language, templates.render(LINK, language, given), (words.address,))


def _blocks(text: str) -> Iterator[Block]:
    for block in _EMPTY_LINES.split(text):
        for line in block.splitlines():
            if line.strip():
                yield Block(line.removeprefix(_ITEM).strip(), item=line.startswith(_ITEM))
