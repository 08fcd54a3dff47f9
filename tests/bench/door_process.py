"""`python -m tests.bench.door_process ours|stock FOLDER`: a server of its own, until its standard input ends.

Ours is the door with the store and its writer, without the stages; the peer is aiosmtpd as it comes, each mail a file.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from intake.bootstrap.clock import now
from intake.bootstrap.logs import set_up_logs
from intake.bootstrap.process import prepare, settle
from intake.database.engine import Database, sqlite_url
from intake.database.migrate import migrate
from intake.domain.case import Outcome
from intake.doors.smtp import open_door
from intake.doors.smtp_handler import DoorSettings
from intake.storage import messages
from intake.worker.writer import Writer
from tests.bench.mails import DESK

_ENOUGH = 2**26

Stored = Callable[[], int]


@asynccontextmanager
async def our_door(folder: Path) -> AsyncIterator[tuple[int, Stored]]:
    """Open the door over a store and its writer; give its port and what counts the mails in the store."""
    database = Database(sqlite_url(folder / "intake.db"))
    migrate(database)
    writer = Writer(database, wake=lambda: None)
    writer.start()
    prepare(most_connections=1000)
    settle()
    addresses = frozenset({DESK})
    settings = DoorSettings(host="127.0.0.1", port=0, hostname="desk.example", addresses=addresses, max_size=_ENOUGH)
    door = await open_door(settings, writer, now)

    def stored() -> int:
        with database.read() as connection:
            return messages.ledger(connection)[Outcome.ACCEPTED]

    yield door.sockets[0].getsockname()[1], stored
    await door.finish()
    await asyncio.to_thread(writer.stop)
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
async def stock_door(folder: Path) -> AsyncIterator[tuple[int, Stored]]:
    """Open aiosmtpd's own server; give its port and what counts the mails that are in their files."""
    handler = _FileAMail(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="desk.example"), "127.0.0.1", 0, backlog=1024)
    yield server.sockets[0].getsockname()[1], lambda: handler.stored
    server.close()


_DOORS: dict[str, Callable[[Path], AbstractAsyncContextManager[tuple[int, Stored]]]] = {
    "ours": our_door,
    "stock": stock_door,
}


async def main(kind: str, folder: Path) -> None:
    """Print the port; then, for each line that comes in, how many mails are stored."""
    async with _DOORS[kind](folder) as (port, stored):
        print(port, flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(await asyncio.to_thread(stored), flush=True)


if __name__ == "__main__":
    set_up_logs()
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
