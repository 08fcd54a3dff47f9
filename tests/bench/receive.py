"""Receiving over real SMTP on loopback: our door with its group commit against stock aiosmtpd with a file a mail."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from intake.bootstrap.clock import now
from intake.bootstrap.logs import set_up_logs
from intake.database.engine import Database, sqlite_url
from intake.database.migrate import migrate
from intake.domain.case import Outcome
from intake.doors.smtp import DoorSettings, open_door
from intake.storage import messages
from intake.worker.writer import Writer
from tests.bench.load import Order
from tests.bench.loading import load
from tests.bench.mails import DESK
from tests.bench.measure import Options, Row, in_turn, scratch

_SESSIONS = 50
_ENOUGH = 2**26

Server = Callable[[Path, int], AbstractAsyncContextManager[int]]


def receive(options: Options) -> Iterator[Row]:
    """Measure mails a second, each on disk before its 250: small ones and large ones."""
    for name, size, number in (
        ("4 KiB", 4096, 300 if options.quick else 2000),
        ("200 KiB", 204_800, 50 if options.quick else 300),
    ):
        with logs_in_a_file():
            ours = partial(_rate, _our_door, number, size)
            peer = partial(_rate, _stock_door, number, size)
            found, theirs = in_turn(ours, peer, options.rounds)
        yield Row(
            what=f"receive durably, {name}, {_SESSIONS} sessions",
            ours=f"{found:.0f} mails/s",
            peer=f"{theirs:.0f} mails/s (stock aiosmtpd, one fsynced file a mail in a thread)",
            better=found / theirs,
        )


@contextmanager
def logs_in_a_file() -> Iterator[None]:
    """Write the log as `intake serve` does, one JSON line an event, to a file instead of the terminal."""
    with scratch() as folder, (folder / "log").open("w", encoding="utf-8") as file:
        with contextlib.redirect_stderr(file):
            set_up_logs()
        yield
        set_up_logs(quiet=True)


def _rate(server: Server, number: int, size: int) -> float:
    return asyncio.run(_measured(server, number, size))


async def _measured(server: Server, number: int, size: int) -> float:
    with scratch() as folder:
        async with load() as sender, server(folder, number) as port:
            order = Order(port=port, sessions=_SESSIONS, count=number, size=size)
            times = await sender.run(order)
        return number / (max(times.stored.values()) - times.began)


@asynccontextmanager
async def _our_door(folder: Path, number: int) -> AsyncIterator[int]:
    """Open the door over a store and its writer, without the stages; afterwards count what the store holds."""
    database = Database(sqlite_url(folder / "intake.db"))
    migrate(database)
    writer = Writer(database, wake=lambda: None)
    writer.start()
    addresses = frozenset({DESK})
    settings = DoorSettings(host="127.0.0.1", port=0, hostname="desk.example", addresses=addresses, max_size=_ENOUGH)
    server = await open_door(settings, writer, now)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await asyncio.to_thread(writer.stop)
    with database.read() as connection:
        assert messages.ledger(connection)[Outcome.ACCEPTED] == number
    database.close()


class _FileAMail:
    """The peer's handler: each mail a file of its own, on disk before the 250."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.stored = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.stored += 1
        path = self._folder / f"{self.stored}.eml"
        await asyncio.to_thread(self._write, path, envelope.original_content)
        return "250 2.0.0 Stored"

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


@asynccontextmanager
async def _stock_door(folder: Path, number: int) -> AsyncIterator[int]:
    handler = _FileAMail(folder)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(handler), "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    assert handler.stored == number
