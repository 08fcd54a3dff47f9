"""The SMTP door: aiosmtpd, with 250 only after the commit and 451 for any fault of ours."""

import asyncio
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog
from aiosmtpd.smtp import SMTP, Session, syntax
from aiosmtpd.smtp import Envelope as SmtpEnvelope

from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.doors.body import Body, Fault
from intake.doors.crowd import BUSY, Crowd
from intake.thread.token import base_address

log = structlog.get_logger()

_CHUNK = 65536
_PATIENCE = 4  # a body over the limit is read to its end, so that its sender hears why, up to so many times the limit
# A plain address in angle brackets, and what follows it; any other goes to the library's slow and thorough parser.
_ATOMS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_PLAIN = re.compile(rf"\s*<(?P<address>(?P<local>{_ATOMS})@{_ATOMS})>[ \t]*(?P<rest>.*)", re.DOTALL)
_LONGEST_LOCAL_PART = 64
_TOO_LONG = b"421 4.4.2 This session has lasted too long\r\n"
_REFUSALS = {
    Fault.TOO_LARGE: "552 5.3.4 The message is larger than we take",
    Fault.LINE_TOO_LONG: "500 5.6.0 A line is longer than we take",
}


class Accepts(Protocol):
    """What stores a message and returns once it is durable."""

    async def put(self, channel: Channel, envelope: Envelope) -> Accepted:
        """Store a message; raises when it could not be made durable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorSettings:
    """Where the door listens and what it takes: `addresses` are ours without tags, `max_size` is in bytes.

    With `tls` clients may say STARTTLS (RFC 3207), or with `implicit_tls` begin with it (RFC 8314).
    """

    host: str
    port: int
    hostname: str
    addresses: frozenset[str]
    max_size: int
    max_recipients: int = 1000
    idle_seconds: float = 300.0
    session_seconds: float = 3600.0
    most_connections: int = 1000
    most_per_address: int = 200
    tls: ssl.SSLContext | None = None
    implicit_tls: bool = False
    lmtp: bool = False


class Handler:
    """aiosmtpd's hooks: which recipients are ours, and what becomes of a message."""

    def __init__(self, settings: DoorSettings, accepts: Accepts, now: Callable[[], datetime]) -> None:
        """Take mail for `settings.addresses` and hand it to `accepts`."""
        self._settings = settings
        self._accepts = accepts
        self._now = now
        domains = {address.rpartition("@")[2] for address in settings.addresses}
        self._postmasters = {"postmaster", *(f"postmaster@{domain}" for domain in domains)}

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: SmtpEnvelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer what else we can (RFC 2920, RFC 2034)."""
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", "250-ENHANCEDSTATUSCODES", *responses[-1:]]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: SmtpEnvelope, address: str, mail_options: list[str]
    ) -> str:
        """Refuse a sender that is not UTF-8: it could neither be kept nor answered (RFC 6531 section 3.3)."""
        if not _is_text(address):
            return "553 5.1.7 The sender's address is not UTF-8"
        envelope.mail_from = address
        envelope.mail_options.extend(mail_options)
        return "250 2.1.0 Sender ok"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: SmtpEnvelope, address: str, rcpt_options: list[str]
    ) -> str:
        """Refuse strangers' addresses here: nothing is bounced later (RFC 5321 sections 4.5.1 and 6.1)."""
        if len(envelope.rcpt_tos) >= self._settings.max_recipients:
            return "452 4.5.3 Too many recipients in one transaction"
        ours = address.lower() in self._postmasters or base_address(address) in self._settings.addresses
        if not ours or not _is_text(address):
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(rcpt_options)
        return "250 2.1.5 Recipient ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: SmtpEnvelope) -> str:  # noqa: N802
        """Store the message; the 250 says that the row is committed."""
        content = envelope.original_content or b""
        message = Envelope(
            raw=content,
            received_at=self._now(),
            mail_from="" if envelope.mail_from == "<>" else envelope.mail_from or "",  # aiosmtpd's null sender
            rcpt_to=tuple(envelope.rcpt_tos),
            peer=str(session.peer[0]) if session.peer else "",
        )
        accepted = await self._accepts.put(Channel.EMAIL, message)
        log.info("message.accepted", message=accepted.id, size=len(content), duplicate=accepted.duplicate_of)
        return f"250 2.0.0 Stored as {accepted.id}"

    async def handle_exception(self, error: Exception) -> str:
        """Answer any fault of ours with 451, so that the sender keeps the message and comes again."""
        log.error("smtp.failed", error=f"{type(error).__name__}: {error}")
        return "451 4.3.0 Not stored, please try again later"


def _is_text(address: str) -> bool:
    """Tell whether an address was UTF-8; aiosmtpd keeps other bytes as lone surrogates."""
    try:
        address.encode()
    except UnicodeEncodeError:
        return False
    return True


class Door(SMTP):  # type: ignore[misc] # aiosmtpd ships no types
    """aiosmtpd's protocol, its bodies read in chunks: its own loop wakes up for each line and grows without a bound."""

    line_length_limit = 65536

    def __init__(self, handler: Handler, crowd: Crowd, settings: DoorSettings) -> None:
        """Speak with one client, if the crowd lets it in."""
        super().__init__(
            handler,
            hostname=settings.hostname,
            ident="intake",
            data_size_limit=settings.max_size,
            enable_SMTPUTF8=True,
            timeout=settings.idle_seconds,
            tls_context=None if settings.implicit_tls else settings.tls,
        )
        self._crowd = crowd
        self._session_seconds = settings.session_seconds
        self._session_end: asyncio.TimerHandle | None = None
        self.address = ""
        self.idle_since: float | None = None
        self._let_in = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let a client in or turn it away; aiosmtpd calls this once more when TLS has begun."""
        if not self._let_in and not self._enters(transport):
            return
        super().connection_made(transport)

    def _enters(self, transport: asyncio.BaseTransport) -> bool:
        peer = transport.get_extra_info("peername")
        self.address, self.idle_since = str(peer[0]) if peer else "", self.loop.time()
        self._let_in = self._crowd.enter(self, self.loop.time())
        if self._let_in:
            self._session_end = self.loop.call_later(self._session_seconds, self.show_out, _TOO_LONG)
        elif isinstance(transport, asyncio.WriteTransport):
            transport.write(BUSY)
            transport.close()
        return self._let_in

    def show_out(self, why: bytes = BUSY) -> None:
        """Say 421 and hang up (RFC 5321 section 3.8)."""
        if self.transport is not None:
            self.transport.write(why)
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        """Take bytes, but none of a client that was turned away."""
        if self._let_in:
            self.idle_since = self.loop.time()
            super().data_received(data)

    def eof_received(self) -> bool | None:
        """Take the end of what a client has to say."""
        ended: bool | None = super().eof_received() if self._let_in else None
        return ended

    def connection_lost(self, error: Exception | None) -> None:
        """Make room for the next."""
        self._crowd.leave(self)
        if self._session_end is not None:
            self._session_end.cancel()
        if self._let_in:
            super().connection_lost(error)

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

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        """Take a body (RFC 5321 section 4.1.1.4) and answer with what the handler says of it."""
        if await self.check_helo_needed() or await self.check_auth_needed("DATA"):
            return
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Name a recipient first: RCPT TO")
            return
        if arg:
            await self.push("501 5.5.4 DATA takes no argument")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        try:
            statuses = await self._taken(Body(self.data_size_limit, self.line_length_limit))
        finally:
            self._set_post_data_state()
        await self.push(statuses)

    async def _taken(self, body: Body) -> str:
        while not body.ended:
            chunk = await self._reader.read(_CHUNK)
            if not chunk or body.seen > _PATIENCE * self.data_size_limit:
                self._writer.close()  # it has hung up, or it will never end
                raise ConnectionResetError
            body.feed(chunk)
            self._reset_timeout()
        if body.rest:  # commands sent ahead go back to the front; asyncio has no public way to do that
            self._reader._buffer[:0] = body.rest  # noqa: SLF001
        if body.fault is not None:
            return self._answers(_REFUSALS[body.fault])
        self.envelope.content = self.envelope.original_content = body.content()
        self.idle_since = None  # from here on it is we who are waited for
        try:
            return self._answers(await self._call_handler_hook("DATA"))
        except Exception as error:  # noqa: BLE001 - a door's last line: LMTP wants this answer once for each recipient
            return self._answers(await self.handle_exception(error))
        finally:
            self.idle_since = self.loop.time()

    def _answers(self, status: str) -> str:
        """Return the answer to a body: one for all its recipients."""
        return status


class LmtpDoor(Door):
    """The same over LMTP (RFC 2033): LHLO in HELO's stead, and after a body one answer for each recipient."""

    show_smtp_greeting = False

    @syntax("LHLO hostname")  # type: ignore[untyped-decorator] # aiosmtpd ships no types
    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Greet."""
        await super().smtp_EHLO(arg)

    async def smtp_HELO(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Refuse: this is no SMTP."""
        await self.push("500 5.5.1 This is LMTP: say LHLO")

    smtp_EHLO = smtp_HELO  # noqa: N815 - aiosmtpd's name

    def _answers(self, status: str) -> str:
        return "\r\n".join([status] * len(self.envelope.rcpt_tos))


async def open_door(settings: DoorSettings, accepts: Accepts, now: Callable[[], datetime]) -> asyncio.Server:
    """Listen; the port in use is that of the server's socket. Raises OSError when it cannot be bound."""
    handler = Handler(settings, accepts, now)
    crowd = Crowd(most=settings.most_connections, most_per_address=settings.most_per_address)
    speaks = LmtpDoor if settings.lmtp else Door
    return await asyncio.get_running_loop().create_server(
        lambda: speaks(handler, crowd, settings),
        settings.host,
        settings.port,
        ssl=settings.tls if settings.implicit_tls else None,
        backlog=1024,
    )
