"""Whether the name servers answer at all: found out by one question for everybody, and remembered for a short time.

A name that does not answer shows nothing, for its owner may want that: only when the servers leave a question of our
own unanswered too is nothing asked for a while.
"""

import threading
import time
from collections.abc import Callable

_AWAY_FOR = 10.0  # seconds in which nothing is asked; then one question finds out whether they are back
_LATELY = 3.0  # seconds in which an answer, whatever it was, shows that the servers are there


class Presence:
    """What this process knows of its name servers; `answers` asks them something that each can answer."""

    def __init__(self, answers: Callable[[], bool], clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with servers that are there."""
        self._answers = answers
        self._clock = clock
        self._lock = threading.Lock()
        self._heard_at: float | None = None
        self._away_until: float | None = None
        self._asking = False

    @property
    def is_away(self) -> bool:
        """Tell whether nothing needs to be asked; the first after a while finds out, the others go on meanwhile.

        It asks its own question as well, for there are servers that answer all but ours.
        """
        with self._lock:
            if self._away_until is None:
                return False
            if self._asking or self._clock() < self._away_until:
                return True
            self._asking = True
        self._found_out()
        return False

    def heard(self) -> None:
        """Say that an answer came, whatever it was."""
        with self._lock:
            self._heard_at, self._away_until = self._clock(), None

    def is_there(self, since: float) -> bool:
        """Tell, when a question asked at `since` got no answer, whether others do; False also while that is open."""
        with self._lock:
            if self._heard_at is not None and self._heard_at > min(since, self._clock() - _LATELY):
                return True
            if self._asking or self._away_until is not None:
                return False
            self._asking = True
        return self._found_out()

    def _found_out(self) -> bool:
        """Ask, and remember what came of it; `_asking` is this thread's."""
        try:
            there = self._answers()
        finally:
            with self._lock:
                self._asking = False
        if there:
            self.heard()
        else:
            with self._lock:
                self._away_until = self._clock() + _AWAY_FOR
        return there
