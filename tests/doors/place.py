"""A door on a port of this machine with a list for a store, and clients who say and hear bytes."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from intake.domain.case import Accepted, Outcome
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.doors.smtp import OpenDoor, open_door
from intake.doors.smtp_door import Door
from intake.doors.smtp_handler import DoorSettings

DESK = "support@desk.example"
FROM, TO = b"MAIL FROM:<ann@gold.example>\r\n", b"RCPT TO:<support@desk.example>\r\n"
MAIL = FROM + TO + b"DATA\r\n"
TEXT = b"Subject: Hello\r\n\r\nIt is down.\r\n"


def settings(**changed: object) -> DoorSettings:
    """Return the settings of a door that takes mail of up to a megabyte."""
    usual: dict[str, object] = {
        "host": "127.0.0.1", "port": 0, "hostname": "desk.example", "addresses": frozenset({DESK}),
        "max_size": 1_000_000,
    }  # fmt: skip
    return DoorSettings(**{**usual, **changed})  # type: ignore[arg-type] # a test names what it changes


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Shelf:
    """A store that keeps what it is given; with `full` it fails, with `held` it waits for it."""

    kept: list[Envelope] = field(default_factory=list)
    full: bool = False
    held: asyncio.Event | None = None
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    inside: int = 0
    most_inside: int = 0

    async def put(self, channel: Channel, envelope: Envelope) -> Accepted:
        self.asked.set()
        if self.full:
            raise OSError("the disk is full")
        self.inside += 1
        self.most_inside = max(self.inside, self.most_inside)
        await (asyncio.sleep(0) if self.held is None else self.held.wait())
        self.inside -= 1
        self.kept.append(envelope)
        return Accepted(
            id=len(self.kept), channel=channel, envelope=envelope, message_id=None, duplicate_of=None,
            outcome=Outcome.ACCEPTED,
        )  # fmt: skip


class Wire(asyncio.Transport):
    """A transport that keeps what is written to it."""

    def __init__(self, door: Door) -> None:
        super().__init__({"peername": ("192.0.2.1", 25)})
        self.door = door
        self.written = bytearray()
        self.is_closed = False
        self.is_paused = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.is_closed
        self.written += data

    def close(self) -> None:
        if not self.is_closed:
            self.is_closed = True
            asyncio.get_running_loop().call_soon(self.door.connection_lost, None)

    abort = close

    def is_closing(self) -> bool:
        return self.is_closed

    def pause_reading(self) -> None:
        self.is_paused = True

    def resume_reading(self) -> None:
        self.is_paused = False


class Client:
    """A client over a plain socket that says and hears bytes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def hear(self, lines: int = 1) -> list[str]:
        """Return the codes (with what RFC 3463 adds) of so many answers."""
        codes: list[str] = []
        while len(codes) < lines:
            line = await asyncio.wait_for(self.reader.readline(), 20)
            assert line, f"hung up after {codes}"
            if line[3:4] != b"-":
                words = line.decode().split()
                codes.append(" ".join(words[:2]) if len(words) > 1 and words[1][:2] in ("2.", "4.", "5.") else words[0])
        return codes

    async def say(self, data: bytes, lines: int = 1) -> list[str]:
        self.writer.write(data)
        return await self.hear(lines)

    async def is_hung_up(self) -> bool:
        with contextlib.suppress(ConnectionResetError):
            return await asyncio.wait_for(self.reader.read(), 20) == b""
        return True


@dataclass
class Place:
    port: int
    shelf: Shelf
    server: OpenDoor
    clients: list[Client] = field(default_factory=list)

    async def client(self, greeted: bool = True, tls: ssl.SSLContext | None = None) -> Client:
        client = Client(*await asyncio.open_connection("127.0.0.1", self.port, ssl=tls))
        self.clients.append(client)
        if greeted:
            assert await client.hear() == ["220"]
            assert await client.say(b"EHLO gold.example\r\n") == ["250"]
        return client


@asynccontextmanager
async def door(**changed: object) -> AsyncIterator[Place]:
    """Open a door with these settings changed; whatever an exception of its callbacks would be fails the test."""
    unhandled: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unhandled.append(context))
    shelf = Shelf()
    server = await open_door(settings(**changed), shelf, now)
    place = Place(server.sockets[0].getsockname()[1], shelf, server)
    try:
        yield place
    finally:
        server.close()
        for client in place.clients:
            client.writer.close()
            with contextlib.suppress(OSError):
                await client.writer.wait_closed()
    assert unhandled == []


def run(talk: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(talk(), 60))
