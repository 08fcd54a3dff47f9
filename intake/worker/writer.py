"""Group commit: messages that arrive together are made durable by one commit."""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from intake.database.engine import Database
from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.errors import TryAgain
from intake.domain.message import Envelope
from intake.stages.accept import accept_all, arrival
from intake.storage.arrivals import Arrival

log = structlog.get_logger()

_MOST_IN_ONE_COMMIT = 200
_MOST_BYTES = 4_000_000  # in one commit: whoever comes meanwhile waits for it
_SMALL = 65_536  # a mail of so many bytes goes before larger ones

Store = Callable[[Connection], Accepted]  # writes a message and what belongs to it into the transaction it is given
Wanted = Store | tuple[Channel, Envelope] | Future[Arrival]


@dataclass(frozen=True, slots=True)
class _Waiting:
    wanted: Wanted
    size: int  # about how many bytes it writes
    loop: asyncio.AbstractEventLoop
    outcome: "asyncio.Future[Accepted]"


class Writer:
    """A thread that accepts messages; `put` returns only when a message is on disk."""

    def __init__(self, database: Database, wake: Callable[[], None]) -> None:
        """Write to `database` and call `wake` after each commit."""
        self._database = database
        self._wake = wake
        self._coming: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._hashing = ThreadPoolExecutor(1, "hashing")
        self._door = threading.Lock()  # nothing comes in behind the end
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what was put and end the thread."""
        with self._door:
            self._stopped = True
            self._coming.put(None)
        self._thread.join()
        self._hashing.shutdown()

    async def put(self, channel: Channel, envelope: Envelope) -> Accepted:
        """Store a message and wait for the commit; raises whatever the store raised."""
        size = len(envelope.raw)
        if size > _SMALL and not self._stopped:  # hashed beside the commit at hand, rather than between two of them
            return await self._stored(self._hashing.submit(arrival, channel, envelope), size)
        return await self._stored((channel, envelope), size)

    async def write(self, store: Store) -> Accepted:
        """Let `store` write a message, in one commit with others, and wait for it; raises whatever the store raised."""
        return await self._stored(store, 0)

    async def _stored(self, wanted: Wanted, size: int) -> Accepted:
        loop = asyncio.get_running_loop()
        waiting = _Waiting(wanted, size, loop, loop.create_future())
        with self._door:
            if self._stopped:
                raise TryAgain("the bot is stopping")
            self._coming.put(waiting)
        return await waiting.outcome

    def _run(self) -> None:
        waiting: list[_Waiting] = []
        ended = False
        while not ended or waiting:
            ended = ended or self._gather(waiting)
            # Whoever has hung up meanwhile got no 250 and sends again.
            self._commit([one for one in _next(waiting) if not one.outcome.cancelled()])

    def _gather(self, waiting: list[_Waiting]) -> bool:
        """Take in all that has come, and wait for it where nothing else is to be done; True at the end."""
        while not waiting or not self._coming.empty():
            one = self._coming.get()
            if one is None:
                return True
            waiting.append(one)
        return False

    def _commit(self, batch: list[_Waiting]) -> None:
        if not batch:
            return
        try:
            ready = [_ready(waiting.wanted) for waiting in batch]  # hashing needs no turn to write
            with self._database.write() as connection:
                accepted = _stored(connection, ready)
        except Exception as error:  # noqa: BLE001 - the doors' last line: each sender is told to try again
            self._refused(batch, error)
            return
        _tell(batch, accepted)
        self._wake()
        _note(batch, accepted)

    def _refused(self, batch: list[_Waiting], error: Exception) -> None:
        """Tell the senders; where it is a message and not the store, commit each alone, so that only that one fails."""
        if len(batch) > 1 and not isinstance(error, OperationalError):
            for waiting in batch:
                self._commit([waiting])
            return
        _tell(batch, [error] * len(batch))
        log.error("accept.failed", messages=len(batch), error=str(error))


def _next(waiting: list[_Waiting]) -> list[_Waiting]:
    """Take out what the next commit shall hold: who has waited longest, then small mails, then as much as it may."""
    taken: list[_Waiting] = []
    size = 0
    for one in [*waiting[:1], *sorted(waiting[1:], key=lambda other: other.size > _SMALL)]:
        size += one.size
        if taken and (len(taken) == _MOST_IN_ONE_COMMIT or size > _MOST_BYTES):
            break
        taken.append(one)
    gone = {id(one) for one in taken}
    waiting[:] = [one for one in waiting if id(one) not in gone]
    return taken


def _ready(wanted: Wanted) -> Store | Arrival:
    if isinstance(wanted, Future):
        return wanted.result()
    return arrival(*wanted) if isinstance(wanted, tuple) else wanted


def _stored(connection: Connection, ready: Sequence[Store | Arrival]) -> list[Accepted]:
    """Store each in the order of coming; those of the SMTP doors that stand beside each other in one go."""
    accepted: list[Accepted] = []
    for plain, some in groupby(ready, key=lambda one: isinstance(one, Arrival)):
        if plain:
            accepted += accept_all(connection, [one for one in some if isinstance(one, Arrival)])
        else:
            accepted += [one(connection) for one in some if not isinstance(one, Arrival)]
    return accepted


def _note(batch: list[_Waiting], accepted: Sequence[Accepted]) -> None:
    """Log what the SMTP doors brought, once a commit: a line a mail was a fifth of the door's own time.

    The store has every message's size and what it is a copy of; a mailbox logs what it fetches by itself.
    """
    brought = [one for waiting, one in zip(batch, accepted, strict=True) if not callable(waiting.wanted)]
    if brought:
        numbers = [one.id for one in brought]
        told = {"messages": len(brought), "first": min(numbers), "last": max(numbers)}
        size, copies = sum(len(one.envelope.raw) for one in brought), [one for one in brought if one.duplicate_of]
        log.info("messages.accepted", **told, size=size, duplicates=len(copies))


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
