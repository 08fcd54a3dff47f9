"""One round of work: read a batch outside the write lock, then carry it through its stages in one commit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from intake.database.engine import Database
from intake.domain.case import Accepted, Outcome
from intake.domain.errors import GiveUp, NotYet
from intake.domain.suggestion import Suggestion
from intake.queue import jobs
from intake.queue.jobs import Job, Stage
from intake.stages.acknowledge import acknowledge
from intake.stages.answer_mail import answered_by_mail
from intake.stages.assess import assess
from intake.stages.desk import Desk, Run
from intake.stages.ingest import ingest
from intake.stages.opine import opine, wants_opinion
from intake.stages.others import look_at_others
from intake.stages.understand import Understood, read_mail, suggest, understand
from intake.storage import audit, messages
from intake.suggest.port import Suggests

log = structlog.get_logger()

# Few opinions at a time: a mail that comes in meanwhile is answered first.
_MOST_AT_ONCE = {Stage.PROCESS: 25, Stage.SUGGEST: 5}

Prepared = Understood | Suggestion | Exception | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What a round of work needs: the store, the desk, the classifier and a clock.

    `hear` takes a customer's answer to a question of consent from a message that was carried through.
    """

    database: Database
    desk: Desk
    suggests: Suggests
    now: Callable[[], datetime]
    hear: Callable[[Run, Understood], None]

    def run(self, connection: Connection) -> Run:
        """Return what a stage needs to run now, in a transaction."""
        return Run(connection=connection, desk=self.desk, now=self.now())


@dataclass(frozen=True, slots=True)
class Task:
    """A job with the message it is about."""

    job: Job
    accepted: Accepted


def work(shop: Workshop) -> int:
    """Run a batch of the jobs that are due, answers to customers before opinions; return how many were taken up."""
    with shop.database.read() as connection:
        due = _due(connection, shop)
        accepted = messages.many(connection, [job.message_id for job in due])
        tasks = [Task(job, accepted[job.message_id]) for job in due]
        prepared = [_prepare(connection, shop, task) for task in tasks]
    if not due:
        return 0
    with shop.database.write() as connection:
        for task, ready in zip(tasks, prepared, strict=True):
            _finish(connection, shop, task, ready)
    return len(due)


def _due(connection: Connection, shop: Workshop) -> list[Job]:
    for stage, most in _MOST_AT_ONCE.items():
        found = jobs.due(connection, shop.now(), stage, most)
        if found:
            return found
    return []


def _prepare(connection: Connection, shop: Workshop, task: Task) -> Prepared:
    job, accepted = task.job, task.accepted
    try:
        if job.stage is Stage.PROCESS:
            return understand(shop.run(connection), accepted, shop.suggests)
        if not wants_opinion(connection, accepted):
            return None
        if not shop.suggests.ready:
            raise NotYet("the model is still loading", pause=0.5)
        return suggest(accepted, read_mail(accepted, shop.desk), shop.suggests)
    except Exception as error:  # noqa: BLE001 - the worker's last line: the message is kept, the fault is told
        return error


def _finish(connection: Connection, shop: Workshop, task: Task, ready: Prepared) -> None:
    job, accepted = task.job, task.accepted
    try:
        with connection.begin_nested():
            if isinstance(ready, Exception):
                raise ready
            if jobs.done(connection, job):
                run = shop.run(connection)
                _carry(run, accepted, ready)
                if isinstance(ready, Understood):
                    shop.hear(run, ready)
    except NotYet as wait:
        jobs.later(connection, job, shop.now() + timedelta(seconds=wait.pause))
    except Exception as error:  # noqa: BLE001 - the worker's last line: the message is kept, the fault is told
        _failed(connection, shop, job, error)


def _carry(run: Run, accepted: Accepted, ready: Understood | Suggestion | None) -> None:
    if isinstance(ready, Suggestion):
        opine(run, accepted, ready)
    elif ready is not None:
        _process(run, ready)


def _process(run: Run, understood: Understood) -> None:
    ingested = ingest(run, understood)
    if ingested is None:
        return
    if ingested.engineer is not None:
        answered_by_mail(run, understood, ingested)
        return
    assessed = assess(run, understood, ingested)
    if assessed is not None:
        acknowledge(run, understood, ingested, assessed)
    look_at_others(run, understood, ingested)
    if ingested.outcome in (Outcome.OPENED, Outcome.CONTINUED) and understood.suggestion is None:
        jobs.put(run.connection, Stage.SUGGEST, understood.accepted.id, run.now)


def _failed(connection: Connection, shop: Workshop, job: Job, error: Exception) -> None:
    said = f"{type(error).__name__}: {error}"
    if not isinstance(error, GiveUp) and jobs.failed(connection, job, shop.now(), said):
        log.warning("job.failed", stage=job.stage, message=job.message_id, attempts=job.attempts + 1, error=said)
        return
    jobs.park(connection, job, said)
    if job.stage is Stage.PROCESS:
        messages.park(connection, job.message_id, said)
    detail = {"stage": str(job.stage), "error": said}
    entry = audit.Entry(at=shop.now(), actor="bot", event="message.parked", message_id=job.message_id, detail=detail)
    audit.write(connection, entry)
    log.error("job.parked", stage=job.stage, message=job.message_id, error=said)
