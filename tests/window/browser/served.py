"""A small server on a port of its own, in a thread, for as long as a block lasts."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from tests.ports import free_port


class _Server(uvicorn.Server):
    """One that leaves the signals of the test run alone."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical", lifespan="off", http="h11")
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: object = None) -> None:
        await super().startup()
        self.listening.set()

    async def run_alone(self) -> None:
        """Serve until it should end; streams that are open do not keep it."""
        self.force_exit = False
        await self._serve()


@contextmanager
def served(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve an application and yield its origin."""
    number = port or free_port()
    server = _Server(app, number)
    thread = threading.Thread(target=lambda: asyncio.run(server.run_alone()), name=f"served-{number}")
    thread.start()
    assert server.listening.wait(20)
    try:
        yield f"http://127.0.0.1:{number}"
    finally:
        server.force_exit = server.should_exit = True
        thread.join(20)
