"""The other end of the load's pipe: start it, give it orders, end it."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any

from tests.bench.load import Order, Times
from tests.bench.measure import ROOT


class Load:
    """A load process; `sink_port` is where it takes mail."""

    def __init__(self, process: asyncio.subprocess.Process, sink_port: int) -> None:
        self._process = process
        self.sink_port = sink_port

    async def run(self, order: Order, *, until_answered: bool = False) -> Times:
        """Return when every mail had its 250, and with `until_answered` when the sink had an answer to each."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({**asdict(order), "wait": until_answered}).encode() + b"\n")
        return Times(**await _heard(self._process))


@asynccontextmanager
async def load() -> AsyncIterator[Load]:
    """Start a load process and end it afterwards."""
    pipe = asyncio.subprocess.PIPE
    command = [sys.executable, "-m", "tests.bench.load"]
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, cwd=ROOT, limit=2**24)
    try:
        yield Load(process, (await _heard(process))["port"])
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def _heard(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        raise RuntimeError("the load process ended early; what it said stands above")
    found: dict[str, Any] = json.loads(line)
    return found
