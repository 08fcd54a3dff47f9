"""What Slack sent is let go once it was carried out and is some weeks old: Slack repeats nothing for so long."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar

import structlog

from intake.database.engine import Database
from intake.storage.slack import events
from intake.workspace.looking import LONGEST, Looking

log = structlog.get_logger()

KEPT = timedelta(days=14)
_BETWEEN = 3600.0  # seconds


class Tidying(Looking):
    """Lets go of old events, once an hour."""

    _name: ClassVar[str] = "slack.tidying"

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """Look at `database`."""
        super().__init__()
        self._database = database
        self._now = now
        self._next = 0.0

    async def once(self) -> float:
        """Let go of what is old, where the last time is an hour ago."""
        if time.monotonic() >= self._next:
            gone = await asyncio.to_thread(self._let_go)
            self._next = time.monotonic() + _BETWEEN
            if gone:
                log.info("slack.events_let_go", events=gone)
        return LONGEST

    def _let_go(self) -> int:
        with self._database.write() as connection:
            return events.let_go(connection, self._now() - KEPT)
