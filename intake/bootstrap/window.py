"""The chat window of an installation: its door, its talks, what lays letters before visitors, its files."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from intake.bootstrap.clock import now
from intake.bootstrap.settings import Settings
from intake.bootstrap.talks import DeskTalks, TalksNeeds
from intake.bootstrap.window_door import streams_of, window_routes
from intake.bootstrap.window_settings import WindowPart
from intake.database.engine import Database
from intake.delivery.window.changes import Changes
from intake.delivery.window.layer import Layer
from intake.domain.errors import BadInput
from intake.domain.window import WindowRules
from intake.doors.web_server import Streams
from intake.doors.window.hub import Hub
from intake.review.window.proved import has_proved
from intake.stages.desk import Desk, Run
from intake.thread.file_link import FileOf, KeptFile, file_url
from intake.worker.writer import Writer

if TYPE_CHECKING:
    from starlette.routing import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowNeeds:
    """What the window is built on; `outward` wakes who hands over, from any thread."""

    settings: Settings
    part: WindowPart
    desk: Desk
    database: Database
    writer: Writer
    outward: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWindow:
    """The window as it is served: `routes` and `streams` are for the web door."""

    routes: "Sequence[Route]"
    streams: Streams
    layer: Layer
    changes: Changes
    hub: Hub
    needs: WindowNeeds
    tasks: "list[asyncio.Task[None]]" = field(default_factory=list)

    def begin(self) -> None:
        """Begin to lay letters before visitors; call it on the event loop's thread."""
        self.tasks.append(asyncio.create_task(self.layer.run(), name="window"))
        self.tasks.append(asyncio.create_task(self.changes.run(), name="window.changes"))

    def wake(self) -> None:
        """Say that something may wait to be laid; call it on the event loop's thread."""
        self.layer.wake()

    def has_proved(self, visitor: int, address: str) -> None:
        """Let an address be a visitor's, as a mailed link has shown; in a thread, not the event loop's."""
        with self.needs.database.write() as connection:
            has_proved(Run(connection=connection, desk=self.needs.desk, now=now()), visitor, address)
        self.needs.outward()
        self.hub.notify(visitor)

    async def stop(self) -> None:
        """Let what is at hand be laid, and end; what waits is laid after the next start."""
        self.layer.stop()
        self.changes.stop()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def open_window(needs: WindowNeeds) -> OpenWindow:
    """Put the window together; nothing is laid before `begin`. Raises BadInput where there is no web door for it."""
    if needs.settings.web is None:
        raise BadInput("window: it is served at the web door; write [web] too")
    hub, desk = Hub(needs.part.most_open), needs.desk

    def laid(talks: set[int]) -> None:
        for number in talks:
            hub.notify(number)

    def file_at(of: str, number: int, which: int) -> str | None:
        file = KeptFile(of=FileOf(of), number=number, which=which)
        return file_url(desk.files, desk.signer, file, now()) or None

    talks = DeskTalks(
        TalksNeeds(
            desk=desk,
            part=needs.part,
            database=needs.database,
            writer=needs.writer,
            outward=needs.outward,
            file_at=file_at,
        )
    )
    return OpenWindow(
        routes=window_routes(needs.settings, needs.part, talks, hub),
        streams=streams_of(hub, needs.part),
        layer=Layer(needs.database, desk.window or WindowRules(), laid, now),
        changes=Changes(needs.database, hub.talks, laid),
        hub=hub,
        needs=needs,
    )
