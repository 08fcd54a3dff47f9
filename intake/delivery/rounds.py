"""Rounds: what a carrier does until it is stopped: bring its store in order, hand over what is due, wait for more."""

import asyncio
from abc import ABC, abstractmethod
from datetime import timedelta
from typing import ClassVar

import structlog

log = structlog.get_logger()

LONGEST_WAIT = timedelta(seconds=5)
_SHORTEST_WAIT = timedelta(milliseconds=5)
_AFTER_A_FAULT = timedelta(seconds=1)
_PATIENCE = 5.0  # seconds that a stop waits for answers; what has none by then is unknown


class Rounds(ABC):
    """A carrier: what is handed over is a task in `_at_work`, by its number, so that a slow one keeps up no other."""

    _name: ClassVar[str]  # begins its events in the log

    def __init__(self) -> None:
        """Begin with nothing at work."""
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._at_work: dict[int, asyncio.Task[None]] = {}

    def stop(self) -> None:
        """Let what is at hand be answered and end `run`; the rest waits in the store."""
        self._stopping.set()
        self._wake.set()

    def wake(self) -> None:
        """Say that something may be waiting; call it on the event loop's thread."""
        self._wake.set()

    async def run(self) -> None:
        """Hand over until `stop`."""
        rounds = asyncio.create_task(self._go())
        await self._stopping.wait()
        await asyncio.wait({rounds, *self._at_work.values()}, timeout=_PATIENCE)
        left = {rounds, *self._at_work.values()}
        for task in left:
            task.cancel()
        await asyncio.wait(left)
        await self._close()

    async def round(self) -> int:
        """Hand over what is due, side by side, and wait for the answers. Return how many there were."""
        found = await self._begin()
        if self._at_work:
            await asyncio.wait(self._at_work.values())
        self._reap()
        return found

    async def _go(self) -> None:
        recovered = False
        while not self._stopping.is_set():
            self._wake.clear()
            pause = _AFTER_A_FAULT
            try:
                if not recovered:
                    await asyncio.to_thread(self._recover)
                    recovered = True
                if await self._begin():
                    continue
                pause = await asyncio.to_thread(self._pause)
            except Exception as error:  # noqa: BLE001 - a last line: the loop outlives a full disk or a locked store
                log.error(f"{self._name}.failed", error=self._told(error))
                # What is at work goes on: one that hangs must not keep up all the others.
                recovered = False
            # After a fault others that end wake nobody, or a full disk would be asked without a pause.
            await self._rest(pause, self._wake if recovered else self._stopping)

    async def _rest(self, pause: timedelta, until: asyncio.Event) -> None:
        seconds = min(max(pause, _SHORTEST_WAIT), LONGEST_WAIT).total_seconds()
        try:
            await asyncio.wait_for(until.wait(), seconds)
        except TimeoutError:
            return

    def _set_to_work(self, number: int, task: "asyncio.Task[None]") -> None:
        self._at_work[number] = task
        task.add_done_callback(lambda _: self._wake.set())

    def _reap(self) -> int:
        """Forget what was handed over; return how many. Raises the error of the first that failed."""
        done = [self._at_work.pop(number) for number, task in [*self._at_work.items()] if task.done()]
        failed = [task for task in done if task.cancelled() or task.exception() is not None]
        for task in failed:
            task.result()
        return len(done)

    def _told(self, error: Exception) -> str:
        """Return what the log may say of an error."""
        return f"{type(error).__name__}: {error}"

    async def _close(self) -> None:
        """Give up what was held open."""
        return

    @abstractmethod
    def _recover(self) -> None:
        """Write down what is known, and mark what nobody is handing over any more; in a thread.

        What is in `_at_work` is being handed over, and left alone.
        """

    @abstractmethod
    async def _begin(self) -> int:
        """Begin to hand over what is due; return how many began or have ended. Raises what an earlier one raised."""

    @abstractmethod
    def _pause(self) -> timedelta:
        """Return how long nothing is due; in a thread."""
