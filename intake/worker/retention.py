"""When old raw mails are let go: a few minutes after the start and about once an hour, in portions, between mails."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from intake.database.engine import Database
from intake.stages.retention import let_go, portion

log = structlog.get_logger()

_AFTER_THE_START = timedelta(minutes=5)  # a desk that was away has mail to answer first
_EVERY = timedelta(hours=1)
_BETWEEN_PORTIONS = timedelta(seconds=1)


class Retention:
    """Lets raw mails go that were kept for longer than `keep`; None keeps them for ever."""

    def __init__(self, database: Database, now: Callable[[], datetime], keep: timedelta | None) -> None:
        """Begin a few minutes from now; `next_at` is when there is something to look for, None for never."""
        self._database = database
        self._now = now
        self._keep = keep
        self.next_at = None if keep is None else now() + _AFTER_THE_START

    def do_due(self) -> int:
        """Let one portion go if its time has come; return how many messages that were."""
        now = self._now()
        if self._keep is None or self.next_at is None or now < self.next_at:
            return 0
        self.next_at = now + _EVERY  # whatever happens now: what fails is not tried again at once
        limit = now - self._keep
        with self._database.read() as connection:
            numbers = portion(connection, limit)
        if not numbers:
            return 0
        with self._database.write() as connection:
            gone = let_go(connection, numbers, limit, now)
        self.next_at = now + _BETWEEN_PORTIONS
        log.info("mails.let_go", number=gone)
        return gone
