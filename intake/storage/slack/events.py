"""What Slack sent, kept before it gets its 200: each once, until it is carried out and some days longer."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from intake.database.types import stored_instant
from intake.domain.slack import EventKind, SlackEvent
from intake.storage.tables.slack import slack_events

WAITING, DONE, PARKED = "waiting", "done", "parked"

_COLUMNS = "key, kind, team, body, received_at, state, attempts, next_at, why"
# Whoever sends the same event again adds nothing; a retry is told by its key alone, never by a header.
_INSERT = f"INSERT OR IGNORE INTO slack_events ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, 0, ?, '')"  # noqa: S608 - ours

_BECAME = "UPDATE slack_events SET state = ?, body = '', message_id = ? WHERE id = ?"


def keep(connection: Connection, event: SlackEvent) -> SlackEvent | None:
    """Keep an event, to be carried out. Return it with its number, None where it is here already."""
    at = stored_instant(event.received_at)
    values = (event.key, str(event.kind), event.team, event.sent.decode(), at, WAITING, at)
    found = connection.exec_driver_sql(_INSERT, values)
    return replace(event, id=found.lastrowid or 0) if found.rowcount else None


def became(connection: Connection, event: SlackEvent, message_id: int) -> None:
    """Write down which message an event became: that has its words, and nothing more is to be done with it."""
    connection.exec_driver_sql(_BECAME, (DONE, message_id, event.id))


def done(connection: Connection, number: int, why: str = "") -> None:
    """Write down that an event was carried out, or `why` there was nothing to be done."""
    connection.execute(sa.update(slack_events).where(slack_events.c.id == number).values(state=DONE, why=why))


def later(connection: Connection, number: int, at: datetime, why: str) -> None:
    """Let an event be tried again at a time; counts as an attempt."""
    values = {"next_at": at, "why": why, "attempts": slack_events.c.attempts + 1}
    connection.execute(sa.update(slack_events).where(slack_events.c.id == number).values(values))


def park(connection: Connection, number: int, why: str) -> None:
    """Set an event aside that cannot be carried out."""
    connection.execute(sa.update(slack_events).where(slack_events.c.id == number).values(state=PARKED, why=why))


def attempts(connection: Connection, number: int) -> int:
    """Return how often an event was tried in vain."""
    found = connection.execute(sa.select(slack_events.c.attempts).where(slack_events.c.id == number)).scalar()
    return int(found or 0)


def due(connection: Connection, now: datetime, most: int) -> list[SlackEvent]:
    """Return the events that are to be carried out now, in the order of coming."""
    wanted = (slack_events.c.state == WAITING) & (slack_events.c.next_at <= now)
    rows = connection.execute(sa.select(slack_events).where(wanted).order_by(slack_events.c.id).limit(most)).mappings()
    return [_event(row) for row in rows]


def next_at(connection: Connection) -> datetime | None:
    """Return when the next event is due, None when none waits."""
    wanted = sa.select(sa.func.min(slack_events.c.next_at)).where(slack_events.c.state == WAITING)
    found: datetime | None = connection.execute(wanted).scalar()
    return found


def find(connection: Connection, number: int) -> SlackEvent | None:
    """Return an event by its number; None where there is none, its `body` empty where it became a message."""
    row = connection.execute(sa.select(slack_events).where(slack_events.c.id == number)).mappings().one_or_none()
    return None if row is None else _event(row)


def parked(connection: Connection) -> Sequence[tuple[SlackEvent, str]]:
    """Return what is set aside, with the reasons, the oldest first."""
    wanted = sa.select(slack_events).where(slack_events.c.state == PARKED).order_by(slack_events.c.id)
    return [(_event(row), str(row["why"])) for row in connection.execute(wanted).mappings()]


def last_of(connection: Connection, kind: EventKind, key_prefix: str = "") -> datetime | None:
    """Return when the last event of a kind came, of those whose key begins so; None when none did."""
    wanted = (slack_events.c.kind == str(kind)) & slack_events.c.key.startswith(key_prefix, autoescape=True)
    found: datetime | None = connection.execute(
        sa.select(sa.func.max(slack_events.c.received_at)).where(wanted)
    ).scalar()
    return found


def let_go(connection: Connection, before: datetime) -> int:
    """Forget events that were carried out and came before a time; Slack repeats none for so long. Return how many."""
    old = (slack_events.c.state == DONE) & (slack_events.c.received_at < before)
    return connection.execute(sa.delete(slack_events).where(old)).rowcount


def _event(row: RowMapping) -> SlackEvent:
    return SlackEvent(
        id=row["id"],
        key=row["key"],
        kind=EventKind(row["kind"]),
        team=row["team"],
        body=json.loads(row["body"]) if row["body"] else {},
        received_at=row["received_at"],
        sent=row["body"].encode(),
    )
