"""Mails put together piece by piece for the tables beside this file, and what the tables look at."""

from intake.parse.message import parse_mail

HEAD = (
    b"From: Ines Brandt <ines@harbour.example>\nTo: desk@vendor.example\nSubject: Stock list\n"
    b"Date: 3 Mar 2026 09:14 +0100\n"
)
Found = tuple[str, str, int, bool]


def mail(fields: bytes, body: bytes) -> bytes:
    """Return a message with `fields` (each ended by a line end) under the usual ones."""
    return HEAD + fields + b"\n" + body


def part(fields: bytes, body: bytes = b"") -> bytes:
    return fields + b"\n\n" + body


def multi(kind: bytes, *parts: bytes, boundary: bytes = b"cut") -> bytes:
    """Return a multipart entity, header and body."""
    lines = b"".join(b"--" + boundary + b"\n" + one + b"\n" for one in parts)
    return (
        b"Content-Type: multipart/" + kind + b'; boundary="' + boundary + b'"\n\n' + lines + b"--" + boundary + b"--\n"
    )


def whole(entity: bytes) -> bytes:
    return HEAD + entity


def attached(raw: bytes) -> list[Found]:
    """Name, type, size and inline of each attachment, in order."""
    return [(one.name, one.content_type, one.size, one.inline) for one in parse_mail(raw).attachments]


PLAIN = part(b"Content-Type: text/plain; charset=utf-8", b"The list is short.")
HTML = part(b"Content-Type: text/html; charset=utf-8", b"<p>The list is <b>short</b>.</p>")
PDF = part(
    b'Content-Type: application/pdf; name="list.pdf"\nContent-Disposition: attachment; filename="list.pdf"\n'
    b"Content-Transfer-Encoding: base64",
    b"JVBERi0xLjQK",
)
PICTURE = part(
    b"Content-Type: image/png; name=shelf.png\nContent-ID: <shelf@harbour>\nContent-Transfer-Encoding: base64",
    b"iVBORw==",
)
