"""What people did that a promise may want: append-only, in the order in which it was recorded."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import RowMapping

from intake.domain.contract import PromiseKind
from intake.domain.kept import Act, How
from intake.storage.parts import parts
from intake.storage.tables import kept


def add(connection: Connection, act: Act) -> None:
    """Append an act."""
    connection.execute(sa.insert(kept).values({name: getattr(act, name) for name in Act.__slots__}))


def of_case(connection: Connection, case_id: int) -> list[Act]:
    """Return what was done on a case, the first first."""
    rows = connection.execute(sa.select(kept).where(kept.c.case_id == case_id).order_by(kept.c.at, kept.c.id))
    return [_act(row) for row in rows.mappings()]


def of_cases(connection: Connection, numbers: Iterable[int]) -> dict[int, list[Act]]:
    """Return what was done on cases, by case, the first first."""
    found: dict[int, list[Act]] = {}
    for some in parts(numbers):
        wanted = sa.select(kept).where(kept.c.case_id.in_(some)).order_by(kept.c.at, kept.c.id)
        for row in connection.execute(wanted).mappings():
            found.setdefault(row["case_id"], []).append(_act(row))
    return found


def _act(row: RowMapping) -> Act:
    values = {name: row[name] for name in Act.__slots__}
    return Act(**{**values, "promise": PromiseKind(row["promise"]), "how": How(row["how"])})
