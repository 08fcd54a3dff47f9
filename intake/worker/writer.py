"""Group commit: messages that arrive together are made durable by one commit."""

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import groupby
from typing import Any, TypeVar

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
from intake.worker.laying import Laying
from intake.worker.waiting import Large, Store, Waiting, Wanted, tell

log = structlog.get_logger()

Kept = TypeVar("Kept")

_MOST_IN_ONE_COMMIT = 200
_MOST_BYTES = 4_000_000  # in one commit: whoever comes meanwhile waits for it
_LARGE = 32_768  # a mail of more bytes is laid down in a segment, and the commit holds only where it lies


class Writer:
    """A thread that accepts messages; `put` returns only when a message is on disk."""

    def __init__(self, database: Database, wake: Callable[[], None]) -> None:
        """Write to `database` and call `wake` after each commit."""
        self._database = database
        self._wake = wake
        self._coming: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._laying = Laying(database, self._coming.put)
        self._hashing = ThreadPoolExecutor(1, "hashing")
        self._door = threading.Lock()  # nothing comes in behind the end
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Start its threads."""
        self._laying.start()
        self._thread.start()

    def stop(self) -> None:
        """Finish what was put and end its threads."""
        with self._door:
            self._stopped = True
            self._laying.put(None)  # it hands the end on
        self._laying.join()
        self._thread.join()
        self._hashing.shutdown()

    async def put(self, channel: Channel, envelope: Envelope) -> Accepted:
        """Store a message and wait for the commit; raises whatever the store raised."""
        if len(envelope.raw) <= _LARGE or self._stopped:
            accepted: Accepted = await self._stored((channel, envelope), self._coming.put)
        else:
            hashed = self._hashing.submit(arrival, channel, envelope)  # while it is laid down
            accepted = await self._stored(Large(envelope.raw, hashed), self._laying.put)
        return accepted

    async def write(self, store: Callable[[Connection], Kept]) -> Kept:
        """Let `store` write, in one commit with others, and wait for it; return what it returned, raise what it raised.

        It may be called again where another's part of the commit has failed.
        """
        kept: Kept = await self._stored(store, self._coming.put)
        return kept

    async def _stored(self, wanted: Wanted, put: Callable[[Waiting], None]) -> Any:
        loop = asyncio.get_running_loop()
        waiting = Waiting(wanted, loop, loop.create_future())
        with self._door:
            if self._stopped:
                raise TryAgain("the bot is stopping")
            put(waiting)
        return await waiting.outcome

    def _run(self) -> None:
        waiting: list[Waiting] = []
        ended = False
        while not ended or waiting:
            ended = ended or self._gather(waiting)
            some = _next(waiting)
            # Whoever has hung up meanwhile got no 250 and sends again.
            self._commit([one for one in some if not one.outcome.cancelled()])
            self._laying.settled(some)

    def _gather(self, waiting: list[Waiting]) -> bool:
        """Take in all that has come, and wait for it where nothing else is to be done; True at the end."""
        while not waiting or not self._coming.empty():
            one = self._coming.get()
            if one is None:
                return True
            waiting.append(one)
        return False

    def _commit(self, batch: list[Waiting]) -> None:
        if not batch:
            return
        try:
            ready = [_ready(waiting) for waiting in batch]  # hashing needs no turn to write
            with self._database.write() as connection:
                accepted = _stored(connection, ready)
        except Exception as error:  # noqa: BLE001 - the doors' last line: each sender is told to try again
            self._refused(batch, error)
            return
        tell(batch, accepted)
        self._wake()
        _note(batch, accepted)

    def _refused(self, batch: list[Waiting], error: Exception) -> None:
        """Tell the senders; where it is a message and not the store, commit each alone, so that only that one fails."""
        if len(batch) > 1 and not isinstance(error, OperationalError):
            for waiting in batch:
                self._commit([waiting])
            return
        tell(batch, [error] * len(batch))
        log.error("accept.failed", messages=len(batch), error=str(error))


def _next(waiting: list[Waiting]) -> list[Waiting]:
    """Take out what the next commit shall hold, in the order of coming, as much as it may."""
    number = size = 0
    for one in waiting[:_MOST_IN_ONE_COMMIT]:
        size += one.size
        if number and size > _MOST_BYTES:
            break
        number += 1
    taken = waiting[:number]
    del waiting[:number]
    return taken


def _ready(waiting: Waiting) -> Store | Arrival:
    wanted = waiting.wanted
    if isinstance(wanted, Large):
        return replace(wanted.arrival.result(), place=waiting.place)
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


def _note(batch: list[Waiting], accepted: Sequence[Accepted]) -> None:
    """Log what the SMTP doors brought, once a commit: a line a mail was a fifth of the door's own time.

    The store has every message's size and what it is a copy of; a mailbox logs what it fetches by itself.
    """
    brought = [one for waiting, one in zip(batch, accepted, strict=True) if not callable(waiting.wanted)]
    if brought:
        numbers = [one.id for one in brought]
        told = {"messages": len(brought), "first": min(numbers), "last": max(numbers)}
        size, copies = sum(len(one.envelope.raw) for one in brought), [one for one in brought if one.duplicate_of]
        log.info("messages.accepted", **told, size=size, duplicates=len(copies))
