"""An outage of the smarthost: said once on the trail, asked again with growing pauses, at no mail's cost."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from intake.database.engine import Database
from intake.stages.deliver import give_up
from intake.storage import audit, outbox

log = structlog.get_logger()

_PAUSES = [timedelta(seconds=seconds) for seconds in (2, 5, 15, 60, 120, 300)]


def _spread() -> float:
    return random.uniform(0.8, 1.2)  # noqa: S311 - several bots that lost one smarthost should not come back together


class Outage:
    """Whether the smarthost is away, since when, and when it is asked again."""

    def __init__(self, database: Database, now: Callable[[], datetime], spread: Callable[[], float] = _spread) -> None:
        """Begin with a smarthost that is there."""
        self._database = database
        self._now = now
        self._spread = spread
        self._since: datetime | None = None
        self._tries = 0
        self.until = now()

    @property
    def is_over_or_due(self) -> bool:
        """Tell whether the smarthost may be asked now."""
        return self._since is None or self._now() >= self.until

    def most(self, connections: int) -> int:
        """Return how many may ask at once: one alone finds out whether it is back."""
        return connections if self._since is None else 1

    async def begun(self, why: str) -> None:
        """Wait before the next try, longer each time; mails that have waited too long are given up meanwhile."""
        if self._since is not None and self._now() < self.until:
            return  # others that were under way have found out as well
        pause = _PAUSES[min(self._tries, len(_PAUSES) - 1)] * self._spread()
        is_new, self._since = self._since is None, self._since or self._now()
        self._tries, self.until = self._tries + 1, self._now() + pause
        await asyncio.to_thread(self._write_begun, why, is_new)

    async def is_over(self) -> None:
        """Go on as before, if it was away."""
        if self._since is not None:
            since, self._since, self._tries = self._since, None, 0
            await asyncio.to_thread(self._write_over, since)

    def _write_begun(self, why: str, is_new: bool) -> None:
        with self._database.write() as connection:
            waiting, given_up = outbox.length(connection), give_up(connection, why, self._now())
            if is_new:
                detail = {"answer": why, "waiting": waiting}
                audit.write(connection, audit.Entry(at=self._now(), actor="bot", event="smarthost.away", detail=detail))
        log.warning("smarthost.away", error=why, waiting=waiting - given_up, given_up=given_up)

    def _write_over(self, since: datetime) -> None:
        detail = {"since_at": since.isoformat()}
        with self._database.write() as connection:
            audit.write(connection, audit.Entry(at=self._now(), actor="bot", event="smarthost.back", detail=detail))
        log.info("smarthost.back", since=since.isoformat())
