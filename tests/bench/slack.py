"""Slack's events over real HTTP on loopback, eight connections: ours and two Bolt apps.

Ours answers once the event, its message and its job are on disk; one of the others once the event is in a file of its
own, the bare one before anybody has looked at it.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.bench.measure import ROOT, Options, Row, all_in_turn, scratch
from tests.bench.servers import Server, until_stored
from tests.slack.payloads import event, message, signed

_CONNECTIONS = 8
_RATE = 200  # events a second; Slack's own limit is 30,000 an hour and workspace, which is 8.3
_WANTED = 100  # milliseconds
_PEERS = ("a Bolt app that writes a file an event, fsync in threads", "a bare Bolt app, nothing is kept")
_WORDS = "Since this morning nobody of us can log in any more; the page says that the service is unavailable."


def slack(options: Options) -> Iterator[Row]:
    """Measure events a second at full speed, then how long the 200 takes at a rate that no workspace reaches."""
    many = 400 if options.quick else 4000
    kinds = ("ours", "filed", "bare")
    ours, *theirs = all_in_turn([partial(_rate, kind, many) for kind in kinds], options.rounds)
    what = f"Slack's events kept durably, {_CONNECTIONS} connections"
    for rate, peer in zip(theirs, _PEERS, strict=True):
        yield Row(what=what, ours=f"{ours:.0f} events/s", peer=f"{rate:.0f} events/s ({peer})", better=ours / rate)
    seconds = 3 if options.quick else 10
    (median, slow), *others = [_paced(kind, seconds) for kind in kinds]
    what = f"the 200 at {_RATE} events/s, p99 (wanted: {_WANTED} ms)"
    found = f"{slow:.1f} ms (median {median:.1f})"
    for (middle, late), peer in zip(others, _PEERS, strict=True):
        yield Row(what=what, ours=found, peer=f"{late:.1f} ms (median {middle:.1f}; {peer})", better=late / slow)


def _rate(kind: str, count: int) -> float:
    """Return events a second, until the last has come."""
    with scratch() as folder, _server(kind, folder) as server:
        asyncio.run(_send(server.port, _requests(50), None))  # warm: what is loaded at the first one
        requests = _requests(count)
        began = time.perf_counter()
        asyncio.run(_send(server.port, requests, None))
        ended = time.perf_counter()
        until_stored(server, count + 50)
    return count / (ended - began)


def _paced(kind: str, seconds: int) -> tuple[float, float]:
    """Return the median and the 99th percentile of how long an answer takes, in milliseconds."""
    with scratch() as folder, _server(kind, folder) as server:
        asyncio.run(_send(server.port, _requests(50), None))
        waits = sorted(asyncio.run(_send(server.port, _requests(_RATE * seconds), _RATE)))
    return 1000 * waits[len(waits) // 2], 1000 * waits[int(len(waits) * 0.99)]


def _requests(count: int) -> list[bytes]:
    """Return whole HTTP requests with signed events, each a person's message of its own."""
    made: list[bytes] = []
    for number in range(count):
        said = message(f"{_WORDS} ({number})", user=f"U{number % 500:05d}", channel=f"C{number % 50:05d}")
        body = json.dumps(event(said)).encode()
        headers = {"host": "127.0.0.1", "content-length": str(len(body)), **signed(body)}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        made.append(f"POST /slack/events HTTP/1.1\r\n{lines}\r\n".encode() + body)
    return made


async def _send(port: int, requests: Sequence[bytes], rate: int | None) -> list[float]:
    """Send over a few connections, at full speed or each at its time; return how long each answer took, in seconds.

    At a rate the time counts from when an event was due, so that one which waits for its turn counts as waiting.
    """
    began, waiting, waits = time.perf_counter() + 0.05, iter(enumerate(requests)), []

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number, request in waiting:
            due = time.perf_counter() if rate is None else began + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            writer.write(request)
            await _answered(reader)
            waits.append(time.perf_counter() - due)
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(one() for _ in range(_CONNECTIONS)))
    return waits


async def _answered(reader: asyncio.StreamReader) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(f"no 200: {head.splitlines()[0].decode()}")
    length = next(line for line in head.splitlines() if line.startswith(b"content-length:"))
    await reader.readexactly(int(length.partition(b":")[2]))


@contextmanager
def _server(kind: str, folder: Path) -> Iterator[Server]:
    command = [sys.executable, "-m", "tests.bench.slack_process", kind, str(folder)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)

    def ask(question: bytes) -> int:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(question)
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the server ended early: {(folder / 'log').read_text()[-2000:]}")
        return int(line)

    with process:
        yield Server(port=ask(b""), stored=lambda: ask(b"\n"), process=process.pid)
        assert process.stdin is not None
        process.stdin.close()
