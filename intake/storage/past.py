"""The past, for a replay: which messages there were, and what a store beside needs to know before it sees them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.domain.case import MailState
from intake.storage.chat.threads import Side
from intake.storage.tables import (
    carried_again,
    cases,
    chat_threads,
    chat_turns,
    contacts,
    customer_domains,
    customer_slack,
    customers,
    messages,
    outbox,
    slack_installations,
    slack_people,
    visitors,
)

NEW_CASE = 10**9  # cases that a replay opens and the past did not are numbered from here on

_AT_ONCE = 500
_AT_ONCE_WHOLE = 20  # with their bytes
_BEFORE = timedelta(days=1)  # what was said and written so long before a message may count with it
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_PEOPLE = (customers, customer_domains, contacts, customer_slack, slack_people)


def numbers(connection: Connection, since: datetime | None) -> list[int]:
    """Return the messages received since a moment, or all of them, in the order of their acceptance."""
    wanted = sa.select(messages.c.id).order_by(messages.c.id)
    return list(connection.scalars(wanted if since is None else wanted.where(messages.c.received_at >= since)))


def known(connection: Connection, wanted: Sequence[int]) -> set[int]:
    """Return those numbers that are messages'."""
    asked = (connection.scalars(sa.select(messages.c.id).where(messages.c.id.in_(some))) for some in _some(wanted))
    return {number for found in asked for number in found}


def erased(connection: Connection, wanted: Sequence[int]) -> set[int]:
    """Return those whose bytes were erased."""
    some = sa.select(messages.c.id).where(messages.c.id.in_(wanted), messages.c.erased_at.is_not(None))
    return set(connection.scalars(some))


def let_go(connection: Connection, wanted: Sequence[int]) -> set[int]:
    """Return those whose bytes were let go, and those that cannot be decided without one that was.

    These are the later ones of its case, and its copies.
    """
    gone = messages.alias("gone")
    counts = sa.or_(
        gone.c.id == messages.c.id,
        gone.c.id == messages.c.duplicate_of,
        sa.and_(gone.c.case_id == messages.c.case_id, gone.c.id < messages.c.id),
    )
    some = sa.select(messages.c.id).join(gone, sa.and_(counts, gone.c.let_go_at.is_not(None)))
    return set(connection.scalars(some.where(messages.c.id.in_(wanted))))


def before(connection: Connection, wanted: Sequence[int], since: datetime | None) -> set[int]:
    """Return the earlier messages that count with some: those of their cases, and the first of which they are copies.

    The first of the turn in a chat that they belong to is one of them.

    Further all of the day before `since`; without it, those of the same senders and customers within a day of each.
    """
    found: set[int] = set()
    for some in _some(wanted):
        asked = sa.select(messages.c.case_id, messages.c.duplicate_of).where(messages.c.id.in_(some))
        rows = connection.execute(asked).all()
        found.update(row.duplicate_of for row in rows if row.duplicate_of is not None)
        of_cases = [row.case_id for row in rows if row.case_id is not None]
        found.update(connection.scalars(sa.select(messages.c.id).where(messages.c.case_id.in_(of_cases))))
        found.update(connection.scalars(sa.select(chat_turns.c.first_id).where(chat_turns.c.message_id.in_(some))))
    if since is None:
        for number in wanted:
            found.update(connection.scalars(_near(number)))
    else:
        day = sa.and_(messages.c.received_at >= since - _BEFORE, messages.c.received_at < since)
        found.update(connection.scalars(sa.select(messages.c.id).where(day)))
    return {number for number in found if number < max(wanted, default=0)} - set(wanted)


def copy_people(source: Connection, target: Connection) -> None:
    """Give a store the customers of another, with their numbers, and the threads in which engineers talk of cases.

    Further who talked in the window, as they are known now, and where the app is installed, without their secrets.
    """
    internal = sa.select(chat_threads).where(chat_threads.c.side == Side.INTERNAL)
    for table, wanted in (*((one, sa.select(one)) for one in _PEOPLE), (chat_threads, internal)):
        rows = [dict(row) for row in source.execute(wanted).mappings()]
        if rows:
            target.execute(sa.insert(table), rows)
    talked = [{**row, "token": str(row["id"])} for row in source.execute(sa.select(visitors)).mappings()]
    if talked:
        target.execute(sa.insert(visitors), talked)
    installed = [{**row, "secret": ""} for row in source.execute(sa.select(slack_installations)).mappings()]
    if installed:
        target.execute(sa.insert(slack_installations), installed)


def copy_mails(source: Connection, target: Connection) -> int:
    """Let a store know which mails of ours were about which case, without their bytes; return the last one's number.

    So an answer to one of them finds its case. Their keys are others, so that each can be written anew.
    """
    wanted = sa.select(outbox).order_by(outbox.c.id)
    for some in source.execute(wanted, execution_options={"yield_per": _AT_ONCE}).mappings().partitions():
        rows = [{**row, "raw": b"", "key": f"past:{row['id']}", "state": MailState.SENT} for row in some]
        target.execute(sa.insert(outbox), rows)
    return source.scalar(sa.select(sa.func.max(outbox.c.id))) or 0


def copy_vouched(source: Connection, target: Connection, more: Iterable[int]) -> None:
    """Let a store know which messages a person had carried through again, whatever they looked like, and `more`."""
    kept = [dict(row) for row in source.execute(sa.select(carried_again)).mappings()]
    last = max((row["id"] for row in kept), default=0)
    rows = [
        {"id": number, "message_id": message_id, "at": _LONG_AGO, "actor": "", "reason": ""}
        for number, message_id in enumerate(more, start=last + 1)
    ]
    if kept or rows:
        target.execute(sa.insert(carried_again), kept + rows)


def renumber(connection: Connection, message_id: int, number: int) -> None:
    """Give a message that was just accepted, and its job, the number that it had in the past."""
    if message_id == number:
        return
    connection.exec_driver_sql("UPDATE messages SET id = ? WHERE id = ?", (number, message_id))
    connection.exec_driver_sql("UPDATE jobs SET message_id = ? WHERE message_id = ?", (number, message_id))


def _near(number: int) -> sa.Select[tuple[int]]:
    """Ask for the messages of the same sender, and of cases of the same customer, within a day before one."""
    one, case = messages.alias("one"), cases.alias("its_case")
    at = sa.select(one.c.received_at).where(one.c.id == number).scalar_subquery()
    sender = sa.select(one.c.sender).where(one.c.id == number).scalar_subquery()
    customer = (
        sa.select(case.c.customer_id).join(one, one.c.case_id == case.c.id).where(one.c.id == number).scalar_subquery()
    )
    theirs = sa.select(cases.c.id).where(cases.c.customer_id == customer)
    lately = sa.and_(
        messages.c.received_at <= at, sa.func.julianday(messages.c.received_at) >= sa.func.julianday(at) - 1
    )
    return sa.select(messages.c.id).where(
        messages.c.id < number, lately, sa.or_(messages.c.sender == sender, messages.c.case_id.in_(theirs))
    )


def _some(wanted: Sequence[int]) -> Iterator[Sequence[int]]:
    return (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))


def chunks(wanted: Iterable[int]) -> Iterator[list[int]]:
    """Yield numbers in order, a few at a time: mails may be large."""
    ordered = sorted(wanted)
    return (ordered[start : start + _AT_ONCE_WHOLE] for start in range(0, len(ordered), _AT_ONCE_WHOLE))
