"""Where a text stands in the store: in which entries of the trail, and in which column of which row."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage import blobs
from intake.storage.tables import audit as trail

_PACKED = "blobs"  # looked through unpacked


def entries_with(connection: Connection, text: str, after: int) -> tuple[int, ...]:
    """Return the numbers of the entries above `after` whose detail holds a text."""
    later = sa.and_(trail.c.id > after, trail.c.salt.is_not(None))
    wanted = sa.select(trail.c.id).where(later, _holds(trail.c.detail, text))
    return tuple(connection.scalars(wanted))


def left(connection: Connection, text: str) -> Iterator[str]:
    """Yield where a text still stands, as 'row 7 of audit, actor'."""
    inspector = sa.inspect(connection)
    for table in inspector.get_table_names():
        if table == _PACKED:
            continue
        columns = [column["name"] for column in inspector.get_columns(table)]
        found = sa.table(table, *(sa.column(name) for name in columns))
        for name in columns:
            wanted: sa.Select[Any] = (
                sa.select(sa.literal_column("rowid")).select_from(found).where(_holds(found.c[name], text))
            )
            for number in connection.scalars(wanted).all():
                yield f"row {number} of {table}, {name}"
    for number in blobs.holding(connection, text):
        yield f"row {number} of {_PACKED}, content"


def _holds(column: Any, text: str) -> sa.ColumnElement[bool]:
    """Tell in SQL whether a column holds a text, as it is or as JSON writes it, whatever its case."""
    stored = sa.func.lower(sa.cast(column, sa.Text))
    plain = text.lower()
    return sa.or_(*(sa.func.instr(stored, form) > 0 for form in {plain, _as_json(plain)}))


def _as_json(text: str) -> str:
    return "".join(char if char.isascii() else f"\\u{ord(char):04x}" for char in text)
