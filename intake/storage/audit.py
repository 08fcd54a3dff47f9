"""The append-only trail: who did what, when, each entry chained to the one before it.

An entry's digest covers its detail only by a salted digest: the detail of a person who is erased can go, with its salt,
and the chain still holds.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import RowMapping

from intake.database.chain import link, new_salt, salted
from intake.database.types import stored_instant
from intake.storage.parts import parts
from intake.storage.tables import audit

ERASED: Mapping[str, object] = {"erased": True}  # what stands in the place of an erased detail

_COLUMNS = ("id", "at", "actor", "event", "case_id", "message_id", "detail", "salt", "detail_digest", "digest")
# Said to the driver itself: each message makes half a dozen entries.
_LAST = "SELECT id, digest FROM audit ORDER BY id DESC LIMIT 1"
_INSERT = f"INSERT INTO audit ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' for _ in _COLUMNS)})"  # noqa: S608 - ours
_NAMES = ("at", "actor", "event", "case_id", "message_id", "detail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened. `actor` is a person, or `rule` or `bot`; `detail` holds plain values.

    An actor is never erased: a customer's address has no place in it.
    """

    at: datetime
    actor: str
    event: str
    case_id: int | None = None
    message_id: int | None = None
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """An entry that does not fit; `said` is a sentence without a full stop."""

    entry: int
    said: str


def write(connection: Connection, entry: Entry) -> None:
    """Append an entry."""
    found = connection.exec_driver_sql(_LAST).one_or_none()
    number, last = (1, "") if found is None else (found.id + 1, found.digest)
    salt, detail = new_salt(), dict(entry.detail)
    row: dict[str, object] = {
        "id": number,
        "at": entry.at,
        "actor": entry.actor,
        "event": entry.event,
        "case_id": entry.case_id,
        "message_id": entry.message_id,
        "detail_digest": salted(salt, detail),
    }
    digest = link(last, {**row, "at": _told(entry.at)})
    kept = {**row, "at": stored_instant(entry.at), "detail": json.dumps(detail), "salt": salt, "digest": digest}
    connection.exec_driver_sql(_INSERT, tuple(kept[name] for name in _COLUMNS))


def of_case(connection: Connection, case_id: int) -> list[Entry]:
    """Return a case's trail, the first entry first."""
    found = connection.execute(sa.select(audit).where(audit.c.case_id == case_id).order_by(audit.c.id)).mappings()
    return [Entry(**{name: row[name] for name in _NAMES}) for row in found]


def of_messages(connection: Connection, numbers: Iterable[int]) -> list[Entry]:
    """Return what happened to messages while they had no case, the first entry first."""
    here = sa.and_(audit.c.case_id.is_(None), audit.c.message_id.in_(list(numbers)))
    found = connection.execute(sa.select(audit).where(here).order_by(audit.c.id)).mappings()
    return [Entry(**{name: row[name] for name in _NAMES}) for row in found]


def of_cases(connection: Connection, event: str, numbers: Iterable[int]) -> list[Entry]:
    """Return the entries of an event of cases, the first first within a case."""
    found: list[Entry] = []
    for some in parts(numbers):
        wanted = sa.select(audit).where(audit.c.case_id.in_(some), audit.c.event == event).order_by(audit.c.id)
        found += [Entry(**{name: row[name] for name in _NAMES}) for row in connection.execute(wanted).mappings()]
    return found


def last_of_cases(connection: Connection, event: str, numbers: Iterable[int]) -> dict[int, Entry]:
    """Return the last entry of an event of each case that has one, by case."""
    return {entry.case_id: entry for entry in of_cases(connection, event, numbers) if entry.case_id is not None}


def has(connection: Connection, case_id: int | None, event: str, detail: Mapping[str, object]) -> bool:
    """Tell whether a case's trail has an entry of an event with exactly this detail."""
    wanted = sa.select(audit.c.id).where(audit.c.case_id == case_id, audit.c.event == event, audit.c.detail == detail)
    return connection.scalar(wanted.limit(1)) is not None


def length(connection: Connection) -> int:
    """Return the number of the last entry: how many there are when the chain holds."""
    return connection.scalar(sa.select(sa.func.max(audit.c.id))) or 0


def broken_links(connection: Connection) -> Iterator[Broken]:
    """Walk the trail and yield what does not fit, entry by entry; only one entry is in memory at a time."""
    last, before = "", 0
    wanted = (
        "SELECT id, at, actor, event, case_id, message_id, detail, salt, detail_digest, digest FROM audit ORDER BY id"
    )
    for row in connection.exec_driver_sql(wanted).mappings():
        number = row["id"]
        if number != before + 1:
            yield Broken(entry=number, said=_gap(before, number))
        elif link(last, _covered(row)) != row["digest"]:
            yield Broken(entry=number, said="it does not fit its digest: it was changed, inserted or put elsewhere")
        if (wrong := _wrong_detail(row)) is not None:
            yield Broken(entry=number, said=wrong)
        last, before = row["digest"], number


def erased_entries(connection: Connection) -> Iterator[int]:
    """Yield the numbers of the entries whose detail is erased."""
    yield from connection.scalars(sa.select(audit.c.id).where(audit.c.salt.is_(None)).order_by(audit.c.id))


def details(connection: Connection, event: str) -> Iterator[Mapping[str, Any]]:
    """Yield the details of the entries of an event, the first first."""
    yield from connection.scalars(sa.select(audit.c.detail).where(audit.c.event == event).order_by(audit.c.id))


def erase(connection: Connection, entries: Iterable[int]) -> None:
    """Take the details of entries away, and the salts with which they could be found again by trying."""
    for number in entries:
        connection.execute(sa.update(audit).where(audit.c.id == number).values(detail=dict(ERASED), salt=None))


def _told(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _covered(row: RowMapping) -> dict[str, object]:
    """Return what an entry's digest covers, from the values as they are stored."""
    try:
        at = datetime.fromisoformat(row["at"]).replace(tzinfo=UTC).isoformat(timespec="microseconds")
    except (ValueError, TypeError):
        at = f"unreadable: {row['at']!r}"
    return {
        **{name: row[name] for name in ("id", "actor", "event", "case_id", "message_id", "detail_digest")},
        "at": at,
    }


def _wrong_detail(row: RowMapping) -> str | None:
    try:
        detail = json.loads(row["detail"])
    except (ValueError, TypeError):
        return "its detail cannot be read"
    if row["salt"] is None:
        return None if detail == ERASED else "its salt is gone though its detail is not erased"
    if salted(str(row["salt"]), detail) == row["detail_digest"]:
        return None
    return "its detail or its salt is not the one that was written"


def _gap(before: int, number: int) -> str:
    first, last = before + 1, number - 1
    if number <= before:
        return "it is out of order"
    missing = f"entry {first} is missing" if first == last else f"entries {first} to {last} are missing"
    return f"{missing} before it"
