"""Mails that lie in segments for long, or must not lie there any more, taken into the store."""

import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from itertools import takewhile

import structlog

from intake.database.engine import Database
from intake.database.segments import drop, folder_of, names
from intake.database.sole import claim_store
from intake.domain.errors import BadInput
from intake.storage import blobs, laid
from intake.storage.blobs import Laid, Unreadable

log = structlog.get_logger()

_EVERY = timedelta(minutes=1)
_PATIENCE = 10.0  # seconds until the process that serves the store has dropped what nobody needs
_BETWEEN_LOOKS = 0.1


class Stragglers:
    """Takes in mails that the worker has passed over, such as parked ones: no segment is kept for their sake."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """Take in what lies in one segment for more than a minute; `next_at` is when that is looked at."""
        self._database = database
        self._now = now
        self._seen: set[str] = set()
        self.next_at = now()

    def do_due(self) -> int:
        """Look if it is time to, and take in what lay there the last time, too; return how many mails that were."""
        now = self._now()
        if now < self.next_at:
            return 0
        self.next_at = now + _EVERY
        with self._database.read() as connection:
            used = laid.segments(connection)
        old, self._seen = used & self._seen, used
        taken = take_in(self._database, old)
        if taken:
            log.info("mails.taken_in", number=taken)
        return taken

    def finish(self, until: datetime) -> None:
        """Take in what lies in any segment, as far as there is time, so that a store at rest is one file.

        Nobody may lay mails down any more.
        """
        with self._database.read() as connection:
            folder, used = folder_of(connection), laid.segments(connection)
        if folder is not None:
            take_in(self._database, used, lambda: self._now() < until)
            with self._database.read() as connection:
                drop(folder, names(folder) - laid.segments(connection))


def take_in(database: Database, which: Collection[str], go_on: Callable[[], bool] = lambda: True) -> int:
    """Take the mails that lie in some segments into the store, a commit for each, for as long as `go_on` says so.

    Return how many that were; what cannot be read is left where it is.
    """
    if not which:
        return 0
    with database.read() as connection:
        found = [(sha256, one) for sha256, one in laid.every(connection) if one.place.segment in which]
    return sum(_taken_in(database, sha256, one) for sha256, one in takewhile(lambda _: go_on(), found))


def _taken_in(database: Database, sha256: str, one: Laid) -> bool:
    try:
        with database.read() as connection:
            raw = blobs.read(connection, sha256, (blobs.SEGMENT, one.size, bytes(one.place)))
    except Unreadable as error:
        log.error("mails.unreadable", error=str(error))
        return False
    made = blobs.packed(raw)
    with database.write() as connection:
        laid.take_in(connection, sha256, raw, made)
    return True


def emptied(database: Database, patience: float = _PATIENCE) -> bool:
    """Let the segments that there are go, with all the bytes in them; False where the bot that runs still has one.

    What is needed of them is in the store then.
    """
    with database.read() as connection:
        folder = folder_of(connection)
    there = set() if folder is None else names(folder)
    if folder is None or not there:
        return True
    take_in(database, there)
    try:
        lock = claim_store(database)
    except BadInput:  # a bot that runs drops them itself
        until = time.monotonic() + patience
        while names(folder) & there and time.monotonic() < until:
            time.sleep(_BETWEEN_LOOKS)
        return not names(folder) & there
    with database.read() as connection:
        drop(folder, there - laid.segments(connection))
    if lock is not None:
        lock.close()
    return not names(folder) & there
