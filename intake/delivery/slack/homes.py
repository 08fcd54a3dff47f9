"""The app's own page of those who have looked at it lately: shown anew when something has happened, not too often."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from intake.domain.slack import CallsSlack

log = structlog.get_logger()

_LATELY = 30 * 60.0  # seconds after somebody has opened the page
_PACE = 20.0  # seconds between two looks at it for one person
_MOST = 50

Page = Callable[[str, str], Awaitable[dict[str, Any] | None]]


@dataclass(slots=True)
class _Reader:
    """Somebody who has the page open, perhaps; `shown` is what they were shown last."""

    opened: float
    looked: float
    shown: str = field(default="", repr=False)


class Homes:
    """Keeps pages as things stand; whoever is not shown something new sees it when they look again."""

    def __init__(self, slack: CallsSlack, page: Page) -> None:
        """Publish by `slack` what `page` makes for a workspace's person."""
        self._slack = slack
        self._page = page
        self._readers: dict[tuple[str, str], _Reader] = {}
        self._changed = asyncio.Event()
        self._stopping = asyncio.Event()

    def opened(self, team: str, user: str, shown: dict[str, Any]) -> None:
        """Note that somebody looks at their page; call it on the event loop's thread."""
        now = time.monotonic()
        self._readers[(team, user)] = _Reader(opened=now, looked=now, shown=_told(shown))
        while len(self._readers) > _MOST:
            del self._readers[next(iter(self._readers))]

    def changed(self) -> None:
        """Say that something has happened on a case; from the event loop's thread."""
        self._changed.set()

    def stop(self) -> None:
        """End `run`."""
        self._stopping.set()
        self._changed.set()

    async def run(self) -> None:
        """Show what is new until `stop`."""
        while not self._stopping.is_set():
            await self._changed.wait()
            self._changed.clear()
            await self._all()
            try:
                await asyncio.wait_for(self._stopping.wait(), _PACE)
            except TimeoutError:
                continue

    async def _all(self) -> None:
        for person, reader in [*self._readers.items()]:
            if time.monotonic() - reader.opened > _LATELY:
                del self._readers[person]
                continue
            try:
                await self._one(person, reader)
            except Exception as error:  # noqa: BLE001 - a page that is not shown anew is shown when somebody looks
                log.warning("home.not_shown", error=type(error).__name__)

    async def _one(self, person: tuple[str, str], reader: _Reader) -> None:
        found = await self._page(*person)
        if found is None or _told(found) == reader.shown:
            return
        answer = await self._slack.call(person[0], "views.publish", {"user_id": person[1], "view": found})
        if answer.ok:
            reader.shown = _told(found)


def _told(page: dict[str, Any]) -> str:
    """Return a page as it reads, without the line that says since when it holds."""
    return json.dumps([block for block in page["blocks"] if block["type"] != "context"], sort_keys=True)
