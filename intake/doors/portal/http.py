"""The portal over HTTP: the addresses that the web door serves for it."""

from intake.doors.portal.cases import CasePages
from intake.doors.portal.door import PortalDoor
from intake.doors.portal.visit import Answers
from intake.doors.web import OwnRoute

_EVERY = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def routes(door: PortalDoor) -> list[OwnRoute]:
    """Return what the web door serves; each keeps its own measure, and says itself why it refuses."""
    links: list[tuple[str, str, Answers]] = [
        ("GET", "/portal/in/{token}", door.look),
        ("POST", "/portal/in/{token}", door.follow),
    ]
    pages = [*links, *_pages(door)] if door.settings.has_pages else links
    found = [OwnRoute(path, door.answers(answers), methods=[method]) for method, path, answers in pages]
    lost = [OwnRoute(path, door.answers(door.lost), methods=_EVERY) for path in ("/portal", "/portal/{rest:path}")]
    return [*found, *lost]


def _pages(door: PortalDoor) -> list[tuple[str, str, Answers]]:
    cases = CasePages(door)
    return [
        ("GET", "/portal", door.front),
        ("POST", "/portal", door.want),
        ("POST", "/portal/out", door.leave),
        ("GET", "/portal/new", cases.blank),
        ("POST", "/portal/new", cases.open),
        ("GET", "/portal/case/{number}", cases.show),
        ("POST", "/portal/case/{number}", cases.say),
        ("POST", "/portal/case/{number}/press", cases.press),
    ]
