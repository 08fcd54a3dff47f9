"""The window's door of an installation: its script and words, which pages may hold it, and how many may."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from intake.bootstrap.settings import Settings
from intake.bootstrap.window_settings import WindowPart
from intake.domain.errors import BadInput
from intake.domain.window import Talks
from intake.doors.web_server import Streams
from intake.doors.window.door import WindowDoor, WindowSettings
from intake.doors.window.http import routes
from intake.doors.window.hub import Hub
from intake.doors.window.served import Served
from intake.doors.window.words import WindowWords
from intake.places import folder

if TYPE_CHECKING:
    from starlette.routing import Route

_FOLDER = Path("web") / "window"
_SCRIPT = "window.js"


def window_folders(settings: Settings) -> list[Path]:
    """Return where the window's words and script lie, the desk's own folder before the shipped one."""
    own = settings.folders.templates
    return [place / _FOLDER for place in (own, folder("templates")) if place is not None]


def window_words(settings: Settings) -> WindowWords:
    """Return the window's words; raises BadInput for a file that cannot be used."""
    return WindowWords(window_folders(settings))


def window_routes(settings: Settings, part: WindowPart, talks: Talks, hub: Hub) -> "Sequence[Route]":
    """Return what the web door serves for the window; raises BadInput where its files cannot be used."""
    words, rules = window_words(settings), part.rules()
    try:
        script = _script(window_folders(settings))
    except OSError as error:
        raise BadInput(f"templates, {_FOLDER.as_posix()}: {error}; restore the shipped file") from error
    public = urlsplit("" if settings.web is None else settings.web.public_url or "")
    own = f"{public.scheme}://{public.netloc}".lower() if public.netloc else ""
    door = WindowDoor(WindowSettings(origins=frozenset(part.origins), rules=rules, own=own), talks, hub, words)
    return routes(door, Served(script, words, settings.desk.name, rules))


def _script(folders: list[Path]) -> bytes:
    """Return the window's script, of several folders the first one's that has it; raises OSError where none has."""
    places = [place / _SCRIPT for place in folders]
    return next((place for place in places if place.exists()), places[-1]).read_bytes()


def streams_of(hub: Hub, part: WindowPart) -> Streams:
    """Return what the web server has to know of the windows that are open."""
    return Streams(most=part.most_open, end=hub.close)
