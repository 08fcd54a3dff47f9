"""The letters with links: written and handed to the smarthost as they fall due, beside the courier and its outbox."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

import aiosmtplib
import structlog
from sqlalchemy import Connection

from intake.database.engine import Database
from intake.delivery.courier import Way
from intake.delivery.rounds import LONGEST_WAIT, Rounds
from intake.delivery.smarthost import hand_over
from intake.domain.case import Outgoing
from intake.stages.deliver import HandOver, Result
from intake.stages.desk import Desk, Run
from intake.stages.window.links import forget, prepared, settled
from intake.storage.portal import links

log = structlog.get_logger()

_AT_ONCE = 4  # letters, each over a connection of its own


class PortalMail(Rounds):
    """Delivers links until it is stopped; a link's token is in its letter alone, which goes once it is handed over."""

    _name: ClassVar[str] = "portal_mail"

    def __init__(self, database: Database, desk: Desk, way: Way, now: Callable[[], datetime], holds: timedelta) -> None:
        """Take links from `database`, in the name of `desk`, to the smarthost; each holds for so long."""
        super().__init__()
        self._database, self._desk, self._way = database, desk, way
        self._now, self._holds = now, holds

    def _told(self, error: Exception) -> str:
        return type(error).__name__  # its own words may hold an address

    async def _begin(self) -> int:
        ended = self._reap()
        room = _AT_ONCE - len(self._at_work)
        due = [number for number in await asyncio.to_thread(self._due, room) if number not in self._at_work]
        for number in due:
            self._set_to_work(number, asyncio.create_task(self._carry(number)))
        return ended + len(due)

    async def _carry(self, number: int) -> None:
        mail = await asyncio.to_thread(self._prepared, number)
        if mail is None:
            return
        result = await self._handed_over(mail)
        await asyncio.to_thread(self._settle, number, result)
        log.info("link.handed_over", link=number, end=str(result.hand_over), code=result.code)

    async def _handed_over(self, mail: Outgoing) -> Result:
        try:
            signed = await asyncio.to_thread(self._signed, mail)
            client = await self._way.smarthost.connect()
        except (aiosmtplib.SMTPException, OSError) as error:
            return Result(hand_over=HandOver.NOT_NOW, answer=f"smarthost unreachable: {type(error).__name__}")
        except Exception as error:  # noqa: BLE001 - whatever the signing library stumbles over: it waits, and is counted
            log.error("link.unsigned", link=mail.id, error=type(error).__name__)
            return Result(hand_over=HandOver.NOT_NOW, answer="it cannot be signed")
        try:
            return await hand_over(client, signed)
        finally:
            client.close()

    def _signed(self, mail: Outgoing) -> Outgoing:
        return mail if self._way.sign is None else replace(mail, dkim=self._way.sign(mail.raw))

    def _run(self, connection: Connection) -> Run:
        return Run(connection=connection, desk=self._desk, now=self._now())

    def _due(self, room: int) -> list[int]:
        with self._database.read() as connection:
            return [link.id for link in links.due(connection, self._now(), _AT_ONCE + len(self._at_work))][:room]

    def _prepared(self, number: int) -> Outgoing | None:
        with self._database.write() as connection:
            forget(connection, self._now())
            return prepared(self._run(connection), number, self._holds)

    def _settle(self, number: int, result: Result) -> None:
        with self._database.write() as connection:
            settled(self._run(connection), number, result)

    def _pause(self) -> timedelta:
        if len(self._at_work) >= _AT_ONCE:
            return LONGEST_WAIT  # the first to end wakes us
        with self._database.read() as connection:
            next_at = links.next_due(connection)
        return LONGEST_WAIT if next_at is None else next_at - self._now()

    def _recover(self) -> None:
        """Do nothing: a letter that nobody has settled falls due again by itself."""
