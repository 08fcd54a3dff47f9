"""Group commit: messages that arrive together are made durable by one commit."""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from intake.database.engine import Database
from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.errors import TryAgain
from intake.domain.message import Envelope
from intake.stages.accept import accept

log = structlog.get_logger()

_MOST_IN_ONE_COMMIT = 200

Store = Callable[[Connection], Accepted]  # writes a message and what belongs to it into the transaction it is given


@dataclass(frozen=True, slots=True)
class _Waiting:
    store: Store
    loop: asyncio.AbstractEventLoop
    outcome: "asyncio.Future[Accepted]"


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
        return await self.write(partial(accept, channel=channel, envelope=envelope))

    async def write(self, store: Store) -> Accepted:
        """Let `store` write a message, in one commit with others, and wait for it; raises whatever the store raised."""
        if self._stopped:
            raise TryAgain("the bot is stopping")
        loop = asyncio.get_running_loop()
        waiting = _Waiting(store, loop, loop.create_future())
        self._waiting.put(waiting)
        return await waiting.outcome

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch = [first]
            while len(batch) < _MOST_IN_ONE_COMMIT and not self._waiting.empty():
                more = self._waiting.get()
                if more is None:
                    self._waiting.put(None)
                    break
                batch.append(more)
            # Whoever has hung up meanwhile got no 250 and sends again.
            self._commit([waiting for waiting in batch if not waiting.outcome.cancelled()])

    def _commit(self, batch: list[_Waiting]) -> None:
        try:
            with self._database.write() as connection:
                accepted = [waiting.store(connection) for waiting in batch]
        except Exception as error:  # noqa: BLE001 - the doors' last line: each sender is told to try again
            self._refused(batch, error)
            return
        _tell(batch, accepted)
        self._wake()

    def _refused(self, batch: list[_Waiting], error: Exception) -> None:
        """Tell the senders; where it is a message and not the store, commit each alone, so that only that one fails."""
        if len(batch) > 1 and not isinstance(error, OperationalError):
            for waiting in batch:
                self._commit([waiting])
            return
        _tell(batch, [error] * len(batch))
        log.error("accept.failed", messages=len(batch), error=str(error))


def _tell(batch: list[_Waiting], outcomes: Sequence[Accepted | Exception]) -> None:
    """Wake each event loop once for all that it waits for; one that has closed meanwhile waits for nothing."""
    for loop in {waiting.loop for waiting in batch}:
        own = [(w.outcome, one) for w, one in zip(batch, outcomes, strict=True) if w.loop is loop]
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, own)


def _settle(outcomes: "list[tuple[asyncio.Future[Accepted], Accepted | Exception]]") -> None:
    for waiting, one in outcomes:
        if waiting.done():
            continue
        if isinstance(one, Exception):
            waiting.set_exception(one)
        else:
            waiting.set_result(one)
