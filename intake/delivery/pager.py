"""The pager: hands calls over the web as they fall due, and sees how the calls by mail have ended."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from intake.database.engine import Database
from intake.domain.paging import Call
from intake.stages.call import claim, recover, settle, settle_mail
from intake.stages.deliver import HandOver, Result
from intake.stages.desk import Desk, Run
from intake.stages.escalate import failed
from intake.stages.summons import Summons, summons
from intake.storage import pages

log = structlog.get_logger()

_AT_ONCE = 50  # each is one request; more that are due wait for one of them to end
_LONGEST_WAIT = timedelta(seconds=5)
_AFTER_A_FAULT = timedelta(seconds=1)
_PATIENCE = 5.0  # seconds that a stop waits for an answer; a call without one is unknown
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


class Pager:
    """Calls until it is stopped; each call is claimed before it is handed over."""

    def __init__(self, database: Database, desk: Desk, now: Callable[[], datetime], post: Post = _post) -> None:
        """Take calls from `database` in the name of `desk`."""
        self._database = database
        self._desk = desk
        self._now = now
        self._post = post
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        # Calls that are being handed over, by number: a slow target keeps no other from being called.
        self._at_work: dict[int, asyncio.Task[None]] = {}
        # Answers that could not be written down yet: a full disk must not make us call again.
        self._answers: list[tuple[Call, Result]] = []

    def stop(self) -> None:
        """Let the calls at hand be answered and end `run`; the rest waits in the store."""
        self._stopping.set()
        self._wake.set()

    def wake(self) -> None:
        """Say that a call may be waiting; call it on the event loop's thread."""
        self._wake.set()

    async def run(self) -> None:
        """Call until `stop`."""
        calling = asyncio.create_task(self._call())
        await self._stopping.wait()
        await asyncio.wait({calling, *self._at_work.values()}, timeout=_PATIENCE)
        left = {calling, *self._at_work.values()}
        for task in left:
            task.cancel()
        await asyncio.wait(left)

    async def _call(self) -> None:
        recovered = False
        while not self._stopping.is_set():
            self._wake.clear()
            pause = _AFTER_A_FAULT
            try:
                if not recovered:
                    await asyncio.to_thread(self._recover)
                    recovered = True
                if await self._begin():
                    continue
                pause = await asyncio.to_thread(self._pause)
            except Exception as error:  # noqa: BLE001 - a last line: the loop outlives a full disk or a locked store
                # The error's own words may hold a web address.
                log.error("pager.failed", error=type(error).__name__)
                # Only when none is at work any more can a recovery take none of them for lost.
                await asyncio.gather(*self._at_work.values(), return_exceptions=True)
                self._at_work.clear()
                recovered = False
            try:
                await asyncio.wait_for(self._wake.wait(), pause.total_seconds())
            except TimeoutError:
                continue

    async def round(self) -> int:
        """Hand over what is due, side by side, and wait for the answers. Return how many there were."""
        found = await self._begin()
        if self._at_work:
            await asyncio.wait(self._at_work.values())
        self._reap()
        return found

    async def _begin(self) -> int:
        """Begin to hand over what is due; return how many began or have ended. Raises what an earlier one raised."""
        ended = await asyncio.to_thread(self._see_mails) + self._reap()
        room = _AT_ONCE - len(self._at_work)
        due = [call for call in await asyncio.to_thread(self._due) if call.id not in self._at_work][:room]
        for call in due:
            self._at_work[call.id] = asyncio.create_task(self._hand_over(call))
            self._at_work[call.id].add_done_callback(lambda _: self._wake.set())
        return ended + len(due)

    def _reap(self) -> int:
        """Forget the calls that were handed over; raises the error of the first that failed."""
        done = [number for number, task in self._at_work.items() if task.done()]
        for number in done:
            self._at_work.pop(number).result()
        return len(done)

    async def _hand_over(self, call: Call) -> None:
        said = await asyncio.to_thread(self._claim, call)
        if said is None:
            return
        result = await self._post(said, self._now) if isinstance(said, Summons) else said
        self._answers.append((call, result))
        state = await asyncio.to_thread(self._settle, call, result)
        self._answers.remove((call, result))
        log.info("page.handed_over", call=call.id, name=call.name, way=call.way, state=state, answer=result.answer)

    def _run(self, connection: Connection) -> Run:
        return Run(connection=connection, desk=self._desk, now=self._now())

    def _due(self) -> list[Call]:
        with self._database.read() as connection:
            return pages.due(connection, self._now(), _AT_ONCE)

    def _pause(self) -> timedelta:
        if len(self._at_work) >= _AT_ONCE:
            return _LONGEST_WAIT  # the first to end wakes us
        with self._database.read() as connection:
            next_at = pages.next_call(connection)
        if next_at is None:
            return _LONGEST_WAIT
        return min(max(next_at - self._now(), timedelta(milliseconds=5)), _LONGEST_WAIT)

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
        """Write down what is known, and mark what nobody is handing over any more."""
        with self._database.write() as connection:
            run = self._run(connection)
            for call, result in self._answers:
                self._settled(run, call, result)
            found = recover(run)
        self._answers.clear()
        if found:
            log.warning("page.unknown", calls=found)
