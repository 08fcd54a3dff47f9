"""The load, a process of its own: sessions over plain sockets, and a sink that notes when each mail was answered."""

import asyncio
import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.bench.mails import DESK, Mail, made, request

_PATIENCE = 120.0
_ANSWERS = re.compile(rb"^In-Reply-To: *(<[^>]*>)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to send: `size` in bytes, 0 for the demo's messages; the mails are numbered from `first`."""

    port: int
    sessions: int
    count: int
    size: int = 0
    first: int = 0


@dataclass(slots=True)
class Times:
    """When things happened, in seconds of one clock, by Message-ID."""

    began: float = 0.0
    stored: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)


class Sink:
    """An SMTP server that takes everything and notes which message each mail answers."""

    def __init__(self, times: Times) -> None:
        self._times = times
        self.enough = asyncio.Event()
        self.wanted = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink.example ESMTP\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                writer.write(b"354 Go on\r\n")
                self._note(await reader.readuntil(b"\r\n.\r\n"))
            writer.write(b"221 Bye\r\n" if verb == b"QUIT" else b"250 Ok\r\n")
            if verb == b"QUIT":
                break
        writer.close()

    def expect(self, number: int) -> None:
        self.wanted = number
        self.enough.clear()

    def _note(self, raw: bytes) -> None:
        found = _ANSWERS.search(raw)
        self._times.answered[found.group(1).decode() if found else ""] = time.perf_counter()
        if len(self._times.answered) >= self.wanted:
            self.enough.set()


async def send(order: Order, times: Times) -> None:
    """Send what was ordered, each session its next mail when the one before has its 250."""
    numbers = range(order.first, order.first + order.count)
    mails = iter([made(number, order.size) if order.size else request(number) for number in numbers])
    times.began = time.perf_counter()
    await asyncio.gather(*(_session(order.port, mails, times) for _ in range(order.sessions)))


async def _session(port: int, mails: Iterator[Mail], times: Times) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await _answer(reader, b"220")

    async def say(line: bytes, code: bytes = b"250") -> None:
        writer.write(line + b"\r\n")
        await _answer(reader, code)

    await say(b"EHLO load.example")
    for mail in mails:
        await say(f"MAIL FROM:<{mail.mail_from}>".encode())
        await say(f"RCPT TO:<{DESK}>".encode())
        await say(b"DATA", b"354")
        await say(mail.raw.replace(b"\r\n.", b"\r\n..") + b"\r\n.")
        times.stored[mail.key] = time.perf_counter()
    await say(b"QUIT", b"221")
    writer.close()


async def _answer(reader: asyncio.StreamReader, code: bytes) -> None:
    line = await reader.readline()
    while line[3:4] == b"-":
        line = await reader.readline()
    if not line.startswith(code):
        raise RuntimeError(f"the server said {line!r} where {code.decode()} was expected")


async def main() -> None:
    """Open a sink, say its port, then carry out orders from standard input, one a line, and print their times."""
    times = Times()
    sink = Sink(times)
    server = await asyncio.start_server(sink.talk, "127.0.0.1", 0, limit=2**22)
    _say({"port": server.sockets[0].getsockname()[1]})
    while line := await asyncio.to_thread(sys.stdin.readline):
        row = json.loads(line)
        wait = row.pop("wait")
        times.stored.clear()
        times.answered.clear()
        sink.expect(row["count"])
        await send(Order(**row), times)
        if wait:
            await asyncio.wait_for(sink.enough.wait(), _PATIENCE)
        _say(asdict(times))
    server.close()


def _say(row: dict[str, Any]) -> None:
    print(json.dumps(row), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
