"""What the SMTP door asks of us: whose mail we take, and what becomes of a message."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

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
    """Where the door listens and what it takes: `addresses` are ours without tags, sizes are in bytes.

    With `tls` clients may say STARTTLS (RFC 3207), or with `implicit_tls` begin with it (RFC 8314). Bodies that are
    being received share `memory`, and those being stored out of a file `memory` once more; the others are in files.
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
    most_per_address: int = 600
    memory: int = 32 * 1024 * 1024
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
        message = Envelope(
            raw=envelope.original_content or b"",
            received_at=self._now(),
            mail_from="" if envelope.mail_from == "<>" else envelope.mail_from or "",  # aiosmtpd's null sender
            rcpt_to=tuple(envelope.rcpt_tos),
            # Over LMTP the peer is our own mail server, which says nothing of who sent a mail.
            peer=str(session.peer[0]) if session.peer and not self._settings.lmtp else "",
        )
        accepted = await self._accepts.put(Channel.EMAIL, message)
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
