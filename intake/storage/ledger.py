"""Does the ledger balance: every accepted message has its one outcome, and what belongs together is there."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.domain.case import Outcome
from intake.storage import blobs
from intake.storage import cases as stored
from intake.storage.tables import blobs as blobs_table
from intake.storage.tables import cases, messages

Step = Callable[[], None]

_SHOWN = 12  # characters of a hash: enough to find it
_WRONG_ROWS = {
    "message {}: its outcome is none that a message can have": """
        SELECT id FROM messages WHERE outcome NOT IN ('accepted', 'opened', 'continued', 'filed', 'parked')""",
    "message {}: it opened or continued a case and belongs to none": """
        SELECT id FROM messages WHERE outcome IN ('opened', 'continued') AND case_id IS NULL""",
    "message {}: it waits, and no job takes it on": """
        SELECT id FROM messages WHERE outcome = 'accepted'
        AND id NOT IN (SELECT message_id FROM jobs WHERE stage = 'process' AND NOT parked)""",
    "message {}: it is set aside, and a job would carry it through": """
        SELECT id FROM messages WHERE outcome = 'parked'
        AND id IN (SELECT message_id FROM jobs WHERE stage = 'process' AND NOT parked)""",
    "message {}: its bytes are let go, and it is not carried through": """
        SELECT id FROM messages WHERE let_go_at IS NOT NULL AND outcome IN ('accepted', 'parked')""",
    "message {}: its bytes are let go, and no entry of the trail says so": """
        SELECT id FROM messages WHERE let_go_at IS NOT NULL
        AND let_go_at NOT IN (SELECT at FROM audit WHERE event = 'mails.let_go')""",
    "message {}: of a chat, and its turn is not there": """
        SELECT message_id FROM chat_turns WHERE first_id NOT IN (SELECT message_id FROM chat_turns)""",
    "message {}: read with another in a chat, and not of the same case": """
        SELECT part.id FROM chat_turns JOIN messages AS part ON part.id = chat_turns.message_id
        JOIN messages AS first ON first.id = chat_turns.first_id
        WHERE part.reason LIKE 'part of message%' AND part.outcome = 'continued'
        AND part.case_id IS NOT first.case_id""",
    "message {}: a file of it was fetched, and its bytes are gone": """
        SELECT message_id FROM slack_files WHERE sha256 <> '' AND sha256 NOT IN (SELECT sha256 FROM blobs)""",
    "job {}: its message is not there": """
        SELECT id FROM jobs WHERE message_id NOT IN (SELECT id FROM messages)""",
}


def counts(connection: Connection) -> dict[str, int]:
    """Return how many messages have which outcome, `accepted` being those that still wait."""
    each = (sa.func.count().filter(messages.c.outcome == outcome) for outcome in Outcome)
    counted = connection.execute(sa.select(*each).select_from(messages)).one()
    return {str(outcome): int(number) for outcome, number in zip(Outcome, counted, strict=True)}


def length(connection: Connection, table: str) -> int:
    """Return how many rows a table of the ledger has."""
    found = {"blobs": blobs_table, "cases": cases}[table]
    return connection.scalar(sa.select(sa.func.count()).select_from(found)) or 0


def unbalanced(connection: Connection) -> Iterator[str]:
    """Yield what does not add up."""
    for said, wanted in _WRONG_ROWS.items():
        for (number,) in connection.exec_driver_sql(wanted):
            yield said.format(number)


def unlike_their_hash(connection: Connection, step: Step) -> Iterator[str]:
    """Yield the messages whose bytes are gone or not those of their hash, and bytes that no message has."""
    for owner, sha256, fault in blobs.faults(connection):
        step()
        if owner is None:
            yield f"blob {sha256[:_SHOWN]}: bytes of no message that is not erased or let go"
        elif fault is not None:
            yield f"message {owner}: its bytes are not those that were accepted (SHA-256): {fault}"
    kept = sa.select(blobs_table.c.sha256)
    gone_rightly = sa.or_(messages.c.erased_at.is_not(None), messages.c.let_go_at.is_not(None))
    lost = sa.select(messages.c.id).where(~gone_rightly, messages.c.raw_sha256.not_in(kept))
    for number in connection.scalars(lost.order_by(messages.c.id)):
        yield f"message {number}: its bytes are gone"


def unreadable_promises(connection: Connection, step: Step) -> Iterator[str]:
    """Yield the cases whose promise, or what their contract was asked, cannot be read back."""
    for number in connection.scalars(sa.select(cases.c.id).order_by(cases.c.id)).all():
        step()
        try:
            case = stored.find(connection, number)
            said = None if case is None else _unlike(case.promise, case.due_at)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            said = f"it cannot be read ({type(error).__name__}: {error})"
        if said is not None:
            yield f"case {number}: {said}"


def damaged(connection: Connection) -> Iterator[str]:
    """Yield what the database itself finds wrong with its file, and rows that point to nothing."""
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if said != "ok":
            yield f"the file is damaged: {said}"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points to a row of {parent} that is not there"


def _unlike(promise: dict[str, object] | None, due_at: datetime | None) -> str | None:
    """Return what is wrong with a kept promise, or None."""
    if promise is None:
        return None if due_at is None else "it has a deadline and no promise"
    for undertaking in (promise, *_list(promise, "others")):
        _moments(undertaking)
    said = promise["due_at"]
    kept = None if said is None else datetime.fromisoformat(str(said))
    return None if kept == due_at else "its deadline is not the one of its promise"


def _moments(undertaking: dict[str, Any]) -> None:
    for name in ("received_at", "starts_at", "earliest_at", "due_at"):
        if undertaking.get(name) is not None:
            datetime.fromisoformat(undertaking[name])
    for interval in undertaking.get("counted", []):
        datetime.fromisoformat(interval["from"]), datetime.fromisoformat(interval["to"])


def _list(promise: dict[str, object], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(json.dumps(promise[name]))
    return found
