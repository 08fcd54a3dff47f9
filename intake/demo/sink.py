"""A mail sink: an SMTP server that keeps what it is handed, in place of a smarthost."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """A mail as the sink was handed it."""

    mail_from: str
    rcpt_to: tuple[str, ...]
    raw: bytes


@dataclass(slots=True)
class Sink:
    """Keeps mails in `caught`, in order, and calls `on_mail` for each."""

    on_mail: Callable[[Caught], None] = lambda _: None
    caught: list[Caught] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a mail."""
        mail = Caught(
            mail_from=envelope.mail_from or "",
            rcpt_to=tuple(envelope.rcpt_tos),
            raw=envelope.original_content or b"",
        )
        self.caught.append(mail)
        self.on_mail(mail)
        return "250 2.0.0 Caught"

    async def open(self, host: str = "127.0.0.1", port: int = 0) -> asyncio.Server:
        """Listen; the port is that of the server's socket."""

        def protocol() -> SMTP:
            return SMTP(self, hostname="sink.example", enable_SMTPUTF8=True)

        return await asyncio.get_running_loop().create_server(protocol, host, port)
