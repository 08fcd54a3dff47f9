"""The web door of an installation: its words, what its links lead to, where it listens."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from jinja2 import TemplateError

from intake.bootstrap.clock import now
from intake.bootstrap.settings import Settings
from intake.bootstrap.web_settings import WebPart
from intake.database.engine import Database
from intake.domain.errors import BadInput
from intake.doors.web import Action, WebDoor, WebSettings, open_web_door
from intake.doors.web_pages import WebPages
from intake.doors.web_server import NO_STREAMS, OpenWebDoor, Streams
from intake.places import folder
from intake.review.links import CallLink, ConsentLink
from intake.stages.desk import Desk
from intake.thread.link import Opens

if TYPE_CHECKING:
    from starlette.routing import Route

_FOLDER = "web"


def web_pages(settings: Settings) -> WebPages:
    """Return the pages, the desk's own templates before the shipped ones; raises BadInput for one that is none."""
    own = settings.folders.templates
    places = [place / _FOLDER for place in (own, folder("templates")) if place is not None]
    try:
        return WebPages(places)
    except TemplateError as error:
        where = f"{getattr(error, 'name', None) or error}, line {getattr(error, 'lineno', 1)}"
        raise BadInput(f"templates, {_FOLDER}/{where}: {error}; mend it or restore the shipped file") from error


async def open_web(
    settings: Settings,
    database: Database,
    desk: Desk,
    wake: Callable[[], None],
    more: "Sequence[Route]" = (),
    streams: Streams = NO_STREAMS,
) -> OpenWebDoor | None:
    """Open the web door, None where the settings have none; `wake` is called when an answer has been recorded.

    `more` is what it serves beside our own pages, `streams` how many answers of it do not end by themselves. Raises
    BadInput when it cannot listen.
    """
    part = settings.web
    if part is None:
        return None
    actions: dict[str, Action] = {
        str(Opens.CONSENT): ConsentLink(database=database, desk=desk, now=now, wake=wake),
        str(Opens.PAGE): CallLink(database=database, desk=desk, now=now),
    }
    where = WebSettings(host=part.host, port=part.port, public_url=part.public_url)
    try:
        return await open_web_door(where, WebDoor(where, web_pages(settings), actions, more), streams)
    except OSError as error:
        raise BadInput(_taken(part, error)) from error


def _taken(part: WebPart, error: OSError) -> str:
    return (
        f"web: {part.host}:{part.port} cannot be listened on ({error.strerror}); "
        "stop what is there, or write another port"
    )
