"""Header bytes to text: encoded words (RFC 2047) however broken, and raw 8-bit bytes between them."""

import re
from dataclasses import dataclass

from intake.parse.decode.charset import codec_for, decode_text
from intake.parse.decode.transfer import undo_base64

_OPEN = re.compile(rb"=\?[ \"']?([\w.:+\-]{1,60})[ \"']?(?:\*[\w-]{0,20})?\?([bBqQ])\?")
_WORD = re.compile(r"=\?[\w.:+\-]{1,60}\?[bBqQ]\?[^?\s]{1,4000}\?=")
_FOLD = re.compile(rb"\r?\n[ \t]*|\r")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"[\r\n\t\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class _Word:
    charset: str
    encoding: bytes
    payload: bytes


def decode_words(raw: bytes, hint: str | None = None) -> str:
    """One line of clean text. `hint` is the charset that raw 8-bit bytes are in when they are not UTF-8."""
    unfolded = _FOLD.sub(b" ", raw).strip()
    if b"=?" not in unfolded:
        return clean_line(decode_text(unfolded, hint if codec_for(hint) else None))
    text = "".join(_text(_pieces(unfolded), hint))
    if _WORD.search(text):  # encoded twice
        text = "".join(_text(_pieces(text.encode("utf-8", "replace")), hint))
    return clean_line(text)


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
        pieces.append(_Word(opened.group(1).decode("ascii").lower(), opened.group(2).upper(), payload))
    pieces.append(raw[at:])
    return pieces


def _payload(raw: bytes, start: int) -> tuple[bytes, int]:
    end = raw.find(b"?=", start)
    following = raw.find(b"=?", start)
    if end >= 0 and not 0 <= following < end - 1:
        return raw[start:end], end + 2
    if following < 0:  # the last one, cut off before its "?="
        return raw[start:].removesuffix(b"?"), len(raw)
    # Cut off before its "?=": the word then runs to the next space.
    space = raw.find(b" ", start)
    stop = len(raw) if space < 0 else space
    return (raw[start:end], end + 2) if 0 <= end < stop else (raw[start:stop], stop)


def _undo(encoding: bytes, payload: bytes) -> bytes:
    if encoding == b"B":
        return undo_base64(payload.replace(b" ", b""))
    # A program that writes "_" for its spaces means nothing by a plain one: it folded the line within the word.
    payload = payload.replace(b"= ", b"")  # a soft line break, which belongs to bodies
    plain = payload.replace(b" ", b"" if b"_" in payload else b"_")
    return _HEX.sub(lambda digits: bytes([int(digits.group(1), 16)]), plain.replace(b"_", b" "))


def _text(pieces: list[bytes | _Word], hint: str | None) -> list[str]:
    texts: list[str] = []
    words: list[_Word] = []
    for piece in [*pieces, b""]:
        # A character may be split over two words of one charset: join the bytes, then decode.
        if words and not (isinstance(piece, _Word) and piece.charset == words[0].charset):
            texts.append(decode_text(_content(words), words[0].charset))
            words = []
        if isinstance(piece, _Word):
            words.append(piece)
        else:
            texts.append(decode_text(piece, hint if codec_for(hint) else None))
    return texts


def _content(words: list[_Word]) -> bytes:
    """Return the bytes of words of one charset; base64 may be cut between any two of its letters."""
    runs: list[tuple[bytes, bytes]] = []
    for word in words:
        last = runs[-1] if runs else (b"", b"")
        if word.encoding == b"B" == last[0] and len(last[1]) % 4 and not last[1].endswith(b"="):
            runs[-1] = (b"B", last[1] + word.payload)
            continue
        runs.append((word.encoding, word.payload))
    return b"".join(_undo(encoding, payload) for encoding, payload in runs)
