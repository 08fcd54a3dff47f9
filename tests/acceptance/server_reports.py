"""Delivery reports as mail servers of several makes write them, about a mail of ours."""

from dataclasses import dataclass
from email import message_from_bytes


@dataclass(frozen=True, slots=True)
class Returned:
    """What a report is about: who was not reached, and our mail's bytes."""

    to: str
    raw: bytes

    @property
    def head(self) -> str:
        return self.raw.partition(b"\r\n\r\n")[0].decode("ascii")

    @property
    def message_id(self) -> str:
        return str(message_from_bytes(self.raw)["Message-ID"])


def block(to: str, status: str, *, action: str = "failed", diagnostic: str = "smtp; 550 5.1.1 No mailbox here") -> str:
    """Return what RFC 3464 says of one recipient."""
    return f"Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: {diagnostic}\r\n"


def declared(
    sender: str, subject: str, words: str, *blocks: str, returned: str, kind: str = "text/rfc822-headers"
) -> str:
    """Return a report of RFC 6522: words, a block for each recipient, and what comes back."""
    status = "\r\n".join(("Reporting-MTA: dns; mx.gold.example\r\n", *blocks))
    parts = ("text/plain; charset=us-ascii", words), ("message/delivery-status", status), (kind, returned)
    body = "".join(f"--cut\r\nContent-Type: {type_}\r\n\r\n{content}\r\n" for type_, content in parts)
    head = f"From: {sender}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n"
    kind_of_all = 'Content-Type: multipart/report; report-type=delivery-status; boundary="cut"\r\n'
    return f"{head}{kind_of_all}\r\n{body}--cut--\r\n"


def postfix(about: Returned) -> str:
    return declared(
        "MAILER-DAEMON@mx.gold.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        f"The mail system\r\n\r\n<{about.to}>: host mx2.gold.example said: 550 5.1.1 No mailbox here",
        block(about.to, "5.1.1"),
        returned=about.head,
    )


def sendmail(about: Returned) -> str:
    said = f"   ----- Transcript of session follows -----\r\n550 5.1.1 {about.to}... User unknown"
    return declared(
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.gold.example>",
        "Returned mail: see transcript for details",
        said,
        block(about.to, "5.1.1", diagnostic="SMTP; 550 5.1.1 User unknown"),
        returned=about.head,
    )


def exchange(about: Returned) -> str:
    return declared(
        "postmaster@gold.example",
        "Undeliverable: Re: The export",
        f"Delivery has failed to these recipients or groups:\r\n\r\n{about.to}",
        block(about.to, "5.1.10", diagnostic="smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
        returned=about.raw.decode("ascii"),
        kind="message/rfc822",
    )


def domino(about: Returned) -> str:
    return declared(
        "Notes Router <postmaster@notes.gold.example>",
        "DELIVERY FAILURE: User not listed in Domino Directory",
        f"Your message could not be delivered to {about.to}.",
        block(about.to, "5.1.1", diagnostic="X-Notes; User not listed"),
        returned=about.head,
    )


def exim(about: Returned) -> str:
    """Nothing is declared but for one header."""
    head = f"From: Mail Delivery System <Mailer-Daemon@mx.gold.example>\r\nX-Failed-Recipients: {about.to}\r\n"
    said = (
        f"A message that you sent could not be delivered.\r\n\r\n  {about.to}\r\n    550 5.1.1 Unrouteable address\r\n"
    )
    copy = f"\r\n------ This is a copy of the message, including all the headers. ------\r\n\r\n{about.head}\r\n"
    return f"{head}Subject: Mail delivery failed: returning message to sender\r\n\r\n{said}{copy}"


def qmail(about: Returned) -> str:
    """Nothing is declared at all."""
    head = "From: MAILER-DAEMON@mx.gold.example\r\nSubject: failure notice\r\n\r\n"
    said = (
        f"Hi. This is the qmail-send program at mx.gold.example.\r\n\r\n<{about.to}>:\r\n550 5.1.1 no mailbox here\r\n"
    )
    return f"{head}{said}\r\n--- Below this line is a copy of the message.\r\n\r\n{about.head}\r\n"


def in_german(about: Returned) -> str:
    """A provider's prose, from an address that a person might have."""
    head = "From: Mail-Zustellung <mailzustellung@provider.example>\r\nSubject: Unzustellbar: Re: The export\r\n"
    said = f"Die folgende Adresse ist uns nicht bekannt:\r\n\r\n  {about.to}\r\n  550 5.1.1 Benutzer unbekannt\r\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{said}\r\n{about.head}\r\n"


def delayed(about: Returned) -> str:
    return declared(
        "MAILER-DAEMON@mx.gold.example (Mail Delivery System)",
        "Delayed Mail (still being retried)",
        f"Your message could not be delivered for 4.0 hours; it is still tried.\r\n\r\n<{about.to}>: timed out",
        block(about.to, "4.4.1", action="delayed", diagnostic="smtp; 451 4.4.1 timed out"),
        returned=about.head,
    )


def full(about: Returned) -> str:
    return declared(
        "MAILER-DAEMON@mx.gold.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        f"<{about.to}>: 552 5.2.2 Mailbox full",
        block(about.to, "5.2.2", diagnostic="smtp; 552 5.2.2 Mailbox full"),
        returned=about.head,
    )


def of_two(about: Returned) -> str:
    """Ours failed; another, whom the mail was passed on to, was reached."""
    blocks = (block("other@gold.example", "2.0.0", action="relayed"), block(about.to, "5.1.1"))
    return declared("postmaster@gold.example", "Delivery report", "One of two.", *blocks, returned=about.head)


def of_another(about: Returned) -> str:
    """Ours was reached; it was passed on to another, who was not."""
    blocks = (block(about.to, "2.0.0", action="delivered"), block("other@gold.example", "5.1.1"))
    return declared("postmaster@gold.example", "Delivery report", "One of two.", *blocks, returned=about.head)
