"""The words on each fact of an emergency, as they were said; withdrawing one is one more."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from intake.domain.contract import Fact
from intake.domain.evidence import Said
from intake.storage.tables import cases, evidence


def add(connection: Connection, said: Iterable[Said]) -> int:
    """Append words on facts; return how many are new: a message speaks once on a fact."""
    added = 0
    for one in said:
        row = {name: getattr(one, name) for name in Said.__slots__}
        added += connection.execute(insert(evidence).values(row).on_conflict_do_nothing()).rowcount
    return added


def of_case(connection: Connection, case_id: int) -> list[Said]:
    """Return what was said in a case, the first first."""
    return _said(connection, sa.select(evidence).where(evidence.c.case_id == case_id))


def known_around(
    connection: Connection, customer_id: int, at: datetime, within: timedelta, *, but: int
) -> frozenset[Fact]:
    """Return which facts hold, by the last word on each, in any open case of a customer.

    Only what was said at most so long before or after a moment counts, and nothing that message `but` says.
    """
    near = evidence.c.at.between(at - within, at + within)
    opened = sa.select(cases.c.id).where(cases.c.customer_id == customer_id, cases.c.closed_at.is_(None))
    words = (near, evidence.c.case_id.in_(opened), evidence.c.message_id.is_distinct_from(but))
    wanted = sa.select(evidence.c.case_id, evidence.c.fact, evidence.c.holds).where(*words)
    rows = connection.execute(wanted.order_by(evidence.c.at, evidence.c.id))
    last = {(case_id, fact): holds for case_id, fact, holds in rows}
    return frozenset(Fact(fact) for (_, fact), holds in last.items() if holds)


def of_cases_around(
    connection: Connection, numbers: Iterable[int], at: datetime, within: timedelta
) -> dict[int, list[Said]]:
    """Return what was said in cases at most so long before or after a moment, in order, by case."""
    near = evidence.c.at.between(at - within, at + within)
    found: dict[int, list[Said]] = {}
    for one in _said(connection, sa.select(evidence).where(evidence.c.case_id.in_(list(numbers)), near)):
        found.setdefault(one.case_id, []).append(one)
    return found


def cases_around(connection: Connection, customer_id: int, at: datetime, within: timedelta) -> set[int]:
    """Return the numbers of the cases that `around` returns words from."""
    near = evidence.c.at.between(at - within, at + within)
    opened = sa.select(cases.c.id).where(cases.c.customer_id == customer_id, cases.c.closed_at.is_(None))
    return set(connection.scalars(sa.select(evidence.c.case_id).distinct().where(near, evidence.c.case_id.in_(opened))))


def emergencies_around(connection: Connection, customer_id: int, at: datetime, within: timedelta) -> list[int]:
    """Return the numbers of those of `cases_around` that are emergencies, the earliest first."""
    near = sa.exists().where(evidence.c.case_id == cases.c.id, evidence.c.at.between(at - within, at + within))
    theirs = (cases.c.customer_id == customer_id, cases.c.closed_at.is_(None), cases.c.emergency.is_(True))
    wanted = sa.select(cases.c.id).where(*theirs, near).order_by(cases.c.opened_at, cases.c.id)
    return list(connection.scalars(wanted))


def _said(connection: Connection, wanted: sa.Select[Any]) -> list[Said]:
    rows = connection.execute(wanted.order_by(evidence.c.at, evidence.c.id)).mappings()
    return [Said(**{**{name: row[name] for name in Said.__slots__}, "fact": Fact(row["fact"])}) for row in rows]
