"""From settings to a desk that works: what is built, and the order in which it starts and stops."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

import structlog

from intake.bootstrap.bell import Bell
from intake.bootstrap.clock import now
from intake.bootstrap.desk import the_desk, the_store
from intake.bootstrap.following import Following, follow, suggester
from intake.bootstrap.mail_doors import open_mail_doors
from intake.bootstrap.mail_out import way_out
from intake.bootstrap.online import Online, OnlineNeeds, open_online
from intake.bootstrap.settings import Settings
from intake.database.engine import Database
from intake.database.migrate import migrate
from intake.database.sole import claim_store, listens_on
from intake.delivery.courier import Courier
from intake.delivery.pager import Pager
from intake.review.answers import hear
from intake.stages.desk import Desk
from intake.suggest.loading import BackgroundSuggester
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
    online: Online
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

    @property
    def web(self) -> "OpenWebDoor | None":
        """Return the web door, None where there is none."""
        return self.online.web

    async def stop(self) -> None:
        """Take no more, finish what was accepted and the mail at hand, and close the store."""
        await asyncio.gather(*(server.finish() for server in self.servers))
        await self.online.close()
        if self.slack is not None:
            await self.slack.shut()
        for thread in (self.clerk, self.imap, self.writer, self.worker, self.following):
            if thread is not None:
                await asyncio.to_thread(thread.stop)
        self.desk.authenticates.close()
        self.courier.stop()
        self.pager.stop()
        await asyncio.gather(*self.outward)
        await self.online.stop()
        if self.slack is not None:
            await self.slack.close()
        self.database.close()
        if self.sole is not None:
            self.sole.close()


async def start(settings: Settings) -> Running:
    """Start the bot: the store first, the door last. Raises BadInput for settings it cannot start with."""
    desk, way, database = the_desk(settings), way_out(settings), the_store(settings)
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
    needs = OnlineNeeds(
        settings=settings, desk=desk, database=database, writer=writer, way=way, outward=lambda: _on_loop(loop, *woken)
    )
    online = await open_online(needs, slack)
    _start(writer, worker, imap)
    clerk = _begun(slack, shop, at_the_clerk, lambda: _on_loop(loop, worker.wake, *woken))
    woken += [*([] if slack is None else slack.wakes()), *online.begin()]
    _tell(desk, servers, online, sole)
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
        online=online,
        imap=imap,
        slack=slack,
        clerk=clerk,
        following=follow(settings, database, suggests),
    )


def _tell(desk: Desk, servers: "tuple[OpenDoor, ...]", online: Online, sole: TextIO | None) -> None:
    """Log where each door listens, and leave word of it for whoever asks beside the store.

    The SMTP door is told of last: whoever waits for that line finds all the others above it.
    """
    webs = (("web.open", online.web, desk.web), ("files.open", online.files, desk.files))
    for event, web, public in webs:
        if web is not None:
            log.info(event, host=web.host, port=web.port, public=public or "")
    for event, server in reversed([*zip(("door.open", "lmtp.open"), servers, strict=False)]):
        host, port = server.sockets[0].getsockname()[:2]
        log.info(event, host=host, port=port, address_domain=desk.domain)
    listens_on(sole, [*_ports(servers), *(web.port for _, web, _ in webs if web is not None)])


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
