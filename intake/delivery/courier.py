"""The courier: takes mails from the outbox as they fall due and hands them to the smarthost."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import aiosmtplib
import structlog

from intake.database.engine import Database
from intake.delivery.smarthost import Smarthost, hand_over
from intake.domain.case import Outgoing
from intake.stages.deliver import HandOver, Result, claim, recover, settle
from intake.storage import outbox

log = structlog.get_logger()

_AT_ONCE = 20
_LONGEST_WAIT = timedelta(seconds=5)
_AFTER_A_FAULT = timedelta(seconds=1)
_PATIENCE = 5.0  # seconds that a stop waits for the smarthost's answer; a mail without one is unknown


class Courier:
    """Delivers until it is stopped; the connection is made before a mail is claimed."""

    def __init__(self, database: Database, smarthost: Smarthost, now: Callable[[], datetime]) -> None:
        """Take mails from `database` to `smarthost`."""
        self._database = database
        self._smarthost = smarthost
        self._now = now
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        # Answers that could not be written down yet: a full disk must not make us send a mail again.
        self._answers: list[tuple[Outgoing, Result]] = []

    def stop(self) -> None:
        """Let the mail at hand be answered and end `run`; the rest waits in the outbox."""
        self._stopping.set()
        self._wake.set()

    def wake(self) -> None:
        """Say that a mail may be waiting; call it on the event loop's thread."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver until `stop`."""
        delivering = asyncio.create_task(self._deliver())
        await self._stopping.wait()
        await asyncio.wait({delivering}, timeout=_PATIENCE)
        delivering.cancel()
        await asyncio.wait({delivering})

    async def _deliver(self) -> None:
        recovered = False
        while not self._stopping.is_set():
            self._wake.clear()
            pause = _AFTER_A_FAULT
            try:
                if not recovered:
                    await asyncio.to_thread(self._recover)
                    recovered = True
                mails = await asyncio.to_thread(self._due)
                if mails:
                    await self._round(mails)
                    continue
                pause = await asyncio.to_thread(self._pause)
            except Exception as error:  # noqa: BLE001 - a last line: the loop outlives a full disk or a locked store
                log.error("courier.failed", error=f"{type(error).__name__}: {error}")
                recovered = False
            try:
                await asyncio.wait_for(self._wake.wait(), pause.total_seconds())
            except TimeoutError:
                continue

    async def _round(self, mails: list[Outgoing]) -> None:
        client = self._smarthost.client()
        try:
            await client.connect()
        except (aiosmtplib.SMTPException, OSError) as error:
            log.warning("smarthost.unreachable", error=f"{type(error).__name__}: {error}", waiting=len(mails))
            await asyncio.to_thread(self._put_off, mails, f"smarthost unreachable: {error}")
            return
        for mail in mails:
            if self._stopping.is_set() or not client.is_connected:
                break
            await self._send(client, mail)
        await _quit(client)

    async def _send(self, client: aiosmtplib.SMTP, mail: Outgoing) -> None:
        if not await asyncio.to_thread(self._claim, mail):
            return
        result = await hand_over(client, mail)
        self._answers.append((mail, result))
        state = await asyncio.to_thread(self._settle, mail, result)
        self._answers.clear()
        log.info("mail.handed_over", mail=mail.id, case=mail.case_id, state=state, code=result.answer[:3])

    def _due(self) -> list[Outgoing]:
        with self._database.read() as connection:
            return outbox.due(connection, self._now(), _AT_ONCE)

    def _pause(self) -> timedelta:
        with self._database.read() as connection:
            next_at = outbox.next_send(connection)
        if next_at is None:
            return _LONGEST_WAIT
        return min(max(next_at - self._now(), timedelta(milliseconds=5)), _LONGEST_WAIT)

    def _claim(self, mail: Outgoing) -> bool:
        with self._database.write() as connection:
            return claim(connection, mail)

    def _settle(self, mail: Outgoing, result: Result) -> str:
        with self._database.write() as connection:
            return settle(connection, mail, result, self._now())

    def _put_off(self, mails: list[Outgoing], answer: str) -> None:
        with self._database.write() as connection:
            for mail in mails:
                if claim(connection, mail):
                    settle(connection, mail, Result(hand_over=HandOver.NOT_NOW, answer=answer), self._now())

    def _recover(self) -> None:
        """Bring the outbox in order: write down what is known, and mark what nobody is handing over any more."""
        with self._database.write() as connection:
            for mail, result in self._answers:
                settle(connection, mail, result, self._now())
            found = recover(connection, self._now())
        self._answers.clear()
        if found:
            log.warning("mail.unknown", mails=found)


async def _quit(client: aiosmtplib.SMTP) -> None:
    if not client.is_connected:
        return
    try:
        await client.quit()
    except (aiosmtplib.SMTPException, OSError):
        client.close()  # every mail has had its answer by now
