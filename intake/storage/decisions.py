"""Decisions, consents and feedback: append-only records of what was held, agreed and taught."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage.tables import consents, decisions, feedback


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided on a case, by whom and why; `promise` is what held from then on."""

    case_id: int
    at: datetime
    actor: str
    action: str
    level: str | None
    reason: str
    promise: dict[str, object] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The customer's answer to a change of level.

    `actor` is the engineer who recorded it, or "customer"; `how` is "engineer", "reply" or "link". `message_id`
    is the message it came in, `question_id` the question it answers; both are None where there is none.
    """

    case_id: int
    at: datetime
    actor: str
    agreed: bool
    level: str | None
    how: str = "engineer"
    message_id: int | None = None
    question_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """An engineer's word on a suggestion: `suggested` and `severity` are 1-4, or None where there is none.

    `kind` is what sort of message it is, where they have said so.
    """

    case_id: int
    message_id: int
    at: datetime
    actor: str
    suggested: int | None
    severity: int | None
    level: str | None
    model: str | None
    kind: str | None = None


def add(connection: Connection, decision: Decision) -> None:
    """Append a decision."""
    connection.execute(sa.insert(decisions), _values(decision))


def add_consent(connection: Connection, consent: Consent) -> None:
    """Append a consent."""
    connection.execute(sa.insert(consents), _values(consent))


def add_feedback(connection: Connection, row: Feedback) -> None:
    """Append a feedback row."""
    connection.execute(sa.insert(feedback), _values(row))


def of_case(connection: Connection, case_id: int) -> list[Decision]:
    """Return a case's decisions, the first first."""
    found = sa.select(decisions).where(decisions.c.case_id == case_id).order_by(decisions.c.id)
    return [Decision(**_without_id(row)) for row in connection.execute(found).mappings()]


def last_consent(connection: Connection, case_id: int) -> Consent | None:
    """Return the customer's last recorded answer, or None."""
    found = sa.select(consents).where(consents.c.case_id == case_id).order_by(consents.c.id.desc()).limit(1)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else Consent(**_without_id(row))


def all_feedback(connection: Connection) -> list[Feedback]:
    """Return every feedback row, the first first."""
    rows = connection.execute(sa.select(feedback).order_by(feedback.c.id)).mappings()
    return [Feedback(**_without_id(row)) for row in rows]


def _values(record: Decision | Consent | Feedback) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def _without_id(row: Any) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "id"}
