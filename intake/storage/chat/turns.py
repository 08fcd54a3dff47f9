"""Turns: which messages of a person are read as one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.domain.case import Accepted, Outcome
from intake.storage import messages as stored
from intake.storage.parked import Again
from intake.storage.tables import carried_again, chat_turns, messages

_FIRST = messages.alias("first")

# What Slack waits for is written down once, not put together anew for each message.
_ADD = sa.insert(chat_turns)
_BY_KEY = sa.select(messages.c.id).where(messages.c.dedupe == sa.bindparam("key"))
_UNREAD = sa.select(_FIRST.c.id).where(_FIRST.c.id == chat_turns.c.first_id, _FIRST.c.outcome == Outcome.ACCEPTED)
_OPEN = (
    sa.select(chat_turns.c.first_id, sa.func.min(chat_turns.c.at), sa.func.max(chat_turns.c.at))
    .where(chat_turns.c.place == sa.bindparam("where"), chat_turns.c.person == sa.bindparam("who"), _UNREAD.exists())
    .group_by(chat_turns.c.first_id)
    .order_by(-chat_turns.c.first_id)
)

CASE_ASKED = "a case was asked for"  # begins the reason of who wants one


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A message in its turn: the first one's number, where it was said (`Place.address`), by whom (a handle), when."""

    message_id: int
    first_id: int
    place: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Breath:
    """How long a turn may be: from one message to the next, and altogether."""

    quiet: timedelta
    longest: timedelta


def add(connection: Connection, part: Part) -> None:
    """Note a message as part of a turn."""
    values = {name: getattr(part, name) for name in ("message_id", "first_id", "place", "person", "at")}
    connection.execute(_ADD, values)


def open_turn(connection: Connection, said: Part, breath: Breath) -> int | None:
    """Return the first message of the turn that a message belongs to, None for one of its own.

    That is the person's last turn there that nobody has begun to carry through, if the message is near enough.
    """
    for first_id, begun, ended in connection.execute(_OPEN, {"where": said.place, "who": said.person}):
        near = begun - breath.quiet <= said.at <= ended + breath.quiet
        if near and max(ended, said.at) - min(begun, said.at) <= breath.longest:
            return int(first_id)
    return None


def find(connection: Connection, message_id: int) -> Part | None:
    """Return where a message stands in its turn; None for one that was not said in a chat."""
    row = connection.execute(sa.select(chat_turns).where(chat_turns.c.message_id == message_id)).mappings()
    found = row.one_or_none()
    return None if found is None else Part(**dict(found))


def parts(connection: Connection, first_id: int) -> list[Part]:
    """Return the parts of a turn in the order in which they were said."""
    order = (chat_turns.c.at, chat_turns.c.message_id)
    rows = connection.execute(sa.select(chat_turns).where(chat_turns.c.first_id == first_id).order_by(*order))
    return [Part(**dict(row)) for row in rows.mappings()]


def leave(connection: Connection, message_id: int) -> int | None:
    """Take a message out of its turn, which goes on without it; return the turn's first message then, if any."""
    part = find(connection, message_id)
    if part is None:
        return None
    rest = [one.message_id for one in parts(connection, part.first_id) if one.message_id != message_id]
    first = part.first_id if part.first_id in rest else min(rest, default=None)
    for numbers, value in (([message_id], message_id), (rest, first)):
        here = chat_turns.c.message_id.in_(numbers)
        connection.execute(sa.update(chat_turns).where(here).values(first_id=value))
    return first


def by_key(connection: Connection, key: str) -> Accepted | None:
    """Return the message that was stored under a key, None where there is none."""
    number = connection.scalar(_BY_KEY, {"key": key})
    return None if number is None else stored.get(connection, number)


def keys_of(connection: Connection, message_id: int) -> dict[str, str]:
    """Return what tells a message from others: `raw_sha256` and `dedupe`, as it was stored with them."""
    wanted = sa.select(messages.c.raw_sha256, messages.c.dedupe).where(messages.c.id == message_id)
    row = connection.execute(wanted).one()
    return {"raw_sha256": row.raw_sha256, "dedupe": row.dedupe or ""}


def edits_of(connection: Connection, key: str) -> list[Accepted]:
    """Return the edits of the message of a key, the first first."""
    below = messages.c.dedupe.between(f"{key}/edit/", f"{key}/edit/~")
    numbers = connection.scalars(sa.select(messages.c.id).where(below).order_by(messages.c.id)).all()
    return list(stored.many(connection, numbers).values())


def vouch(connection: Connection, again: Again) -> None:
    """Keep that a person wants a message carried through, whatever it looks like."""
    row = {"message_id": again.message_id, "at": again.at, "actor": again.actor, "reason": again.reason}
    connection.execute(sa.insert(carried_again).values(row))


def is_wanted(connection: Connection, message_id: int) -> bool:
    """Tell whether somebody has asked for a case of a message, whatever it looks like."""
    asked = carried_again.c.reason.startswith(CASE_ASKED, autoescape=True)
    wanted = sa.select(carried_again.c.id).where(carried_again.c.message_id == message_id, asked)
    return connection.scalar(wanted.limit(1)) is not None


def take_up(connection: Connection, message_id: int) -> bool:
    """Let a message that was filed with no case be an accepted one again; False for any other."""
    here = sa.and_(messages.c.id == message_id, messages.c.outcome == Outcome.FILED, messages.c.case_id.is_(None))
    freed = connection.execute(sa.update(messages).where(here).values(outcome=Outcome.ACCEPTED, reason=""))
    return freed.rowcount == 1


def last_case(connection: Connection, part: Part, near: timedelta) -> int | None:
    """Return the case of what a person said last in the same place, before or after but near; None for none.

    Of a turn that is carried through still, nothing is known yet.
    """
    here = sa.and_(chat_turns.c.place == part.place, chat_turns.c.person == part.person)
    then = chat_turns.c.at.between(part.at - near, part.at + near)
    wanted = (
        sa.select(messages.c.case_id)
        .join(chat_turns, chat_turns.c.message_id == messages.c.id)
        .where(here, then, messages.c.outcome.in_([Outcome.OPENED, Outcome.CONTINUED]))
        .order_by(-messages.c.id)
        .limit(1)
    )
    return connection.scalar(wanted)


def of_person(connection: Connection, handle: str) -> list[int]:
    """Return the messages that somebody said in chats; the handle in whatever case."""
    here = sa.func.lower(chat_turns.c.person) == handle.lower()
    return list(connection.scalars(sa.select(chat_turns.c.message_id).where(here).order_by(chat_turns.c.message_id)))


def erase(connection: Connection, message_id: int, erased: str) -> None:
    """Forget who said a message."""
    here = chat_turns.c.message_id == message_id
    connection.execute(sa.update(chat_turns).where(here).values(person=erased))
