"""Group commit: messages that arrive together are made durable by one commit."""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

import structlog

from intake.database.engine import Database
from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.errors import TryAgain
from intake.domain.message import Envelope
from intake.stages.accept import accept

log = structlog.get_logger()

_MOST_IN_ONE_COMMIT = 200


@dataclass(frozen=True, slots=True)
class _Waiting:
    channel: Channel
    envelope: Envelope
    outcome: "Future[Accepted]"


class Writer:
    """A thread that accepts messages; `put` returns only when a message is on disk."""

    def __init__(self, database: Database, wake: Callable[[], None]) -> None:
        """Write to `database` and call `wake` after each commit."""
        self._database = database
        self._wake = wake
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what was put and end the thread."""
        self._stopped = True
        self._waiting.put(None)
        self._thread.join()

    async def put(self, channel: Channel, envelope: Envelope) -> Accepted:
        """Store a message and wait for the commit; raises whatever the store raised."""
        if self._stopped:
            raise TryAgain("the bot is stopping")
        waiting = _Waiting(channel, envelope, Future())
        self._waiting.put(waiting)
        return await asyncio.wrap_future(waiting.outcome)

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch = [first]
            while len(batch) < _MOST_IN_ONE_COMMIT and not self._waiting.empty():
                more = self._waiting.get()
                if more is None:
                    self._waiting.put(None)
                    break
                batch.append(more)
            self._commit(batch)

    def _commit(self, batch: list[_Waiting]) -> None:
        try:
            with self._database.write() as connection:
                accepted = [accept(connection, waiting.channel, waiting.envelope) for waiting in batch]
        except Exception as error:  # noqa: BLE001 - the doors' last line: each sender is told to try again
            log.error("accept.failed", messages=len(batch), error=str(error))
            for waiting in batch:
                waiting.outcome.set_exception(error)
            return
        for waiting, one in zip(batch, accepted, strict=True):
            waiting.outcome.set_result(one)
        self._wake()
