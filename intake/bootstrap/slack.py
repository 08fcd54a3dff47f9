"""Slack of an installation: its door, its tokens, what it fetches; built before the web door that serves it."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from intake.bootstrap.clock import now
from intake.bootstrap.settings import Settings
from intake.bootstrap.slack_customers import CustomersSide, customers_side
from intake.bootstrap.slack_engineers import EngineersSide, engineers_side
from intake.bootstrap.slack_settings import SlackPart, Transport
from intake.database.engine import Database
from intake.delivery.slack.postman import PostWay
from intake.domain.errors import BadInput
from intake.domain.slack import SlackEvent, SlackRules
from intake.doors.slack.door import Keeps, SlackDoor
from intake.doors.slack.http import INSTALL, REDIRECT, routes
from intake.doors.slack.install import MINUTES, Installing, InstallSettings, Ledger
from intake.doors.slack.manifest import scopes
from intake.doors.slack.payload import is_spoken
from intake.doors.slack.shows import NothingToShow, Showing, Shows
from intake.doors.slack.socket import SocketDoor
from intake.stages.chat.heard import heard
from intake.stages.desk import Desk
from intake.storage.slack import states
from intake.worker.writer import Writer
from intake.workspace.client import web_client
from intake.workspace.files import FileRules, Files, Reaches
from intake.workspace.installations import App, Installations
from intake.workspace.keeping import Hears, keep
from intake.workspace.people import People
from intake.workspace.safe import Safe
from intake.workspace.single import SingleWorkspace
from intake.workspace.tidying import Tidying
from intake.workspace.uploads import Uploads
from intake.workspace.web import SlackWeb

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.routing import Route

log = structlog.get_logger()

Written = TypeVar("Written")

_INTRODUCTION = "slack introduction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What Slack's part is built on. `worker` and `clerk` wake the worker, and whoever carries out what is pressed.

    Without a `desk` engineers see nothing in Slack but what `shows` has.
    """

    settings: Settings
    part: SlackPart
    rules: SlackRules
    database: Database
    writer: Writer
    worker: Callable[[], None]
    clerk: Callable[[], None]
    shows: Shows = field(default_factory=NothingToShow)
    desk: Desk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSlack:
    """Slack as it is served: `web` and `tokens` are for whoever posts, `routes` for the web door."""

    part: SlackPart
    web: SlackWeb
    tokens: Installations | SingleWorkspace
    door: SlackDoor
    routes: "Sequence[Route]"
    people: People
    files: Files
    tidying: Tidying
    socket: SocketDoor | None
    engineers: EngineersSide | None = None
    customers: CustomersSide | None = None
    tasks: "list[asyncio.Task[None]]" = field(default_factory=list)

    def begin(self) -> None:
        """Begin to ask, to fetch and, in Socket Mode, to listen; call it once the writer runs."""
        works: list[tuple[str, Coroutine[Any, Any, None]]] = [
            ("slack people", self.people.run()),
            ("slack files", self.files.run()),
            ("slack tidying", self.tidying.run()),
        ]
        if self.socket is not None:
            works.append(("slack socket", self.socket.run()))
        if self.engineers is not None:
            self.engineers.begin()
        if self.customers is not None:
            self.customers.begin()
        if isinstance(self.tokens, SingleWorkspace):
            works.append((_INTRODUCTION, self.tokens.introduce(self.web)))
        self.tasks.extend(asyncio.create_task(work, name=name) for name, work in works)
        log.info("slack.open", transport=str(self.part.transport), many=isinstance(self.tokens, Installations))

    def wakes(self) -> list[Callable[[], None]]:
        """Return what is to be called, on the event loop, once something has been carried through."""
        sides = [side.wake for side in (self.engineers, self.customers) if side is not None]
        return [self.people.wake, self.files.wake, *sides]

    async def shut(self) -> None:
        """Take no more, let what is at hand be kept and shown; calls of the web API can still be made."""
        if self.socket is not None:
            self.socket.stop()
        self.people.stop()
        self.files.stop()
        self.tidying.stop()
        for task in self.tasks:
            if task.get_name() == _INTRODUCTION:
                task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.door.finish()

    async def close(self) -> None:
        """Close the connections, once the posts and the cards at hand have had their answers."""
        if self.customers is not None:
            await self.customers.stop()
        if self.engineers is not None:
            await self.engineers.stop()
        await self.web.close()


def open_slack(given: Needs) -> OpenSlack:
    """Build Slack's door and what belongs to it; nothing is asked or taken before `begin`.

    Raises BadInput where its events or its installation would need a web door that there is none of.
    """
    _check(given)
    part = given.part
    tokens = _tokens(given)
    web = SlackWeb(part.api_url, tokens)
    people = People(given.database, web, now, learned=given.worker)
    reaches = Reaches(slack=web, tokens=tokens)
    rules = FileRules(largest=given.rules.largest_file, api_url=part.api_url)
    files = Files(given.database, reaches, rules, now)

    def kept() -> None:
        people.wake()
        files.wake()
        given.clerk()

    secret = "" if part.signing_secret is None else part.signing_secret.get_secret_value()
    engineers = None if given.desk is None else engineers_side(given.database, given.desk, web, now)
    showing = Showing(given.shows if engineers is None else engineers.shows, web)
    door = SlackDoor(secret, keeping(given.writer, _hearing(given.rules), kept), showing, now)
    installing = _installing(given, tokens) if isinstance(tokens, Installations) else None
    return OpenSlack(
        part=part,
        web=web,
        tokens=tokens,
        door=door,
        routes=routes(door if part.transport is Transport.HTTP else None, installing),
        people=people,
        files=files,
        tidying=Tidying(given.database, now),
        socket=_socket(part, door),
        engineers=engineers,
        customers=_customers(given, web, rules),
    )


def _customers(given: Needs, web: SlackWeb, rules: FileRules) -> CustomersSide | None:
    if given.desk is None:
        return None
    waits = given.part.bot_token is not None
    way = PostWay(calls=web, puts=Uploads(rules), templates=given.desk.templates, waits_for_token=waits)
    return customers_side(given.database, way, now)


def _check(given: Needs) -> None:
    part, web = given.part, given.settings.web
    if web is None and part.transport is Transport.HTTP:
        raise BadInput('slack: its events come to the web door; write [web] too, or transport = "socket"')
    if part.bot_token is None and (web is None or web.public_url is None):
        raise BadInput("slack: it is installed at the web door; write public_url of [web], or bot_token of [slack]")


def _hearing(rules: SlackRules) -> Hears:
    return lambda connection, event: heard(connection, rules, event)


def keeping(writer: Writer, hears: Hears, kept: Callable[[], None]) -> Keeps:
    """Return what writes an event durably, in one commit with whatever else comes, and tells `kept`."""

    async def keeps(event: SlackEvent) -> SlackEvent | None:
        found = await writer.write(lambda connection: keep(connection, event, hears if is_spoken(event) else None))
        if found is not None:
            kept()
        return found

    return keeps


def _tokens(given: Needs) -> Installations | SingleWorkspace:
    part = given.part
    if part.bot_token is not None:
        return SingleWorkspace(given.database, part.bot_token.get_secret_value(), now)
    safe = Safe(given.settings.desk.secret.get_secret_value().encode())
    return Installations(given.database, safe, _app(part), now)


def _app(part: SlackPart) -> App:
    secret = "" if part.client_secret is None else part.client_secret.get_secret_value()
    return App(client_id=part.client_id or "", client_secret=secret, api_url=part.api_url)


def _socket(part: SlackPart, door: SlackDoor) -> SocketDoor | None:
    if part.transport is not Transport.SOCKET or part.app_token is None:
        return None
    return SocketDoor(door, part.app_token.get_secret_value(), web_client(part.api_url))


def _installing(given: Needs, tokens: Installations) -> Installing:
    web, app, database = given.settings.web, _app(given.part), given.database
    public = "" if web is None else web.public_url or ""
    settings = InstallSettings(
        client_id=app.client_id,
        client_secret=app.client_secret,
        scopes=scopes(),
        api_url=app.api_url,
        install_url=public + INSTALL,
        redirect_url=public + REDIRECT,
    )

    async def issue(state: str) -> None:
        at = now()
        await asyncio.to_thread(
            _written, database, lambda c: states.issue(c, state, at + timedelta(minutes=MINUTES), at)
        )

    async def consume(state: str) -> bool:
        return await asyncio.to_thread(_written, database, lambda connection: states.consume(connection, state, now()))

    return Installing(settings, web_client(app.api_url), Ledger(issue=issue, consume=consume, add=tokens.add))


def _written(database: Database, write: "Callable[[Connection], Written]") -> Written:
    with database.write() as connection:
        return write(connection)
