"""What is served on the web: the web door with the window and the portal in it, and the files' own door."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from intake.bootstrap.settings import Settings
from intake.database.engine import Database
from intake.delivery.courier import Way
from intake.stages.desk import Desk
from intake.worker.writer import Writer

if TYPE_CHECKING:
    from intake.bootstrap.portal import OpenPortal
    from intake.bootstrap.slack import OpenSlack
    from intake.bootstrap.window import OpenWindow
    from intake.doors.web_server import OpenWebDoor


@dataclass(frozen=True, slots=True, kw_only=True)
class Online:
    """What is open on the web; None for what the settings do not have."""

    web: "OpenWebDoor | None" = None
    files: "OpenWebDoor | None" = None
    window: "OpenWindow | None" = None
    portal: "OpenPortal | None" = None

    def begin(self) -> list[Callable[[], None]]:
        """Begin to lay letters before visitors and to mail links; return what wakes those who do, on the loop."""
        parts = [part for part in (self.window, self.portal) if part is not None]
        for part in parts:
            part.begin()
        return [part.wake for part in parts]

    async def close(self) -> None:
        """Take no more requests; those at hand are answered."""
        for door in (self.web, self.files):
            if door is not None:
                await door.close()

    async def stop(self) -> None:
        """End what `begin` began, once nothing more is carried through."""
        for part in (self.window, self.portal):
            if part is not None:
                await part.stop()


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineNeeds:
    """What it is built on; `outward` wakes who hands over, from any thread."""

    settings: Settings
    desk: Desk
    database: Database
    writer: Writer
    way: Way
    outward: Callable[[], None]


async def open_online(needs: OnlineNeeds, slack: "OpenSlack | None") -> Online:
    """Open the web doors, with what Slack has there; raises BadInput when one cannot listen."""
    from intake.bootstrap.files import open_files  # only a bot that runs needs web servers
    from intake.bootstrap.web import open_web
    from intake.doors.web_server import NO_STREAMS

    window = _window(needs)
    portal = _portal(needs, window)
    more = [route for part in (slack, window, portal) if part is not None for route in part.routes]
    streams = NO_STREAMS if window is None else window.streams
    settings, database, desk = needs.settings, needs.database, needs.desk
    web = await open_web(settings, database, desk, wake=needs.outward, more=more, streams=streams)
    files = await open_files(settings, database, desk)
    return Online(web=web, files=files, window=window, portal=portal)


def _window(needs: OnlineNeeds) -> "OpenWindow | None":
    part = needs.settings.window
    if part is None:
        return None
    from intake.bootstrap.window import WindowNeeds, open_window  # only a bot with a window needs its libraries

    return open_window(
        WindowNeeds(
            settings=needs.settings,
            part=part,
            desk=needs.desk,
            database=needs.database,
            writer=needs.writer,
            outward=needs.outward,
        )
    )


def _portal(needs: OnlineNeeds, window: "OpenWindow | None") -> "OpenPortal | None":
    """Build the portal, or for a window alone the links that prove its visitors; None where no link can be mailed."""
    links = window is not None and needs.desk.web is not None
    if needs.settings.portal is None and not links:
        return None
    from intake.bootstrap.portal import PortalNeeds, open_portal  # only a bot with a portal needs its pages

    found = PortalNeeds(
        settings=needs.settings,
        desk=needs.desk,
        database=needs.database,
        writer=needs.writer,
        way=needs.way,
        outward=needs.outward,
    )
    return open_portal(found if window is None else replace(found, proves=window.has_proved))
