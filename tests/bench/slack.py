"""Slack's events over real HTTP on loopback, eight connections: ours and two Bolt apps.

Ours answers once the event, its message and its job are on disk; one of the others once the event is in a file of its
own, the bare one before anybody has looked at it. How long a customer waits for the answer is in `slack_answer`.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from tests.bench import slack_answer
from tests.bench.measure import Options, Row, all_in_turn, scratch
from tests.bench.servers import Server, in_a_process, until_stored
from tests.slack.payloads import event, message, signed

_CONNECTIONS = 8
_RATE = 200  # events a second; Slack's own limit is 30,000 an hour and workspace, which is 8.3
_WANTED = 100  # milliseconds
_WANTED_ANSWER = 1500  # milliseconds, at the median; quiet time apart
_PEERS = ("a Bolt app that writes a file an event, fsync in threads", "a bare Bolt app, nothing is kept")
_WORDS = "Since this morning nobody of us can log in any more; the page says that the service is unavailable."


def slack(options: Options) -> Iterator[Row]:
    """Measure events a second, how long the 200 takes at a rate that no workspace reaches, and how long an answer."""
    yield from _rates(options)
    yield from _two_hundreds(options)
    yield _answers(options)


def _rates(options: Options) -> Iterator[Row]:
    many = 400 if options.quick else 2000
    kinds = ("ours", "filed", "bare")
    ours, *theirs = all_in_turn([partial(_rate, kind, many) for kind in kinds], options.rounds)
    what = f"Slack's events kept durably, {_CONNECTIONS} connections"
    for rate, peer in zip(theirs, _PEERS, strict=True):
        yield Row(what=what, ours=f"{ours:.0f} events/s", peer=f"{rate:.0f} events/s ({peer})", better=ours / rate)


def _two_hundreds(options: Options) -> Iterator[Row]:
    seconds = 3 if options.quick else 10
    (median, slow), *others = [_paced(kind, seconds) for kind in ("ours", "filed", "bare")]
    what = f"the 200 at {_RATE} events/s, p99 (wanted: {_WANTED} ms)"
    found = f"{slow:.1f} ms (median {median:.1f})"
    for (middle, late), peer in zip(others, _PEERS, strict=True):
        yield Row(what=what, ours=found, peer=f"{late:.1f} ms (median {middle:.1f}; {peer})", better=late / slow)


def _answers(options: Options) -> Row:
    many = 7 if options.quick else 42
    _tell(f"{many} messages until their acknowledgement, a whole bot")
    ours = slack_answer.waits("ours", many)
    _tell(f"{many} messages until their answer, a Bolt app")
    theirs = slack_answer.waits("says", many)
    middle, their_middle = statistics.median(ours), statistics.median(theirs)
    late, their_late = (found[min(len(found) - 1, int(len(found) * 0.95))] for found in (ours, theirs))
    said = "a Bolt app that says one sentence at once, keeps nothing"
    return Row(
        what=f"a message until its acknowledgement (wanted: {_WANTED_ANSWER} ms)",
        ours=f"{1000 * middle:.0f} ms (p95 {1000 * late:.0f})",
        peer=f"{1000 * their_middle:.1f} ms (p95 {1000 * their_late:.1f}; {said})",
        better=their_middle / middle,
    )


def _rate(kind: str, count: int) -> float:
    """Return events a second, until the last has come."""
    _tell(f"{count} events at full speed, {kind}")
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
    _tell(f"{_RATE} events/s for {seconds} s, {kind}")
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


def _server(kind: str, folder: Path) -> AbstractContextManager[Server]:
    return in_a_process("tests.bench.slack_process", kind, folder)


def _tell(what: str) -> None:
    """Say on standard error what is measured now: the first line of the table takes a while."""
    print(f"slack: {what} ...", file=sys.stderr, flush=True)
