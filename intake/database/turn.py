"""Whose turn it is to write: one at a time, in the order in which they asked."""

import threading
from collections import deque
from types import TracebackType


class Turn:
    """A lock that is handed over to who has waited longest: who lets go and asks again at once stands behind them."""

    def __init__(self) -> None:
        """Let nobody have the turn yet."""
        self._books = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        """Wait for the turn."""
        with self._books:
            if not self._taken:
                self._taken = True
                return
            own = threading.Lock()
            own.acquire()
            self._waiting.append(own)
        own.acquire()  # until who has the turn opens it

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Give the turn to the next."""
        with self._books:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    @property
    def is_wanted(self) -> bool:
        """Tell whether somebody waits for the turn."""
        return bool(self._waiting)
