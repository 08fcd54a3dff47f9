"""Rich text as Outlook compresses it into a message ([MS-OXRTFCP])."""

import struct
from typing import Final

MOST: Final = 1_000_000  # bytes of rich text that are unpacked
_HEAD = struct.Struct("<III4x")  # compressed size, raw size, how it is kept; then a checksum, which is not asked
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D  # "LZFu", "MELA"
_WINDOW = 4096
_BEGINNING = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)  # what the window holds before the first byte


def unpacked_rtf(data: bytes) -> bytes:
    """Return the rich text, b"" where the bytes hold none. Never raises: a broken stream gives what stands before."""
    if len(data) < _HEAD.size:
        return b""
    _, size, kind = _HEAD.unpack_from(data)
    if kind == _PLAIN:
        return data[_HEAD.size : _HEAD.size + min(size, MOST)]
    return _unpacked(data, min(size, MOST)) if kind == _PACKED else b""


def _unpacked(data: bytes, size: int) -> bytes:
    """Undo the runs: of eight tokens each bit of a byte tells whether one is a byte, or a place and a length."""
    out, at, end = bytearray(_BEGINNING), _HEAD.size, len(_BEGINNING) + size
    while at < len(data) and len(out) < end:
        flags, at = data[at], at + 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += data[at : at + 1]
                at += 1
                continue
            if at + 2 > len(data) or not _repeat(out, data[at] << 8 | data[at + 1]):
                return bytes(out[len(_BEGINNING) : end])
            at += 2
    return bytes(out[len(_BEGINNING) : end])


def _repeat(out: bytearray, token: int) -> bool:
    """Append what stands at a place of the window; False at the end, and for a place that was never written."""
    back = (len(out) - (token >> 4)) % _WINDOW
    start, length = len(out) - back, (token & 0xF) + 2
    if not back or start < 0:
        return False
    piece = out[start : start + length]
    while len(piece) < length:  # a run that repeats itself
        piece += piece[: length - len(piece)]
    out += piece
    return True
