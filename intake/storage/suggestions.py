"""The classifier's opinions, one a message, as it gave them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from intake.domain.suggestion import Evidence, Kind, Suggestion, facts_from
from intake.storage.parts import parts
from intake.storage.tables import suggestions


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the classifier said of a message of a case, and when."""

    case_id: int
    message_id: int
    suggestion: Suggestion
    at: datetime


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
