"""The smarthost, as one SMTP transaction a mail, that tells a refusal from an answer that never came."""

import re
import ssl
from dataclasses import dataclass, field, replace

import aiosmtplib

from intake.domain.case import Outgoing
from intake.stages.deliver import HandOver, Result, Step

# Seconds for an answer, RFC 5321 section 4.5.3.2: to MAIL and RCPT, to DATA, and to a mail's content. Whoever gives up
# on the last one sooner sends mails twice.
_ENVELOPE_TIMEOUT = 300.0
_DATA_TIMEOUT = 120.0
_CONTENT_TIMEOUT = 600.0
_GO_AHEAD = 354
_TAKEN = 250
_NOT_LET_IN = frozenset({530, 534, 535, 538})  # RFC 4954 section 6: said of us, not of a mail
_FIRST_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Smarthost:
    """Where mail is handed over. `trusted` is what its certificate is checked with, None for the usual authorities.

    The password is sent under TLS only: with `user` one of `start_tls` and `tls` is set.
    """

    host: str
    port: int
    start_tls: bool = False
    tls: bool = False
    trusted: ssl.SSLContext | None = field(default=None, repr=False)
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 30.0
    hostname: str | None = None

    async def connect(self) -> aiosmtplib.SMTP:
        """Return a client that has said who we are, under TLS and logged in where that is set.

        Raises aiosmtplib.SMTPException or OSError, a certificate that does not fit included.
        """
        client = self._client()
        await client.connect()
        try:
            if client.is_ehlo_or_helo_needed:
                await _greet(client)
        except (aiosmtplib.SMTPException, OSError):
            client.close()
            raise
        return client

    def _client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user if self.tls or self.start_tls else None,
            password=self.password if self.tls or self.start_tls else None,
            use_tls=self.tls,
            start_tls=self.start_tls,
            tls_context=self.trusted,
            timeout=self.timeout,
            local_hostname=self.hostname,
        )


async def _greet(client: aiosmtplib.SMTP) -> None:
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        await client.helo()


async def hand_over(client: aiosmtplib.SMTP, mail: Outgoing) -> Result:
    """Send a mail over a connected client and say how it ended.

    Until its content has gone out, a lost connection is safe to repeat; after that nobody knows whether the smarthost
    took the mail (RFC 5321 section 4.5.3.2.6), and the result is `unknown`.
    """
    content = mail.dkim.encode("ascii") + mail.raw
    unable = _unable(client, mail, content)
    if unable is not None:
        return Result(hand_over=HandOver.REFUSED, answer=unable)
    ended = await _envelope(client, mail, len(content)) or await _content(client, content)
    return replace(ended, answer=kept_words(ended.answer))


def kept_words(words: str) -> str:
    """Return a server's words as a store can keep them: some answer in Latin-1, and the library marks such bytes."""
    return words.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _unable(client: aiosmtplib.SMTP, mail: Outgoing, content: bytes) -> str | None:
    """Return why this smarthost can take a mail never, by what it said of itself."""
    if not mail.recipient.isascii() and not client.supports_extension("smtputf8"):
        return "the smarthost takes no address that is not ASCII (SMTPUTF8)"
    most = client.esmtp_extensions.get("size", "").strip()
    if most.isdecimal() and 0 < int(most) < len(content):
        return f"it has {len(content):,} bytes, and the smarthost takes {int(most):,} at most"
    return None


async def _envelope(client: aiosmtplib.SMTP, mail: Outgoing, size: int) -> Result | None:
    """Say who writes to whom and that content comes; None when the smarthost waits for it."""
    step = Step.MAIL
    try:
        options = [f"SIZE={size}"] if client.supports_extension("size") else []
        options += [] if mail.recipient.isascii() else ["SMTPUTF8"]
        await client.mail(mail.mail_from, options=options, encoding="utf-8", timeout=_ENVELOPE_TIMEOUT)
        step = Step.RCPT
        await client.rcpt(mail.recipient, encoding="utf-8", timeout=_ENVELOPE_TIMEOUT)
        step = Step.DATA
        response = await client.execute_command(b"DATA", timeout=_DATA_TIMEOUT)
        if response.code != _GO_AHEAD:
            raise aiosmtplib.SMTPDataError(response.code, response.message)
    except aiosmtplib.SMTPResponseException as error:
        await _reset(client)
        return _answered(error, step)
    except (aiosmtplib.SMTPException, OSError) as error:
        lost = not isinstance(error, TimeoutError)
        return Result(hand_over=HandOver.NOT_NOW, answer=f"{type(error).__name__}: {error}", step=step, lost=lost)
    except ValueError as error:  # an address that cannot be said to a server: no later try can mend it
        await _reset(client)
        return Result(hand_over=HandOver.REFUSED, answer=f"{type(error).__name__}: {error}")
    return None


async def _content(client: aiosmtplib.SMTP, content: bytes) -> Result:
    """Send what the smarthost waits for; the library's own `data` does not tell DATA from what follows it."""
    try:
        protocol = client.protocol
        if protocol is None:
            lost = "the connection was lost before the content"
            return Result(hand_over=HandOver.NOT_NOW, answer=lost, step=Step.DATA, lost=True)
        whole = content if content.endswith(b"\r\n") else content + b"\r\n"
        protocol.write(_FIRST_DOT.sub(b"..", whole) + b".\r\n")
        response = await protocol.read_response(timeout=_CONTENT_TIMEOUT)
    except (aiosmtplib.SMTPException, OSError) as error:
        client.close()
        return Result(hand_over=HandOver.UNKNOWN, answer=f"{type(error).__name__}: {error}", step=Step.DATA)
    if response.code == _TAKEN:
        return Result(hand_over=HandOver.SENT, answer=f"{response.code} {response.message}", step=Step.DATA)
    await _reset(client)
    return _answered(aiosmtplib.SMTPDataError(response.code, response.message), Step.DATA)


async def _reset(client: aiosmtplib.SMTP) -> None:
    """End a refused transaction, or the next mail's MAIL would be refused as a nested one (RFC 5321 section 4.1.4)."""
    try:
        await client.rset()
    except (aiosmtplib.SMTPException, OSError):
        client.close()


def _answered(error: aiosmtplib.SMTPResponseException, step: Step) -> Result:
    refused = 500 <= error.code < 600 and error.code not in _NOT_LET_IN
    answer = f"{error.code} {' '.join(error.message.split())}"
    return Result(hand_over=HandOver.REFUSED if refused else HandOver.NOT_NOW, answer=answer, step=step)
