"""Which thread is which case: the customer's own, or the engineers' beside their card."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import RowMapping

from intake.storage.tables import chat_threads, chat_turns, messages


class Side(StrEnum):
    """Who talks in a thread."""

    CUSTOMER = "customer"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread of a case; `place` is a `Place.address` with its thread."""

    place: str
    case_id: int
    side: Side
    at: datetime


def add(connection: Connection, thread: Thread) -> None:
    """Let a thread be a case's, unless it is one's already."""
    values = {"place": thread.place, "case_id": thread.case_id, "side": thread.side, "at": thread.at}
    connection.execute(insert(chat_threads).values(values).on_conflict_do_nothing())


def give(connection: Connection, thread: Thread) -> None:
    """Let a thread be a case's, whosever it was."""
    add(connection, thread)
    here = sa.and_(chat_threads.c.place == thread.place, chat_threads.c.case_id != thread.case_id)
    connection.execute(sa.update(chat_threads).where(here).values(case_id=thread.case_id, at=thread.at))


def at(connection: Connection, place: str) -> Thread | None:
    """Return which case a thread is, None for no case's."""
    row = connection.execute(sa.select(chat_threads).where(chat_threads.c.place == place)).mappings().one_or_none()
    return None if row is None else _thread(row)


def of_case(connection: Connection, case_id: int, side: Side = Side.CUSTOMER) -> list[Thread]:
    """Return a case's threads, the first first."""
    here = sa.and_(chat_threads.c.case_id == case_id, chat_threads.c.side == side)
    rows = connection.execute(sa.select(chat_threads).where(here).order_by(chat_threads.c.id)).mappings()
    return [_thread(row) for row in rows]


def of_message(connection: Connection, message_id: int) -> Thread | None:
    """Return the thread in which a message of a case is to be answered; None where it was not said in a chat.

    That is the thread that it stands in, if it is the case's, else the case's last one in the same channel. A case that
    began in the thread of another's has no other than that.
    """
    said = sa.select(chat_turns.c.place, chat_turns.c.at, messages.c.case_id).join(
        messages, messages.c.id == chat_turns.c.message_id
    )
    row = connection.execute(said.where(chat_turns.c.message_id == message_id)).one_or_none()
    if row is None or row.case_id is None:
        return None
    every = of_case(connection, row.case_id)
    exactly = [one for one in every if one.place == row.place]
    channel = row.place.rpartition("/")[0]
    beside = [one for one in reversed(every) if one.place.rpartition("/")[0] == channel]
    channel_alone = row.place.endswith("/")
    itself = Thread(place=row.place, case_id=row.case_id, side=Side.CUSTOMER, at=row.at)
    return next(iter(exactly + beside), None if channel_alone else itself)


def _thread(row: RowMapping) -> Thread:
    return Thread(place=row["place"], case_id=row["case_id"], side=Side(row["side"]), at=row["at"])
