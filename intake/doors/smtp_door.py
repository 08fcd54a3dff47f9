"""SMTP and LMTP as the door speaks them: aiosmtpd's commands and checks, its line loop and its DATA replaced."""

import re
import ssl
from functools import partial
from typing import Any

from aiosmtpd.smtp import syntax

from intake.doors.body import Body, Fault
from intake.doors.crowd import Crowd
from intake.doors.room import Room
from intake.doors.smtp_connection import Connection
from intake.doors.smtp_handler import DoorSettings, Handler
from intake.doors.smtp_lines import Lines

_PATIENCE = 4  # a body over the limit is read to its end, so that its sender hears why, up to so many times the limit
_MOST_UNKNOWN = 5  # commands that nobody knows, before we hang up
# RFC 5321 section 4.5.3.1.4, and what SIZE and SMTPUTF8 add to it (RFC 1870 section 3, RFC 6531 section 3.4).
_LONGEST_COMMAND = 512
_LONGEST_EXTENDED = {"MAIL": _LONGEST_COMMAND + 26 + 10}
# A plain address in angle brackets, and what follows it; any other goes to the library's slow and thorough parser.
_ATOMS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_PLAIN = re.compile(rf"\s*<(?P<address>(?P<local>{_ATOMS})@{_ATOMS})>[ \t]*(?P<rest>.*)", re.DOTALL)
_LONGEST_LOCAL_PART = 64
_REFUSALS = {
    Fault.TOO_LARGE: "552 5.3.4 The message is larger than we take",
    Fault.LINE_TOO_LONG: "500 5.6.0 A line is longer than we take",
    Fault.NO_ROOM: "452 4.3.1 No room for the message now, please try again later",
}


class Door(Connection):
    """aiosmtpd's protocol, its bodies read in chunks: its own loop wakes up for each line and grows without a bound."""

    line_length_limit = 65536

    def __init__(self, handler: Handler, crowd: Crowd, settings: DoorSettings) -> None:
        """Make the pattern of all connections of a door; they share the memory for bodies."""
        super().__init__(handler, crowd, settings)
        self._receiving, self._storing = Room(settings.memory), Room(settings.memory)
        self._commands = {name: getattr(type(self), f"smtp_{name}") for name in self._smtp_methods}

    def _begin(self) -> None:
        super()._begin()
        self._body: Body | None = None
        self._being_stored: Body | None = None
        self._unknown = 0

    def connection_lost(self, error: Exception | None) -> None:
        """Make room for the next, and for its body."""
        super().connection_lost(error)
        for body in (self._body, self._being_stored):
            if body is not None:
                body.close()

    def _hear(self, data: bytes) -> None:
        if self._body is not None and not len(self._lines):
            self._take(self._body, data)
        else:
            super()._hear(data)

    def _step(self) -> bool:
        if self._body is not None:
            ahead = self._lines.rest()
            if ahead:
                self._take(self._body, ahead)
            return bool(ahead)
        line = self._lines.take()
        if line is not None:
            self._obey(line)
        return line is not None

    def _obey(self, line: bytes) -> None:
        """Carry out a command, as aiosmtpd's loop does."""
        said = line.rstrip(b"\r\n")
        verb, _, argument = said.partition(b" ")
        self._command = command = verb.upper().decode(errors="replace")
        method = self._commands.get(command)
        longest = _LONGEST_EXTENDED.get(command, _LONGEST_COMMAND) if self.session.extended_smtp else _LONGEST_COMMAND
        if len(line) > longest + len(b"\r\n"):
            self._say("500 Command line too long")
        elif not said or not verb.isascii():
            self._say("500 Error: bad syntax")
        elif method is None:
            self._wonder()
        else:
            self._heard = self.loop.time()
            arg = argument.strip().decode(errors="surrogateescape") if argument else None
            self._at_once(method, arg)

    def _wonder(self) -> None:
        self._unknown += 1
        if self._unknown < _MOST_UNKNOWN:
            self._say("500 5.5.1 No such command here")
        else:
            self._say("502 5.5.1 Too many unrecognized commands, goodbye.")
            self._hang_up()

    def _at_once(self, method: Any, arg: str | None) -> None:
        """Run a command, which has nothing to wait for, to its end."""
        command = self._carried_out(method, arg)
        try:
            command.send(None)
        except StopIteration:
            return
        command.close()
        raise RuntimeError(f"{method} waits, where every client would wait for it")

    async def _carried_out(self, method: Any, arg: str | None) -> None:
        try:
            await method(self, arg)
        except Exception as error:  # noqa: BLE001 - a door's last line: a fault of ours is a 451
            await self.push(await self.handle_exception(error))

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """Return the address of MAIL or RCPT and what follows it; (None, None) when it is none."""
        plain = _PLAIN.fullmatch(arg)
        if plain is not None and len(plain["local"]) <= _LONGEST_LOCAL_PART:
            return plain["address"], plain["rest"]
        try:
            found: tuple[str | None, str | None] = super()._getaddr(arg)
        except (IndexError, AttributeError, ValueError):  # the standard library's parser trips over some of them
            return None, None
        return found

    # Commands with something of our own.

    @syntax("DATA")  # type: ignore[untyped-decorator] # aiosmtpd ships no types
    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        """Begin a body (RFC 5321 section 4.1.1.4)."""
        if await self.check_helo_needed() or await self.check_auth_needed("DATA"):
            return
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Name a recipient first: RCPT TO")
        elif arg:
            await self.push("501 5.5.4 DATA takes no argument")
        else:
            self._body = Body(self.data_size_limit, self.line_length_limit, self._receiving)
            await self.push("354 End data with <CR><LF>.<CR><LF>")

    @syntax("QUIT")  # type: ignore[untyped-decorator] # aiosmtpd ships no types
    async def smtp_QUIT(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        """Part."""
        if arg:
            await self.push("501 Syntax: QUIT")
            return
        await self.push("221 2.0.0 Bye")
        self._hang_up()

    @syntax("STARTTLS", when="tls_context")  # type: ignore[untyped-decorator] # aiosmtpd ships no types
    async def smtp_STARTTLS(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        """Begin TLS, and forget what was said ahead in clear (RFC 3207 sections 4 and 6)."""
        if arg:
            await self.push("501 Syntax: STARTTLS")
        elif not self.tls_context:
            await self.push("454 4.7.0 TLS is not to be had")
        else:
            self._lines = Lines()
            await self.push("220 2.0.0 Ready to start TLS")
            self._flush()
            self._work(partial(self._secure, self.tls_context))

    async def smtp_AUTH(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        """Refuse: nobody has an account here, and nothing is offered that a password could be told to."""
        await self.push("502 5.5.1 Nobody signs in here: send without AUTH")

    async def _secure(self, context: ssl.SSLContext) -> None:
        try:
            secured = await self.loop.start_tls(self.transport, self, context, server_side=True)
        except OSError as error:
            self._working = None
            self._hang_up()
            self.connection_lost(error)
            return
        self.transport = secured
        self.tls_context = None  # no TLS within TLS
        self._new_session(self.session.peer)

    # Bodies.

    def _take(self, body: Body, chunk: bytes) -> None:
        self._heard = self.loop.time()
        body.feed(chunk)
        if not body.ended and body.seen <= _PATIENCE * self.data_size_limit:
            return
        self._body = None
        if body.ended and body.fault is None:
            self._lines.feed(body.rest)
            self._being_stored = body
            self._work(partial(self._stored, body))
            return
        body.close()
        self._say_of_body(_REFUSALS[body.fault or Fault.TOO_LARGE])
        if body.ended:
            self._lines.feed(body.rest)
        else:
            self._hang_up()  # it will never end

    async def _stored(self, body: Body) -> None:
        """Hand a mail over and say what became of it; one out of a file waits for the memory that it takes."""
        waits_for = 2 * body.size if body.is_filed else 0
        if waits_for:
            await self._storing.wait(waits_for)
        try:
            self.envelope.content = self.envelope.original_content = body.content()
            status = await self._call_handler_hook("DATA")
        except Exception as error:  # noqa: BLE001 - a door's last line: LMTP wants this answer once for each recipient
            status = await self.handle_exception(error)
        finally:
            body.close()
            self._storing.give(waits_for)
        self._say_of_body(status)

    def _say_of_body(self, status: str) -> None:
        """Say what became of a body, once for all its recipients, and forget its envelope."""
        self._say(status)
        self._set_post_data_state()


class LmtpDoor(Door):
    """The same over LMTP (RFC 2033): LHLO in HELO's stead, and after a body one answer for each recipient."""

    @syntax("LHLO hostname")  # type: ignore[untyped-decorator] # aiosmtpd ships no types
    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Greet."""
        await super().smtp_EHLO(arg)

    async def smtp_HELO(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Refuse: this is no SMTP."""
        await self.push("500 5.5.1 This is LMTP: say LHLO")

    smtp_EHLO = smtp_HELO  # noqa: N815 - aiosmtpd's name

    def _say_of_body(self, status: str) -> None:
        for _ in self.envelope.rcpt_tos:
            self._say(status)
        self._set_post_data_state()
