"""The server under the web door: it leaves signals alone and hangs up on whoever says nothing."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 5.0  # seconds for a form that trickles in, and for the last answers when the door closes
SILENCE = 10.0  # seconds after which a connection without a whole request is looked at again, and then cut
_MOST_AT_ONCE = 64
_BESIDE_EACH = 2  # connections of whoever has a stream: it, and what is sent meanwhile
_WAITING = 128  # connections that wait to be taken
_UNANSWERED = 60_000  # milliseconds after which a machine that no longer answers is given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Streams:
    """Answers that do not end by themselves: `most` at once. `end` lets them go when the door closes."""

    most: int = 0
    end: Callable[[], None] = lambda: None


NO_STREAMS = Streams()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWebDoor:
    """A web door that listens at `host` and `port`."""

    host: str
    port: int
    server: uvicorn.Server
    serving: "asyncio.Task[None]"
    streams: Streams = NO_STREAMS

    async def close(self) -> None:
        """Take no more requests, let those at hand be answered, for seconds at most."""
        self.server.should_exit = True
        self.streams.end()
        await self.serving


async def listen(app: ASGIApp, host: str, port: int, streams: Streams = NO_STREAMS) -> OpenWebDoor:
    """Serve an application; raises OSError when the address is taken or is none of this machine's."""
    listening = _socket(host, port, _WAITING + streams.most)
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
        limit_concurrency=_MOST_AT_ONCE + _BESIDE_EACH * streams.most,
        timeout_keep_alive=int(PATIENCE),
        timeout_graceful_shutdown=int(PATIENCE),
        h11_max_incomplete_event_size=16 * 1024,
    )
    server = _Server(config)
    where = listening.getsockname()
    serving = asyncio.create_task(server.serve(sockets=[listening]), name="web")
    await server.up.wait()
    return OpenWebDoor(host=where[0], port=where[1], server=server, serving=serving, streams=streams)


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
        _give_up_on_the_dead(transport)
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


def _give_up_on_the_dead(transport: asyncio.Transport) -> None:
    """Let the system end a connection whose other end takes nothing any more: it would try for a quarter hour.

    A telephone that left its network says nothing of it, and its stream would keep its place.
    """
    connected = transport.get_extra_info("socket")
    if connected is not None and hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux has it
        with contextlib.suppress(OSError):
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNANSWERED)


def _socket(host: str, port: int, waiting: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named asyncio turns Nagle's algorithm off: an answer's head and body would wait for each other.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(waiting)
    except OSError:
        listening.close()
        raise
    listening.setblocking(False)
    return listening
