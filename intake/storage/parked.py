"""Messages set aside for a person: what they are, their copies, and who had them carried through again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.database.types import Instant
from intake.domain.case import MailState, Outcome
from intake.domain.erased import ERASED
from intake.domain.identity import Degree
from intake.domain.slack import PREFIX
from intake.storage.tables import carried_again, identities, messages, outbox

DUPLICATE = "duplicate of message"  # begins the reason of a copy that was filed

_LINE = (messages.c.id, messages.c.received_at, messages.c.sender, messages.c.subject, messages.c.reason)

# The queue is a neighbour of which nothing is known here but its table.
_ALONE = sa.text("""
    SELECT id, stage, message_id, error FROM jobs
    WHERE parked AND (stage <> 'process' OR message_id NOT IN (SELECT id FROM messages)) ORDER BY id
""")
_TRY = sa.text(
    "UPDATE jobs SET parked = 0, attempts = 0, begun = 0, error = '', run_at = :at WHERE id = :number AND parked"
).bindparams(sa.bindparam("at", type_=Instant()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """A message set aside, and why; `sender` and `subject` are "" where it could not even be read."""

    id: int
    received_at: datetime
    sender: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedMail:
    """A mail of ours that was set aside: about which case, to whom, and the last answer to it."""

    id: int
    case_id: int
    kind: str
    recipient: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedJob:
    """A job that was set aside beside its message: an opinion, or one whose message is not there; and why."""

    id: int
    stage: str
    message_id: int
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """That a person had a message carried through again: who, when and why."""

    message_id: int
    at: datetime
    actor: str
    reason: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A message of which another is a copy, with the case it belongs to, if any."""

    id: int
    case_id: int | None


def every(connection: Connection) -> list[Parked]:
    """Return the messages that are set aside, the oldest first."""
    wanted = sa.select(*_LINE).where(messages.c.outcome == Outcome.PARKED).order_by(messages.c.id)
    return [Parked(**dict(row)) for row in connection.execute(wanted).mappings()]


def release(connection: Connection, again: Again) -> bool:
    """Let a parked message be an accepted one again, and keep who wanted it; False for one that is not parked."""
    here = sa.and_(messages.c.id == again.message_id, messages.c.outcome == Outcome.PARKED)
    freed = connection.execute(sa.update(messages).where(here).values(outcome=Outcome.ACCEPTED, reason=""))
    if freed.rowcount != 1:
        return False
    row = {"message_id": again.message_id, "at": again.at, "actor": again.actor, "reason": again.reason}
    connection.execute(sa.insert(carried_again).values(row))
    return True


def mails(connection: Connection) -> list[ParkedMail]:
    """Return the mails of ours that are set aside, the oldest first; what was erased is nothing to be sent."""
    here = sa.and_(outbox.c.state == MailState.PARKED, outbox.c.recipient != ERASED)
    columns = (outbox.c.id, outbox.c.case_id, outbox.c.kind, outbox.c.recipient, outbox.c.answer)
    rows = connection.execute(sa.select(*columns).where(here).order_by(outbox.c.id)).mappings()
    return [ParkedMail(**dict(row)) for row in rows]


def release_mail(connection: Connection, mail_id: int, at: datetime) -> bool:
    """Let a parked mail wait to be sent anew, as it is and under its Message-ID; False for one that is not parked.

    A post that may stand in its channel without our knowing is looked for there before it is posted once more.
    """
    perhaps = sa.and_(outbox.c.unknowns > 0, outbox.c.recipient.like(f"{PREFIX}%"))
    # As if it were written now, or its age and its unanswered tries would end it at the first delay.
    values = {
        "state": sa.case((perhaps, str(MailState.UNKNOWN)), else_=str(MailState.QUEUED)),
        "unknowns": sa.case((perhaps, 1), else_=None),
        "attempts": 0,
        "next_at": at,
        "queued_at": at,
    }
    return _settled(connection, mail_id, values)


def let_mail_go(connection: Connection, mail_id: int) -> bool:
    """Let a parked mail never be sent; False for one that is not parked."""
    return _settled(connection, mail_id, {"state": MailState.LET_GO})


def _settled(connection: Connection, mail_id: int, values: Mapping[str, object]) -> bool:
    here = sa.and_(outbox.c.id == mail_id, outbox.c.state == MailState.PARKED)
    return connection.execute(sa.update(outbox).where(here).values(values)).rowcount == 1


def jobs_alone(connection: Connection) -> list[ParkedJob]:
    """Return the jobs set aside that no parked message tells of, the oldest first."""
    return [ParkedJob(**row) for row in connection.execute(_ALONE).mappings()]


def try_job(connection: Connection, number: int, at: datetime) -> None:
    """Let a job that was set aside be done from then on, as if it were new."""
    connection.execute(_TRY, {"number": number, "at": at})


def drop_job(connection: Connection, number: int) -> None:
    """Take out a job that was set aside."""
    connection.execute(sa.text("DELETE FROM jobs WHERE id = :number AND parked"), {"number": number})


def is_vouched_for(connection: Connection, message_id: int) -> bool:
    """Tell whether a person had a message carried through again, whatever it looked like."""
    wanted = sa.select(carried_again.c.id).where(carried_again.c.message_id == message_id).limit(1)
    return connection.scalar(wanted) is not None


def carried_copy(connection: Connection, message_id: int, first: int) -> Copy | None:
    """Return the message that was or is being carried through, of those that have the same key; None when none is.

    `first` is the one that came first. What was filed is read by nobody: a list's copy must not keep the customer's own
    from being read, nor a copy that a forger sent ahead.
    """
    forged = sa.exists().where(identities.c.message_id == messages.c.id, identities.c.degree == Degree.FORGED)
    settled = sa.and_(messages.c.outcome.in_([Outcome.OPENED, Outcome.CONTINUED]), ~forged)
    waits = sa.and_(messages.c.outcome == Outcome.ACCEPTED, messages.c.id < message_id)
    wanted = (
        sa.select(messages.c.id, messages.c.case_id)
        .where(_kin(first), messages.c.id != message_id, messages.c.reason.not_like(f"{DUPLICATE}%"))
        .where(sa.or_(settled, waits))
        .order_by(messages.c.outcome == Outcome.ACCEPTED, messages.c.id)
        .limit(1)
    )
    row = connection.execute(wanted).one_or_none()
    return None if row is None else Copy(row.id, row.case_id)


def kin(connection: Connection, first: int) -> Sequence[int]:
    """Return the message that came first and its copies, by number."""
    return list(connection.scalars(sa.select(messages.c.id).where(_kin(first)).order_by(messages.c.id)))


def _kin(first: int) -> sa.ColumnElement[bool]:
    return sa.or_(messages.c.id == first, messages.c.duplicate_of == first)
