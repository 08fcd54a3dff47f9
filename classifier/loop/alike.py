"""Which messages say nearly the same, by the words that they share."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

COPY = 0.8  # cosine of two sets of words: from here on it is the same message sent again
ALIKE = 0.6  # and of two sets of telling words: from here on about the same thing
_AT_ONCE = 500
_WORD = re.compile(r"[^\W\d_]+|\d+")


def copies(texts: Sequence[str]) -> "NDArray[np.intp]":
    """Return a number for each text, the same for those that are near-duplicates of each other, directly or not."""
    pairs = list(near(texts, COPY))
    rows, columns = [one for one, _ in pairs], [other for _, other in pairs]
    graph = sparse.coo_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(texts), len(texts)))
    found: NDArray[np.intp] = connected_components(graph, directed=False)[1]
    return found


def near(texts: Sequence[str], least: float, without: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield the pairs of texts (the lower number first) that share so much of their words."""
    table = _table(texts, without)
    for start in range(0, len(texts), _AT_ONCE):
        shared = (table[start : start + _AT_ONCE] @ table.T).toarray()
        for one, other in np.argwhere(shared >= least - 1e-9):
            if start + one < other:
                yield int(start + one), int(other)


def _table(texts: Sequence[str], without: Collection[str]) -> sparse.csr_matrix:
    """One row a text, of length 1, one column a word; all numbers are the same word."""
    columns: dict[str, int] = {}
    found = [sorted(_words(text) - set(without)) for text in texts]
    for words in found:
        for word in words:
            columns.setdefault(word, len(columns))
    at = np.array([columns[word] for words in found for word in words], dtype=np.intp)
    ends = np.cumsum([0, *(len(words) for words in found)])
    values = np.array([len(words) ** -0.5 for words in found for _ in words])
    return sparse.csr_matrix((values, at, ends), shape=(len(texts), max(len(columns), 1)))


def _words(text: str) -> set[str]:
    return {"0" if word.isdigit() else word for word in _WORD.findall(text.lower())}
