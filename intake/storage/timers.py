"""Timers: set in the transaction that makes them needed, rung once, dropped when nobody needs them any more."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from intake.domain.timer import Timer, TimerKind
from intake.storage.tables import timers

# Written so that SQLite does not look through all timers that are set when a case's few are wanted.
_TO_RING = timers.c.done.is_not(True)
# Built once: each case has several.
_INSERT = insert(timers).on_conflict_do_nothing(index_elements=["key"])
_OF_CASE = (
    sa.select(timers)
    .where(timers.c.case_id == sa.bindparam("case_id"), _TO_RING)
    .order_by(timers.c.due_at, timers.c.id)
)


def put(connection: Connection, timer: Timer) -> bool:
    """Set a timer; False when one with its key was set before, rung or not."""
    row = {
        "kind": timer.kind,
        "case_id": timer.case_id,
        "key": timer.key,
        "due_at": timer.due_at,
        "detail": dict(timer.detail),
        "done": False,
    }
    return connection.execute(_INSERT, row).rowcount == 1


def due(connection: Connection, now: datetime, limit: int) -> list[Timer]:
    """Return the timers whose moment has come, the oldest first."""
    wanted = sa.select(timers).where(timers.c.done.is_(False), timers.c.due_at <= now)
    return _timers(connection, wanted.order_by(timers.c.due_at, timers.c.id).limit(limit))


def next_due(connection: Connection) -> datetime | None:
    """Return when the next timer rings, or None when none is set."""
    found: datetime | None = connection.scalar(sa.select(sa.func.min(timers.c.due_at)).where(timers.c.done.is_(False)))
    return found


def done(connection: Connection, timer: Timer) -> bool:
    """Mark a timer as rung; False when it was before, so that it must not ring twice."""
    here = sa.and_(timers.c.id == timer.id, timers.c.done.is_(False))
    return connection.execute(sa.update(timers).where(here).values(done=True)).rowcount == 1


def put_off(connection: Connection, timer: Timer, due_at: datetime) -> None:
    """Let a timer ring later."""
    connection.execute(sa.update(timers).where(timers.c.id == timer.id).values(due_at=due_at))


def drop(connection: Connection, case_id: int, kind: TimerKind) -> None:
    """Silence a case's timers of a kind: what they wait for has happened, or holds no longer."""
    here = sa.and_(timers.c.case_id == case_id, timers.c.kind == kind, _TO_RING)
    connection.execute(sa.update(timers).where(here).values(done=True))


def of_case(connection: Connection, case_id: int) -> list[Timer]:
    """Return a case's timers that are still to ring, the first first."""
    return _timers(connection, _OF_CASE, case_id=case_id)


def _timers(connection: Connection, wanted: sa.Select[tuple[object, ...]], **values: object) -> list[Timer]:
    names = ("id", "case_id", "key", "due_at", "detail")
    return [
        Timer(kind=TimerKind(row["kind"]), **{name: row[name] for name in names})
        for row in connection.execute(wanted, values).mappings()
    ]
