"""Content-Transfer-Encoding undone, however broken, and uuencoded blocks found in text."""

import binascii
import quopri
import re
from dataclasses import dataclass

_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_NOISE = bytes(byte for byte in range(256) if not (chr(byte).isascii() and chr(byte).isalnum()) and byte not in b"+/-_")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]|\S[ \t]+\S")
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? +[0-7]{3,4} +([^\r\n]{1,250}?)[ \t]*\r?$", re.MULTILINE)
_MOST_FILES = 1000
_UU_END = re.compile(rb"^(?:end|====)[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class UuFile:
    """A file that stood uuencoded in a text."""

    name: bytes
    content: bytes


def undo_transfer(body: bytes, encoding: str) -> bytes:
    """Return the decoded body; an unknown or missing encoding leaves it as it is. Never raises."""
    method = encoding.lower().strip(" \t\"';").split(";")[0].strip()
    if method == "base64":
        return undo_base64(body)
    if method in {"quoted-printable", "quotedprintable", "qp"}:
        return quopri.decodestring(body)
    if method in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        _, files = split_uuencoded(body)
        return files[0].content if files else body
    return body


def undo_base64(data: bytes) -> bytes:
    """Return the bytes of base64 with noise, missing padding or several padded runs in it.

    What stands behind the padding and is not base64 (a footer that a list server added) is kept as it is.
    """
    head, pad, tail = data.partition(b"=")
    if not pad:
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
    for begin in _UU_BEGIN.finditer(text):
        if begin.start() < at or len(files) >= _MOST_FILES:
            continue
        end = _UU_END.search(text, begin.end())
        if end is None:
            break
        content = _undo_uu(text[begin.end() : end.start()], base64=begin.group().startswith(b"begin-base64"))
        if content is None:
            continue
        kept.append(text[at : begin.start()])
        files.append(UuFile(begin.group(1), content))
        at = end.end()
    return b"".join([*kept, text[at:]]), files


def _undo_uu(block: bytes, *, base64: bool) -> bytes | None:
    if base64:
        return undo_base64(block)
    lines = []
    for line in block.split(b"\n"):
        row = line.rstrip(b"\r")
        if not row.strip() or row == b"`":
            continue
        decoded = _uu_line(row)
        if decoded is None:
            return None
        lines.append(decoded)
    return b"".join(lines)


def _uu_line(row: bytes) -> bytes | None:
    """One line decoded; None when it cannot be one. Some encoders write a wrong count or drop spaces."""
    length = (row[0] - 32) & 63
    needed = (length + 2) // 3 * 4
    if any(not 32 <= byte <= 96 for byte in row) or len(row) - 1 > needed + 4:
        return None
    try:
        return binascii.a2b_uu(row[: needed + 1].ljust(needed + 1))[:length]
    except binascii.Error:
        return None
