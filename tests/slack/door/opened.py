"""Slack's door as the bot opens it, over a store of its own, with our fake web API behind it."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from intake.bootstrap.settings import Settings
from intake.bootstrap.slack import Needs, OpenSlack, open_slack
from intake.database.engine import Database, sqlite_url
from intake.database.migrate import migrate
from intake.doors.slack.shows import NothingToShow, Shows
from intake.storage.tables import messages
from intake.storage.tables.slack import slack_events
from intake.worker.writer import Writer
from tests.slack.fake import FakeSlack
from tests.slack.ids import SECRET
from tests.slack.payloads import as_form, signed

DESK = {"address": "support@desk.example", "secret": "a secret of at least sixteen"}
WEB = {"public_url": "https://support.example.com/desk"}


def settings(slack: FakeSlack, **more: object) -> Settings:
    """Return settings whose Slack is the fake one; `more` goes over its part."""
    part = {"signing_secret": SECRET, "bot_token": "xoxb-1", "api_url": slack.url, **more}
    kept = {name: value for name, value in part.items() if value is not None}
    return Settings.model_validate({"desk": DESK, "web": WEB, "slack": kept})


@dataclass
class Opened:
    """A door that is open: what it keeps is in `database`; whoever carries it out was woken so often."""

    slack: OpenSlack
    database: Database
    browser: httpx.AsyncClient
    woken: list[str] = field(default_factory=list)

    async def post(self, body: str | Mapping[str, Any], **more: Any) -> httpx.Response:
        """Send a payload as Slack does, signed; a mapping as JSON, text as the form that it is."""
        raw = body if isinstance(body, str) else json.dumps(body)
        headers = {**signed(raw, **more.pop("sign", {})), **more.pop("headers", {})}
        return await self.browser.post("/slack/events", content=raw, headers=headers, **more)

    async def press(self, payload: Mapping[str, Any]) -> httpx.Response:
        """Send a press, a modal or a shortcut."""
        return await self.post(as_form(payload))

    def events(self) -> list[dict[str, Any]]:
        """Return the rows of what came, the oldest first."""
        return self._rows(slack_events)

    def messages(self) -> list[dict[str, Any]]:
        """Return the rows of what was said."""
        return self._rows(messages)

    def _rows(self, table: Any) -> list[dict[str, Any]]:
        with self.database.read() as connection:
            return [dict(row) for row in connection.execute(table.select().order_by(table.c.id)).mappings()]


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "intake.db"
        database = Database(sqlite_url(path))
        migrate(database)
        database.close()
        return path.read_bytes()


def new_store(folder: Path) -> Database:
    """Return the store of a folder, a new one where there is none."""
    path = folder / "intake.db"
    if not path.exists():
        path.write_bytes(_migrated())
    return Database(sqlite_url(path))


@asynccontextmanager
async def opened(
    folder: Path, settings: Settings, shows: Shows | None = None, *, begin: bool = False
) -> AsyncIterator[Opened]:
    """Open a door in `folder`; with `begin` it also asks, fetches and listens by itself."""
    database = new_store(folder)
    woken: list[str] = []
    writer = Writer(database, wake=lambda: woken.append("worker"))
    assert settings.slack is not None
    needs = Needs(
        settings=settings,
        part=settings.slack,
        rules=settings.slack.rules(),
        database=database,
        writer=writer,
        worker=lambda: woken.append("learned"),
        clerk=lambda: woken.append("clerk"),
        shows=shows or NothingToShow(),
    )
    slack = open_slack(needs)
    writer.start()
    if begin:
        slack.begin()
    transport = httpx.ASGITransport(app=Starlette(routes=list(slack.routes)))
    try:
        async with httpx.AsyncClient(transport=transport, base_url="https://support.example.com") as browser:
            yield Opened(slack, database, browser, woken)
    finally:
        await slack.shut()
        await asyncio.to_thread(writer.stop)
        await slack.close()
        database.close()


async def until(look: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until `look` returns something true; fail after `seconds`."""
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(look):  # noqa: ASYNC110 - what is looked at lies in a store or a thread
            await asyncio.sleep(0.01)
