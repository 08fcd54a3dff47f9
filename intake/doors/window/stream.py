"""The stream of a talk: server-sent events (HTML standard, section 9.2) over an answer that does not end.

It begins behind the last line that the window has, so that what was missed while it was away follows first.
"""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from intake.domain.window import Line, Talks
from intake.doors.window.hub import Hub, Seat

log = structlog.get_logger()

BEAT = 15.0  # seconds after which a silent stream says that it is still there
_BEATS = 4  # after so many it looks by itself: what is told over the hub is not all that can happen to a store
BLOCKED = 30.0  # seconds within which a window has to take what is sent to it
_FIRST = b"retry: 2000\n\n"
_BEAT = b": still here\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What a stream shows: the talk of whoever has `secret`, behind the line `after`."""

    talks: Talks
    secret: str
    after: int


class Stream(Response):
    """The answer to a window that has its seat; it takes it back at the end, however that comes."""

    def __init__(self, hub: Hub, seat: Seat, watched: Watched, headers: Mapping[str, str]) -> None:
        self._hub = hub
        self._seat = seat
        self._watched = watched
        self._after = watched.after
        self._told: bytes = b""
        # No proxy may hold it back, and once it has ended its connection is of no use.
        told = {"cache-control": "no-store, no-transform", "x-accel-buffering": "no", "connection": "close"}
        super().__init__(headers={**headers, **told}, media_type="text/event-stream")
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send events until the window goes, takes nothing more, or the door closes."""
        del scope
        watching = asyncio.create_task(_until_gone(receive, self._seat), name="window")
        try:
            await _taken(send({"type": "http.response.start", "status": 200, "headers": self.raw_headers}))
            await self._run(lambda piece: _taken(send(_piece(piece))))
            await _taken(send(_piece(b"", more=False)))
        except TimeoutError:
            log.info("window.blocked", seconds=BLOCKED)  # what does not end as it should the server cuts off
        except Exception as error:  # noqa: BLE001 - the door's last line: the window takes the stream up again
            log.error("window.stream_failed", error=type(error).__name__)
        finally:
            self._hub.leave(self._seat)
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching

    async def _run(self, put: Callable[[bytes], Awaitable[None]]) -> None:
        await put(_FIRST)
        silent = 0
        while not self._seat.ended:
            if silent % _BEATS == 0:
                self._seat.stirred.clear()  # before looking: what comes meanwhile is looked for again
                await self._show(put, stirred=silent == 0)
            silent = 0 if await _stirred(self._seat) else silent + 1
            if silent:
                await put(_BEAT)

    async def _show(self, put: Callable[[bytes], Awaitable[None]], *, stirred: bool) -> None:
        """Send the lines that are new, and the state with them; without any the state alone, if it is another now."""
        talks, visitor = self._watched.talks, await self._watched.talks.visitor(self._watched.secret)
        if visitor is None:  # erased meanwhile
            self._seat.end()
            return
        before = self._after
        while lines := [line for line in await talks.lines(visitor, self._after) if line.id > self._after]:
            for line in lines:  # a talk's port may give some at a time
                await put(line_event(line))
                self._after = line.id
        if stirred or self._after > before:
            state = event("state", await talks.state(visitor))
            if self._after > before or state != self._told:
                self._told = state
                await put(state)


def line_event(line: Line) -> bytes:
    """Return a line as an event that a stream can be taken up behind."""
    told = {**line.body, "id": line.id, "side": str(line.side), "at": line.at.isoformat(), "key": line.key}
    return f"id: {line.id}\n".encode() + event("line", told)


def event(name: str, data: Mapping[str, Any]) -> bytes:
    """Return an event with its data on one line, as JSON does not break any."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode("utf-8", "replace")


def events_in(text: str) -> Iterator[dict[str, str]]:
    """Yield the events of a stream as a window reads them, the last one where it is whole; comments are left out."""
    for block in text.split("\n\n")[:-1]:
        fields = (line.partition(": ") for line in block.split("\n") if not line.startswith(":"))
        found = {name: value for name, _, value in fields}
        if found:
            yield found


async def _stirred(seat: Seat) -> bool:
    """Wait until there is something for a window; False where there is nothing for a while."""
    try:
        async with asyncio.timeout(BEAT):
            await seat.stirred.wait()
    except TimeoutError:
        return False
    return True


async def _until_gone(receive: Receive, seat: Seat) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    seat.end()


async def _taken(sending: Awaitable[None]) -> None:
    async with asyncio.timeout(BLOCKED):
        await sending


def _piece(body: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": more}
