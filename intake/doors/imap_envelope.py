"""What a mail in a mailbox still says of its envelope, in headers that the last servers wrote on top of it."""

import re
from datetime import datetime

from intake.domain.message import Envelope
from intake.doors.imap_mailbox import Mailbox
from intake.parse.decode.addresses import parse_addresses
from intake.parse.decode.headers import Headers, split_head
from intake.thread.token import base_address

_DELIVERED = ("delivered-to", "x-original-to", "envelope-to")
# In a comment too, "from userid 33". Without one it tells of a way inside one provider, as Gmail's topmost does.
_FROM = re.compile(rb"\bfrom\b", re.IGNORECASE)


_BY = re.compile(rb"\bby\s+([a-z0-9._-]+)", re.IGNORECASE)


def fetched_envelope(raw: bytes, received_at: datetime, mailbox: Mailbox) -> Envelope:
    """Return a mail fetched from a mailbox with its envelope.

    Without a Return-Path that a server wrote the sender is None: nobody knows it. Where no header says which of our
    addresses it was delivered to, it is the mailbox's own.
    """
    headers = split_head(raw)[0]
    delivered = [one for name in _DELIVERED for value in headers.texts(name) for one in value.split()]
    ours = tuple(dict.fromkeys(one.strip("<>,") for one in delivered if base_address(one.strip("<>,")) in mailbox.own))
    sender = _sender(headers, mailbox.return_path_by)
    return Envelope(raw=raw, received_at=received_at, mail_from=sender, rcpt_to=ours or (mailbox.address,))


def _sender(headers: Headers, by: str) -> str | None:
    """Return the envelope sender (RFC 5321 section 4.4), "" for the null sender, None where it is not said.

    The writer may have put such a field among theirs: only one above the line by which the mail came in from another
    host is of the servers that delivered it, or the only one there is where the server in whose domain `by` the mail
    was taken in last is known to take the writer's out, as Microsoft 365 does, which writes its own further down. That
    there is no sender is believed of anybody: it only forbids an answer.
    """
    value = headers.raw("return-path")
    if b"<>" in b"".join(value.split()):
        return ""
    found = parse_addresses(value) if _is_on_top(headers) or _is_the_server_s(headers, by) else ()
    return found[0].address or None if found else None


def _is_on_top(headers: Headers) -> bool:
    """Tell whether the first Return-Path stands above a Received that says whom the mail came from, and below none."""
    for name, value in headers.items:
        if name == "return-path":
            return any(other == "received" and _FROM.search(line) for other, line in headers.items)
        if name == "received" and _FROM.search(value):
            return False
    return False


def _is_the_server_s(headers: Headers, by: str) -> bool:
    """Tell whether a mail has one Return-Path, and its topmost Received is of a server in the domain `by`, if any."""
    received = next((value for name, value in headers.items if name == "received"), b"")
    last = _BY.search(received)
    if not by or last is None or len(headers.by_name.get("return-path", [])) != 1:
        return False
    host = last[1].decode("ascii").lower()
    return host == by or host.endswith(f".{by}")
