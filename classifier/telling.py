"""The words of a text that moved a decision, and by how much: what the model used, nothing told afterwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classifier.encoder.running import Meaning
from classifier.model import Head, Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

LOUD = 0.3  # of the loudest phrase: what is weaker is not shown
LONGEST = 8  # words of a phrase
_ENDS = frozenset(".!?\n;")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters `start` to `end` of the text the encoder read, and how loudly they speak."""

    start: int
    end: int
    pull: float


def phrases(model: Model, meaning: Meaning, text: str, head: Head, value: str) -> list[Phrase]:
    """Return the phrases that speak for `value` of a head over its other values, the loudest first.

    A number of the encoder is a sum over tokens, and a head is linear in these numbers: the pull of a phrase is its
    exact share of the score. `text` is what the encoder read.
    """
    pulls = model.pull_of_parts(meaning.parts, head, value)
    words = list(_words(meaning.spans, pulls, text))
    found = sorted(_runs(words, text), key=lambda phrase: -phrase.pull)
    return [phrase for phrase in found if phrase.pull >= LOUD * found[0].pull]


def _words(spans: Sequence[tuple[int, int]], pulls: "Floats", text: str) -> Iterator[Phrase]:
    """Return whole words: pieces of one word, and "don't" or "log-in", are taken together; other marks are none."""
    word: Phrase | None = None
    mark = 0  # where the marks that follow the word end
    for (start, end), pull in zip(spans, pulls.tolist(), strict=True):
        if not any(character.isalnum() for character in text[start:end]):
            mark = end if start == mark else 0
        elif word is not None and start == mark:
            word, mark = Phrase(word.start, end, word.pull + pull), end
        else:
            if word is not None:
                yield word
            word, mark = Phrase(start, end, pull), end
    if word is not None:
        yield word


def _runs(words: Sequence[Phrase], text: str) -> Iterator[Phrase]:
    """Return neighbouring words that speak up, with at most one weak word between them, within a sentence."""
    run: list[Phrase] = []
    for word in words:
        if run and (len(run) == LONGEST or _parted(text[run[-1].end - 1 : word.start])):
            yield from _spoken(run)
            run = []
        if word.pull > 0 or (run and run[-1].pull > 0):
            run.append(word)
        else:
            yield from _spoken(run)
            run = []
    yield from _spoken(run)


def _parted(between: str) -> bool:
    return not _ENDS.isdisjoint(between)


def _spoken(run: Sequence[Phrase]) -> Iterator[Phrase]:
    """Return a run as one phrase, its weak edges cut."""
    kept = list(run)
    while kept and kept[-1].pull <= 0:
        kept.pop()
    pull = sum(word.pull for word in kept)
    if kept and pull > 0 and any(word.end - word.start > 2 for word in kept):
        yield Phrase(kept[0].start, kept[-1].end, pull)
