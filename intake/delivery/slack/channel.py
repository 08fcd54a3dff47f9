"""The engineers' channel: whether cards may be posted there, asked of Slack and asked again; in doubt they are not."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog

from intake.database.engine import Database
from intake.domain.slack import CallsSlack, Place, SlackAnswer
from intake.storage import audit

log = structlog.get_logger()

WITHHELD, ALLOWED = "slack.cards_withheld", "slack.cards_allowed"
_HOLDS = 600.0  # seconds for which a yes counts, should Slack not tell of a change
_AGAIN = 60.0  # seconds after a no, or no answer
_SHARED = ("is_ext_shared", "is_pending_ext_shared", "is_org_default_shared")


class EngineersChannel:
    """Knows whether a channel is the desk's own alone. Anything but a clear yes is a no."""

    def __init__(self, database: Database, slack: CallsSlack, now: Callable[[], datetime]) -> None:
        """Ask by `slack`; put on record in `database` when the answer changes."""
        self._database = database
        self._slack = slack
        self._now = now
        self._until = 0.0  # of what is known, by the monotonic clock
        self._why: str | None = None  # why not; None where cards may be posted, or nobody has asked yet
        self._told = ""

    @property
    def wait(self) -> float:
        """Return for how many seconds nobody need ask."""
        return max(self._until - time.monotonic(), 0.0)

    @property
    def wait_for_yes(self) -> float:
        """Return for how many seconds nothing can be posted, 0 where it can."""
        return 0.0 if self._why is None else self.wait

    def doubt(self) -> None:
        """Ask again before the next card, as when Slack says that a channel has been shared; from any thread."""
        self._until = 0.0

    async def is_ours_alone(self, place: Place) -> bool:
        """Tell whether cards may be posted."""
        if self.wait > 0:
            return self._why is None
        answer = await self._slack.call(place.team, "conversations.info", {"channel": place.channel})
        self._why = _why_not(answer)
        self._until = time.monotonic() + (_HOLDS if self._why is None else max(_AGAIN, answer.retry_after or 0.0))
        if self._why is not None and (answer.unknown or answer.retry_after is not None):
            self._until = time.monotonic() + (answer.retry_after or 5.0)
        elif (self._why or "") != self._told:
            await asyncio.to_thread(self._tell, place)
        return self._why is None

    def _tell(self, place: Place) -> None:
        self._told = self._why or ""
        if self._why is None:
            event, detail = ALLOWED, {"channel": place.channel}
        else:
            event, detail = WITHHELD, {"channel": place.channel, "reason": self._why}
            log.error("cards.withheld", channel=place.channel, reason=self._why, hint="`intake doctor` says what to do")
        with self._database.write() as connection:
            audit.write(connection, audit.Entry(at=self._now(), actor="bot", event=event, detail=detail))


def _why_not(answer: SlackAnswer) -> str | None:
    found = answer.data.get("channel")
    if not answer.ok or not isinstance(found, Mapping):
        return f"Slack does not say whether the channel is the desk's own ({answer.error or 'no answer'})"
    channel: Mapping[str, Any] = found
    if any(channel.get(name) for name in _SHARED) or channel.get("pending_shared") or channel.get("connected_team_ids"):
        return "the channel is shared with another organisation, and cards are for the desk's own people alone"
    if channel.get("is_archived"):
        return "the channel is archived"
    return None
