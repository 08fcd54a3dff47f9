"""`python -m tests.bench.slack_process ours|bare|filed|says FOLDER [API]`: a server, until its standard input ends.

Ours is the door with the store and its writer, without the stages. The peers are Bolt apps behind the same server: a
bare one, which answers an event before anybody has looked at it and writes nothing, and one whose middleware has each
event in a file of its own, on disk before the 200. The one that says something says it in the thread of whatever it
hears, by the web API at `API`.
"""

import asyncio
import json
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.say.async_say import AsyncSay
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from intake.bootstrap.clock import now
from intake.bootstrap.logs import set_up_logs
from intake.bootstrap.process import prepare, settle
from intake.bootstrap.slack import keeping
from intake.database.engine import Database, sqlite_url
from intake.database.migrate import migrate
from intake.domain.case import Outcome
from intake.domain.slack import SlackAnswer, SlackRules
from intake.doors.slack.door import SlackDoor
from intake.doors.slack.http import routes
from intake.doors.slack.shows import NothingToShow, Showing
from intake.doors.web_server import listen
from intake.stages.chat.heard import heard
from intake.storage import messages
from intake.worker.writer import Writer
from tests.slack.ids import SECRET

Stored = Callable[[], int]


class _Nobody:
    async def call(self, team: str, method: str, arguments: object) -> SlackAnswer:
        raise AssertionError


@asynccontextmanager
async def our_door(folder: Path) -> AsyncIterator[tuple[Starlette, Stored]]:
    """Give the door over a store and its writer, and what counts the messages in the store."""
    database = Database(sqlite_url(folder / "intake.db"))
    migrate(database)
    writer = Writer(database, wake=lambda: None)
    writer.start()
    prepare(most_connections=1000)
    settle()
    rules = SlackRules()
    keeps = keeping(writer, lambda connection, event: heard(connection, rules, event), lambda: None)
    door = SlackDoor(SECRET, keeps, Showing(NothingToShow(), _Nobody()), now)

    def stored() -> int:
        with database.read() as connection:
            return messages.ledger(connection)[Outcome.ACCEPTED]

    yield Starlette(routes=routes(door, None)), stored
    await asyncio.to_thread(writer.stop)
    database.close()


async def _anybody(enterprise_id: str, team_id: str) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-1", bot_user_id="U0BOT")


@asynccontextmanager
async def bare_bolt(folder: Path) -> AsyncIterator[tuple[Starlette, Stored]]:
    """Give a Bolt app as its documentation has it, which counts what it hears."""
    async with _bolt(None) as found:
        del folder
        yield found


@asynccontextmanager
async def saying_bolt(folder: Path) -> AsyncIterator[tuple[Starlette, Stored]]:
    """Give one that answers each message in its thread, by the web API that the command line names."""
    async with _bolt(None, AsyncWebClient(base_url=sys.argv[3])) as found:
        del folder
        yield found


@asynccontextmanager
async def filed_bolt(folder: Path) -> AsyncIterator[tuple[Starlette, Stored]]:
    """Give the same app, with a middleware that has each event on disk before it goes on."""
    async with _bolt(folder) as found:
        yield found


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@asynccontextmanager
async def _bolt(folder: Path | None, client: AsyncWebClient | None = None) -> AsyncIterator[tuple[Starlette, Stored]]:
    heard_of: list[str] = []
    logger = logging.getLogger("bare")
    logger.setLevel(logging.CRITICAL)
    app = AsyncApp(signing_secret=SECRET, authorize=_anybody, logger=logger, client=client)

    async def filed(body: dict[str, str], next_: Callable[[], Awaitable[None]]) -> None:
        if folder is not None:
            await asyncio.to_thread(_write, folder / f"{body['event_id']}.json", json.dumps(body).encode())
        await next_()

    app.use(filed)

    @app.event("message")
    async def count(body: dict[str, str], event: dict[str, str], say: AsyncSay) -> None:
        heard_of.append(body["event_id"])
        if client is not None:
            await say(text="Thank you, we have got it.", thread_ts=event["ts"])

    handler = AsyncSlackRequestHandler(app)

    async def answer(request: Request) -> Response:
        return await handler.handle(request)

    yield Starlette(routes=[Route("/slack/events", answer, methods=["POST"])]), lambda: len(heard_of)


_DOORS = {"ours": our_door, "bare": bare_bolt, "filed": filed_bolt, "says": saying_bolt}


async def main(kind: str, folder: Path) -> None:
    """Print the port; then, for each line that comes in, how many messages have come."""
    async with _DOORS[kind](folder) as (app, stored):
        served = await listen(app, "127.0.0.1", 0)
        print(served.port, flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(await asyncio.to_thread(stored), flush=True)
        await served.close()


if __name__ == "__main__":
    set_up_logs()
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
