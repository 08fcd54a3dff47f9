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


def around(connection: Connection, customer_id: int, at: datetime, within: timedelta) -> list[Said]:
    """Return what was said in the open cases of a customer at most so long before or after a moment, in order."""
    near = evidence.c.at.between(at - within, at + within)
    opened = sa.select(cases.c.id).where(cases.c.customer_id == customer_id, cases.c.closed_at.is_(None))
    return _said(connection, sa.select(evidence).where(near, evidence.c.case_id.in_(opened)))


def _said(connection: Connection, wanted: sa.Select[Any]) -> list[Said]:
    rows = connection.execute(wanted.order_by(evidence.c.at, evidence.c.id)).mappings()
    return [Said(**{**{name: row[name] for name in Said.__slots__}, "fact": Fact(row["fact"])}) for row in rows]
