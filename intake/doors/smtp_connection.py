"""One connection of the SMTP door: let in, given its time, its answers sent together, shown out.

aiosmtpd's own loop is a task that wakes up for each line, writes each answer by itself and sets a timer each time.
Here lines are answered in the callback that brings them, in one write for all that came together; what has to wait,
a body being stored or TLS being agreed on, is a task, and until it is done nothing further is read.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from copy import copy
from typing import Any, Self

from aiosmtpd.smtp import SMTP

from intake.doors.crowd import BUSY, Crowd
from intake.doors.smtp_handler import DoorSettings, Handler
from intake.doors.smtp_lines import Lines
from intake.doors.smtp_replies import enhanced

_MOST_AT_ONCE = 100  # commands of one client, before others have their turn
_TOO_LONG = b"421 4.4.2 This session has lasted too long\r\n"
_IDLE = b"421 4.4.2 Nothing was said for too long\r\n"
_CLOSING = b"421 4.3.2 We are closing, please try again later\r\n"
_GREETINGS = frozenset({"HELO", "EHLO", "LHLO"})  # RFC 2034: their answers have no enhanced status code


class Connection(SMTP):  # type: ignore[misc] # aiosmtpd ships no types
    """aiosmtpd's protocol, driven by what comes in; `another` makes one for each connection."""

    transport: asyncio.Transport | None
    tls_context: ssl.SSLContext | None

    def __init__(self, handler: Handler, crowd: Crowd, settings: DoorSettings) -> None:
        """Make the pattern of all connections of a door."""
        super().__init__(
            handler,
            hostname=settings.hostname,
            ident="intake",
            data_size_limit=settings.max_size,
            enable_SMTPUTF8=True,
            tls_context=None if settings.implicit_tls else settings.tls,
        )
        self._crowd = crowd
        self._settings = settings
        self._begin()

    def another(self) -> Self:
        """Return a copy for one more connection: the constructor looks for hooks by name, which is slow."""
        connection = copy(self)
        connection._begin()  # noqa: SLF001 - of its own class
        return connection

    def _begin(self) -> None:
        self._lines = Lines()
        self._out: list[bytes] = []
        self._command = ""
        self._working: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._next_turn: asyncio.Handle | None = None
        self._gone: asyncio.Future[None] | None = None
        self._heard = self._until = 0.0
        self._has_ended = self._is_leaving = self._is_closing = self._is_clogged = self._is_paused = False
        self.address = ""
        self.idle_since: float | None = None

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet a client, or turn it away."""
        now = self.loop.time()
        peer = transport.get_extra_info("peername")
        self.transport = transport  # type: ignore[assignment] # a server's is both a reading and a writing one
        self.address, self.idle_since, self._heard = str(peer[0]) if peer else "", now, now
        if not self._crowd.enter(self, now):
            self.show_out()
            return
        self._new_session(peer)
        self._until = now + self._settings.session_seconds
        self._look_at_the_clock()
        self._say(f"220 {self.hostname} {self.__ident__}")
        self._flush()

    def data_received(self, data: bytes) -> None:
        """Answer what has come, or keep it until the work at hand is done."""
        if self._is_closing:
            return
        self.idle_since = None if self._working else self.loop.time()
        self._hear(data)
        self._go_on()

    def eof_received(self) -> bool:
        """Let a client that has said all hear the answers that it still has to get; TLS has no such half."""
        self._has_ended = True
        waits = self._working is not None or self._next_turn is not None
        return waits and self.transport is not None and self.transport.get_extra_info("sslcontext") is None

    def connection_lost(self, error: Exception | None) -> None:
        """Make room for the next, and give up what was not stored yet: its sender got no answer and comes again."""
        self._crowd.leave(self)
        self._is_closing = True
        self.transport = None
        for pending in (self._timer, self._next_turn, self._working):
            if pending is not None:
                pending.cancel()
        if self._gone is not None and not self._gone.done():
            self._gone.set_result(None)

    def pause_writing(self) -> None:
        """Hear no more, when this turn is over, of a client that does not take its answers."""
        self._is_clogged = True

    def resume_writing(self) -> None:
        """Hear it again."""
        self._is_clogged = False
        self._balance()

    # Who has to go.

    def show_out(self, why: bytes = BUSY) -> None:
        """Say 421 and hang up (RFC 5321 section 3.8)."""
        if not self._is_closing:
            self._out.append(why)
            self._hang_up()

    def ask_to_leave(self) -> "asyncio.Future[None]":
        """Show a client out, one whose mail is being stored after its answer; return what is done when it has gone."""
        self._gone = self.loop.create_future()
        if self.transport is None:
            self._gone.set_result(None)
        elif self._working is None:
            self.show_out(_CLOSING)
        self._is_leaving = True
        return self._gone

    def _hang_up(self) -> None:
        self._flush()
        self._is_closing = True
        if self.transport is not None:
            self.transport.abort() if self._is_clogged else self.transport.close()

    def _look_at_the_clock(self) -> None:
        """Show out whoever is late; one timer for a connection, set again when it rings."""
        now = self.loop.time()
        due = min(self._heard + self._settings.idle_seconds, self._until)
        if self._working is not None:
            due = max(due, now + 1.0)  # it is we who are waited for
        if due > now:
            self._timer = self.loop.call_at(due, self._look_at_the_clock)
        else:
            self.show_out(_IDLE if due < self._until else _TOO_LONG)

    # What is said.

    async def push(self, status: str | bytes) -> None:
        """Say an answer; it is sent with the others of this turn."""
        self._say(status)

    def _say(self, status: str | bytes) -> None:
        answer = status.encode(errors="backslashreplace") if isinstance(status, str) else status
        if self._command not in _GREETINGS:
            answer = enhanced(answer)
        self._out += (answer, b"\r\n")

    def _flush(self) -> None:
        if self._out and self.transport is not None:
            self.transport.write(b"".join(self._out))
        self._out.clear()

    # Turns.

    def _go_on(self) -> None:
        """Answer what waits, though not without end, and then let others have their turn."""
        self._next_turn = None
        for _ in range(_MOST_AT_ONCE):
            if self._is_closing or self._working is not None or not self._step():
                break
        else:
            self._next_turn = self.loop.call_soon(self._go_on)
        self._flush()
        if self._working is None and not self._is_closing:
            if self._is_leaving:
                self.show_out(_CLOSING)
            elif self._has_ended and self._next_turn is None:
                self._hang_up()
        self._balance()

    def _balance(self) -> None:
        """Read from the client unless it is ahead of us."""
        ahead = self._is_clogged or self._next_turn is not None or (self._working is not None and len(self._lines) > 0)
        if self.transport is None or self._is_closing or ahead is self._is_paused:
            return
        self._is_paused = ahead
        if ahead:
            self.transport.pause_reading()
        else:
            self.transport.resume_reading()

    def _work(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do what has to wait; nothing that the client says is answered before it is done."""
        self.idle_since = None
        self._working = self.loop.create_task(self._worked(work))

    async def _worked(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        finally:
            self._working = None
        self._heard = self.idle_since = self.loop.time()
        self._go_on()

    def _new_session(self, peer: Any) -> None:
        self.session = self._create_session()
        self.session.peer = peer
        self._set_rset_state()

    def _hear(self, data: bytes) -> None:
        self._lines.feed(data)

    def _step(self) -> bool:
        """Answer the next of what waits; False when there is nothing whole."""
        raise NotImplementedError
