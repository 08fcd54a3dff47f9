"""The words and the character groups of a message, as the linear model counts them."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from classifier.reading import Reading
from classifier.spelling import counted

SIZES = (3, 4, 5)  # characters in a group


class Word(NamedTuple):  # made a hundred times a message, and a dataclass takes twice as long
    """One or two neighbouring words as counted, and the words of the reading (first, after the last)."""

    form: str
    first: int
    last: int


def words(reading: Reading) -> list[Word]:
    """Single words and pairs within a sentence, contractions undone, numbers all alike."""
    singles = [Word(token.form, at, at + 1) for at, token in enumerate(reading.doc) if token.form]
    return singles + list(_pairs(singles, reading))


def groups(reading: Reading) -> Iterator[str]:
    """Return groups of 3 to 5 characters, each within one word and its blanks."""
    return chain.from_iterable(_groups_of(token.lower_) for token in reading.doc if not token.is_space)


@lru_cache(maxsize=20_000)
def _groups_of(word: str) -> tuple[str, ...]:
    padded = f" {counted(word)} "
    return tuple(padded[at : at + size] for size in SIZES for at in range(len(padded) - size + 1))


def _pairs(singles: list[Word], reading: Reading) -> Iterator[Word]:
    sentences = reading.sentences
    for (form, first, last), (after, begins, ends) in pairwise(singles):
        if last == begins and sentences[first] == sentences[begins]:
            yield Word(f"{form} {after}", first, ends)
