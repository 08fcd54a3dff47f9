"""The MAPI properties within a TNEF stream ([MS-OXTNEF] 2.1.3.4): those that hold text, names and files."""

import struct
from collections.abc import Iterator

from intake.parse.decode.charset import decode_text

BODY, HTML, RICH, FILE_NAME, MIME_TYPE, CONTENT_ID, DATA = 0x1000, 0x1013, 0x1009, 0x3707, 0x370E, 0x3712, 0x3701
_STRING, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x0102
_COUNTED = {_STRING, _UNICODE, _OBJECT, _BINARY}
_SIZES = {0x1: 4, 0x2: 4, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_MANY, _NAMED = 0x1000, 0x8000
_MOST = 5000  # properties, and values of one
_WORD = struct.Struct("<I")
_TAG = struct.Struct("<HH")


def read_properties(stream: bytes) -> dict[int, bytes | str]:
    """Return the first value of each property that is a text ("" cut at its NUL) or bytes. Never raises.

    A broken stream gives what stands before the break.
    """
    found: dict[int, bytes | str] = {}
    try:
        for kind, tag, value in _properties(stream):
            if kind & ~_MANY in _COUNTED and tag not in found:
                found[tag] = _text(kind & ~_MANY, value)
    except (struct.error, KeyError):
        pass
    return found


def _properties(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = _WORD.size
    for _ in range(min(_WORD.unpack_from(stream)[0], _MOST)):
        kind, tag = _TAG.unpack_from(stream, at)
        at += _TAG.size
        if tag >= _NAMED:
            at = _past_name(stream, at)
        counted = kind & ~_MANY in _COUNTED
        count = 1
        if counted or kind & _MANY:
            count = _WORD.unpack_from(stream, at)[0]
            at += _WORD.size
        for _ in range(min(count, _MOST)):
            size = _SIZES[kind & ~_MANY] if not counted else _WORD.unpack_from(stream, at)[0]
            at += _WORD.size if counted else 0
            yield kind, tag, stream[at : at + size]
            at += size + -size % 4


def _past_name(stream: bytes, at: int) -> int:
    """Return where a named property goes on: behind its GUID and its number or name."""
    kind, length = struct.unpack_from("<II", stream, at + 16)
    at += 24
    return at if kind == 0 else at + length + -length % 4


def _text(kind: int, value: bytes) -> bytes | str:
    if kind == _UNICODE:
        return value.decode("utf-16-le", "replace").split("\0")[0]
    return decode_text(value.split(b"\0")[0]) if kind == _STRING else value
