"""Header bytes to text: encoded words (RFC 2047) however broken, and raw 8-bit bytes between them."""

import quopri
import re
from dataclasses import dataclass

from intake.parse.charset import codec_for, decode_text
from intake.parse.transfer import undo_base64

_OPEN = re.compile(rb"=\?([\w.:+\-]{1,60})(?:\*[\w-]{0,20})?\?([bBqQ])\?")
_FOLD = re.compile(rb"\r?\n[ \t]*|\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"[\r\n\t\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class _Word:
    charset: str
    content: bytes


def decode_words(raw: bytes, hint: str | None = None) -> str:
    """One line of clean text. `hint` is the charset that raw 8-bit bytes are in when they are not UTF-8."""
    unfolded = _FOLD.sub(b" ", raw).strip()
    return clean_line("".join(_text(_pieces(unfolded), hint)))


def clean_line(text: str) -> str:
    """Return the text without line ends and control characters."""
    return _CONTROL.sub("", _SPACE.sub(" ", text)).strip()


def _pieces(raw: bytes) -> list[bytes | _Word]:
    """Plain stretches and encoded words in turn; space between two encoded words is dropped (RFC 2047, 6.2)."""
    pieces: list[bytes | _Word] = []
    at = 0
    while (opened := _OPEN.search(raw, at)) is not None:
        between = raw[at : opened.start()]
        if between.strip() or (between and not (pieces and isinstance(pieces[-1], _Word))):
            pieces.append(between)
        payload, at = _payload(raw, opened.end())
        pieces.append(_Word(opened.group(1).decode("ascii").lower(), _undo(opened.group(2), payload)))
    pieces.append(raw[at:])
    return pieces


def _payload(raw: bytes, start: int) -> tuple[bytes, int]:
    end = raw.find(b"?=", start)
    following = raw.find(b"=?", start)
    if end >= 0 and not 0 <= following < end - 1:
        return raw[start:end], end + 2
    # Cut off before its "?=": the word then runs to the next space.
    space = raw.find(b" ", start)
    stop = len(raw) if space < 0 else space
    return (raw[start:end], end + 2) if 0 <= end < stop else (raw[start:stop], stop)


def _undo(encoding: bytes, payload: bytes) -> bytes:
    if encoding in b"bB":
        return undo_base64(payload.replace(b" ", b""))
    return quopri.decodestring(payload.replace(b" ", b"_"), header=True)


def _text(pieces: list[bytes | _Word], hint: str | None) -> list[str]:
    texts: list[str] = []
    joined = _Word("", b"")
    for piece in [*pieces, b""]:
        # A character may be split over two words of one charset: join the bytes, then decode.
        if isinstance(piece, _Word) and piece.charset == joined.charset:
            joined = _Word(piece.charset, joined.content + piece.content)
            continue
        if joined.content:
            texts.append(decode_text(joined.content, joined.charset))
        joined = piece if isinstance(piece, _Word) else _Word("", b"")
        if isinstance(piece, bytes):
            texts.append(decode_text(piece, hint if codec_for(hint) else None))
    return texts
