"""The courier: takes mails from the outbox as they fall due and hands them to the smarthost, lane by lane."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import ClassVar

import structlog
from sqlalchemy import Connection

from intake.database.engine import Database
from intake.delivery.dkim import Unsigned
from intake.delivery.handing import Handing
from intake.delivery.lanes import Lanes, Limits
from intake.delivery.lines import Away, Keeping, Line, Lines, drop
from intake.delivery.outage import Outage
from intake.delivery.rounds import LONGEST_WAIT
from intake.delivery.smarthost import Smarthost, hand_over
from intake.domain.case import BESIDE, MailState, Outgoing
from intake.domain.chats import CHATS
from intake.stages.deliver import HandOver, Result, Step, recover, settle
from intake.storage import outbox

log = structlog.get_logger()

_CALLS = ""  # the lane of calls to who is on call
_BEFORE_A_RECEIPT = 4  # other mails, at most, where both wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How mail goes out: where to, how much at once, how long connections are kept.

    `sign` makes the DKIM-Signature header of a mail's bytes, with its line end, or raises Unsigned; None where nothing
    is signed.
    """

    smarthost: Smarthost
    limits: Limits = field(default_factory=Limits)
    keeping: Keeping = field(default_factory=Keeping)
    sign: Callable[[bytes], str] | None = None


class Courier(Handing[Result]):
    """Delivers until it is stopped; a connection is there before a mail is claimed."""

    _name: ClassVar[str] = "courier"
    _what: ClassVar[str] = "mail"

    def __init__(self, database: Database, way: Way, now: Callable[[], datetime]) -> None:
        """Take mails from `database` to the smarthost."""
        super().__init__(database, now)
        self._way = way
        self._lines = Lines(way.smarthost, way.keeping)
        self._lanes = Lanes(way.limits)
        self._outage = Outage(database, now)
        # The lanes of answers and of receipts that were served last: the next round begins behind them.
        self._last, self._last_beside = "", ""
        self._since_receipt = 0  # how many other mails have gone since a receipt did

    async def _begin(self) -> int:
        ended = self._reap()
        await self._lines.close_idle()
        room = self._outage.most(self._way.limits.connections) - len(self._at_work)
        mails = await asyncio.to_thread(self._next, room) if self._outage.is_over_or_due else []
        for mail in mails:
            self._lanes.begin(mail.lane, self._now())
            self._set_to_work(mail.id, asyncio.create_task(self._carry(mail)))
        return ended + len(mails)

    def _next(self, room: int) -> list[Outgoing]:
        """Return what may begin now: calls first, one of them beyond the room, then mails of each lane in turn."""
        now = self._now()
        with self._database.read() as connection:
            may_call = room > 0 or not self._lanes.at_work(_CALLS)
            found = self._free(connection, _CALLS, now)[:1] if may_call else []
            for mail in self._in_turn(connection, now) if len(found) < room else ():
                found.append(mail)
                self._served(mail)
                if len(found) >= room:
                    break
        return found

    def _in_turn(self, connection: Connection, now: datetime) -> Iterator[Outgoing]:
        """Yield the oldest mail of each open lane: receipts after the others, but for one after so many of those."""
        lanes = [lane for lane in outbox.lanes_due(connection, now) if not (lane or "").startswith(CHATS)]
        of_before: list[str | None] = [None] if None in lanes else []
        named = [lane for lane in lanes if lane]
        others = _behind(self._last, [lane for lane in named if not lane.endswith(BESIDE)], of_before)
        beside = _behind(self._last_beside, [lane for lane in named if lane.endswith(BESIDE)])
        first, second = self._oldest(connection, others, now), self._oldest(connection, beside, now)
        while True:
            ways = (second, first) if self._since_receipt >= _BEFORE_A_RECEIPT else (first, second)
            mail = next(ways[0], None) or next(ways[1], None)
            if mail is None:
                return
            yield mail

    def _oldest(self, connection: Connection, lanes: Sequence[str | None], now: datetime) -> Iterator[Outgoing]:
        """Yield the oldest mail of each of the lanes that are open."""
        for lane in lanes:
            yield from self._free(connection, lane, now)[:1]

    def _served(self, mail: Outgoing) -> None:
        """Note whose turn it was."""
        if mail.lane.endswith(BESIDE):
            self._last_beside, self._since_receipt = mail.lane, 0
        else:
            self._last, self._since_receipt = mail.lane, self._since_receipt + 1

    def _free(self, connection: Connection, lane: str | None, now: datetime) -> list[Outgoing]:
        """Return mails of a lane that nobody is handing over, as far as it is open."""
        if lane is not None and not self._lanes.is_open(lane, now):
            return []
        due = outbox.due_in(connection, lane, now, len(self._at_work) + self._way.limits.connections)
        return [mail for mail in due if mail.id not in self._at_work and self._lanes.is_open(mail.lane, now)]

    async def _carry(self, mail: Outgoing) -> None:
        """Hand a mail over; a smarthost that is away costs it no try."""
        result: Result | None = None
        try:
            result = await self._carried(mail, await self._lines.take())
        except Away as away:
            await self._outage.begun(f"smarthost unreachable: {away}")
        finally:
            self._lanes.end(mail.lane, result, self._now())
        if result is not None and result.hand_over is HandOver.NOT_NOW and result.step is Step.MAIL:
            await self._outage.begun(f"smarthost takes no mail: {result.answer}")
        elif result is not None and result.step is not None:
            await self._outage.is_over()

    async def _carried(self, mail: Outgoing, line: Line) -> Result | None:
        """Claim a mail, hand it over and write down how that ended; None when nobody was asked. Raises Away."""
        try:
            ready = await asyncio.to_thread(self._signed, mail)
            result = None
            if await asyncio.to_thread(self._claim, mail if isinstance(ready, Result) else ready):
                result = ready if isinstance(ready, Result) else await self._handed_over(ready, line)
                await self._noted(mail if isinstance(ready, Result) else ready, result)
        except BaseException:
            drop(line)
            raise
        await self._lines.give_back(line)
        return result

    async def _handed_over(self, mail: Outgoing, line: Line) -> Result:
        """Hand a mail over; over a new connection if the one that was kept had been ended between two mails."""
        result = await hand_over(line.client, mail)
        if result.lost and result.step is Step.MAIL and line.carried:
            try:
                await self._lines.renew(line)
            except Away:
                await asyncio.to_thread(self._release, mail)
                raise
            result = await hand_over(line.client, mail)
        line.carried += 1
        return result

    async def _noted(self, mail: Outgoing, result: Result) -> None:
        state = await self._settled(mail, result)
        log.info("mail.handed_over", mail=mail.id, case=mail.case_id, state=state, code=result.answer[:3])

    def _signed(self, mail: Outgoing) -> Outgoing | Result:
        """Return a mail with the signature it goes out with, or how it ends: nothing goes out without one.

        What may have arrived is repeated with the signature it had; all else is signed with the key of today.
        """
        if self._way.sign is None or (mail.dkim and mail.state is MailState.UNKNOWN):
            return mail
        try:
            return replace(mail, dkim=self._way.sign(mail.raw))
        except Exception as error:  # noqa: BLE001 - whatever the library stumbles over: it waits, and is counted
            # An error that we did not word ourselves may hold a piece of the key.
            why = str(error) if isinstance(error, Unsigned) else type(error).__name__
            log.error("mail.unsigned", mail=mail.id, error=why)
            return Result(hand_over=HandOver.NOT_NOW, answer=f"it cannot be signed: {why}")

    def _pause(self) -> timedelta:
        now = self._now()
        if not self._outage.is_over_or_due:
            return self._outage.until - now
        with self._database.read() as connection:
            moments = (outbox.next_send(connection, now), self._lanes.next_opening(now))
        return min((moment - now for moment in moments if moment is not None), default=LONGEST_WAIT)

    def _write(self, connection: Connection, mail: Outgoing, answer: Result) -> MailState:
        return settle(connection, mail, answer, self._now())

    def _mark_lost(self, connection: Connection, at_work: Container[int]) -> int:
        return recover(connection, self._now(), at_work)

    async def _close(self) -> None:
        await self._lines.close()


def _behind(last: str, lanes: Sequence[str], of_before: Sequence[str | None] = ()) -> list[str | None]:
    """Return lanes in their turn, beginning behind the one served last; mails of before there were lanes between."""
    ordered = sorted(lanes)
    at = bisect_right(ordered, last)
    return [*ordered[at:], *of_before, *ordered[:at]]
