"""The embedded queue: a job is a row, taken and finished in the same transaction as its work.

One process works on a SQLite store, so a job needs no claim: a crash undoes the work and the job is
still there. Another queue has only to offer what these functions mean, over the caller's connection.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from intake.database.types import Instant, stored_instant

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
    # How often the process has ended while it was at this job, or at others beside it: see `intake.worker.poison`.
    sa.Column("begun", sa.Integer, nullable=False, server_default="0"),
    sa.UniqueConstraint("stage", "message_id"),
    sa.Index("jobs_due", "parked", "run_at"),
    sa.Index("jobs_begun", "begun", sqlite_where=sa.text("begun > 0")),
)

_INSERT = insert(jobs).on_conflict_do_nothing()
# Said to the driver itself: this is what the door waits for.
_INSERT_ALL = (
    "INSERT INTO jobs (stage, message_id, run_at, attempts, parked, error) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING"
)
_JOB = sa.select(jobs.c.id, jobs.c.stage, jobs.c.message_id, jobs.c.attempts, jobs.c.begun)
_BACKOFF = [timedelta(seconds=seconds) for seconds in (1, 5, 30, 120, 600)]


class Stage(StrEnum):
    """What a job does to a message."""

    PROCESS = "process"
    SUGGEST = "suggest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A stage to run on a message.

    `attempts` counts the runs that failed, `begun` those that were begun and of whose end nothing is known.
    """

    id: int
    stage: Stage
    message_id: int
    attempts: int
    begun: int = 0


def put(connection: Connection, stage: Stage, message_id: int, run_at: datetime) -> None:
    """Add a job unless the same one waits already."""
    row = {"stage": stage, "message_id": message_id, "run_at": run_at, "attempts": 0, "parked": False, "error": ""}
    connection.execute(_INSERT, row)


def put_all(connection: Connection, stage: Stage, wanted: Iterable[tuple[int, datetime]]) -> None:
    """Add a job for each message and time unless the same one waits already, in one statement."""
    rows = [(str(stage), message_id, stored_instant(run_at), 0, 0, "") for message_id, run_at in wanted]
    connection.exec_driver_sql(_INSERT_ALL, rows)


def due(connection: Connection, now: datetime, stage: Stage, limit: int) -> list[Job]:
    """Return a stage's jobs whose time has come and that no process has died at, the oldest first."""
    wanted = (
        _JOB.where(jobs.c.parked.is_(False), jobs.c.run_at <= now, jobs.c.stage == stage, jobs.c.begun == 0)
        .order_by(jobs.c.run_at, jobs.c.id)
        .limit(limit)
    )
    return [_job(row) for row in connection.execute(wanted)]


def suspect(connection: Connection, now: datetime) -> Job | None:
    """Return the job whose time has come and that was begun least often among those a process may have died at.

    None when there is none.
    """
    wanted = (
        _JOB.where(jobs.c.begun > 0, jobs.c.parked.is_(False), jobs.c.run_at <= now)
        .order_by(jobs.c.begun, jobs.c.run_at, jobs.c.id)
        .limit(1)
    )
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _job(row)


def newest(connection: Connection) -> int:
    """Return the number of the newest job, 0 when there is none."""
    return connection.scalar(sa.select(sa.func.max(jobs.c.id))) or 0


def begin(connection: Connection, taken: Sequence[Job]) -> None:
    """Note that jobs are about to be begun, in a commit before they are: nobody else tells of a process that dies."""
    numbers = [job.id for job in taken]
    connection.execute(sa.update(jobs).where(jobs.c.id.in_(numbers)).values(begun=jobs.c.begun + 1))


def _job(row: Any) -> Job:
    return Job(id=row.id, stage=Stage(row.stage), message_id=row.message_id, attempts=row.attempts, begun=row.begun)


def next_run(connection: Connection) -> datetime | None:
    """Return when the next job falls due, or None when none waits."""
    found: datetime | None = connection.scalar(sa.select(sa.func.min(jobs.c.run_at)).where(jobs.c.parked.is_(False)))
    return found


def done(connection: Connection, job: Job) -> bool:
    """Take a finished job out; False when it was gone already, so that its work must not count twice."""
    return connection.execute(sa.delete(jobs).where(jobs.c.id == job.id)).rowcount == 1


def later(connection: Connection, job: Job, run_at: datetime) -> None:
    """Put a job off without counting it as a failure; only this round's mark is taken back, not those of deaths."""
    begun = sa.case((jobs.c.begun > 0, jobs.c.begun - 1), else_=0)
    connection.execute(sa.update(jobs).where(jobs.c.id == job.id).values(run_at=run_at, begun=begun))


def failed(connection: Connection, job: Job, now: datetime, error: str) -> bool:
    """Put a failed job off for longer each time; return False when its tries are used up."""
    if job.attempts >= len(_BACKOFF):
        return False
    values = {"attempts": job.attempts + 1, "run_at": now + _BACKOFF[job.attempts], "error": error, "begun": 0}
    connection.execute(sa.update(jobs).where(jobs.c.id == job.id).values(values))
    return True


def park(connection: Connection, job: Job, error: str) -> None:
    """Set a job aside for a person, with the reason."""
    connection.execute(sa.update(jobs).where(jobs.c.id == job.id).values(parked=True, error=error))


def has_killed(connection: Connection, message_id: int) -> bool:
    """Tell whether a message was parked because processes had died at it."""
    return _is_begun(connection, message_id, parked=True)


def may_kill(connection: Connection, message_id: int) -> bool:
    """Tell whether a process may have died at a message that is still to be tried."""
    return _is_begun(connection, message_id, parked=False)


def _is_begun(connection: Connection, message_id: int, *, parked: bool) -> bool:
    found = sa.select(jobs.c.id).where(jobs.c.begun > 0, jobs.c.message_id == message_id, jobs.c.parked.is_(parked))
    return connection.scalar(found.limit(1)) is not None


def again(connection: Connection, message_id: int, run_at: datetime) -> None:
    """Let a message be carried through from the start, whatever became of the job that was set aside."""
    connection.execute(sa.delete(jobs).where(jobs.c.message_id == message_id, jobs.c.stage == Stage.PROCESS))
    put(connection, Stage.PROCESS, message_id, run_at)


def forget(connection: Connection, message_ids: Iterable[int]) -> None:
    """Take out the jobs of messages that were erased, with what they say of them."""
    for message_id in message_ids:
        connection.execute(sa.delete(jobs).where(jobs.c.message_id == message_id))
