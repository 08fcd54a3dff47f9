"""Cases as they stand; how they came to stand so is in decisions and audit."""

from dataclasses import asdict, fields, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import RowMapping

from intake.domain.case import Case, Standing
from intake.domain.contract import Channel
from intake.domain.promise import situation_from_plain, situation_to_plain
from intake.domain.suggestion import facts_from
from intake.storage.tables import cases


def add(connection: Connection, case: Case) -> Case:
    """Store a new case and return it with its number."""
    row = _row(case)
    del row["id"]
    key = connection.execute(sa.insert(cases).values(row)).inserted_primary_key
    assert key is not None  # noqa: S101 - every insert into this table makes a key
    return replace(case, id=key[0])


def update(connection: Connection, case: Case) -> None:
    """Write a case as it stands now."""
    connection.execute(sa.update(cases).where(cases.c.id == case.id).values(_row(case)))


def find(connection: Connection, case_id: int) -> Case | None:
    """Return a case by its number, or None."""
    row = connection.execute(sa.select(cases).where(cases.c.id == case_id)).mappings().one_or_none()
    return None if row is None else _case(row)


def by_attention(connection: Connection, *, closed_too: bool = True) -> list[Case]:
    """Return the cases, the most pressing first by the engineers' own clock, those without one last."""
    order = (cases.c.attention_at.is_(None), cases.c.attention_at, cases.c.id)
    wanted = sa.select(cases) if closed_too else sa.select(cases).where(cases.c.closed_at.is_(None))
    return [_case(row) for row in connection.execute(wanted.order_by(*order)).mappings()]


def _row(case: Case) -> dict[str, Any]:
    row = {field.name: getattr(case, field.name) for field in fields(case)}
    asked = None if case.asked is None else situation_to_plain(case.asked)
    return {**row, "facts": asdict(case.facts), "asked": asked}


def _case(row: RowMapping) -> Case:
    return Case(
        **{
            **dict(row),
            "channel": Channel(row["channel"]),
            "standing": Standing(row["standing"]),
            "facts": facts_from(row["facts"]),
            "asked": None if row["asked"] is None else situation_from_plain(row["asked"]),
        }
    )
