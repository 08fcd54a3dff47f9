"""A loop that fetches what is wanted from Slack: woken, never asked twice at once, and stopped cleanly."""

import asyncio
from abc import ABC, abstractmethod
from typing import ClassVar

import structlog

log = structlog.get_logger()

LONGEST = 30.0  # seconds between two looks, where nobody wakes it
_AFTER_A_FAULT = 1.0
_PATIENCE = 5.0  # seconds that a stop waits for what is being asked


class Looking(ABC):
    """Looks until it is stopped. What fails is looked for again; what was not written down is asked once more."""

    _name: ClassVar[str]  # begins its events in the log

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()

    def wake(self) -> None:
        """Say that something may be wanted; call it on the event loop's thread."""
        self._wake.set()

    def stop(self) -> None:
        """Let what is being asked be answered and end `run`."""
        self._stopping.set()
        self._wake.set()

    async def run(self) -> None:
        """Look until `stop`."""
        looking = asyncio.create_task(self._look())
        await self._stopping.wait()
        await asyncio.wait({looking}, timeout=_PATIENCE)
        looking.cancel()
        await asyncio.wait({looking})

    async def _look(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                pause = await self.once()
            except Exception as error:  # noqa: BLE001 - a last line: the loop outlives a full disk or a locked store
                log.error(f"{self._name}.failed", error=f"{type(error).__name__}: {error}"[:200])
                pause = _AFTER_A_FAULT
            try:
                await asyncio.wait_for(self._wake.wait(), min(pause, LONGEST))
            except TimeoutError:
                continue

    @abstractmethod
    async def once(self) -> float:
        """Fetch what is wanted now; return how many seconds nothing more is."""
