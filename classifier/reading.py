"""Text as spaCy words, every word knowing its place in the text as it was written."""

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from threading import RLock
from typing import TYPE_CHECKING

from classifier.clauses import clauses_of, sentences_of
from classifier.spelling import Token, spelled

if TYPE_CHECKING:
    from spacy.language import Language

KEPT = 20_000  # different words, some 10 MB
LONGEST = 10_000  # characters read of one message; what follows is logs and quoted mail

_FAR = 30  # characters that a quote may grow by
_REST = re.compile(r"(?:\w|[-'’](?=\w))+")  # what follows of a word
_TAIL = re.compile(r"(?:\w|(?<=\w)[-'’])+\Z")  # what stands before
UNBROKEN = 40  # letters without a blank
_UNBROKEN = re.compile(rf"\S{{{UNBROKEN}}}(?=\S)")
_GAP = re.compile(r"\s{2,}|[^\S ]")  # any white space but one blank
_PIECE = re.compile(r"\S+ ?|\s+")  # as spaCy parts a text before it looks at any of it
_PIECES: dict[str, tuple[Token, ...]] = {}
ONE_AT_A_TIME = RLock()


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as read: its words in `doc`, where each begins in `starts`; `places` leads from there to `text`."""

    text: str
    doc: Sequence[Token]
    starts: Sequence[int]
    places: Sequence[int]
    sentences: Sequence[int]
    clauses: Sequence[int]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of `text` (start, end) that the words `first` up to, not including, `last` cover."""
        end = self.starts[last - 1] + len(self.doc[last - 1].text)
        return self.places[self.starts[first]], self.places[end - 1] + 1

    def quote(self, first: int, last: int) -> tuple[int, int]:
        """Return the same, up to the borders of words as they were written: "log-in", of which `doc` makes three."""
        start, end = self.span(first, last)
        before = _TAIL.search(self.text, max(start - _FAR, 0), start) if _is_letter(self.text[start]) else None
        after = _REST.match(self.text, end, end + _FAR) if _is_letter(self.text[end - 1]) else None
        return start if before is None else before.start(), end if after is None else after.end()


@cache
def language() -> "Language":
    """Return the English tokenizer (about a second on first use); it needs no downloaded model."""
    import spacy

    return spacy.blank("en")


@cache
def common_words() -> frozenset[str]:
    """English words that say nothing by themselves ("the", "can")."""
    return frozenset(language().Defaults.stop_words)


def joined(subject: str | None, text: str) -> tuple[str, int]:
    """Return subject, blank line and text as one, and how many characters stand before the text."""
    head = f"{subject.strip()}\n\n" if subject and subject.strip() else ""
    return head + text, len(head)


@contextmanager
def opened(text: str) -> Iterator[Reading]:
    """`text` as words; the first 10,000 characters count."""
    flat, places = _flatten(text[:LONGEST])
    tokens = _cut(flat)
    sentences = sentences_of(tokens)
    clauses, doc = clauses_of(tokens, sentences)
    starts = list(accumulate([token.width for token in tokens], initial=0))
    yield Reading(text=text, doc=doc, starts=starts, places=places, sentences=sentences, clauses=clauses)


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _cut(flat: str) -> list[Token]:
    """Return the words that spaCy makes of a text; what is between two blanks it is asked about once.

    It would keep every word it ever saw, and so would we. Both keep the first `KEPT`, since looking at a new word is
    dear, and give back those that come after.
    """
    pieces = _PIECE.findall(flat)
    if not all(map(_PIECES.__contains__, pieces)):
        with ONE_AT_A_TIME, _remembering():
            found = {piece: _PIECES.get(piece) or _looked_at(piece) for piece in dict.fromkeys(pieces)}
        return [token for piece in pieces for token in found[piece]]
    return [token for piece in pieces for token in _PIECES[piece]]


def _remembering() -> AbstractContextManager[object]:
    vocabulary = language().vocab
    return language().memory_zone() if len(vocabulary) > KEPT else nullcontext()


def _looked_at(piece: str) -> tuple[Token, ...]:
    tokens = tuple(map(spelled, language().make_doc(piece)))
    if len(_PIECES) < KEPT:
        _PIECES[piece] = tokens
    return tokens


def _flatten(text: str) -> tuple[str, Sequence[int]]:
    """One space for any white space, a line of its own for a blank line; and where each character came from."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for gap in _GAP.finditer(text):
        start = gap.start()
        filler = " \n " if gap.group().count("\n") > 1 else " "
        parts += text[at:start], filler
        places.extend(range(at, start))
        places.extend([start] * len(filler))
        at = gap.end()
    if not parts:
        return _broken(text, range(len(text)))
    parts.append(text[at:])
    places.extend(range(at, len(text)))
    return _broken("".join(parts), places)


def _broken(flat: str, places: Sequence[int]) -> tuple[str, Sequence[int]]:
    """Break what has no space for long, such as a row of "#": spaCy's time for one word grows with its square."""
    if max(map(len, flat.split()), default=0) <= UNBROKEN:
        return flat, places
    parts: list[str] = []
    origins: list[int] = []
    at = 0
    for run in _UNBROKEN.finditer(flat):
        parts.extend([flat[at : run.end()], " "])
        origins.extend([*places[at : run.end()], places[run.end() - 1]])
        at = run.end()
    return "".join([*parts, flat[at:]]), [*origins, *places[at:]]
