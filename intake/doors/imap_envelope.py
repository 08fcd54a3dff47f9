"""What a mail in a mailbox still says of its envelope, in headers that the last servers wrote on top of it."""

from datetime import datetime

from intake.domain.message import Envelope
from intake.parse.decode.addresses import parse_addresses
from intake.parse.decode.headers import Headers, split_head
from intake.thread.token import base_address

_DELIVERED = ("delivered-to", "x-original-to", "envelope-to")


def fetched_envelope(raw: bytes, received_at: datetime, own: frozenset[str], address: str) -> Envelope:
    """Return a fetched mail with its envelope; `own` are the desk's addresses, `address` the mailbox's own.

    Without a Return-Path the sender is None: nobody knows it. Where no header says which of our addresses it was
    delivered to, it is the mailbox's own.
    """
    headers = split_head(raw)[0]
    delivered = [one for name in _DELIVERED for value in headers.texts(name) for one in value.split()]
    ours = tuple(dict.fromkeys(one.strip("<>,") for one in delivered if base_address(one.strip("<>,")) in own))
    return Envelope(raw=raw, received_at=received_at, mail_from=_sender(headers), rcpt_to=ours or (address,))


def _sender(headers: Headers) -> str | None:
    """Return the envelope sender (RFC 5321 section 4.4), "" for the null sender, None where it is not said."""
    value = headers.raw("return-path")
    found = parse_addresses(value)
    if found and found[0].address:
        return found[0].address
    return "" if b"<>" in b"".join(value.split()) else None
