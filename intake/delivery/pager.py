"""The pager: hands calls over the web as they fall due, and sees how the calls by mail have ended."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import ClassVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from intake.database.engine import Database
from intake.delivery.rounds import LONGEST_WAIT, Rounds
from intake.domain.paging import Call
from intake.stages.calls.call import claim, recover, settle, settle_mail
from intake.stages.calls.escalate import failed
from intake.stages.calls.summons import Summons, summons
from intake.stages.deliver import HandOver, Result
from intake.stages.desk import Desk, Run
from intake.storage import pages

log = structlog.get_logger()

_AT_ONCE = 50  # each is one request; more that are due wait for one of them to end
_GONE = Result(hand_over=HandOver.REFUSED, answer="the settings have this name no more")

Post = Callable[[Summons, Callable[[], datetime]], Awaitable[Result]]


async def _post(said: Summons, now: Callable[[], datetime]) -> Result:
    from intake.delivery.webhook import post  # loads httpx, which a desk without web hooks never needs

    return await post(said, now)


def _said(run: Run, call: Call) -> Summons | Result:
    """Return what a call says, or why it ends without a word: what cannot be made now can be made never."""
    page = pages.find(run.connection, call.page_id)
    try:
        return _GONE if page is None else summons(run, page, call) or _GONE
    except DBAPIError:
        raise  # the store's own fault, which passes
    except Exception as error:  # noqa: BLE001 - whatever it is, the next name must be called instead
        log.error("page.failed", call=call.id, name=call.name, error=type(error).__name__)
        return Result(hand_over=HandOver.REFUSED, answer=f"its words cannot be made: {type(error).__name__}")


class Pager(Rounds):
    """Calls until it is stopped; each call is claimed before it is handed over."""

    _name: ClassVar[str] = "pager"

    def __init__(self, database: Database, desk: Desk, now: Callable[[], datetime], post: Post = _post) -> None:
        """Take calls from `database` in the name of `desk`."""
        super().__init__()
        self._database = database
        self._desk = desk
        self._now = now
        self._post = post
        # Answers that could not be written down yet: a full disk must not make us call again.
        self._answers: dict[int, tuple[Call, Result]] = {}

    def _told(self, error: Exception) -> str:
        return type(error).__name__  # its own words may hold a web address

    async def _begin(self) -> int:
        ended = await asyncio.to_thread(self._see_mails) + self._reap()
        room = _AT_ONCE - len(self._at_work)
        due = [call for call in await asyncio.to_thread(self._due) if call.id not in self._at_work][:room]
        for call in due:
            self._set_to_work(call.id, asyncio.create_task(self._hand_over(call)))
        return ended + len(due)

    async def _hand_over(self, call: Call) -> None:
        said = await asyncio.to_thread(self._claim, call)
        if said is None:
            return
        result = await self._post(said, self._now) if isinstance(said, Summons) else said
        self._answers[call.id] = (call, result)
        state = await asyncio.to_thread(self._settle, call, result)
        self._answers.pop(call.id, None)
        log.info("page.handed_over", call=call.id, name=call.name, way=call.way, state=state, answer=result.answer)

    def _run(self, connection: Connection) -> Run:
        return Run(connection=connection, desk=self._desk, now=self._now())

    def _due(self) -> list[Call]:
        with self._database.read() as connection:
            return pages.due(connection, self._now(), _AT_ONCE)

    def _pause(self) -> timedelta:
        if len(self._at_work) >= _AT_ONCE:
            return LONGEST_WAIT  # the first to end wakes us
        with self._database.read() as connection:
            next_at = pages.next_call(connection)
        return LONGEST_WAIT if next_at is None else next_at - self._now()

    def _claim(self, call: Call) -> Summons | Result | None:
        """Return what to say, or how it ends without a word; None when somebody has taken the page meanwhile."""
        with self._database.write() as connection:
            run = self._run(connection)
            if not claim(run, call):
                return None
            return _said(run, call)

    def _settle(self, call: Call, result: Result) -> str:
        with self._database.write() as connection:
            return self._settled(self._run(connection), call, result)

    def _settled(self, run: Run, call: Call, result: Result) -> str:
        settled = settle(run, call, result)
        failed(run, settled)
        return settled.state

    def _see_mails(self) -> int:
        """Settle the calls by mail whose mail has gone or was refused."""
        with self._database.read() as connection:
            ended = pages.mailed(connection)
        if ended:
            with self._database.write() as connection:
                run = self._run(connection)
                for call, end in ended:
                    failed(run, settle_mail(run, call, end))
        return len(ended)

    def _recover(self) -> None:
        at_work = frozenset(self._at_work)
        known = {number: one for number, one in [*self._answers.items()] if number not in at_work}
        with self._database.write() as connection:
            run = self._run(connection)
            for call, result in known.values():
                self._settled(run, call, result)
            found = recover(run, at_work)
        for number in known:
            self._answers.pop(number, None)
        if found:
            log.warning("page.unknown", calls=found)
