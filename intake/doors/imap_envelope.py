"""What a mail in a mailbox still says of its envelope, in headers that the last servers wrote on top of it."""

import re
from datetime import datetime

from intake.domain.message import Envelope
from intake.parse.decode.addresses import parse_addresses
from intake.parse.decode.headers import Headers, split_head
from intake.thread.token import base_address

_DELIVERED = ("delivered-to", "x-original-to", "envelope-to")
# In a comment too, "from userid 33". Without one it tells of a way inside one provider, as Gmail's topmost does.
_FROM = re.compile(rb"\bfrom\b", re.IGNORECASE)


def fetched_envelope(raw: bytes, received_at: datetime, own: frozenset[str], address: str) -> Envelope:
    """Return a fetched mail with its envelope; `own` are the desk's addresses, `address` the mailbox's own.

    Without a Return-Path that a server wrote the sender is None: nobody knows it. Where no header says which of our
    addresses it was delivered to, it is the mailbox's own.
    """
    headers = split_head(raw)[0]
    delivered = [one for name in _DELIVERED for value in headers.texts(name) for one in value.split()]
    ours = tuple(dict.fromkeys(one.strip("<>,") for one in delivered if base_address(one.strip("<>,")) in own))
    return Envelope(raw=raw, received_at=received_at, mail_from=_sender(headers), rcpt_to=ours or (address,))


def _sender(headers: Headers) -> str | None:
    """Return the envelope sender (RFC 5321 section 4.4), "" for the null sender, None where it is not said.

    The writer may have put such a field among theirs: only one above the line by which the mail came in from another
    host is of the servers that delivered it. That there is no sender is believed of anybody: it only forbids an answer.
    """
    value = headers.raw("return-path")
    if b"<>" in b"".join(value.split()):
        return ""
    found = parse_addresses(value) if _is_on_top(headers) else ()
    return found[0].address or None if found else None


def _is_on_top(headers: Headers) -> bool:
    """Tell whether the first Return-Path stands above a Received that says whom the mail came from, and below none."""
    for name, value in headers.items:
        if name == "return-path":
            return any(other == "received" and _FROM.search(line) for other, line in headers.items)
        if name == "received" and _FROM.search(value):
            return False
    return False
