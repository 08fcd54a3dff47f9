"""A rehearsal: past messages carried through anew, by the stages themselves, in a store beside the real one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from logging import CRITICAL
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog
from sqlalchemy import Connection, event

from intake.database.engine import Database, sqlite_url
from intake.database.migrate import migrate
from intake.domain.case import Accepted, Outcome
from intake.domain.identity import Claim, Findings, findings_from
from intake.identify.authenticates import NOTHING
from intake.identify.visitor import visitor_then
from intake.queue import jobs
from intake.stages.accept import accept
from intake.stages.chat.retold import retell
from intake.stages.chat.turns import is_chat
from intake.stages.desk import Desk, Run
from intake.stages.understand import Understood
from intake.stages.window.reading import visitor_of
from intake.storage import identities, messages, past
from intake.storage.window import visitors
from intake.storage.window.visitors import Known
from intake.suggest.port import Suggests
from intake.worker.work import Workshop, work


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """With whom it is rehearsed: the desk, the classifier and who hears answers, as the worker's own workshop has them.

    A person stands for the `vouched` messages, whatever they look like. `before` does what people had done when a
    message was carried through, in the transaction that it is given.
    """

    desk: Desk
    suggests: Suggests
    hear: Callable[[Run, Understood], None]
    vouched: Sequence[int] = ()
    before: Callable[[Run, Accepted], None] = lambda _run, _accepted: None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A store in a folder that is thrown away, at the moment of the message at hand."""

    database: Database
    _source: Connection
    _shop: Workshop
    _clock: "_Clock"
    _before: Callable[[Run, Accepted], None]

    def carry(self, accepted: Accepted) -> None:
        """Carry a message of the past through, with its receipt as the time of day, until nothing of it waits."""
        self._clock.moment = accepted.envelope.received_at
        with self.database.write() as connection:
            self._before(self._shop.run(connection), accepted)
            _as_then(self._source, connection, accepted)
            if is_chat(self._source, accepted):
                retell(self._source, connection, accepted)
            else:
                copy = accept(connection, accepted.channel, accepted.envelope)
                past.renumber(connection, copy.id, accepted.id)
        while work(self._shop) or self._clock.forward_to(self._next()):
            pass

    def _next(self) -> datetime | None:
        with self.database.read() as connection:
            return jobs.next_run(connection)


@contextmanager
def rehearsal(source: Connection, cast: Cast) -> Iterator[Rehearsal]:
    """Give a store that knows the customers of `source` and the mails that were written, and nothing else.

    It is on disk, for there may be many messages, and gone afterwards. Cases get the numbers that they had, so that
    answers find them; who sent a message is what was found out when it came.
    """
    with TemporaryDirectory(prefix="intake-replay-") as beside, _silent():
        database = Database(sqlite_url(Path(beside) / "replay.db"))
        event.listen(database.engine, "connect", _carelessly)
        try:
            migrate(database)
            with database.write() as connection:
                past.copy_people(source, connection)
                past.copy_mails(source, connection)
                past.copy_vouched(source, connection, cast.vouched)
            clock = _Clock()
            here = replace(cast.desk, case_number=_numbers(source), authenticates=_FoundThen(source))
            shop = Workshop(database=database, desk=here, suggests=cast.suggests, now=clock.now, hear=cast.hear)
            yield Rehearsal(database, source, shop, clock, cast.before)
        finally:
            database.close()


def _as_then(source: Connection, beside: Connection, accepted: Accepted) -> None:
    """Let a visitor of the window be who they were when they said something; they may have proved more since."""
    visitor = visitor_of(source, accepted)
    sighted = None if visitor is None else identities.of_messages(source, [accepted.id]).get(accepted.id)
    if visitor is None or sighted is None:
        return  # another's message, or none whose sender was looked at
    then = visitor_then(visitor, sighted, messages.summary(source, accepted.id).sender)
    known = Known(name=then.name, address=then.address, degree=then.degree, why=then.why)
    visitors.is_now(beside, visitor.talk.number, known)


class _Clock:
    """The time of day in a rehearsal."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def forward_to(self, moment: datetime | None) -> bool:
        """Put the clock forward to when something is to be done; False when there is nothing."""
        if moment is None:
            return False
        self.moment = max(self.moment, moment)
        return True


@dataclass(frozen=True, slots=True)
class _FoundThen:
    """Knows of a sender what was found out when the message came; DNS may say otherwise today."""

    source: Connection

    def check(self, claim: Claim) -> Findings:
        sighted = identities.of_messages(self.source, [claim.number]).get(claim.number)
        return NOTHING if sighted is None or not sighted.findings else findings_from(sighted.findings)

    def close(self) -> None:
        """End nothing."""


def _numbers(source: Connection) -> Callable[[int], int]:
    """Return what says which number the case of a message gets: the one it had, else one that no case has."""

    def number(message_id: int) -> int:
        found = messages.summary(source, message_id)
        opened = found.outcome is Outcome.OPENED and found.case_id is not None
        return found.case_id if opened and found.case_id is not None else past.NEW_CASE + message_id

    return number


def _carelessly(connection: Any, _record: object) -> None:
    """Let a store that is thrown away wait for no disk; it holds rows that point to what it has no copy of."""
    for pragma in ("synchronous=OFF", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _silent() -> Iterator[None]:
    """Say nothing about mails that failed then as they do now."""
    before: Mapping[str, Any] = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**before)
