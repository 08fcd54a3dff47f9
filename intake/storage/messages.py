"""Messages as they were accepted: written once, durable before anybody is told so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import RowMapping

from intake.domain.case import Accepted, Outcome
from intake.domain.contract import Channel
from intake.domain.errors import BadInput
from intake.domain.message import Envelope
from intake.storage import blobs
from intake.storage.parts import parts
from intake.storage.tables import blobs as blobs_table
from intake.storage.tables import messages

# Built once: every stage asks for it.
_IS_ITS_BLOB = blobs_table.c.sha256 == messages.c.raw_sha256
_WHOLE = sa.select(messages, blobs_table.c.encoding, blobs_table.c.size, blobs_table.c.content).join_from(
    messages, blobs_table, _IS_ITS_BLOB, isouter=True
)
_IS_IT = messages.c.id == sa.bindparam("number")
_ONE = _WHOLE.where(_IS_IT)
_OUTCOME = sa.select(messages.c.outcome).where(_IS_IT)
_SETTLE = sa.update(messages).where(_IS_IT, messages.c.outcome == sa.bindparam("still"))


def get(connection: Connection, message_id: int) -> Accepted:
    """Return an accepted message with its raw bytes, b"" once it is erased or let go.

    Raises LookupError when there is none, BadInput when its bytes cannot be read.
    """
    row = connection.execute(_ONE, {"number": message_id}).mappings().one_or_none()
    if row is None:
        raise LookupError(f"there is no message {message_id}")
    return _accepted(connection, row)


def many(connection: Connection, ids: Iterable[int]) -> dict[int, Accepted]:
    """Return accepted messages by id, as `get` does."""
    rows = connection.execute(_WHOLE.where(messages.c.id.in_(list(ids)))).mappings()
    return {row["id"]: _accepted(connection, row) for row in rows}


def of_case(connection: Connection, case_id: int) -> list[Accepted]:
    """Return a case's messages, the first first, as `get` does."""
    found = _WHOLE.where(messages.c.case_id == case_id).order_by(messages.c.id)
    return [_accepted(connection, row) for row in connection.execute(found).mappings()]


def outcome(connection: Connection, message_id: int) -> Outcome:
    """Return what became of a message; raises LookupError when there is none."""
    found = connection.scalar(_OUTCOME, {"number": message_id})
    if found is None:
        raise LookupError(f"there is no message {message_id}")
    return Outcome(found)


def sizes(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    """Return how many bytes messages have, by id; of one erased or let go there is none."""
    wanted = sa.select(messages.c.id, blobs_table.c.size).join_from(messages, blobs_table, _IS_ITS_BLOB)
    return {row.id: row.size for row in connection.execute(wanted.where(messages.c.id.in_(list(ids))))}


def first_words(connection: Connection, case_id: int) -> str:
    """Return what opened a case, as ingest kept it, "" where nothing is known of it."""
    wanted = sa.select(messages.c.words).where(messages.c.case_id == case_id).order_by(messages.c.id).limit(1)
    return connection.scalar(wanted) or ""


def _accepted(connection: Connection, row: RowMapping) -> Accepted:
    return Accepted(
        id=row["id"],
        channel=Channel(row["channel"]),
        envelope=Envelope(
            raw=_raw(connection, row),
            received_at=row["received_at"],
            mail_from=row["mail_from"],
            rcpt_to=tuple(row["rcpt_to"]),
            peer=row["peer"],
        ),
        message_id=row["message_id"],
        duplicate_of=row["duplicate_of"],
        outcome=Outcome(row["outcome"]),
        case_id=row["case_id"],
        reason=row["reason"],
        let_go_at=row["let_go_at"] if row["erased_at"] is None else None,
    )


def _raw(connection: Connection, row: RowMapping) -> bytes:
    if row["erased_at"] is not None or row["let_go_at"] is not None:
        return b""
    try:
        return blobs.read(connection, row["raw_sha256"], (row["encoding"], row["size"], row["content"]))
    except blobs.Unreadable as error:
        raise BadInput(f"message {row['id']}: its bytes cannot be read ({error}); restore a backup") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What ingest made of a message, as lists and searches want it."""

    outcome: Outcome
    reason: str
    case_id: int | None
    sender: str
    subject: str
    words: str


def settle(connection: Connection, message_id: int, finding: Finding) -> bool:
    """Write a message's outcome; False when it has one already, so that a second run changes nothing."""
    values = {
        "number": message_id,
        "still": Outcome.ACCEPTED,
        "outcome": finding.outcome,
        "reason": finding.reason,
        "case_id": finding.case_id,
        "sender": finding.sender,
        "subject": finding.subject,
        "words": finding.words,
    }
    return connection.execute(_SETTLE, values).rowcount == 1


def park(connection: Connection, message_id: int, reason: str) -> None:
    """Set a message aside for a person; its bytes stay."""
    open_row = sa.and_(messages.c.id == message_id, messages.c.outcome == Outcome.ACCEPTED)
    connection.execute(sa.update(messages).where(open_row).values(outcome=Outcome.PARKED, reason=reason))


def cases_of_message_id(connection: Connection, message_id: str) -> list[int]:
    """Return the cases that messages of that Message-ID belong to: several where a stranger has borrowed one."""
    found = sa.select(messages.c.case_id).where(messages.c.message_id == message_id, messages.c.case_id.is_not(None))
    return list(connection.scalars(found.distinct().order_by(messages.c.case_id).limit(20)))


def still_to_come(connection: Connection, message_id: str, since: datetime) -> bool:
    """Tell whether a message of that Message-ID was accepted since a moment and is not carried through yet."""
    found = sa.select(messages.c.id).where(
        messages.c.message_id == message_id,
        messages.c.outcome == Outcome.ACCEPTED,
        messages.c.received_at >= since,
    )
    return connection.scalar(found.limit(1)) is not None


def last_heard(connection: Connection, numbers: Iterable[int], ours: str) -> dict[int, datetime]:
    """Return when the customers of cases wrote last, by case; whose reason begins with `ours` is an engineer's."""
    people = messages.c.outcome.in_([Outcome.OPENED, Outcome.CONTINUED])
    last = sa.select(messages.c.case_id, sa.func.max(messages.c.received_at).label("at"))
    last = last.where(people, messages.c.reason.not_like(f"{ours}%")).group_by(messages.c.case_id)
    found: dict[int, datetime] = {}
    for some in parts(numbers):
        found.update({row.case_id: row.at for row in connection.execute(last.where(messages.c.case_id.in_(some)))})
    return found


def ledger(connection: Connection) -> dict[Outcome, int]:
    """Count messages by outcome: they add up to all that was ever accepted."""
    rows = connection.execute(sa.select(messages.c.outcome, sa.func.count()).group_by(messages.c.outcome))
    counted = {Outcome(outcome): number for outcome, number in rows}
    return {outcome: counted.get(outcome, 0) for outcome in Outcome}


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A message in a list."""

    id: int
    sender: str
    subject: str
    outcome: Outcome
    reason: str
    case_id: int | None


_SUMMARY = (
    messages.c.id,
    messages.c.sender,
    messages.c.subject,
    messages.c.outcome,
    messages.c.reason,
    messages.c.case_id,
)


def summary(connection: Connection, message_id: int) -> Summary:
    """Return a message as lists show it; raises LookupError when there is none."""
    row = connection.execute(sa.select(*_SUMMARY).where(messages.c.id == message_id)).mappings().one_or_none()
    if row is None:
        raise LookupError(f"there is no message {message_id}")
    return _summary(row)


def without_case(connection: Connection, outcomes: Sequence[Outcome]) -> list[Summary]:
    """Return filed or parked messages, the newest first."""
    found = sa.select(*_SUMMARY).where(messages.c.outcome.in_(outcomes)).order_by(-messages.c.id)
    return [_summary(row) for row in connection.execute(found).mappings()]


def _summary(row: RowMapping) -> Summary:
    return Summary(**{**dict(row), "outcome": Outcome(row["outcome"])})
