"""Storms and their cases, and the messages that are grave enough to be part of one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import RowMapping

from intake.domain.case import Outcome
from intake.domain.storm import Storm, StormCase, StormRule
from intake.storage.parts import parts
from intake.storage.tables import cases, messages, storm_cases, storm_signals, storms
from intake.suggest.storm import Signal

_PEOPLE = messages.c.outcome.in_([Outcome.OPENED, Outcome.CONTINUED])
_BACKGROUND = 200  # messages by which the desk's own words are counted


def signal(connection: Connection, message_id: int, case_id: int, customer_id: int | None, at: datetime) -> bool:
    """Keep that a message is grave enough for a storm; False when that is known."""
    row = {"message_id": message_id, "case_id": case_id, "customer_id": customer_id, "at": at}
    return connection.execute(insert(storm_signals).values(row).on_conflict_do_nothing()).rowcount == 1


def recent(connection: Connection, at: datetime, rule: StormRule) -> list[Signal]:
    """Return the grave messages near a moment, the latest first: of cases in no storm, or in one that goes on.

    Whatever an engineer has taken out of a storm, or closed with one, begins no other. As many as the rule compares.
    """
    around = storm_signals.c.at.between(at - max(rule.lasts, rule.window), at + rule.window)
    wanted = (
        sa.select(storm_signals, messages.c.words, storm_cases.c.storm_id)
        .join(messages, messages.c.id == storm_signals.c.message_id)
        .join(storm_cases, storm_cases.c.case_id == storm_signals.c.case_id, isouter=True)
        .join(storms, storms.c.id == storm_cases.c.storm_id, isouter=True)
        .where(around, storm_cases.c.removed_at.is_(None), storms.c.closed_at.is_(None))
        .order_by(storm_signals.c.at.desc(), storm_signals.c.message_id.desc())
        .limit(rule.most)
    )
    return [_signal(row) for row in connection.execute(wanted).mappings()]


def of_message(connection: Connection, message_id: int) -> Signal:
    """Return a grave message as it is compared; raises LookupError where none is known by that number."""
    wanted = (
        sa.select(storm_signals, messages.c.words, sa.null().label("storm_id"))
        .join(messages, messages.c.id == storm_signals.c.message_id)
        .where(storm_signals.c.message_id == message_id)
    )
    row = connection.execute(wanted).mappings().one_or_none()
    if row is None:
        raise LookupError(f"message {message_id} is no part of any storm")
    return _signal(row)


def lately(connection: Connection, before: datetime) -> list[str]:
    """Return the words of the desk's latest messages before a moment that are in no storm: what is usual here."""
    in_one = sa.select(storm_cases.c.case_id).where(storm_cases.c.case_id == messages.c.case_id).exists()
    wanted = sa.select(messages.c.words).where(_PEOPLE, messages.c.received_at < before, ~in_one)
    return list(connection.scalars(wanted.order_by(messages.c.id.desc()).limit(_BACKGROUND)))


def begin(connection: Connection, at: datetime, words: Iterable[str]) -> int:
    """Store a new storm, since that moment, and return its number."""
    row = {"opened_at": at, "last_at": at, "words": list(words)}
    key = connection.execute(sa.insert(storms).values(row)).inserted_primary_key
    assert key is not None  # noqa: S101 - every insert into this table makes a key
    number: int = key[0]
    return number


def put(connection: Connection, storm_id: int, case: StormCase) -> bool:
    """Put a case into a storm; False when it is or was there."""
    row = {
        "storm_id": storm_id,
        "case_id": case.case_id,
        "message_id": case.message_id,
        "customer_id": case.customer_id,
        "at": case.at,
        "words": list(case.words),
    }
    return connection.execute(insert(storm_cases).values(row).on_conflict_do_nothing()).rowcount == 1


def spread(connection: Connection, storm_id: int, at: Iterable[datetime], words: Iterable[str]) -> None:
    """Write when a storm's messages came, the first and the last, and the words that they share."""
    moments = sorted(at)
    values = {"opened_at": moments[0], "last_at": moments[-1], "words": list(words)}
    connection.execute(sa.update(storms).where(storms.c.id == storm_id).values(values))


def goes_on(connection: Connection, storm_id: int, at: datetime) -> None:
    """Write that one of a storm's cases was written to again."""
    here = sa.and_(storms.c.id == storm_id, storms.c.last_at < at)
    connection.execute(sa.update(storms).where(here).values(last_at=at))


def remove(connection: Connection, storm_id: int, case_id: int, at: datetime, by: str) -> bool:
    """Take a case out of a storm; False when it is not in it."""
    here = (storm_cases.c.storm_id == storm_id, storm_cases.c.case_id == case_id, storm_cases.c.removed_at.is_(None))
    found = connection.execute(sa.update(storm_cases).where(*here).values(removed_at=at, removed_by=by))
    return found.rowcount == 1


def close(connection: Connection, storm: Storm) -> None:
    """Write by whom a storm was closed, when and why."""
    values = {"closed_at": storm.closed_at, "closed_by": storm.closed_by, "closed_why": storm.closed_why}
    connection.execute(sa.update(storms).where(storms.c.id == storm.id).values(values))


def find(connection: Connection, storm_id: int) -> Storm | None:
    """Return a storm by its number, or None."""
    return next(iter(_storms(connection, storms.c.id == storm_id)), None)


def of_case(connection: Connection, case_id: int) -> Storm | None:
    """Return the storm that a case is in, the last one, closed or not; None for a case by itself."""
    theirs = sa.select(sa.func.max(storm_cases.c.storm_id))
    inside = theirs.where(storm_cases.c.case_id == case_id, storm_cases.c.removed_at.is_(None)).scalar_subquery()
    return next(iter(_storms(connection, storms.c.id == inside)), None)


def going_on(connection: Connection) -> list[Storm]:
    """Return the storms that nobody has closed and of which a case is open, the first first."""
    open_case = (
        sa.select(storm_cases.c.id)
        .join(cases, cases.c.id == storm_cases.c.case_id)
        .where(storm_cases.c.storm_id == storms.c.id, storm_cases.c.removed_at.is_(None), cases.c.closed_at.is_(None))
    )
    return _storms(connection, sa.and_(storms.c.closed_at.is_(None), open_case.exists()))


def every(connection: Connection) -> list[Storm]:
    """Return all storms, the first first."""
    return _storms(connection, sa.true())


def forget(connection: Connection, numbers: Iterable[int], message_ids: Iterable[int]) -> None:
    """Take the words of erased cases and messages out of storms; what others have said as well stays theirs."""
    about = ((storm_cases.c.case_id, numbers), (storm_cases.c.message_id, message_ids))
    touched: set[int] = set()
    for column, values in about:
        for some in parts(values):
            touched.update(connection.scalars(sa.select(storm_cases.c.storm_id).where(column.in_(some))))
            connection.execute(sa.update(storm_cases).where(column.in_(some)).values(words=[]))
    for number in sorted(touched):
        kept = connection.scalars(sa.select(storm_cases.c.words).where(storm_cases.c.storm_id == number))
        said = {word.casefold() for words in kept for word in words}
        storm = find(connection, number)
        left = [word for word in (storm.words if storm is not None else ()) if word.casefold() in said]
        connection.execute(sa.update(storms).where(storms.c.id == number).values(words=left, closed_why=""))


def _storms(connection: Connection, condition: Any) -> list[Storm]:
    rows = connection.execute(sa.select(storms).where(condition).order_by(storms.c.id)).mappings().all()
    inside: dict[int, list[StormCase]] = {row["id"]: [] for row in rows}
    for some in parts(inside):
        wanted = sa.select(storm_cases).where(storm_cases.c.storm_id.in_(some))
        for row in connection.execute(wanted.order_by(storm_cases.c.at, storm_cases.c.case_id)).mappings():
            inside[row["storm_id"]].append(_case(row))
    return [Storm(**{**row, "words": tuple(row["words"]), "cases": tuple(inside[row["id"]])}) for row in rows]


def _case(row: RowMapping) -> StormCase:
    return StormCase(**{name: row[name] for name in StormCase.__slots__ if name != "words"}, words=tuple(row["words"]))


def _signal(row: RowMapping) -> Signal:
    return Signal(
        message_id=row["message_id"],
        case_id=row["case_id"],
        customer_id=row["customer_id"],
        at=row["at"],
        text=row["words"],
        storm_id=row["storm_id"],
    )
