"""Lines: what a window shows, in its order, each laid before the visitor once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import RowMapping

from intake.storage.tables import window_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A message of the visitor's or something of the outbox, whichever is not None; else what they `pressed`."""

    id: int
    visitor: int
    at: datetime
    message_id: int | None = None
    mail_id: int | None = None
    pressed: str = ""


def said(connection: Connection, visitor: int, message_id: int, at: datetime) -> int:
    """Lay a message of the visitor's own into their talk; return its line."""
    return _add(connection, {"visitor_id": visitor, "message_id": message_id, "at": at})


def answered(connection: Connection, visitor: int, mail_id: int, at: datetime) -> int:
    """Lay something of the outbox before a visitor; return its line, the same one where it was there."""
    return _add(connection, {"visitor_id": visitor, "mail_id": mail_id, "at": at})


def pressed(connection: Connection, visitor: int, words: str, at: datetime) -> None:
    """Lay into a talk what its visitor pressed, in the words that the desk has for it."""
    connection.execute(sa.insert(window_lines).values(visitor_id=visitor, pressed=words, at=at))


def of_message(connection: Connection, message_id: int) -> Laid | None:
    """Return the line of a message, None where it was not said in a window."""
    return next(_found(connection, window_lines.c.message_id == message_id), None)


def of_mail(connection: Connection, mail_id: int) -> Laid | None:
    """Return the line of something of the outbox, None where it was not laid before a visitor."""
    return next(_found(connection, window_lines.c.mail_id == mail_id), None)


def behind(connection: Connection, visitor: int, after: int, most: int) -> list[Laid]:
    """Return the lines of a talk behind one, the first first."""
    here = sa.and_(window_lines.c.visitor_id == visitor, window_lines.c.id > after)
    return list(_found(connection, here, most))


def _add(connection: Connection, values: dict[str, object]) -> int:
    connection.execute(insert(window_lines).values(values).on_conflict_do_nothing())
    column = "message_id" if "message_id" in values else "mail_id"
    wanted = sa.select(window_lines.c.id).where(window_lines.c[column] == values[column])
    return int(connection.scalars(wanted).one())


def _found(connection: Connection, here: sa.ColumnElement[bool], most: int | None = None) -> Iterator[Laid]:
    wanted = sa.select(window_lines).where(here).order_by(window_lines.c.id).limit(most)
    return (_laid(row) for row in connection.execute(wanted).mappings())


def _laid(row: RowMapping) -> Laid:
    return Laid(
        id=row["id"],
        visitor=row["visitor_id"],
        at=row["at"],
        message_id=row["message_id"],
        mail_id=row["mail_id"],
        pressed=row["pressed"],
    )
