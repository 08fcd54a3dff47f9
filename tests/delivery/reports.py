"""Delivery reports as servers write them (RFC 3464), about mails of the desk."""

from collections.abc import Iterable

from intake.domain.case import Outgoing
from tests.stages.office import mail

DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.acme.example>"


def report(
    original: str,
    recipient: str,
    status: str = "5.1.1",
    *,
    action: str = "failed",
    diagnostic: str = "550 5.1.1 No such user",
    sender: str = DAEMON,
) -> bytes:
    """Return a report about a mail with the Message-ID `original`; "" leaves the returned headers out."""
    returned = ["--r", "Content-Type: text/rfc822-headers", "", f"Message-ID: {original}", "Subject: x", ""]
    lines = [
        *["--r", "Content-Type: text/plain", "", "Your message could not be delivered.", ""],
        *["--r", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.acme.example", ""],
        *[f"Final-Recipient: rfc822; {recipient}", f"Action: {action}"],
        *[f"Status: {status}", f"Diagnostic-Code: smtp; {diagnostic}", ""],
        *(returned if original else []),
        "--r--",
    ]
    kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary="r"'
    raw = mail("\r\n".join(lines), sender=sender, subject="Undelivered Mail Returned to Sender")
    return _with(raw, kind)


def _with(raw: bytes, kind: str) -> bytes:
    return raw.replace(b"Content-Type: text/plain; charset=utf-8", kind.encode(), 1)


def only(mails: Iterable[Outgoing]) -> Outgoing:
    """Return the one mail there is."""
    (found,) = mails
    return found
