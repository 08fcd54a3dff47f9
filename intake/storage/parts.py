"""Long lists of numbers, cut to what one statement can hold."""

from collections.abc import Iterable, Iterator

_IN_A_STATEMENT = 10_000


def parts(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Yield numbers in order and once each, in lists: what has no index is read once a list, not once a number."""
    every = sorted(set(numbers))
    yield from (every[start : start + _IN_A_STATEMENT] for start in range(0, len(every), _IN_A_STATEMENT))
