"""A shift: a thread that makes rounds of work while there is any, and waits for the next when there is none."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

import structlog

log = structlog.get_logger()

_AFTER_A_FAULT = 1.0  # seconds


class Shift(ABC):
    """Works until it is stopped, and outlives a full disk or a locked store."""

    _name: ClassVar[str]  # the thread's, and what begins its events in the log

    def __init__(self, worked: Callable[[], None]) -> None:
        """Call `worked` after each round that did something."""
        self._worked = worked
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Say that there is something to do."""
        self._wake.set()

    def stop(self) -> None:
        """End the round at hand and the thread; what waits is done after the next start."""
        self._stopping.set()
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                if self._round():
                    self._worked()
                    continue
                pause = self._idle()
            except Exception as error:  # noqa: BLE001 - the loop outlives a full disk or a locked store
                self._failed(error)
                pause = _AFTER_A_FAULT
            self._wake.wait(pause)
        self._finish()

    def _failed(self, error: Exception) -> None:
        log.error(f"{self._name}.failed", error=f"{type(error).__name__}: {error}")

    def _finish(self) -> None:
        """Do what is to be done before the thread ends."""
        return

    @abstractmethod
    def _round(self) -> int:
        """Do what is due; return how much that was."""

    @abstractmethod
    def _idle(self) -> float:
        """Do what is done when nothing is due; return for how many seconds nothing will be."""
