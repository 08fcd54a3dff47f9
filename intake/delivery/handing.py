"""Handing over from the outbox, whichever way: claimed, handed over, settled; answers that cannot be written down wait.

An answer is kept from when it comes until it is written down: a full disk must not make us send a mail again.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Container
from datetime import datetime
from typing import ClassVar, Generic, TypeVar

import structlog
from sqlalchemy import Connection

from intake.database.engine import Database
from intake.delivery.rounds import Rounds
from intake.domain.case import MailState, Outgoing
from intake.stages.deliver import claim, release

log = structlog.get_logger()

Answer = TypeVar("Answer")


class Handing(Rounds, Generic[Answer]):
    """A carrier of mails or posts; `Answer` is what it is told by whoever it hands them to."""

    _what: ClassVar[str]  # begins its events of what it carries in the log: mail, post

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """Take from the outbox of `database`."""
        super().__init__()
        self._database = database
        self._now = now
        self._answers: dict[int, tuple[Outgoing, Answer]] = {}

    def _claim(self, mail: Outgoing) -> bool:
        with self._database.write() as connection:
            return claim(connection, mail)

    def _release(self, mail: Outgoing) -> None:
        with self._database.write() as connection:
            release(connection, mail)

    async def _settled(self, mail: Outgoing, answer: Answer) -> MailState:
        """Write down how a hand-over ended; return where the mail is now."""
        self._answers[mail.id] = (mail, answer)
        state = await asyncio.to_thread(self._settle, mail, answer)
        self._answers.pop(mail.id, None)
        return state

    def _settle(self, mail: Outgoing, answer: Answer) -> MailState:
        with self._database.write() as connection:
            return self._write(connection, mail, answer)

    def _recover(self) -> None:
        """Bring the outbox in order: write down what is known, and mark what nobody is handing over any more."""
        at_work = frozenset(self._at_work)
        known = {number: one for number, one in [*self._answers.items()] if number not in at_work}
        with self._database.write() as connection:
            for mail, answer in known.values():
                self._write(connection, mail, answer)
            found = self._mark_lost(connection, at_work)
        for number in known:
            self._answers.pop(number, None)
        if found:
            log.warning(f"{self._what}.unknown", **{f"{self._what}s": found})

    @abstractmethod
    def _write(self, connection: Connection, mail: Outgoing, answer: Answer) -> MailState:
        """Write an answer down; return where the mail is now."""

    @abstractmethod
    def _mark_lost(self, connection: Connection, at_work: Container[int]) -> int:
        """Mark what a dead process was handing over, but for what is `at_work`; return how many there were."""
