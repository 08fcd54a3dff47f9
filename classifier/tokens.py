"""The words and the character groups of a message, as the linear model counts them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from classifier.reading import Reading

SIZES = (3, 4, 5)  # characters in a group


@dataclass(frozen=True, slots=True)
class Word:
    """One or two neighbouring words as counted, and the words of the reading (first, after the last)."""

    form: str
    first: int
    last: int


def words(reading: Reading) -> list[Word]:
    """Single words and pairs within a sentence, contractions undone, numbers all alike."""
    singles = [Word(_form(token.norm_), token.i, token.i + 1) for token in reading.doc if _counts(token.text)]
    return singles + list(_pairs(singles, reading))


def groups(reading: Reading) -> Iterator[str]:
    """Return groups of 3 to 5 characters, each within one word and its blanks."""
    return chain.from_iterable(_groups_of(token.lower_) for token in reading.doc if not token.is_space)


@lru_cache(maxsize=20_000)
def _groups_of(word: str) -> tuple[str, ...]:
    padded = f" {_form(word)} "
    return tuple(padded[at : at + size] for size in SIZES for at in range(len(padded) - size + 1))


def _pairs(singles: list[Word], reading: Reading) -> Iterator[Word]:
    for one, two in pairwise(singles):
        if one.last == two.first and reading.sentences[one.first] == reading.sentences[two.first]:
            yield Word(f"{one.form} {two.form}", one.first, two.last)


def _counts(text: str) -> bool:
    return text.isalnum() or text == "?" or any(map(str.isalnum, text))


def _form(norm: str) -> str:
    """Return the form that is counted: 4,200 and 07:15 are the same word `0`; long strings are cut to 24 letters."""
    return "0" if not norm.isalpha() and any(map(str.isdigit, norm)) else norm.lower()[:24]
