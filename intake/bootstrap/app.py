"""From settings to a desk that works: what is built, and the order in which it starts and stops."""

import asyncio
import contextlib
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TextIO

import structlog

from intake.bootstrap.bell import Bell
from intake.bootstrap.clock import now
from intake.bootstrap.following import Following, follow, suggester
from intake.bootstrap.identity import authenticates
from intake.bootstrap.library import settled_contracts
from intake.bootstrap.mail_doors import open_mail_doors
from intake.bootstrap.mail_out import way_out
from intake.bootstrap.on_call import paging
from intake.bootstrap.settings import Settings
from intake.bootstrap.templates import read_templates
from intake.contract.zones import zone
from intake.database.engine import Database, reachable
from intake.database.migrate import is_current, migrate, of_a_newer_version
from intake.database.sole import claim_store, listens_on
from intake.delivery.courier import Courier
from intake.delivery.pager import Pager
from intake.domain.errors import BadInput
from intake.domain.identity import FactsFor
from intake.domain.staff import ListedEngineer
from intake.parse.machines.own import OwnAddresses
from intake.review.answers import hear
from intake.stages.desk import Desk
from intake.suggest.loading import BackgroundSuggester
from intake.thread.token import Signer
from intake.worker.loop import Worker
from intake.worker.retention import Retention
from intake.worker.work import Workshop
from intake.worker.writer import Writer

if TYPE_CHECKING:
    from intake.bootstrap.slack import OpenSlack
    from intake.doors.imap import ImapDoor
    from intake.doors.smtp import OpenDoor
    from intake.doors.web_server import OpenWebDoor
    from intake.worker.clerk import Clerk

log = structlog.get_logger()


def the_desk(settings: Settings) -> Desk:
    """Build the desk; raises BadInput for a contract or template that cannot be used or is not settled."""
    desk = settings.desk
    secret = desk.secret.get_secret_value().encode()
    domain = desk.address.rpartition("@")[2]
    return Desk(
        contracts=settled_contracts(settings.folders.contracts),
        templates=read_templates(settings.folders.templates),
        signer=Signer(
            secret,
            cases_hold=timedelta(days=settings.identity.addresses_hold_days),
            bounces_hold=timedelta(days=settings.identity.bounces_hold_days),
        ),
        own=OwnAddresses(
            addresses=frozenset({desk.address, *desk.more_addresses}),
            domains=frozenset({domain}),
            loop_mark=hashlib.sha256(b"loop" + secret).hexdigest()[:16],
        ),
        address=desk.address,
        name=desk.name,
        domain=domain,
        zone=zone(desk.zone),
        model_wait=timedelta(seconds=settings.answers.model_wait_seconds),
        caps=settings.answers.caps(),
        web=None if settings.web is None else settings.web.public_url,
        remind_after=timedelta(hours=settings.consent.remind_after_hours),
        links_hold=timedelta(days=settings.consent.links_hold_days),
        engineers=tuple(
            ListedEngineer(name=one.name, address=one.address, slack=one.slack or "") for one in settings.engineers
        ),
        warn_at=settings.warnings.fractions,
        paging=paging(settings.paging, frozenset({desk.address, *desk.more_addresses})),
        gather_within=timedelta(minutes=settings.emergencies.gather_within_minutes),
        storms=settings.storms.rule(),
        facts_for=FactsFor(settings.identity.facts_for),
        authenticates=authenticates(settings.identity),
        bounces=settings.smarthost.bounce_address == "signed",
        slack=None if settings.slack is None else settings.slack.rules(),
    )


def open_store(settings: Settings) -> Database:
    """Open the store, and bring it up to date if need be; raises BadInput when it cannot be opened."""
    database = _store(settings)
    if not is_current(database):
        with contextlib.closing(claim_store(database) or io.StringIO()):
            migrate(database)
    return database


def _store(settings: Settings) -> Database:
    database = Database(settings.store.url)
    why_not = reachable(database)
    if why_not is not None:
        raise BadInput(f"store.url: {settings.store.url} cannot be opened ({why_not}); check the path and its rights")
    if of_a_newer_version(database):
        raise BadInput(f"store.url: {settings.store.url} was written by a later version of intake; install that one")
    return database


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A bot that runs; the first of its `servers` is the SMTP door."""

    database: Database
    desk: Desk
    suggests: BackgroundSuggester
    servers: "tuple[OpenDoor, ...]"
    writer: Writer
    worker: Worker
    courier: Courier
    sole: TextIO | None
    pager: Pager
    outward: "tuple[asyncio.Task[None], ...]"
    web: "OpenWebDoor | None"
    imap: "ImapDoor | None" = None
    slack: "OpenSlack | None" = None
    clerk: "Clerk | None" = None
    following: Following | None = None

    @property
    def host(self) -> str:
        """Return where the SMTP door listens."""
        return str(self.servers[0].sockets[0].getsockname()[0])

    @property
    def port(self) -> int:
        """Return at which port the SMTP door listens."""
        return int(self.servers[0].sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Take no more, finish what was accepted and the mail at hand, and close the store."""
        await asyncio.gather(*(server.finish() for server in self.servers))
        if self.web is not None:
            await self.web.close()
        if self.slack is not None:
            await self.slack.shut()
        if self.clerk is not None:
            await asyncio.to_thread(self.clerk.stop)
        if self.imap is not None:
            await asyncio.to_thread(self.imap.stop)
        await asyncio.to_thread(self.writer.stop)
        await asyncio.to_thread(self.worker.stop)
        if self.following is not None:
            await asyncio.to_thread(self.following.stop)
        self.desk.authenticates.close()
        self.courier.stop()
        self.pager.stop()
        await asyncio.gather(*self.outward)
        if self.slack is not None:
            await self.slack.close()
        self.database.close()
        if self.sole is not None:
            self.sole.close()


async def start(settings: Settings) -> Running:
    """Start the bot: the store first, the door last. Raises BadInput for settings it cannot start with."""
    from intake.bootstrap.web import open_web  # only a bot that runs needs a web server

    desk, way, database = the_desk(settings), way_out(settings), _store(settings)
    sole = claim_store(database)
    migrate(database)
    suggests = suggester(settings, database)
    loop, courier, pager = asyncio.get_running_loop(), Courier(database, way, now), Pager(database, desk, now)
    woken: list[Callable[[], None]] = [courier.wake, pager.wake]
    shop = Workshop(database=database, desk=desk, suggests=suggests, now=now, hear=hear)
    worker = _worker(settings, shop, worked=lambda: _on_loop(loop, *woken))
    writer = Writer(database, wake=worker.wake)
    imap = _imap(settings, database, writer)
    servers = await open_mail_doors(settings, desk.own.addresses, writer)
    at_the_clerk = Bell()  # who asks Slack by what its door is built with
    slack = _slack(settings, desk, database, writer, (worker.wake, at_the_clerk.ring))
    more = () if slack is None else slack.routes
    web = await open_web(settings, database, desk, wake=lambda: _on_loop(loop, *woken), more=more)
    _start(writer, worker, imap)
    clerk = _begun(slack, shop, at_the_clerk, lambda: _on_loop(loop, worker.wake, *woken))
    woken += [] if slack is None else slack.wakes()
    _tell(desk, servers, web, sole)
    return Running(
        database=database,
        desk=desk,
        suggests=suggests,
        servers=servers,
        writer=writer,
        worker=worker,
        courier=courier,
        sole=sole,
        pager=pager,
        outward=_outward(courier, pager),
        web=web,
        imap=imap,
        slack=slack,
        clerk=clerk,
        following=follow(settings, database, suggests),
    )


def _tell(desk: Desk, servers: "tuple[OpenDoor, ...]", web: "OpenWebDoor | None", sole: TextIO | None) -> None:
    """Log where each door listens, and leave word of it for whoever asks beside the store.

    The SMTP door is told of last: whoever waits for that line finds all the others above it.
    """
    if web is not None:
        log.info("web.open", host=web.host, port=web.port, public=desk.web or "")
    for event, server in reversed([*zip(("door.open", "lmtp.open"), servers, strict=False)]):
        host, port = server.sockets[0].getsockname()[:2]
        log.info(event, host=host, port=port, address_domain=desk.domain)
    listens_on(sole, [*_ports(servers), *([] if web is None else [web.port])])


def _outward(courier: Courier, pager: Pager) -> "tuple[asyncio.Task[None], ...]":
    loops = {"courier": courier.run(), "pager": pager.run()}
    return tuple(asyncio.create_task(loop, name=name) for name, loop in loops.items())


def _ports(servers: "tuple[OpenDoor, ...]") -> list[int]:
    return [socket.getsockname()[1] for server in servers for socket in server.sockets]


def _imap(settings: Settings, database: Database, writer: Writer) -> "ImapDoor | None":
    if not settings.mailboxes:
        return None
    from intake.bootstrap.imap import open_imap_door  # only a bot with a mailbox needs an IMAP client

    return open_imap_door(settings, database, writer)


def _slack(
    settings: Settings,
    desk: Desk,
    database: Database,
    writer: Writer,
    wakes: tuple[Callable[[], None], Callable[[], None]],
) -> "OpenSlack | None":
    if settings.slack is None or desk.slack is None:
        return None
    from intake.bootstrap.slack import Needs, open_slack  # only a bot that listens in Slack needs its libraries

    return open_slack(
        Needs(
            settings=settings,
            part=settings.slack,
            rules=desk.slack,
            database=database,
            writer=writer,
            worker=wakes[0],
            clerk=wakes[1],
            desk=desk,
        )
    )


def _worker(settings: Settings, shop: Workshop, worked: Callable[[], None]) -> Worker:
    return Worker(shop, worked=worked, retention=Retention(shop.database, now, settings.store.keep_raw))


def _start(*threads: "Writer | Worker | ImapDoor | None") -> None:
    for thread in threads:
        if thread is not None:
            thread.start()


def _begun(slack: "OpenSlack | None", shop: Workshop, bell: Bell, worked: Callable[[], None]) -> "Clerk | None":
    """Let Slack's loops begin, and the clerk who carries out what comes when it rings; `worked` is called afterwards.

    None where the desk does not listen in Slack.
    """
    if slack is None:
        return None
    from intake.bootstrap.slack_clerk import the_clerk  # only a bot that listens in Slack needs it
    from intake.review.slack.customers import HANDLERS

    slack.begin()
    theirs = {} if slack.engineers is None else slack.engineers.handlers
    clerk = the_clerk(shop.database, shop.desk, slack.web, {**HANDLERS, **theirs}, worked)
    clerk.start()
    bell.hang(clerk.wake)
    return clerk


def _on_loop(loop: asyncio.AbstractEventLoop, *calls: Callable[[], None]) -> None:
    for call in calls if not loop.is_closed() else ():
        loop.call_soon_threadsafe(call)
