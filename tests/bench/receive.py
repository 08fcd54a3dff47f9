"""Receiving over real SMTP on loopback, each mail on disk before its 250: our door, stock aiosmtpd, Postfix."""

import asyncio
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.bench import patience, servers
from tests.bench.load import Order
from tests.bench.loading import load
from tests.bench.mails import DESK
from tests.bench.measure import Options, Row, all_in_turn, scratch
from tests.bench.servers import Server

_SESSIONS, _MANY_SESSIONS = 50, 200
_MEGABYTE = 1024 * 1024

Start = Callable[[Path], AbstractContextManager[Server]]


@dataclass(slots=True)
class _Seen:
    """What is noted beside the rates: memory above idle in bytes, Postfix's rates until its 250s."""

    memory: list[int] = field(default_factory=list)
    until_250: list[float] = field(default_factory=list)


def receive(options: Options) -> Iterator[Row]:
    """Measure mails a second, small ones and large ones, then how long one client waits among many, and memory."""
    seen = _Seen()
    for name, size, number in (
        ("4 KiB", 4096, 400 if options.quick else 3000),
        ("200 KiB", 204_800, 60 if options.quick else 400),
    ):
        yield from _rates(name, Order(port=0, sessions=_SESSIONS, count=number, size=size), options, seen)
    yield _patience(options, seen)
    yield Row(
        what="the door's memory above idle, the most of all these",
        ours="-" if not seen.memory else f"{max(seen.memory) / _MEGABYTE:.0f} MB",
        peer="- (wanted: under 80 MB)",
    )


def _rates(name: str, order: Order, options: Options, seen: _Seen) -> Iterator[Row]:
    """Measure ours and every peer that can be run here, in turn."""
    no_postfix = servers.why_no_postfix()
    starts: list[Start] = [servers.ours, servers.stock, *([] if no_postfix else [servers.postfix])]
    seen.until_250.clear()
    found, *theirs = all_in_turn([partial(_rate, start, order, seen) for start in starts], options.rounds)
    what = f"receive durably, {name}, {_SESSIONS} sessions"
    load = "smtp-source" if servers.smtp_source() else "own load; smtp-source: `make bench-deps`"
    peer = f"{theirs[0]:.0f} mails/s (stock aiosmtpd, a file a mail, fsync in threads; {load})"
    yield Row(what=what, ours=f"{found:.0f} mails/s", peer=peer, better=found / theirs[0])
    if no_postfix:
        yield Row(what=what, ours=f"{found:.0f} mails/s", peer=f"- ({no_postfix})")
    else:
        until = sorted(seen.until_250)[len(seen.until_250) // 2]
        peer = f"{theirs[1]:.0f} mails/s (Postfix into a maildir; {until:.0f} until its 250)"
        yield Row(what=what, ours=f"{found:.0f} mails/s", peer=peer, better=found / theirs[1])


def _rate(start: Start, order: Order, seen: _Seen) -> float:
    """Return mails a second, until the last is stored."""
    with scratch() as folder, start(folder) as server:
        idle = server.memory()
        began = time.perf_counter()
        answered = send(server, order)
        stored = servers.until_stored(server, order.count)
        most = server.most_memory()
        if start is servers.postfix:
            seen.until_250.append(order.count / (answered - began))
        elif start is servers.ours and idle is not None and most is not None:
            seen.memory.append(most - idle)
    return order.count / ((stored if start is servers.postfix else answered) - began)


def send(server: Server, order: Order) -> float:
    """Send what is ordered with Postfix's load, or our own where that is missing; return when all had their 250."""
    source = servers.smtp_source()
    if source is None:
        return asyncio.run(_own_load(server, order))
    subprocess.run(source_command(source, server, order), check=True, capture_output=True)
    return time.perf_counter()


def source_command(source: str, server: Server, order: Order) -> list[str]:
    """Return how smtp-source is told to carry out an order; its Message-IDs are of its own making."""
    amounts = ["-s", str(order.sessions), "-m", str(order.count), "-l", str(order.size)]
    words = ["-f", "ruth@alderfreight.example", "-t", DESK, "-M", "load.example", "-S", "Import"]
    return [source, "-d", *amounts, *words, f"inet:127.0.0.1:{server.port}"]


async def _own_load(server: Server, order: Order) -> float:
    async with load() as sender:
        times = await sender.run(Order(port=server.port, sessions=order.sessions, count=order.count, size=order.size))
    return max(times.stored.values())


def _patience(options: Options, seen: _Seen) -> Row:
    """Measure how long one client takes for a whole mail, from connecting to its 250, while many others send."""
    source = servers.smtp_source()
    what = f"one more client beside {_MANY_SESSIONS} sessions, 4 KiB, p99"
    if source is None:
        return Row(what=what, ours="-", peer="- (smtp-source is not installed: `make bench-deps`)")
    order = Order(port=0, sessions=_MANY_SESSIONS, count=10**7, size=4096)
    with scratch() as folder, servers.ours(folder) as server:
        idle = server.memory()
        waits = patience.measured(server.port, source_command(source, server, order), 3 if options.quick else 20)
        most = server.most_memory()
        if idle is not None and most is not None:
            seen.memory.append(most - idle)
    p99 = waits[min(len(waits) - 1, int(len(waits) * 0.99))]
    return Row(
        what=what,
        ours=f"{1000 * p99:.0f} ms",
        peer=f"- (median {1000 * waits[len(waits) // 2]:.0f} ms of {len(waits)} mails; wanted: under 200 ms)",
    )
