"""The SMTP door: aiosmtpd, with 250 only after the commit and 451 for any fault of ours."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog
from aiosmtpd.smtp import SMTP, Session
from aiosmtpd.smtp import Envelope as SmtpEnvelope

from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.thread.token import base_address

log = structlog.get_logger()


class Accepts(Protocol):
    """What stores a message and returns once it is durable."""

    async def put(self, channel: Channel, envelope: Envelope) -> Accepted:
        """Store a message; raises when it could not be made durable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorSettings:
    """Where the door listens and what it takes: `addresses` are ours without tags, `max_size` is in bytes."""

    host: str
    port: int
    hostname: str
    addresses: frozenset[str]
    max_size: int
    max_recipients: int = 1000
    idle_seconds: float = 300.0


class Handler:
    """aiosmtpd's hooks: which recipients are ours, and what becomes of a message."""

    def __init__(self, settings: DoorSettings, accepts: Accepts, now: Callable[[], datetime]) -> None:
        """Take mail for `settings.addresses` and hand it to `accepts`."""
        self._settings = settings
        self._accepts = accepts
        self._now = now
        domains = {address.rpartition("@")[2] for address in settings.addresses}
        self._postmasters = {"postmaster", *(f"postmaster@{domain}" for domain in domains)}

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
    """aiosmtpd's protocol with the body lines that RFC 5321 senders really send (64 KiB)."""

    line_length_limit = 65536


async def open_door(settings: DoorSettings, accepts: Accepts, now: Callable[[], datetime]) -> asyncio.Server:
    """Listen; the port in use is that of the server's socket. Raises OSError when it cannot be bound."""
    handler = Handler(settings, accepts, now)

    def protocol() -> Any:
        return Door(
            handler,
            hostname=settings.hostname,
            ident="intake",
            data_size_limit=settings.max_size,
            enable_SMTPUTF8=True,
            timeout=settings.idle_seconds,
        )

    return await asyncio.get_running_loop().create_server(protocol, settings.host, settings.port)
