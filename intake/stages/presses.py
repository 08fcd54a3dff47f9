"""Presses: what a case's customer has pressed, as its trail has it, with the name of whoever it was."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from intake.domain.case import Case
from intake.domain.contract import Channel, Fact
from intake.domain.evidence import Point, Said
from intake.domain.identity import Degree
from intake.domain.pressed import PressedThere
from intake.domain.slack import Person
from intake.domain.window import Talk
from intake.identify.sender import known_by
from intake.stages.who import StoredDirectory
from intake.storage import audit, cases, evidence
from intake.storage.slack import people
from intake.storage.window import visitors

PRESSED = "case.pressed"
_KINDS = ("level", "fact")


def presses_of(connection: Connection, case: Case) -> list[PressedThere]:
    """Return what was pressed on a case and counted, the first first; what was erased of it is left out."""
    said = [one for one in evidence.of_case(connection, case.id) if one.is_pressed]
    trail = (entry for entry in audit.of_case(connection, case.id) if entry.event == PRESSED)
    return [_press(connection, case, entry, said) for entry in trail if any(kind in entry.detail for kind in _KINDS)]


def named(connection: Connection, points: Iterable[Point]) -> tuple[Point, ...]:
    """Return a checklist with the name of whoever pressed a fact, or said it in a chat, and where it was pressed."""
    return tuple(_named(connection, point) for point in points)


def _press(connection: Connection, case: Case, entry: audit.Entry, said: Iterable[Said]) -> PressedThere:
    fact = next((one for one in Fact if one == entry.detail.get("fact")), None)
    own = (one.said_by for one in said if one.fact is fact and one.at <= entry.at)
    by = _visitors_name(connection, entry.detail) or name_of(connection, case, next(own, ""))
    level = str(entry.detail.get("level", ""))
    return PressedThere(at=entry.at, level=level, fact=fact, by=by, channel=_channel(entry.detail))


def _channel(detail: Mapping[str, object]) -> Channel | None:
    """Return where a press came from, by what its door puts on the trail."""
    if detail.get("from") == Channel.PORTAL:
        return Channel.PORTAL
    if "visitor" in detail:
        return Channel.WEB_CHAT
    return Channel.SLACK if "event" in detail else None


def _visitors_name(connection: Connection, detail: Mapping[str, object]) -> str:
    number = detail.get("visitor")
    visitor = visitors.find(connection, number) if isinstance(number, int) else None
    return "" if visitor is None or visitor.degree is not Degree.PROVED else visitor.name


def name_of(connection: Connection, case: Case | None, address: str) -> str:
    """Return the name behind an address, of mail or of a chat; "" where nobody knows one, or proved it."""
    if not address:
        return ""
    if case is not None and address == case.contact_address and Talk.read(address) is None:
        return case.contact_name
    person, talk = Person.read(address), Talk.read(address)
    if person is not None:
        return people.find(connection, person).name
    if talk is not None:
        return _visitors_name(connection, {"visitor": talk.number})
    return known_by(address, StoredDirectory(connection))[2]


def _named(connection: Connection, point: Point) -> Point:
    said = point.said
    if said is None or not (said.is_pressed or Talk.read(said.said_by) or Person.read(said.said_by)):
        return point
    case = cases.find(connection, said.case_id)
    every = [] if case is None or not said.is_pressed else presses_of(connection, case)
    # A button may state two facts: what was said at the moment of a press came with it.
    press = next((one for one in every if one.fact is not None and one.at >= said.at), None)
    by = press.by if press is not None and press.by else name_of(connection, case, said.said_by)
    return replace(point, by=by, channel=None if press is None else press.channel)
