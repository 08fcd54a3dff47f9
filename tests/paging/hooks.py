"""A web server in a thread of this process: keeps what is posted to it, and answers to order."""

import asyncio
import json
import ssl
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

SECRET = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cywgMzIgYnl0ZXMgbG9uZw=="
SILENCE = b""
OK = b"HTTP/1.1 204 No Content\r\n\r\n"


def status(number: int, *headers: str, body: bytes = b"") -> bytes:
    """Return an answer with that status."""
    lines = [f"HTTP/1.1 {number} As Ordered", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True)
class Posted:
    """One request as it came in; header names in lower case."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.body)


@dataclass
class Hooks:
    """What was posted, and the answers to come; without one it is 204."""

    port: int = 0
    posted: list[Posted] = field(default_factory=list)
    answers: deque[bytes] = field(default_factory=deque)
    endless: bool = False

    def url(self, scheme: str = "http", host: str = "127.0.0.1", path: str = "/hook?key=hidden") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            self.posted.append(await _read(reader))
            answer = self.answers.popleft() if self.answers else OK
            if answer is SILENCE:
                await reader.read()  # until the client gives up
            writer.write(answer)
            while self.endless:
                writer.write(b"x" * 65536)
                await writer.drain()
            await writer.drain()
        writer.close()


async def _read(reader: asyncio.StreamReader) -> Posted:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    line, *rest = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in rest)}
    return Posted(line, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


@contextmanager
def hooks(tls: ssl.SSLContext | None = None) -> Iterator[Hooks]:
    """Give a server that listens on this machine, in a thread with its own loop."""
    found, loop = Hooks(), asyncio.new_event_loop()
    loop.set_exception_handler(lambda loop, context: None)  # connections are cut on purpose
    thread = threading.Thread(target=loop.run_forever, name="hooks")
    thread.start()

    async def opened() -> asyncio.Server:
        return await asyncio.start_server(found.serve, "127.0.0.1", 0, ssl=tls)

    try:
        server = asyncio.run_coroutine_threadsafe(opened(), loop).result(60)
        found.port = server.sockets[0].getsockname()[1]
        yield found
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
