"""The server under the web door: it leaves signals alone and hangs up on whoever says nothing."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 5.0  # seconds for a form that trickles in, and for the last answers when the door closes
SILENCE = 10.0  # seconds after which a connection without a whole request is looked at again, and then cut
_MOST_AT_ONCE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWebDoor:
    """A web door that listens at `host` and `port`."""

    host: str
    port: int
    server: uvicorn.Server
    serving: "asyncio.Task[None]"

    async def close(self) -> None:
        """Take no more requests, let those at hand be answered, for seconds at most."""
        self.server.should_exit = True
        await self.serving


async def listen(app: ASGIApp, host: str, port: int) -> OpenWebDoor:
    """Serve an application; raises OSError when the address is taken or is none of this machine's."""
    listening = _socket(host, port)
    config = uvicorn.Config(
        app,
        http=_Impatient,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",  # what strangers send is no news; what fails in a page is logged by the door
        access_log=False,  # its lines would hold the tokens
        server_header=False,
        proxy_headers=True,  # of a proxy on this machine: without its word every request would have one address
        forwarded_allow_ips="127.0.0.1,::1",
        limit_concurrency=_MOST_AT_ONCE,
        timeout_keep_alive=int(PATIENCE),
        timeout_graceful_shutdown=int(PATIENCE),
        h11_max_incomplete_event_size=16 * 1024,
    )
    server = _Server(config)
    where = listening.getsockname()
    serving = asyncio.create_task(server.serve(sockets=[listening]), name="web")
    await server.up.wait()
    return OpenWebDoor(host=where[0], port=where[1], server=server, serving=serving)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say when requests are answered: a door that is closed before it is open would not close."""
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: the bot as a whole stops on them."""
        yield


class _Impatient(H11Protocol):
    """Cuts connections that hold a place and send no whole request; the server itself waits for ever."""

    _silent = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its base has it
        super().connection_made(transport)
        self.loop.call_later(SILENCE, self._look)

    def _look(self) -> None:
        if self.transport.is_closing():
            return
        silent = self.cycle is None or self.cycle.response_complete
        if silent and self._silent:
            self.transport.close()
            return
        self._silent = silent
        self.loop.call_later(SILENCE, self._look)


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    listening.setblocking(False)
    return listening
