"""Five hundred open windows on one `intake serve`, over real HTTP on loopback: how long a message waits for its
acknowledgement, and how much memory an open window takes. The peer is a bare Starlette app with server-sent events.

Ours keeps each message on disk, finds its writer, contract and case, asks the shipped model and writes the letter; the
peer says one sentence back. For how long the bot waits until somebody has finished (`quiet_seconds`) is a setting, and
taken off.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import jwt

from intake.bootstrap.desk import open_store
from intake.bootstrap.settings import read_settings
from intake.domain.customer import Customer
from intake.storage import customers
from tests.acceptance.running import Place, Serving, begin, until
from tests.bench.measure import Options, Row, scratch
from tests.bench.reports import REPORTS
from tests.bench.servers import Server, in_a_process

_WINDOWS = 500
_WANTED = 1000  # milliseconds, at the median
_QUIET = 1  # seconds
_EVERY = 0.3  # seconds from one message to the next, of another window each
_WARM = 3
_FIRST = 100  # windows that take what memory was let go before; those after them are counted
_LONGEST = 60.0
_PAGE = "https://www.vendor.example"
_SITE_SECRET = "a secret that the vendor's site and the desk share"
_PEER = "a bare Starlette app, says one sentence at once, keeps nothing"
_SETTINGS = """
[desk]
address = "support@desk.example"
secret = "a secret of at least sixteen"
[store]
url = "sqlite:///{folder}/intake.db"
[smtp_door]
port = 0
[smarthost]
port = 1
[answers]
most_per_customer_per_hour = 100000
most_per_customer_per_day = 100000
[web]
port = 0
public_url = "https://support.example.com"
[window]
origins = ["{page}"]
site_secret = "{secret}"
quiet_seconds = {quiet}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was measured: waits in seconds, the shortest first, and the memory of a window in bytes, None untold."""

    waits: list[float]
    memory: float | None


def windows(options: Options) -> Iterator[Row]:
    """Measure ours and the peer, one after the other."""
    many = 30 if options.quick else 150
    _tell(f"{_WINDOWS} windows, {many} messages, a whole bot")
    with scratch() as folder, _whole_bot(folder) as server:
        ours = asyncio.run(_measured(server, many, _QUIET))
    _tell(f"{_WINDOWS} windows, {many} messages, a bare app")
    with scratch() as folder, _bare(folder) as server:
        theirs = asyncio.run(_measured(server, many, 0))
    yield _waiting(ours, theirs)
    yield _memory(ours, theirs)


def _waiting(ours: Found, theirs: Found) -> Row:
    middle, their_middle = statistics.median(ours.waits), statistics.median(theirs.waits)
    late, their_late = (found.waits[int(len(found.waits) * 0.95)] for found in (ours, theirs))
    return Row(
        what=f"{_WINDOWS} windows: a message until its acknowledgement (wanted: {_WANTED} ms)",
        ours=f"{1000 * middle:.0f} ms (p95 {1000 * late:.0f})",
        peer=f"{1000 * their_middle:.1f} ms (p95 {1000 * their_late:.1f}; {_PEER})",
        better=their_middle / middle,
    )


def _memory(ours: Found, theirs: Found) -> Row:
    what = f"{_WINDOWS} windows: memory of one that is open"
    if not ours.memory or not theirs.memory:
        return Row(what=what, ours="the system does not tell")
    return Row(
        what=what,
        ours=f"{ours.memory / 1024:.0f} KiB",
        peer=f"{theirs.memory / 1024:.0f} KiB ({_PEER})",
        better=theirs.memory / ours.memory,
    )


async def _measured(server: Server, many: int, quiet: float) -> Found:
    """Open the windows, let some of them say something in turn, and close them."""
    url = f"http://127.0.0.1:{server.port}"
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=_LONGEST) as client:
        secrets = [await _begun(client, number) for number in range(_WINDOWS + _WARM)]
        opened = [await Window.opened(server.port, secret) for secret in secrets[_WINDOWS:]]
        for number, window in enumerate(opened):  # the model is loaded, and what is imported at the first one
            await _answered(client, window, _WINDOWS + number)
        opened += [await Window.opened(server.port, secret) for secret in secrets[:_FIRST]]
        before = server.memory()
        opened += [await Window.opened(server.port, secret) for secret in secrets[_FIRST:_WINDOWS]]
        after = server.memory()
        saying = (_in_turn(client, opened[_WARM + number], number) for number in range(many))
        waits = sorted(wait - quiet for wait in await asyncio.gather(*saying))
        for window in opened:
            await window.close()
    return Found(
        waits=waits, memory=None if before is None or after is None else (after - before) / (_WINDOWS - _FIRST)
    )


class Window:
    """An open stream; `heard` once the desk has said something."""

    def __init__(self, secret: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read what comes."""
        self.secret = secret
        self.heard: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._reader = reader
        self._writer = writer
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def opened(cls, port: int, secret: str) -> "Window":
        """Open the stream of a talk."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lines = "".join(f"{name}: {value}\r\n" for name, value in _headers(secret).items())
        writer.write(f"GET /window/lines HTTP/1.1\r\nhost: x\r\n{lines}\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.partition(b"\r\n")[0]:
            raise RuntimeError(f"no stream: {head.decode()}")
        return cls(secret, reader, writer)

    async def close(self) -> None:
        """Hang up."""
        self._reading.cancel()
        self._writer.close()
        await asyncio.gather(self._reading, self._writer.wait_closed(), return_exceptions=True)

    async def _read(self) -> None:
        async for line in self._reader:
            if line.startswith(b"data: ") and b'"side": "desk"' in line and not self.heard.done():
                self.heard.set_result(time.perf_counter())


async def _begun(client: httpx.AsyncClient, number: int) -> str:
    """Begin the talk of somebody for whom the site vouches, each from an address of their own; return its secret."""
    claims = {"email": f"someone{number}@acme.example", "aud": "intake-window", "exp": int(time.time()) + 600}
    token = jwt.encode(claims, _SITE_SECRET, algorithm="HS256")
    there = {"origin": _PAGE, "x-forwarded-for": f"10.0.{number // 250}.{number % 250 + 1}"}
    answer = await client.post("/window/talk", json={"language": "en", "token": token}, headers=there)
    return str(answer.raise_for_status().json()["secret"])


async def _in_turn(client: httpx.AsyncClient, window: Window, number: int) -> float:
    await asyncio.sleep(number * _EVERY)
    return await _answered(client, window, number)


async def _answered(client: httpx.AsyncClient, window: Window, number: int) -> float:
    """Say something and return how long its acknowledgement took, in seconds."""
    words = {"key": f"message-{number:08d}", "text": f"{REPORTS[number % len(REPORTS)]} ({number})"}
    began = time.perf_counter()
    answer = await client.post("/window/say", content=json.dumps(words), headers=_headers(window.secret))
    answer.raise_for_status()
    return await asyncio.wait_for(window.heard, _LONGEST) - began


def _headers(secret: str) -> dict[str, str]:
    return {"origin": _PAGE, "authorization": f"Bearer {secret}", "content-type": "application/json"}


@contextmanager
def _whole_bot(folder: Path) -> Iterator[Server]:
    """Run `intake serve` with the shipped model, and one customer whose people everybody is."""
    place = Place(folder)
    values = {"folder": folder.as_posix(), "page": _PAGE, "secret": _SITE_SECRET, "quiet": _QUIET}
    place.settings.write_text(_SETTINGS.format(**values), encoding="utf-8")
    place.settings.chmod(0o600)
    database = open_store(read_settings(place.settings))
    made = Customer(name="Acme", contract="gotomyerp", zone="America/New_York", domains=("acme.example",))
    with database.write() as connection:
        customers.add(connection, made)
    database.close()
    bot = begin(place)
    try:
        port = until(lambda: _web(bot), what="the web door")
        yield Server(port=port, stored=lambda: 0, process=bot.process.pid)
        bot.stop()
    finally:
        bot.kill()


def _web(bot: Serving) -> int:
    if not bot.alive:
        raise RuntimeError(f"serve ended: {bot.log.read_text(encoding='utf-8')[-2000:]}")
    return next((int(str(one["port"])) for one in bot.events() if one["event"] == "web.open"), 0)


def _bare(folder: Path) -> AbstractContextManager[Server]:
    return in_a_process("tests.bench.windows_process", "echo", folder)


def _tell(what: str) -> None:
    """Say on standard error what is measured now: the first line of the table takes a while."""
    print(f"windows: {what} ...", file=sys.stderr, flush=True)
