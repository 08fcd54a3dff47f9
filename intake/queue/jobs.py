"""The embedded queue: a job is a row, taken and finished in the same transaction as its work.

One process works on a SQLite store, so a job needs no claim: a crash undoes the work and the job is
still there. Another queue has only to offer what these functions mean, over the caller's connection.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from intake.database.types import Instant

metadata = sa.MetaData()

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("message_id", sa.Integer, nullable=False),
    sa.Column("run_at", Instant, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("parked", sa.Boolean, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.UniqueConstraint("stage", "message_id"),
    sa.Index("jobs_due", "parked", "run_at"),
)

_INSERT = insert(jobs).on_conflict_do_nothing()
_BACKOFF = [timedelta(seconds=seconds) for seconds in (1, 5, 30, 120, 600)]


class Stage(StrEnum):
    """What a job does to a message."""

    PROCESS = "process"
    SUGGEST = "suggest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A stage to run on a message; `attempts` counts the runs that failed."""

    id: int
    stage: Stage
    message_id: int
    attempts: int


def put(connection: Connection, stage: Stage, message_id: int, run_at: datetime) -> None:
    """Add a job unless the same one waits already."""
    row = {"stage": stage, "message_id": message_id, "run_at": run_at, "attempts": 0, "parked": False, "error": ""}
    connection.execute(_INSERT, row)


def due(connection: Connection, now: datetime, stage: Stage, limit: int) -> list[Job]:
    """Return a stage's jobs whose time has come, the oldest first."""
    wanted = (
        sa.select(jobs.c.id, jobs.c.stage, jobs.c.message_id, jobs.c.attempts)
        .where(jobs.c.parked.is_(False), jobs.c.run_at <= now, jobs.c.stage == stage)
        .order_by(jobs.c.run_at, jobs.c.id)
        .limit(limit)
    )
    return [
        Job(id=row.id, stage=Stage(row.stage), message_id=row.message_id, attempts=row.attempts)
        for row in connection.execute(wanted)
    ]


def next_run(connection: Connection) -> datetime | None:
    """Return when the next job falls due, or None when none waits."""
    found: datetime | None = connection.scalar(sa.select(sa.func.min(jobs.c.run_at)).where(jobs.c.parked.is_(False)))
    return found


def done(connection: Connection, job: Job) -> bool:
    """Take a finished job out; False when it was gone already, so that its work must not count twice."""
    return connection.execute(sa.delete(jobs).where(jobs.c.id == job.id)).rowcount == 1


def later(connection: Connection, job: Job, run_at: datetime) -> None:
    """Put a job off without counting it as a failure."""
    connection.execute(sa.update(jobs).where(jobs.c.id == job.id).values(run_at=run_at))


def failed(connection: Connection, job: Job, now: datetime, error: str) -> bool:
    """Put a failed job off for longer each time; return False when its tries are used up."""
    if job.attempts >= len(_BACKOFF):
        return False
    values = {"attempts": job.attempts + 1, "run_at": now + _BACKOFF[job.attempts], "error": error}
    connection.execute(sa.update(jobs).where(jobs.c.id == job.id).values(values))
    return True


def park(connection: Connection, job: Job, error: str) -> None:
    """Set a job aside for a person, with the reason."""
    connection.execute(sa.update(jobs).where(jobs.c.id == job.id).values(parked=True, error=error))


def forget(connection: Connection, message_ids: Iterable[int]) -> None:
    """Take out the jobs of messages that were erased, with what they say of them."""
    for message_id in message_ids:
        connection.execute(sa.delete(jobs).where(jobs.c.message_id == message_id))
