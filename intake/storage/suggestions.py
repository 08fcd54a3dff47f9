"""The classifier's opinions, one a message, as it gave them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import RowMapping

from intake.domain.course import Course, Development, Reason
from intake.domain.suggestion import Evidence, Kind, Suggestion, facts_from
from intake.storage.parts import parts
from intake.storage.tables import messages, suggestions


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the classifier said of a message of a case, and when; `development` is what that means for the case.

    It is None for the first message of a case, and before it has been weighed.
    """

    case_id: int
    message_id: int
    suggestion: Suggestion
    at: datetime
    development: Development | None = None


def add(connection: Connection, opinion: Opinion) -> bool:
    """Keep an opinion; False when the message has one already."""
    row = {
        "message_id": opinion.message_id,
        "case_id": opinion.case_id,
        "at": opinion.at,
        "body": asdict(opinion.suggestion),
    }
    return connection.execute(insert(suggestions).values(row).on_conflict_do_nothing()).rowcount == 1


def of_message(connection: Connection, message_id: int) -> Suggestion | None:
    """Return the opinion on a message, or None."""
    body = connection.scalar(sa.select(suggestions.c.body).where(suggestions.c.message_id == message_id))
    return None if body is None else _suggestion(body)


def of_case(connection: Connection, case_id: int) -> tuple[int, Suggestion] | None:
    """Return the case's first message that has an opinion, with it; None when there is none yet."""
    found = sa.select(suggestions).where(suggestions.c.case_id == case_id).order_by(suggestions.c.message_id).limit(1)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else (row["message_id"], _suggestion(row["body"]))


def of_cases(connection: Connection, numbers: Iterable[int]) -> dict[int, Suggestion]:
    """Return the opinion on the first message of each case that has one, by case."""
    found: dict[int, Suggestion] = {}
    for some in parts(numbers):
        first = sa.select(sa.func.min(suggestions.c.message_id)).where(suggestions.c.case_id.in_(some))
        wanted = sa.select(suggestions.c.case_id, suggestions.c.body)
        wanted = wanted.where(suggestions.c.message_id.in_(first.group_by(suggestions.c.case_id)))
        found.update({row.case_id: _suggestion(row.body) for row in connection.execute(wanted)})
    return found


def develop(connection: Connection, message_id: int, found: Development) -> None:
    """Keep what a message means for its case."""
    row = {
        "course": str(found.course),
        "severity": found.severity,
        "reasons": [str(reason) for reason in found.reasons],
        "bare": found.bare,
    }
    connection.execute(sa.update(suggestions).where(suggestions.c.message_id == message_id).values(course=row))


def earlier(connection: Connection, case_id: int, message_id: int) -> list[Opinion]:
    """Return the opinions on a case's messages before one, the first first."""
    wanted = sa.select(suggestions).where(suggestions.c.case_id == case_id, suggestions.c.message_id < message_id)
    return [_opinion(row) for row in connection.execute(wanted.order_by(suggestions.c.message_id)).mappings()]


def every(connection: Connection, case_id: int) -> list[Opinion]:
    """Return the opinions on a case's messages, the first first."""
    wanted = sa.select(suggestions).where(suggestions.c.case_id == case_id).order_by(suggestions.c.message_id)
    return [_opinion(row) for row in connection.execute(wanted).mappings()]


def developments(connection: Connection, numbers: Iterable[int]) -> dict[int, list[Opinion]]:
    """Return the opinions on later messages of cases, the first first, by case; cases without any are left out."""
    found: dict[int, list[Opinion]] = {}
    for some in parts(numbers):
        wanted = sa.select(suggestions).where(suggestions.c.case_id.in_(some), suggestions.c.course.is_not(None))
        for row in connection.execute(wanted.order_by(suggestions.c.message_id)).mappings():
            found.setdefault(row["case_id"], []).append(_opinion(row))
    return found


def words_of(connection: Connection, message_id: int) -> tuple[str, str]:
    """Return a message's subject, and its words as ingest kept them with that; two times "" for an unknown one."""
    wanted = sa.select(messages.c.subject, messages.c.words).where(messages.c.id == message_id)
    row = connection.execute(wanted).one_or_none()
    return ("", "") if row is None else (row.subject, row.words)


def _opinion(row: RowMapping) -> Opinion:
    development = None if row["course"] is None else _development(row["course"])
    return Opinion(row["case_id"], row["message_id"], _suggestion(row["body"]), row["at"], development)


def _development(course: dict[str, Any]) -> Development:
    return Development(
        course=Course(course["course"]),
        severity=course["severity"],
        reasons=tuple(Reason(reason) for reason in course["reasons"]),
        bare=course["bare"],
    )


def _suggestion(body: dict[str, Any]) -> Suggestion:
    return Suggestion(
        **{
            **body,
            "kind": Kind(body["kind"]),
            "probabilities": {int(level): value for level, value in body["probabilities"].items()},
            "facts": facts_from(body["facts"]),
            "evidence": tuple(Evidence(**item) for item in body["evidence"]),
        }
    )
