"""A smarthost in a thread of this process: keeps what it is handed, and misbehaves to order."""

import asyncio
import hmac
import os
import signal
import ssl
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from intake.demo.sink import Caught, Sink

Order = Callable[[Any], str]
HOLD = "hold"
USER, PASSWORD = "intake", "a password of the tests"
SLOW = "250 2.0.0 OK at last"


def answer(words: str) -> Order:
    """Answer so, whatever is right."""
    return lambda server: words


def hang_up(server: Any) -> str:
    """Drop the connection without a word."""
    server.transport.abort()
    return "421 4.3.0 Gone"


def hold(server: Any) -> str:
    """Say nothing until the client goes."""
    return HOLD


def slow(server: Any) -> str:
    """Take a second for the answer, as a smarthost that looks for viruses does."""
    return SLOW


def kill(pid: int) -> Order:
    """Kill the client's process while it waits for the answer."""

    def killing(server: Any) -> str:
        os.kill(pid, signal.SIGKILL)
        return hang_up(server)

    return killing


def knows(server: Any, session: Session, envelope: Envelope, mechanism: str, secret: LoginPassword) -> AuthResult:
    """Let in who knows the password."""
    del server, session, envelope, mechanism
    return AuthResult(success=secret == LoginPassword(USER.encode(), PASSWORD.encode()), handled=False)


@dataclass(slots=True)
class Smarthost(Sink):
    """A sink with orders: each is used once, at `MAIL`, `RCPT`, `DATA` or `CAUGHT` (after a mail was kept)."""

    orders: defaultdict[str, deque[Order]] = field(default_factory=lambda: defaultdict(deque))
    reached: list[str] = field(default_factory=list)
    port: int = 0
    # How each connection's protocol is made, over the sink's own; those that were opened, and their transports.
    options: dict[str, Any] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    opened: list[SMTP] = field(default_factory=list)
    # Domains whose recipients get these words instead of 250, or no answer at all (HOLD).
    domains: dict[str, str] = field(default_factory=dict)
    rcpts: list[str] = field(default_factory=list)
    # Listens no more, and keeps its connections.
    deafen: Callable[[], object] = lambda: None

    def order(self, step: str, *orders: Order) -> None:
        """Misbehave at the next times a step is reached, one order a time."""
        self.orders[step].extend(orders)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Session, envelope: Envelope, address: str, mail_options: list[str]
    ) -> str:
        said = self._ordered("MAIL", server)
        if said.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(mail_options)
        return said

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        self.rcpts.append(address)
        said = self.domains.get(address.rpartition("@")[2]) or self._ordered("RCPT", server)
        if said is HOLD:
            await asyncio.Event().wait()
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        said = self._ordered("DATA", server)
        if said.startswith("250"):
            await Sink.handle_DATA(self, server, session, envelope)
            said = self._ordered("CAUGHT", server)
        if said is HOLD:
            await asyncio.Event().wait()
        if said is SLOW:
            await asyncio.sleep(1)
        return said

    def _ordered(self, step: str, server: Any) -> str:
        self.reached.append(step)
        return self.orders[step].popleft()(server) if self.orders[step] else "250 2.0.0 OK"

    async def auth_CRAM__MD5(self, server: Any, args: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd's name
        """Let in who answers the challenge (RFC 2195)."""
        del args
        said = await server.challenge_auth("<1.2@sink.example>")
        user, _, digest = bytes(said).decode().partition(" ")
        right = hmac.new(PASSWORD.encode(), b"<1.2@sink.example>", "md5").hexdigest()
        return AuthResult(success=(user, digest) == (USER, right))

    def hang_up_on_all(self) -> None:
        """Cut every connection, as a smarthost does that starts anew."""
        for one in self.opened:
            if one.transport is not None:
                one.loop.call_soon_threadsafe(one.transport.abort)

    async def open(self, host: str = "127.0.0.1", port: int = 0) -> asyncio.Server:
        """Listen, with the options, and remember the connections."""

        def protocol() -> SMTP:
            options = {"enable_SMTPUTF8": True, **self.options}
            self.opened.append(SMTP(self, hostname="sink.example", **options))
            return self.opened[-1]

        return await asyncio.get_running_loop().create_server(protocol, host, port, ssl=self.tls)

    def to(self, address: str) -> list[Caught]:
        """Return what was kept for an address."""
        return [mail for mail in self.caught if mail.rcpt_to == (address,)]


@contextmanager
def smarthost(port: int = 0, tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[Smarthost]:
    """Give a smarthost that listens, in a thread with its own loop; `tls` is for TLS from the first byte."""
    host, loop = Smarthost(tls=tls, options=options), asyncio.new_event_loop()
    loop.set_exception_handler(lambda loop, context: None)  # connections are cut on purpose
    thread = threading.Thread(target=loop.run_forever, name="smarthost")
    thread.start()
    try:
        server = asyncio.run_coroutine_threadsafe(host.open(port=port), loop).result(60)
        host.port = server.sockets[0].getsockname()[1]
        host.deafen = lambda: loop.call_soon_threadsafe(server.close)
        yield host
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
