"""The append-only trail: who did what, when, each row chained to the one before it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage.tables import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened. `actor` is a person, or `rule` or `bot`; `detail` holds plain values."""

    at: datetime
    actor: str
    event: str
    case_id: int | None = None
    message_id: int | None = None
    detail: Mapping[str, object]


def write(connection: Connection, entry: Entry) -> None:
    """Append an entry."""
    last = connection.scalar(sa.select(audit.c.digest).order_by(audit.c.id.desc()).limit(1)) or ""
    row = {
        "at": entry.at,
        "actor": entry.actor,
        "event": entry.event,
        "case_id": entry.case_id,
        "message_id": entry.message_id,
        "detail": dict(entry.detail),
        "digest": _digest(last, entry),
    }
    connection.execute(sa.insert(audit).values(row))


def of_case(connection: Connection, case_id: int) -> list[Entry]:
    """Return a case's trail, the first entry first."""
    return _entries(connection, sa.select(audit).where(audit.c.case_id == case_id).order_by(audit.c.id))


def broken_link(connection: Connection) -> int | None:
    """Return the id of the first row that does not fit the one before it, or None when the chain holds."""
    last = ""
    for row in connection.execute(sa.select(audit).order_by(audit.c.id)).mappings():
        entry = Entry(**{key: row[key] for key in ("at", "actor", "event", "case_id", "message_id", "detail")})
        if row["digest"] != _digest(last, entry):
            found: int = row["id"]
            return found
        last = row["digest"]
    return None


def _entries(connection: Connection, wanted: sa.Select[tuple[object, ...]]) -> list[Entry]:
    names = ("at", "actor", "event", "case_id", "message_id", "detail")
    return [Entry(**{name: row[name] for name in names}) for row in connection.execute(wanted).mappings()]


def _digest(last: str, entry: Entry) -> str:
    told = [last, entry.at.timestamp(), entry.actor, entry.event, entry.case_id, entry.message_id, dict(entry.detail)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
