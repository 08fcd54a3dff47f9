"""Large mails on their way to the writer: laid down in a segment first, so that a commit writes only where they lie."""

import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import structlog

from intake.database.engine import Database
from intake.database.segments import Segments, folder_of
from intake.storage import laid
from intake.worker.waiting import Large, Waiting, tell

log = structlog.get_logger()

_MOST_BYTES = 8_000_000  # with one `fdatasync`: whoever comes meanwhile waits for it
_EVERY = 2.0  # seconds that a segment is appended to

Taken = Waiting | None  # None is the end


class Laying:
    """A thread that lays large mails down, several at once, and hands each on when its bytes are on disk.

    In a store that is no file there is nowhere to lay them: they are handed on as they are.
    """

    def __init__(self, database: Database, hand_on: Callable[[Taken], None]) -> None:
        """Lay mails beside `database`; the end, too, is handed on, after all that came before it."""
        self._database = database
        self._hand_on = hand_on
        self._coming: queue.SimpleQueue[Taken] = queue.SimpleQueue()
        self._segments: Segments | None = None
        self._tidy_at: float | None = None
        self._thread = threading.Thread(target=self._run, name="laying", daemon=True)

    def start(self) -> None:
        """Say which mails are lost, if any, and start the thread; first it drops what a crash has left behind."""
        with self._database.read() as connection:
            folder, lost = folder_of(connection), laid.lost(connection)
        if lost is not None:
            log.error("mails.lost", error=lost)
        if folder is not None:
            self._segments, self._tidy_at = Segments(folder), time.monotonic()
        self._thread.start()

    def join(self) -> None:
        """Wait for the thread's end."""
        self._thread.join()

    def put(self, waiting: Taken) -> None:
        """Take one more large mail, or the end."""
        self._coming.put(waiting)

    def settled(self, done: Iterable[Waiting]) -> None:
        """Hold nothing for these any more: the writer is done with them."""
        places = [one.place for one in done if one.place]
        if places and self._segments is not None:
            self._segments.settled(places)

    def _run(self) -> None:
        ended = False
        while not ended:
            some, ended = self._gather()
            self._lay([one for one in some if not one.outcome.cancelled()])
            self._tidy(now=time.monotonic())
        self._hand_on(None)

    def _gather(self) -> tuple[list[Waiting], bool]:
        """Return what has come and fits together, waiting for the first, and whether the end has come."""
        some: list[Waiting] = []
        size = 0
        while size < _MOST_BYTES and not (some and self._coming.empty()):
            try:
                one = self._coming.get(timeout=self._patience())
            except queue.Empty:
                break
            if one is None:
                return some, True
            some.append(one)
            size += one.size
        return some, False

    def _patience(self) -> float | None:
        return None if self._tidy_at is None else max(self._tidy_at - time.monotonic(), 0)

    def _lay(self, some: list[Waiting]) -> None:
        if not some or self._segments is None:
            for one in some:
                self._hand_on(one)
            return
        self._tidy_at = self._tidy_at or time.monotonic() + _EVERY
        try:
            places = self._segments.lay([one.wanted.raw for one in some if isinstance(one.wanted, Large)])
        except Exception as error:  # noqa: BLE001 - the doors' last line: each sender is told to try again
            tell(some, [error] * len(some))
            log.error("accept.failed", messages=len(some), error=str(error))
            return
        for one, place in zip(some, places, strict=True):
            self._hand_on(replace(one, place=place))

    def _tidy(self, now: float) -> None:
        """Begin another segment now and then, and drop those that nobody needs; what fails is tried again."""
        if self._segments is None or self._tidy_at is None or now < self._tidy_at:
            return
        try:
            left = self._segments.tidy(self._needed)
        except Exception as error:  # noqa: BLE001 - mail comes in meanwhile, whatever keeps the store from being read
            log.error("segments.failed", error=f"{type(error).__name__}: {error}")
            left = True
        self._tidy_at = time.monotonic() + _EVERY if left else None

    def _needed(self) -> set[str]:
        with self._database.read() as connection:
            return laid.segments(connection)
