"""The whole bot: from the 250 of a mail to its acknowledgement handed to a sink."""

import asyncio
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from intake.bootstrap.app import Running, start
from intake.bootstrap.customer_file import BadRow, read_customers
from intake.bootstrap.door_settings import SmtpPart
from intake.bootstrap.settings import DeskPart, Settings, StorePart
from intake.bootstrap.smarthost_settings import SmarthostPart
from intake.database.engine import sqlite_url
from intake.demo.scenario import customers_csv
from intake.queue import jobs
from intake.storage import customers
from tests.bench.load import Order, Times
from tests.bench.loading import load
from tests.bench.mails import DESK
from tests.bench.measure import Options, Row, logs_in_a_file, scratch

_LONGEST_LOAD = 60.0
_SESSIONS = 10
_WARM = 7


@dataclass(frozen=True, slots=True)
class Found:
    """The mails sent one by one, those sent together, and when the last opinion on these was written."""

    alone: Times
    together: Times
    settled: float


def answer(options: Options) -> Iterator[Row]:
    """Measure mails answered a second under load, and how long one alone takes; there is no peer to name."""
    many, few = (50, 5) if options.quick else (300, 30)
    with scratch() as folder, logs_in_a_file():
        found = asyncio.run(_measured(folder, many, few))
    note = f"- (no peer: absolute, {os.cpu_count()} cores shared with the load and the sink)"
    yield Row(what=f"250 to sink, {few} mails one by one", ours=_waits(found.alone), peer=note)
    began = found.together.began
    answered = many / (max(found.together.answered.values()) - began)
    yield Row(
        what=f"{many} mails at once, {_SESSIONS} sessions, until all are answered",
        ours=f"{answered:.0f} mails/s",
        peer=note,
    )
    yield Row(what=f"250 to sink, {many} mails at once", ours=_waits(found.together), peer=note)
    settled = many / (found.settled - began)
    yield Row(what="the same, until every opinion is written too", ours=f"{settled:.0f} mails/s", peer=note)


def _waits(times: Times) -> str:
    """Return how long answers took, counted from the 250 of what they answer."""
    waits = [1000 * (times.answered[key] - stored) for key, stored in times.stored.items()]
    return f"{statistics.median(waits):,.0f} ms, worst {max(waits):,.0f} ms"


async def _measured(folder: Path, many: int, few: int) -> Found:
    async with load() as sender:
        running = await start(_settings(folder, sender.sink_port))
        try:
            await asyncio.to_thread(_add_customers, running)
            await asyncio.to_thread(running.suggests.wait, _LONGEST_LOAD)
            await sender.run(Order(port=running.port, sessions=1, count=_WARM), until_answered=True)
            await _idle(running)
            alone = Times()
            for number in range(_WARM, _WARM + few):
                one = await sender.run(Order(port=running.port, sessions=1, count=1, first=number), until_answered=True)
                alone.stored.update(one.stored)
                alone.answered.update(one.answered)
                await _idle(running)
            order = Order(port=running.port, sessions=_SESSIONS, count=many, first=_WARM + few)
            together = await sender.run(order, until_answered=True)
            await _idle(running)
            return Found(alone, together, time.perf_counter())
        finally:
            await running.stop()


async def _idle(running: Running) -> None:
    """Wait until no job waits; perf_counter is the machine's monotonic clock, the same in the load's process."""

    def waiting() -> bool:
        with running.database.read() as connection:
            return jobs.next_run(connection) is not None

    while await asyncio.to_thread(waiting):  # noqa: ASYNC110 - the store has no bell to wait for
        await asyncio.sleep(0.02)


def _settings(folder: Path, smarthost_port: int) -> Settings:
    return Settings(
        desk=DeskPart(address=DESK, secret=SecretStr("a secret of at least sixteen")),
        store=StorePart(url=sqlite_url(folder / "intake.db")),
        smtp_door=SmtpPart(port=0),
        smarthost=SmarthostPart(port=smarthost_port),
    )


def _add_customers(running: Running) -> None:
    with running.database.write() as connection:
        for _, row in read_customers(customers_csv(), running.desk.contracts):
            assert not isinstance(row, BadRow)
            customers.add(connection, row)
