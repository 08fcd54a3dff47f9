"""DNS as the checks ask it: a port, and one mail's share of time and questions."""

import time
from collections.abc import Callable
from typing import Protocol

from intake.domain.errors import TryAgain

_MOST_QUESTIONS = 60
_ONE_QUESTION = 2.0  # seconds, at most


class NoAnswer(TryAgain):
    """DNS could not be asked, or not in time: what it would have said is not known (a temperror)."""


class Resolves(Protocol):
    """Who answers questions of DNS."""

    def records(self, name: str, kind: str, seconds: float) -> tuple[str | bytes, ...]:
        """Return a name's records: TXT as bytes, A and AAAA as text, MX as "10 host.", PTR as "host."; () for none.

        Aliases are followed. Raises NoAnswer when none comes in `seconds`, and for a server's own fault.
        """
        ...


class Asking:
    """One mail's questions to DNS, which end when its time or its number of them is over."""

    def __init__(self, resolves: Resolves, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Ask `resolves`, for `seconds` from now on."""
        self._resolves = resolves
        self._clock = clock
        self._until = clock() + seconds
        self._left = _MOST_QUESTIONS

    def records(self, name: str, kind: str) -> tuple[str | bytes, ...]:
        """Return a name's records as `Resolves` has them; raises NoAnswer, also when nothing may be asked any more."""
        seconds = min(self._until - self._clock(), _ONE_QUESTION)
        if seconds <= 0 or self._left <= 0:
            raise NoAnswer(f"{name}: no time or questions are left for this mail")
        self._left -= 1
        return self._resolves.records(name, kind, seconds)

    def texts(self, name: str) -> tuple[bytes, ...]:
        """Return a name's TXT records."""
        return tuple(one for one in self.records(name, "TXT") if isinstance(one, bytes))
