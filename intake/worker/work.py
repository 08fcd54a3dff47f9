"""One round of work: read a batch outside the write lock, then carry it through its stages in one commit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from intake.database.engine import Database
from intake.domain.case import Accepted, Outcome
from intake.domain.errors import GiveUp, IntakeError, NotYet
from intake.domain.suggestion import Suggestion
from intake.queue import jobs
from intake.queue.jobs import Job, Stage
from intake.stages.acknowledge import acknowledge
from intake.stages.answer_mail import answered_by_mail
from intake.stages.assess import assess
from intake.stages.chat.answer import answered_in_thread
from intake.stages.chat.joined import say_joined
from intake.stages.chat.turns import is_chat
from intake.stages.desk import Desk, Run
from intake.stages.ingest import ingest
from intake.stages.opine import opine, opined, wants_opinion
from intake.stages.others import look_at_others
from intake.stages.proof_later import follow_proof
from intake.stages.understand import Understood, read_message, suggest, understand
from intake.stages.unreachable import bounced, heard_from
from intake.storage import audit, blobs, cases, messages
from intake.suggest.customers import for_customer
from intake.suggest.port import Suggests
from intake.worker.poison import begin, fatal

log = structlog.get_logger()

# Few opinions at a time: a mail that comes in meanwhile is answered first.
_MOST_AT_ONCE = {Stage.PROCESS: 25, Stage.SUGGEST: 5}
_MOST_BYTES = 16_000_000  # of mails that are in memory together

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
    """A job with the message it is about; `packed` is what its bytes shall be kept as once it is carried through.

    None where that is as they are.
    """

    job: Job
    accepted: Accepted
    packed: bytes | None


def work(shop: Workshop, backlog: int = 0) -> int:
    """Run a batch of the jobs that are due, answers to customers before opinions; return how many were taken up.

    Jobs numbered up to `backlog` were there when the process started. Of those that one may have died at, one is run,
    after the batch, so that all others are through before.
    """
    with shop.database.read() as connection:
        due = _due(connection, shop)
    taken = _round(shop, due, backlog)
    return taken + _suspect(shop)


def _suspect(shop: Workshop) -> int:
    with shop.database.read() as connection:
        job = jobs.suspect(connection, shop.now())
    if job is None:
        return 0
    why = fatal(job)
    if why is None:
        return _round(shop, [job], job.id)
    with shop.database.write() as connection:
        _park(connection, shop, job, why)
    return 1


def _round(shop: Workshop, due: list[Job], backlog: int) -> int:
    """Read what jobs are about outside the write lock, then carry it through in one commit."""
    if not due:
        return 0
    begin(shop.database, due, backlog)
    with shop.database.read() as connection:
        tasks, unreadable = _tasks(connection, due)
        prepared = [_prepare(connection, shop, task) for task in tasks]
    try:
        for job, error in unreadable:
            with shop.database.write() as connection:
                _failed(connection, shop, job, error)
        _finish_all(shop, list(zip(tasks, prepared, strict=True)))
    except OperationalError:
        raise  # a full disk or a locked store: nothing that a message could help
    except Exception as error:  # noqa: BLE001 - the worker's last line: what one message breaks stops no other
        _one_by_one(shop, due, error)
    return len(due)


def _one_by_one(shop: Workshop, due: list[Job], error: Exception) -> None:
    """Carry each job of a round whose commit has failed through alone, so that only the one at fault fails."""
    if len(due) > 1:
        for job in due:
            _round(shop, [job], backlog=0)
        return
    with shop.database.write() as connection:
        _failed(connection, shop, due[0], error)


def _tasks(connection: Connection, due: list[Job]) -> tuple[list[Task], list[tuple[Job, IntakeError]]]:
    """Return the jobs with their messages, and apart those whose message is not there or cannot be read."""
    try:
        accepted = messages.many(connection, [job.message_id for job in due])
        gone = [(job, _gone(job)) for job in due if job.message_id not in accepted]
        return [_task(job, accepted[job.message_id]) for job in due if job.message_id in accepted], gone
    except IntakeError as error:
        if len(due) == 1:
            return [], [(due[0], error)]
    alone = [_tasks(connection, [job]) for job in due]
    return [task for tasks, _ in alone for task in tasks], [one for _, unreadable in alone for one in unreadable]


def _gone(job: Job) -> IntakeError:
    return GiveUp(f"there is no message {job.message_id} in the store; was it taken out by hand, or half restored?")


def _due(connection: Connection, shop: Workshop) -> list[Job]:
    for stage, most in _MOST_AT_ONCE.items():
        found = jobs.due(connection, shop.now(), stage, most)
        if found:
            return _fitting(connection, found)
    return []


def _fitting(connection: Connection, found: list[Job]) -> list[Job]:
    """Return as many of the jobs as there is memory for, one at least."""
    sizes, size = messages.sizes(connection, [job.message_id for job in found]), 0
    taken: list[Job] = []
    for job in found:
        size += sizes.get(job.message_id, 0)
        if taken and size > _MOST_BYTES:
            break
        taken.append(job)
    return taken


def _prepare(connection: Connection, shop: Workshop, task: Task) -> Prepared:
    job, accepted = task.job, task.accepted
    try:
        if job.stage is Stage.PROCESS:
            return understand(shop.run(connection), accepted, shop.suggests)
        if not wants_opinion(connection, accepted):
            return None
        if not shop.suggests.ready:
            raise NotYet("the model is still loading", pause=0.5)
        found = suggest(accepted, read_message(connection, accepted, shop.desk), shop.suggests)
        case = None if accepted.case_id is None else cases.find(connection, accepted.case_id)
        return for_customer(shop.suggests, found, None if case is None else case.customer_id)
    except Exception as error:  # noqa: BLE001 - the worker's last line: the message is kept, the fault is told
        return error


def _task(job: Job, accepted: Accepted) -> Task:
    return Task(job, accepted, blobs.packed(accepted.envelope.raw) if job.stage is Stage.PROCESS else None)


def _finish_all(shop: Workshop, ready: list[tuple[Task, Prepared]]) -> None:
    """Carry a round through in one commit, or in several where somebody waits to write: a sender for its 250."""
    done = 0
    while done < len(ready):
        with shop.database.write() as connection:
            for task, prepared in ready[done:]:
                _finish(connection, shop, task, prepared)
                done += 1
                if shop.database.is_wanted:
                    break


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
                if job.stage is Stage.PROCESS:
                    blobs.pack(connection, accepted.id, accepted.envelope.raw, task.packed)
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
        in_a_chat = is_chat(run.connection, understood.accepted)
        (answered_in_thread if in_a_chat else answered_by_mail)(run, understood, ingested)
        return
    bounced(run, understood, ingested)
    heard_from(run, ingested)
    assessed = assess(run, understood, ingested)
    if assessed is not None:
        acknowledge(run, understood, ingested, assessed)
    if assessed is None or assessed.changed_from is None:
        say_joined(run, understood, ingested)
    follow_proof(run, understood, ingested)
    look_at_others(run, understood, ingested)
    if ingested.outcome in (Outcome.OPENED, Outcome.CONTINUED) and understood.suggestion is None:
        jobs.put(run.connection, Stage.SUGGEST, understood.accepted.id, run.now)
    else:
        opined(run, understood, ingested)


def _failed(connection: Connection, shop: Workshop, job: Job, error: Exception) -> None:
    said = f"{type(error).__name__}: {error}"
    if not isinstance(error, GiveUp) and jobs.failed(connection, job, shop.now(), said):
        log.warning("job.failed", stage=job.stage, message=job.message_id, attempts=job.attempts + 1, error=said)
        return
    _park(connection, shop, job, said)


def _park(connection: Connection, shop: Workshop, job: Job, said: str) -> None:
    jobs.park(connection, job, said)
    if job.stage is Stage.PROCESS:
        messages.park(connection, job.message_id, said)
    detail = {"stage": str(job.stage), "error": said}
    entry = audit.Entry(at=shop.now(), actor="bot", event="message.parked", message_id=job.message_id, detail=detail)
    audit.write(connection, entry)
    log.error("job.parked", stage=job.stage, message=job.message_id, error=said)
