"""The smarthost, as one SMTP transaction a mail, that tells a refusal from an answer that never came."""

from dataclasses import dataclass

import aiosmtplib

from intake.domain.case import Outgoing
from intake.stages.deliver import HandOver, Result

# Seconds for the answer to a mail's content (RFC 5321 section 4.5.3.2.6): whoever gives up sooner sends mails twice.
_CONTENT_TIMEOUT = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Smarthost:
    """Where mail is handed over. With `user` the password is sent, under TLS only."""

    host: str
    port: int
    start_tls: bool = False
    tls: bool = False
    user: str | None = None
    password: str | None = None
    timeout: float = 30.0
    hostname: str | None = None

    def client(self) -> aiosmtplib.SMTP:
        """Return a client that is not connected yet."""
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_tls=self.tls,
            start_tls=self.start_tls,
            timeout=self.timeout,
            local_hostname=self.hostname,
        )


async def hand_over(client: aiosmtplib.SMTP, mail: Outgoing) -> Result:
    """Send a mail over a connected client and say how it ended.

    Until DATA's content has gone out, a lost connection is safe to repeat; after that nobody knows whether
    the smarthost took the mail (RFC 5321 section 4.5.3.2.6), and the result is `unknown`.
    """
    try:
        options = [] if mail.recipient.isascii() else ["SMTPUTF8"]
        await client.mail(mail.mail_from, options=options, encoding="utf-8")
        await client.rcpt(mail.recipient, encoding="utf-8")
    except aiosmtplib.SMTPResponseException as error:
        await _reset(client)
        return _answered(error)
    except (aiosmtplib.SMTPException, OSError) as error:
        return Result(hand_over=HandOver.NOT_NOW, answer=f"{type(error).__name__}: {error}")
    except ValueError as error:  # an address that cannot be said to a server: no later try can mend it
        return Result(hand_over=HandOver.REFUSED, answer=f"{type(error).__name__}: {error}")
    try:
        response = await client.data(mail.raw, timeout=_CONTENT_TIMEOUT)
    except aiosmtplib.SMTPResponseException as error:
        await _reset(client)
        return _answered(error)
    except (aiosmtplib.SMTPException, OSError) as error:
        return Result(hand_over=HandOver.UNKNOWN, answer=f"{type(error).__name__}: {error}")
    return Result(hand_over=HandOver.SENT, answer=f"{response.code} {response.message}")


async def _reset(client: aiosmtplib.SMTP) -> None:
    """End a refused transaction, or the next mail's MAIL would be refused as a nested one (RFC 5321 section 4.1.4)."""
    try:
        await client.rset()
    except (aiosmtplib.SMTPException, OSError):
        client.close()


def _answered(error: aiosmtplib.SMTPResponseException) -> Result:
    refused = 500 <= error.code < 600
    answer = f"{error.code} {error.message}"
    return Result(hand_over=HandOver.REFUSED if refused else HandOver.NOT_NOW, answer=answer)
