"""Text as spaCy words, every word knowing its place in the text as it was written."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

KEPT = 20_000  # different words, some 10 MB
LONGEST = 10_000  # characters read of one message; what follows is logs and quoted mail

_SPACE = re.compile(r"\s+")
_FAR = 30  # characters that a quote may grow by
_REST = re.compile(r"(?:\w|[-'’](?=\w))+")  # what follows of a word
_TAIL = re.compile(r"(?:\w|(?<=\w)[-'’])+\Z")  # what stands before
_UNBROKEN = re.compile(r"\S{40}(?=\S)")
_STOPS = frozenset({".", "!", "?", "…", ";", "\n", "?!", "!!", "!!!", "??", "???", "..."})
_COMMAS = frozenset({",", ":", "-", "–", "—", "(", ")", '"', "“", "”", "„", "/"})
_JOINTS = frozenset({"but", "because", "if", "whether", "unless", "while", "although", "though", "so", "when", "that"})
_BEFORE = frozenset({"hi", "hello", "hey", "dear", "and", "but", "so", "also", "ok", "well", "sorry", "please", "just"})
ONE_AT_A_TIME = RLock()


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as read: its words in `doc`, and where each character of `doc` stands in `text`."""

    text: str
    doc: "Doc"
    places: tuple[int, ...]
    sentences: tuple[int, ...]
    clauses: tuple[int, ...]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of `text` (start, end) that the words `first` up to, not including, `last` cover."""
        start = self.doc[first].idx
        end = self.doc[last - 1].idx + len(self.doc[last - 1].text)
        return self.places[start], self.places[end - 1] + 1

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
    """`text` as words, to be used inside the `with` only; the first 10,000 characters count.

    spaCy would keep every word it ever saw. It keeps the first `KEPT`, since looking at a new word is dear, and gives
    back those that come after. One thread reads at a time.
    """
    flat, places = _flatten(text[:LONGEST])
    with ONE_AT_A_TIME, _remembering():
        doc = language().make_doc(flat)
        sentences = _sentences(doc)
        clauses = _clauses(doc, sentences)
        yield Reading(text=text, doc=doc, places=tuple(places), sentences=tuple(sentences), clauses=tuple(clauses))


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _remembering() -> AbstractContextManager[object]:
    vocabulary = language().vocab
    return language().memory_zone() if len(vocabulary) > KEPT else nullcontext()


def _flatten(text: str) -> tuple[str, list[int]]:
    """One space for any white space, a line of its own for a blank line; and where each character came from."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for gap in _SPACE.finditer(text):
        parts.append(text[at : gap.start()])
        places.extend(range(at, gap.start()))
        filler = " \n " if gap.group().count("\n") > 1 else " "
        parts.append(filler)
        places.extend([gap.start()] * len(filler))
        at = gap.end()
    parts.append(text[at:])
    places.extend(range(at, len(text)))
    return _broken("".join(parts), places)


def _broken(flat: str, places: list[int]) -> tuple[str, list[int]]:
    """Break what has no space for long, such as a row of "#": spaCy's time for one word grows with its square."""
    parts: list[str] = []
    origins: list[int] = []
    at = 0
    for run in _UNBROKEN.finditer(flat):
        parts.extend([flat[at : run.end()], " "])
        origins.extend([*places[at : run.end()], places[run.end() - 1]])
        at = run.end()
    return "".join([*parts, flat[at:]]), [*origins, *places[at:]]


def _sentences(doc: "Doc") -> list[int]:
    """Return the number of the sentence that each word belongs to, counted from 0."""
    numbers, current = [], 0
    for token in doc:
        numbers.append(current)
        current += token.text.strip(" ") in _STOPS
    return numbers


def _clauses(doc: "Doc", sentences: list[int]) -> list[int]:
    """Return the number of each word's clause, and mark in `doc` (as `is_sent_start`) where clauses begin.

    The word after a greeting or a conjunction is a beginning too.
    """
    numbers: list[int] = []
    starts: list[bool] = []
    fresh = True
    for token in doc:
        begins = fresh or token.norm_ in _JOINTS or sentences[token.i] != sentences[token.i - 1]
        starts.append(begins)
        numbers.append(numbers[-1] + begins if numbers else 0)
        fresh = _parts_clauses(token) or (begins and (token.norm_ in _BEFORE or not token.text.strip()))
    _mark(doc, starts)
    return numbers


def _mark(doc: "Doc", starts: list[bool]) -> None:
    """Mark all at once: spaCy looks through the whole text whenever one word is marked."""
    import numpy as np

    marks = np.array(starts, dtype=np.uint64).reshape(-1, 1)
    doc.from_array(["SENT_START"], marks)  # type: ignore[arg-type] # its type knows no numpy of today


def _parts_clauses(token: "Token") -> bool:
    """Whether it is a comma or the like; not the hyphen of "log-in"."""
    return token.text in _COMMAS and (token.text not in "-/" or bool(token.whitespace_))
