"""What engineers' verdicts teach, read back with the words that they were about."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import RowMapping

from intake.domain.case import Outcome
from intake.domain.contract import Channel
from intake.domain.erased import ERASED
from intake.domain.suggestion import Kind, Suggestion
from intake.domain.taught import Heard, Teaching
from intake.storage import suggestions
from intake.storage.tables import cases, customers, decisions, feedback, messages

_LAST = sa.select(sa.func.max(feedback.c.id)).group_by(feedback.c.case_id)
_THERE = sa.and_(messages.c.erased_at.is_(None), sa.func.trim(messages.c.words) != "")
_MOST = 600  # messages that are looked at for what has moved, before and since


def taught(connection: Connection, since: datetime | None = None) -> list[Teaching]:
    """Return what each case's last verdict teaches, the first first; only verdicts since a moment, if one is given.

    Left out are cases whose severity nobody has named, and those of people whose data was erased.
    """
    told = sa.and_(feedback.c.severity.is_not(None), cases.c.contact_address != ERASED, _THERE)
    wanted = (
        sa.select(
            feedback,
            messages.c.subject,
            messages.c.words,
            cases.c.channel,
            cases.c.language,
            cases.c.customer_id,
            customers.c.name.label("called"),
        )
        .join(messages, messages.c.id == feedback.c.message_id)
        .join(cases, cases.c.id == feedback.c.case_id)
        .join(customers, customers.c.id == cases.c.customer_id, isouter=True)
        .where(feedback.c.id.in_(_LAST), told)
        .order_by(feedback.c.id)
    )
    rows = connection.execute(wanted if since is None else wanted.where(feedback.c.at >= since)).mappings().all()
    return [_teaching(connection, row) for row in rows]


def heard(connection: Connection, since: datetime) -> tuple[list[Heard], list[Heard]]:
    """Return what customers wrote before a moment and since then, 600 messages of either at most, the newest."""
    people = messages.c.outcome.in_([Outcome.OPENED, Outcome.CONTINUED])
    wanted = sa.select(messages).where(people, _THERE).order_by(messages.c.received_at.desc(), messages.c.id.desc())
    sides = (messages.c.received_at < since, messages.c.received_at >= since)
    before, after = (connection.execute(wanted.where(side).limit(_MOST)).mappings() for side in sides)
    return [_heard(row) for row in before], [_heard(row) for row in after]


def _heard(row: RowMapping) -> Heard:
    subject, words = _apart(row["subject"], row["words"])
    return Heard(at=row["received_at"], channel=Channel(row["channel"]), subject=subject, words=words)


def _teaching(connection: Connection, row: RowMapping) -> Teaching:
    opinion = suggestions.of_message(connection, row["message_id"])
    subject, words = _apart(row["subject"], row["words"])
    return Teaching(
        number=row["id"],
        case=row["case_id"],
        at=row["at"],
        engineer=row["actor"],
        reason=_reason(connection, row),
        channel=Channel(row["channel"]),
        language=row["language"],
        customer=row["customer_id"],
        called=row["called"],
        subject=subject,
        words=words,
        severity=row["severity"],
        kind=_kind(row["kind"], opinion),
        suggestion=opinion,
    )


def _kind(said: str | None, opinion: Suggestion | None) -> Kind | None:
    """Return what an engineer has called it, else what the model did: nobody has objected to that."""
    if said is not None:
        return Kind(said)
    return None if opinion is None else opinion.kind


def _reason(connection: Connection, row: RowMapping) -> str:
    """Return the reason of the decision that was written with the verdict; an erased one stays erased."""
    same = sa.and_(
        decisions.c.case_id == row["case_id"], decisions.c.at == row["at"], decisions.c.actor == row["actor"]
    )
    return connection.scalar(sa.select(decisions.c.reason).where(same).order_by(decisions.c.id.desc()).limit(1)) or ""


def _apart(subject: str, words: str) -> tuple[str | None, str]:
    """Return the subject without its Re: and the new words, which ingest keeps as one."""
    head, gap, rest = words.partition("\n\n")
    return (head, rest) if gap and head and subject.strip().endswith(head) else (None, words)
