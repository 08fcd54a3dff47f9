"""The other end of Socket Mode: what it sends is an envelope, what it gets back is an answer to one."""

import asyncio
import json
import threading
from collections.abc import Mapping
from typing import Any

from aiohttp import WSMsgType, web


class FakeSocket:
    """Connections that the app has opened; `answers` are the envelope ids and payloads that came back."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.answers: list[dict[str, Any]] = []
        self.opened = 0  # connections up to now
        self._open: list[web.WebSocketResponse] = []
        self._changed = threading.Condition()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it is closed."""
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        await connection.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0APP"}})
        with self._changed:
            self.opened += 1
            self._open.append(connection)
            self._changed.notify_all()
        async for message in connection:
            if message.type is WSMsgType.TEXT:
                with self._changed:
                    self.answers.append(json.loads(message.data))
                    self._changed.notify_all()
        self._open.remove(connection)
        return connection

    def until_open(self, count: int = 1, seconds: float = 60.0) -> None:
        """Wait until so many connections have been opened since the start."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.opened >= count and bool(self._open), seconds), (
                f"{self.opened} of {count} connections in {seconds:g} s"
            )

    def until_answered(self, count: int = 1, seconds: float = 60.0) -> list[dict[str, Any]]:
        """Return the answers as soon as there are so many."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.answers) >= count, seconds), self.answers
        return self.answers

    def send(self, kind: str, payload: Mapping[str, Any], number: int = 1, **more: object) -> None:
        """Send an envelope (`events_api`, `interactive`, `slash_commands`, or `disconnect`) over the newest one."""
        envelope = {"envelope_id": f"envelope-{number}", "type": kind, "payload": payload, **more}
        self._soon(self._open[-1].send_str(json.dumps(envelope)))

    def send_bare(self, message: Mapping[str, Any]) -> None:
        """Send what is no envelope, such as `{"type": "disconnect", "reason": "refresh_requested"}`."""
        self._soon(self._open[-1].send_str(json.dumps(message)))

    def hang_up(self) -> None:
        """Close every connection, as Slack does now and then."""
        for connection in [*self._open]:
            self._soon(connection.close())

    def _soon(self, awaited: Any) -> None:
        assert self.loop is not None
        asyncio.run_coroutine_threadsafe(awaited, self.loop).result(10)
