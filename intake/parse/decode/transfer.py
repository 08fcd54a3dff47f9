"""Content-Transfer-Encoding undone, however broken, and uuencoded blocks found in text."""

import binascii
import re
from dataclasses import dataclass

_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_NOISE = bytes(byte for byte in range(256) if not (chr(byte).isascii() and chr(byte).isalnum()) and byte not in b"+/-_")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]|\S[ \t]+\S")
_SOFT = re.compile(rb"=[ \t]++\r?\n")
_SENTENCE = re.compile(rb"(?:[A-Za-z\x80-\xff]{1,30}[,.;:!?]?[ ]+){4}[A-Za-z\x80-\xff]")
_SAMPLE = 2000
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? +[0-7]{3,4} +([^\r\n]{1,250}?)[ \t]*\r?$", re.MULTILINE)
_MOST_FILES = 1000
_MOST_TRIES = 10_000  # lines that look like the first one of a block
_MOST_SHORT = 10_000  # rows that are not full; only the last one should be
_MOST_RUNS = 100_000
_UU_ROW = re.compile(rb"[ -`]+")
_BASE64_ROW = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_UU_FULL = 61  # signs of a full row: 45 bytes and their count


@dataclass(frozen=True, slots=True)
class UuFile:
    """A file that stood uuencoded in a text."""

    name: bytes
    content: bytes


def undo_transfer(body: bytes, encoding: str) -> bytes:
    """Return the decoded body; an unknown or missing encoding leaves it as it is. Never raises."""
    method = _method(encoding)
    if method == "base64":
        return undo_base64(body)
    if method in {"quotedprintable", "qp"}:
        return undo_quoted(body)
    if method in {"xuuencode", "uuencode", "xuue", "uue"}:
        _, files = split_uuencoded(body)
        return files[0].content if files else body
    return body


def is_base64(encoding: str) -> bool:
    """Whether a Content-Transfer-Encoding means base64, however it is spelt."""
    return _method(encoding) == "base64"


def _method(encoding: str) -> str:
    return re.sub(r"[^a-z0-9]", "", re.split(r"[;(,]", encoding.strip(" \t;(,")[:100].lower())[0])


def undo_quoted(data: bytes) -> bytes:
    """Return the bytes of quoted-printable (RFC 2045, 6.7); an equal sign that opens nothing means itself."""
    if b"=" not in data:
        return data
    if b"= " in data or b"=\t" in data:
        data = _SOFT.sub(b"", data)
    if b"==" in data:  # one of each two would be lost
        data = data.replace(b"==", b"=3D=").replace(b"==", b"=3D=")
    return binascii.a2b_qp(data)


def undo_base64(data: bytes) -> bytes:
    """Return the bytes of base64 with noise, missing padding or several padded runs in it.

    What stands behind the padding and is not base64 (a footer that a list server added) is kept as it is, and so
    is all of a text that only calls itself base64.
    """
    head, pad, tail = data.partition(b"=")
    if _SENTENCE.search(data[:_SAMPLE]):
        return data
    if not pad or tail.count(b"=") > _MOST_RUNS:
        return _run(data)
    if _NOT_BASE64.search(tail):
        return _run(head) + tail.lstrip(b"=")
    return b"".join(_run(run) for run in data.split(b"=") if run)


def _run(data: bytes) -> bytes:
    clean = data.translate(None, _NOISE).translate(_URL_SAFE)
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def split_uuencoded(text: bytes) -> tuple[bytes, list[UuFile]]:
    """Return the text without its uuencoded blocks, and the files that they held."""
    kept: list[bytes] = []
    files: list[UuFile] = []
    at = 0
    for tried, begin in enumerate(_UU_BEGIN.finditer(text)):
        if tried > _MOST_TRIES or len(files) >= _MOST_FILES:
            break
        if begin.start() < at:
            continue
        base64 = begin.group().startswith(b"begin-base64")
        content, end = _block(text, begin.end() + 1, base64=base64)
        if content is None:
            continue
        kept.append(text[at : begin.start()])
        files.append(UuFile(begin.group(1), content))
        at = end
    return b"".join([*kept, text[at:]]), files


def _block(text: bytes, at: int, *, base64: bool) -> tuple[bytes | None, int]:
    """Return the bytes of a block, None when it is none, and where the text behind it begins.

    One that is cut off before its last line must hold a full row.
    """
    rows: list[bytes] = []
    whole = full = False
    short = 0
    while at < len(text) and not whole and short < _MOST_SHORT:
        end = text.find(b"\n", at)
        end = len(text) if end < 0 else end
        row = text[at : min(end, at + 2 * _UU_FULL)].rstrip(b"\r")
        whole = row.rstrip() in {b"end", b"===="}
        decoded = b"" if whole or not row.strip() else _row(row, base64=base64)
        if decoded is None:
            break
        rows.append(decoded)
        full = full or len(row) >= _UU_FULL
        short += len(row) < _UU_FULL
        at = end + 1
    return (b"".join(rows) if whole or full else None), at


def _row(row: bytes, *, base64: bool) -> bytes | None:
    """Decode one line; None when it cannot be one. Some encoders write a wrong count or drop spaces."""
    if base64:
        return undo_base64(row) if _BASE64_ROW.fullmatch(row) else None
    length = (row[0] - 32) & 63
    needed = (length + 2) // 3 * 4
    if len(row) - 1 > needed + 4 or _UU_ROW.fullmatch(row) is None:
        return None
    try:
        return binascii.a2b_uu(row[: needed + 1].ljust(needed + 1))[:length]
    except binascii.Error:
        return None
