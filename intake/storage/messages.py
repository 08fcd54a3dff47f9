"""Messages as they were accepted: written once, durable before anybody is told so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import RowMapping

from intake.domain.case import Accepted, Outcome
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.storage.tables import messages

# Built once: this is what the door waits for.
_INSERT = sa.insert(messages)
_FIRST = sa.select(messages.c.id, messages.c.erased_at).where(messages.c.dedupe == sa.bindparam("dedupe"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What tells a message from another: see `intake.parse.key`."""

    message_id: str | None
    raw_sha256: str
    dedupe: str


def add(connection: Connection, channel: Channel, envelope: Envelope, keys: Keys) -> Accepted:
    """Store a message; a second arrival is stored too, without its key and pointing to the first.

    A copy of one that was erased is stored erased: what was forgotten does not come back by a machine's repeat.
    """
    found = connection.execute(_FIRST, {"dedupe": keys.dedupe}).one_or_none()
    first = None if found is None else found.id
    row = {
        "channel": channel,
        "received_at": envelope.received_at,
        "mail_from": envelope.mail_from,
        "rcpt_to": list(envelope.rcpt_to),
        "peer": envelope.peer,
        "raw": envelope.raw,
        "raw_sha256": keys.raw_sha256,
        "message_id": keys.message_id,
        "dedupe": None if first is not None else keys.dedupe,
        "duplicate_of": first,
        "outcome": Outcome.ACCEPTED,
        "reason": "",
        "sender": "",
        "subject": "",
        "words": "",
        "erased_at": None,
    }
    if found is not None and found.erased_at is not None:
        row |= {"mail_from": None, "rcpt_to": [], "peer": "", "raw": b"", "message_id": None}
        row["erased_at"] = envelope.received_at
    new_id = connection.execute(_INSERT, row).inserted_primary_key
    assert new_id is not None  # noqa: S101 - every insert into this table makes a key
    return Accepted(
        id=new_id[0],
        channel=channel,
        envelope=envelope,
        message_id=keys.message_id,
        duplicate_of=first,
        outcome=Outcome.ACCEPTED,
    )


def get(connection: Connection, message_id: int) -> Accepted:
    """Return an accepted message with its raw bytes; raises LookupError when there is none."""
    row = connection.execute(sa.select(messages).where(messages.c.id == message_id)).mappings().one_or_none()
    if row is None:
        raise LookupError(f"there is no message {message_id}")
    return _accepted(row)


def many(connection: Connection, ids: Iterable[int]) -> dict[int, Accepted]:
    """Return accepted messages by id."""
    rows = connection.execute(sa.select(messages).where(messages.c.id.in_(list(ids)))).mappings()
    return {row["id"]: _accepted(row) for row in rows}


def of_case(connection: Connection, case_id: int) -> list[Accepted]:
    """Return a case's messages, the first first."""
    found = sa.select(messages).where(messages.c.case_id == case_id).order_by(messages.c.id)
    return [_accepted(row) for row in connection.execute(found).mappings()]


def first_words(connection: Connection, case_id: int) -> str:
    """Return what opened a case, as ingest kept it, "" where nothing is known of it."""
    wanted = sa.select(messages.c.words).where(messages.c.case_id == case_id).order_by(messages.c.id).limit(1)
    return connection.scalar(wanted) or ""


def _accepted(row: RowMapping) -> Accepted:
    return Accepted(
        id=row["id"],
        channel=Channel(row["channel"]),
        envelope=Envelope(
            raw=row["raw"],
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
    )


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
    open_row = sa.and_(messages.c.id == message_id, messages.c.outcome == Outcome.ACCEPTED)
    values = {
        "outcome": finding.outcome,
        "reason": finding.reason,
        "case_id": finding.case_id,
        "sender": finding.sender,
        "subject": finding.subject,
        "words": finding.words,
    }
    return connection.execute(sa.update(messages).where(open_row).values(values)).rowcount == 1


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


def last_heard(connection: Connection, case_id: int, ours: str) -> datetime | None:
    """Return when a case's customer wrote last; a message whose reason begins with `ours` is an engineer's."""
    people = messages.c.outcome.in_([Outcome.OPENED, Outcome.CONTINUED])
    here = sa.and_(messages.c.case_id == case_id, people, messages.c.reason.not_like(f"{ours}%"))
    found: datetime | None = connection.scalar(sa.select(sa.func.max(messages.c.received_at)).where(here))
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
