"""Mails of a desk that wait, and the courier that takes them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from intake.delivery.courier import Courier, Way
from intake.delivery.lanes import Limits
from intake.delivery.lines import Keeping
from intake.delivery.smarthost import Smarthost
from intake.domain.case import Outgoing
from intake.storage import tables
from tests.stages.office import Office, mail


@dataclass
class Post:
    """What a desk sends, by one connection unless told otherwise."""

    office: Office
    port: int
    limits: Limits = field(default_factory=lambda: Limits(connections=1))
    keeping: Keeping = field(default_factory=Keeping)
    sign: Callable[[bytes], str] | None = None
    host: dict[str, Any] = field(default_factory=dict)

    def write_to(self, *addresses: str) -> None:
        """Let somebody write from each address, so that each is answered."""
        for address in addresses:
            self.office.mail_in(mail(sender=address), mail_from=address)

    def courier(self) -> Courier:
        host = Smarthost(**{"host": "127.0.0.1", "port": self.port, "timeout": 5.0, **self.host})
        way = Way(smarthost=host, limits=self.limits, keeping=self.keeping, sign=self.sign)
        return Courier(self.office.database, way, lambda: self.office.now)

    def go(self, *between: Callable[[], object]) -> None:
        """Make rounds until nothing more can be done now; once more after each of `between`."""

        async def rounds(courier: Courier) -> None:
            await until_idle(courier)
            for act in between:
                await asyncio.to_thread(act)
                await until_idle(courier)

        self.working(rounds)

    def working(self, work: Callable[[Courier], Awaitable[None]]) -> None:
        """Let one courier work, and end it."""

        async def run() -> None:
            courier = self.courier()
            try:
                await work(courier)
            finally:
                await courier._close()

        asyncio.run(run())

    def wait(self, **duration: float) -> Callable[[], None]:
        """Return what lets time pass."""
        return lambda: self.office.wait(**duration)

    def mails(self) -> list[Outgoing]:
        """Return all mails, the first first."""
        with self.office.reading() as connection:
            numbers = connection.scalars(sa.select(tables.cases.c.id).order_by(tables.cases.c.id)).all()
        return sorted((one for number in numbers for one in self.office.mails(number)), key=lambda one: one.id)

    def states(self) -> list[str]:
        return [str(one.state) for one in self.mails()]

    def events(self, name: str) -> list[dict[str, Any]]:
        return self.office.details(name)

    def put_back(self, number: int, **changes: Any) -> None:
        """Change a mail's row, as time or another process would."""
        with self.office.database.write() as connection:
            connection.execute(sa.update(tables.outbox).where(tables.outbox.c.id == number).values(changes))


async def until_idle(courier: Courier) -> None:
    while await courier.round():
        pass
