"""A written letter as the bytes of a mail, header by header, so that nothing a stranger wrote can add one.

RFC 5322 with RFC 2047 for what is not ASCII; an address that is not makes it an RFC 6532 message, which
needs SMTPUTF8. The library's own composer is not used: Python 3.11's encodes a long Message-ID in
References as if it were words.
"""

import quopri
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256

from intake.domain.errors import BadInput
from intake.domain.message import Address, Attachment
from intake.render.enclosed import together
from intake.render.flow import one_line
from intake.render.letter import Written

_LINE = 78
_LONGEST_SUBJECT = 200
_LONGEST_NAME = 80
_LONGEST_ID = 250
_MOST_REFERENCES = 20
_ENCODED_WORD_BYTES = 45  # 60 letters of base64 in a word of 72
_CASE_TAG = re.compile(r" \[case \d+\]$")
_ADDRESS = re.compile(
    r'(?:"(?:[^"\\\x00-\x1f\x7f-\x9f<>]|\\[^\x00-\x1f\x7f-\x9f<>])+"|[^\s\x00-\x1f\x7f-\x9f"(),:;<>@\[\\\]]+)'
    r"@[^\s\x00-\x1f\x7f-\x9f\"(),;<>@\\]+"
)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+>")
_TOKEN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailHeaders:
    """What a mail needs beside its text.

    `message_id`, `in_reply_to` and `references` carry their angle brackets; `references` are those of the
    mail that is answered. `reply_to` is the address with the signed case token, `loop_mark` the value by
    which we know our own mail again. `date` carries an offset. `auto_submitted` says that a machine wrote
    (RFC 3834: auto-replied, auto-generated); None is for a person's own words.
    """

    sender: Address
    to: str
    message_id: str
    date: datetime
    in_reply_to: str | None
    references: tuple[str, ...]
    reply_to: str
    loop_mark: str
    auto_submitted: str | None = "auto-replied"


def mail(written: Written, headers: MailHeaders, attachments: tuple[Attachment, ...] = ()) -> bytes:
    """Return the mail, its files after the text, with CRLF line ends, ready for an SMTP connection.

    Raises BadInput for an address, Message-ID, mark or date of our own that cannot stand in a header. A
    Message-ID of theirs that cannot is left out.
    """
    addresses = {
        "From": _address("From", headers.sender.address),
        "To": _address("To", headers.to),
        "Reply-To": _address("Reply-To", headers.reply_to),
    }
    international = not all(address.isascii() for address in addresses.values())
    boundary = _boundary(headers.message_id)
    alternatives = f'multipart/alternative;\r\n boundary="{boundary}"'
    kind, content = together(alternatives, _alternatives(written, boundary), attachments, headers.message_id)
    lines = [
        _named(headers.sender.name, addresses["From"]),
        f"To: <{addresses['To']}>",
        f"Reply-To: <{addresses['Reply-To']}>",
        _words("Subject", _subject(written.subject)),
        f"Date: {_date(headers.date)}",
        f"Message-ID: {_own('Message-ID', headers.message_id, _MESSAGE_ID)}",
        *_thread(headers),
        *_automatic(headers.auto_submitted),
        f"X-Intake-Loop: {_own('X-Intake-Loop', headers.loop_mark, _TOKEN)}",
        "MIME-Version: 1.0",
        f"Content-Type: {kind}",
    ]
    head = "\r\n".join(lines).encode("utf-8" if international else "ascii")
    return head + b"\r\n\r\n" + content


def can_be_written_to(address: str) -> bool:
    """Tell whether an address can stand in the headers of a mail."""
    return len(address) <= _LONGEST_ID + 70 and _ADDRESS.fullmatch(address) is not None and _encodable(address)


def _address(header: str, address: str) -> str:
    if not can_be_written_to(address):
        raise BadInput(f"{header}: {address!r} is not a mail address; write one such as help@example.com")
    return address


def _encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _own(header: str, value: str, shape: re.Pattern[str]) -> str:
    if len(value) > _LONGEST_ID or not shape.fullmatch(value):
        raise BadInput(f"{header}: {value!r} cannot stand in a mail; write visible ASCII without blanks")
    return value


def _date(date: datetime) -> str:
    if date.tzinfo is None:
        raise BadInput(f"Date: {date.isoformat()} carries no offset; give it one")
    return format_datetime(date)


def _subject(subject: str) -> str:
    """Return the subject as one line; where it is too long the case's tag stays at its end."""
    line = one_line(subject, max(len(subject), 1))
    tag = _CASE_TAG.search(line)
    end = tag.group() if tag else ""
    return one_line(line[: len(line) - len(end)], _LONGEST_SUBJECT - len(end)) + end


def _thread(headers: MailHeaders) -> Iterator[str]:
    """Yield In-Reply-To and References: the thread's first message and its latest ones, theirs last."""
    answered = _theirs((headers.in_reply_to,))
    chain = [known for known in _theirs(headers.references) if known not in answered] + answered
    if len(chain) > _MOST_REFERENCES:
        chain = [chain[0], *chain[-(_MOST_REFERENCES - 1) :]]
    if answered:
        yield f"In-Reply-To: {answered[0]}"
    if chain:
        yield "References: " + "\r\n ".join(chain)


def _automatic(submitted: str | None) -> Iterator[str]:
    if submitted is not None:
        yield f"Auto-Submitted: {_own('Auto-Submitted', submitted, _TOKEN)}"
        yield "X-Auto-Response-Suppress: All"


def _theirs(ids: tuple[str | None, ...]) -> list[str]:
    stripped = [(known or "").strip() for known in ids]
    return [known for known in stripped if len(known) <= _LONGEST_ID and _MESSAGE_ID.fullmatch(known)]


def _named(name: str, address: str) -> str:
    words = one_line(name, _LONGEST_NAME)
    if not words:
        return f"From: <{address}>"
    if words.isascii() and "=?" not in words:
        quoted = words.replace("\\", "\\\\").replace('"', '\\"')
        return f'From: "{quoted}"\r\n <{address}>'
    return f"{_words('From', words)}\r\n <{address}>"


def _words(header: str, text: str) -> str:
    """Return a header of free text, folded; as encoded words (RFC 2047) where it is not plain ASCII."""
    plain = text.isascii() and "=?" not in text and all(len(word) < _LINE for word in text.split())
    parts = text.split() if plain else [f"=?utf-8?B?{b64encode(chunk).decode()}?=" for chunk in _chunks(text)]
    lines = [f"{header}:"]
    for part in parts:
        if len(lines[-1]) + 1 + len(part) > _LINE and lines[-1] != f"{header}:":
            lines.append("")
        lines[-1] += f" {part}"
    return "\r\n".join(lines)


def _chunks(text: str) -> Iterator[bytes]:
    """Yield UTF-8 in pieces that fit an encoded word and never split a character."""
    chunk = b""
    for character in text:
        encoded = character.encode()
        if len(chunk) + len(encoded) > _ENCODED_WORD_BYTES:
            yield chunk
            chunk = b""
        chunk += encoded
    if chunk:
        yield chunk


def _boundary(message_id: str) -> str:
    """Return the line between the parts: the same for a repeat, and never a line of quoted-printable text.

    There "=" is always followed by two hexadecimal digits or a line's end (RFC 2045, 6.7), so "=_" cannot occur.
    """
    return f"=_{sha256(message_id.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _alternatives(written: Written, boundary: str) -> bytes:
    """Return the plain text and then the page, which a reader prefers where it can (RFC 2046, 5.1.4)."""
    line = f"--{boundary}".encode("ascii")
    parts = (_part("plain", written.body), _part("html", written.html))
    return b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def _part(kind: str, text: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode("ascii") + _quoted_printable(text)


def _quoted_printable(text: str) -> bytes:
    """Return text with CRLF line ends in lines of at most 76 (RFC 2045, 6.7)."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").rstrip("\n") + "\n"
    return quopri.encodestring(whole.encode("utf-8", "replace"), quotetabs=False).replace(b"\n", b"\r\n")
