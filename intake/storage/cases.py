"""Cases as they stand; how they came to stand so is in decisions and audit."""

from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import RowMapping

from intake.domain.case import Case, Standing
from intake.domain.contract import Channel
from intake.domain.promise import situation_from_plain, situation_to_plain
from intake.domain.suggestion import facts_from
from intake.storage.parts import parts
from intake.storage.tables import cases

# Built once: every stage asks for cases.
_NUMBER: sa.BindParameter[int] = sa.bindparam("number")
_FIND = sa.select(cases).where(cases.c.id == _NUMBER)
_INSERT = sa.insert(cases)
_UPDATE = sa.update(cases).where(cases.c.id == _NUMBER)


def add(connection: Connection, case: Case) -> Case:
    """Store a new case and return it with its number: the next one, where the case brings none (0)."""
    row = _row(case)
    if not case.id:
        del row["id"]
    key = connection.execute(_INSERT, row).inserted_primary_key
    assert key is not None  # noqa: S101 - every insert into this table makes a key
    return replace(case, id=key[0])


def update(connection: Connection, case: Case) -> None:
    """Write a case as it stands now."""
    row = _row(case)
    number = row.pop("id")
    connection.execute(_UPDATE, {**row, "number": number})


def find(connection: Connection, case_id: int) -> Case | None:
    """Return a case by its number, or None."""
    row = connection.execute(_FIND, {"number": case_id}).mappings().one_or_none()
    return None if row is None else _case(row)


def many(connection: Connection, numbers: Iterable[int]) -> dict[int, Case]:
    """Return cases by number, those that there are; asked together."""
    found: dict[int, Case] = {}
    for some in parts(numbers):
        wanted = sa.select(cases).where(cases.c.id.in_(some))
        found.update({row["id"]: _case(row) for row in connection.execute(wanted).mappings()})
    return found


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
