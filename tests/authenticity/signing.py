"""Mails as a customer's server signs them."""

from base64 import b64encode
from datetime import UTC, datetime
from functools import cache
from typing import Any

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

RECEIVED = datetime(2026, 5, 12, 14, tzinfo=UTC)
SIGNED = (b"from", b"to", b"subject", b"date", b"message-id", b"content-type", b"in-reply-to", b"references")


def key(bits: int = 2048) -> tuple[bytes, str]:
    """Return a private key as PEM, and the record that publishes it: the same each time."""
    return _made(bits)


@cache
def _made(bits: int) -> tuple[bytes, str]:
    made = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    private = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = made.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private, f"v=DKIM1; k=rsa; p={b64encode(public).decode()}"


def letter(
    sender: str = "ann@acme.example", *, body: str = "The invoice list stays empty.", to: str = "support@desk.example"
) -> bytes:
    lines = [f"From: Ann Lee <{sender}>", f"To: {to}", "Subject: Invoices", "Date: Tue, 12 May 2026 10:00:00 -0400"]
    lines += [f"Message-ID: <{abs(hash((sender, body)))}@acme.example>", "Content-Type: text/plain; charset=utf-8"]
    return ("\r\n".join([*lines, "", body]) + "\r\n").encode()


def signed(raw: bytes, domain: str = "acme.example", *, bits: int = 2048, **how: Any) -> bytes:
    """Return a mail with a signature of a domain on top; `how` goes to dkimpy."""
    settings = {"include_headers": SIGNED, "canonicalize": (b"relaxed", b"relaxed"), **how}
    made: bytes = dkim.sign(raw, b"sel", domain.encode(), key(bits)[0], **settings)
    return made + raw
