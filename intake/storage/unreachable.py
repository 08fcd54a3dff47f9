"""Addresses that take no mail: marked once, until somebody says otherwise or they write to us."""

from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from intake.domain.unreachable import Unreachable
from intake.storage.tables import cases, unreachable

_NAMES = ("address", "since", "status", "diagnostic", "mail_id", "case_id")


def mark(connection: Connection, found: Unreachable) -> bool:
    """Mark an address, which is in lower case; False when it is marked already, and the first mark stays."""
    row = {name: getattr(found, name) for name in _NAMES}
    added = connection.execute(insert(unreachable).values(row).on_conflict_do_nothing(index_elements=["address"]))
    return added.rowcount == 1


def find(connection: Connection, address: str) -> Unreachable | None:
    """Return the mark of an address, which is in lower case; None where it has none."""
    wanted = sa.select(unreachable).where(unreachable.c.address == address)
    return next(_marks(connection.execute(wanted).mappings()), None)


def every(connection: Connection) -> list[Unreachable]:
    """Return all marks, the newest first."""
    wanted = sa.select(unreachable).order_by(unreachable.c.since.desc(), unreachable.c.id.desc())
    return list(_marks(connection.execute(wanted).mappings()))


def clear(connection: Connection, address: str) -> bool:
    """Take the mark of an address away; False when it has none."""
    return connection.execute(sa.delete(unreachable).where(unreachable.c.address == address)).rowcount == 1


def open_cases(connection: Connection) -> set[int]:
    """Return the open cases whose contact takes no mail."""
    marked = sa.select(unreachable.c.address)
    theirs = sa.func.lower(cases.c.contact_address).in_(marked)
    return set(connection.scalars(sa.select(cases.c.id).where(cases.c.closed_at.is_(None), theirs)))


def _marks(rows: Iterable[sa.RowMapping]) -> Iterator[Unreachable]:
    return (Unreachable(**{name: row[name] for name in _NAMES}) for row in rows)
