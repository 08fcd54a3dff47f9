"""Questions of consent: asked, answered once, or void; what their one-time links lead to."""

from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import RowMapping

from intake.domain.question import Answer, Question
from intake.storage.tables import decisions, questions


def ask(connection: Connection, question: Question) -> Question:
    """Keep a new question and return it with its number, which no other question ever gets."""
    row: dict[str, Any] = {field.name: getattr(question, field.name) for field in fields(question)}
    del row["id"]
    key = connection.execute(sa.insert(questions).values(row)).inserted_primary_key
    assert key is not None  # noqa: S101 - every insert into this table makes a key
    return _question({**row, "id": key[0]})


def find(connection: Connection, question_id: int) -> Question | None:
    """Return a question by its number, or None."""
    row = connection.execute(sa.select(questions).where(questions.c.id == question_id)).mappings().one_or_none()
    return None if row is None else _question(row)


def last(connection: Connection, case_id: int) -> Question | None:
    """Return the question a case's customer was asked last, whatever became of it, or None."""
    wanted = sa.select(questions).where(questions.c.case_id == case_id).order_by(questions.c.id.desc()).limit(1)
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else _question(row)


def decided(connection: Connection, case_id: int) -> int:
    """Return how many decisions a case has: more than when a question was asked make that question void."""
    wanted = sa.select(sa.func.count()).select_from(decisions).where(decisions.c.case_id == case_id)
    return connection.scalar(wanted) or 0


def is_written(connection: Connection, question: Question) -> None:
    """Note that the customer got a letter about a question."""
    connection.execute(sa.update(questions).where(questions.c.id == question.id).values(written=True))


def answered(connection: Connection, question: Question, answer: Answer, at: datetime) -> bool:
    """Close an open question; False when it was closed before, so that no answer counts twice."""
    here = sa.and_(questions.c.id == question.id, questions.c.answer == Answer.OPEN)
    values = {"answer": answer, "answered_at": at}
    return connection.execute(sa.update(questions).where(here).values(values)).rowcount == 1


def _question(row: RowMapping | dict[str, Any]) -> Question:
    return Question(**{**row, "answer": Answer(row["answer"])})
