"""The layer: takes from the outbox what goes into a window, and lays it before the visitor, each once.

Nobody else is asked, so taking and laying are one commit: nothing of it can be lost or doubled.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar

import structlog
from sqlalchemy import Connection

from intake.database.engine import Database
from intake.delivery.rounds import LONGEST_WAIT, Rounds
from intake.domain.case import Outgoing
from intake.domain.timer import Timer, TimerKind
from intake.domain.window import PREFIX, Talk, WindowRules
from intake.stages.deliver import HandOver, Result, claim, settle
from intake.storage import outbox, timers
from intake.storage.window import lines, visitors

log = structlog.get_logger()

_AT_ONCE = 100
_LAID = Result(hand_over=HandOver.SENT, answer="laid before the visitor")
_NOBODY = Result(hand_over=HandOver.REFUSED, answer="it has no window to go to")


class Layer(Rounds):
    """Lays letters before visitors until it is stopped; `laid` is told whose talk has a new line, in a thread."""

    _name: ClassVar[str] = "window"

    def __init__(
        self,
        database: Database,
        rules: WindowRules,
        laid: Callable[[set[int]], None],
        now: Callable[[], datetime],
    ) -> None:
        """Take from `database`; what stays unseen for long is looked at again as `rules` say."""
        super().__init__()
        self._database = database
        self._rules = rules
        self._laid = laid
        self._now = now

    async def _begin(self) -> int:
        talks = await asyncio.to_thread(self._lay)
        if talks:
            self._laid(talks)
        return len(talks)

    def _lay(self) -> set[int]:
        now = self._now()
        with self._database.read() as connection:
            due = list(self._due(connection, now))
        if not due:
            return set()
        with self._database.write() as connection:
            found = {self._one(connection, mail, now) for mail in due}
        return {number for number in found if number is not None}

    def _due(self, connection: Connection, now: datetime) -> list[Outgoing]:
        lanes = [lane for lane in outbox.lanes_due(connection, now) if (lane or "").startswith(PREFIX)]
        return [mail for lane in lanes for mail in outbox.due_in(connection, lane, now, _AT_ONCE)]

    def _one(self, connection: Connection, mail: Outgoing, now: datetime) -> int | None:
        """Lay a letter before its visitor, and note when to look whether they have seen it."""
        talk = Talk.read(mail.recipient)
        if not claim(connection, mail):
            return None
        if talk is None or visitors.find(connection, talk.number) is None:
            settle(connection, mail, _NOBODY, now)
            return None
        line = lines.answered(connection, talk.number, mail.id, now)
        settle(connection, mail, _LAID, now)
        timer = Timer(
            kind=TimerKind.UNSEEN,
            case_id=mail.case_id,
            key=f"unseen:{line}",
            due_at=now + self._rules.unseen_after,
            detail={"line": line, "visitor": talk.number},
        )
        timers.put(connection, timer)
        log.info("window.laid", mail=mail.id, case=mail.case_id)
        return talk.number

    def _pause(self) -> timedelta:
        now = self._now()
        with self._database.read() as connection:
            due = outbox.next_send(connection, now)
        return LONGEST_WAIT if due is None else due - now

    def _recover(self) -> None:
        """Bring nothing in order: what was taken was laid in the same commit."""
