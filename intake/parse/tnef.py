"""What Outlook wraps into winmail.dat: the files and the plain text of a TNEF stream ([MS-OXTNEF] 2.1.3)."""

import re
import struct
from dataclasses import dataclass

from intake.parse.charset import decode_text

SIGNATURE = b"\x78\x9f\x3e\x22"
_BODY, _RENDER, _TITLE, _DATA, _PROPERTIES = 0x800C, 0x9002, 0x8010, 0x800F, 0x9005
# PidTagAttachLongFilename as one string: its type and tag, a count of one, its length in bytes.
_LONG_NAME = re.compile(rb"([\x1e\x1f])\x00\x07\x37\x01\x00\x00\x00(.{4})", re.DOTALL)
_LONGEST_NAME = 1024
_MOST_FILES = 200
_HEAD = struct.Struct("<BIi")  # level, attribute, length; the data and a checksum of two bytes follow


@dataclass(slots=True)
class TnefFile:
    """One wrapped file; `name` is as the sender's system called it, "" when it says none."""

    name: str = ""
    content: bytes = b""


@dataclass(slots=True)
class Tnef:
    """What a stream holds: its plain text ("" when there is none, as with Outlook's rich text) and its files."""

    text: str
    files: list[TnefFile]


def read_tnef(data: bytes) -> Tnef | None:
    """Return what the stream holds; None when it is none. Never raises: a broken stream gives what stands before."""
    if not data.startswith(SIGNATURE):
        return None
    found = Tnef("", [])
    at = len(SIGNATURE) + 2
    while at + _HEAD.size <= len(data):
        _, attribute, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        if length < 0 or at + length > len(data) or len(found.files) > _MOST_FILES:
            break
        _take(found, attribute & 0xFFFF, data[at : at + length])
        at += length + 2
    return found


def _take(found: Tnef, tag: int, value: bytes) -> None:
    if tag == _BODY:
        found.text = decode_text(value.split(b"\0")[0])
    elif tag == _RENDER:
        found.files.append(TnefFile())
    elif found.files and tag == _TITLE:
        found.files[-1].name = decode_text(value.split(b"\0")[0])
    elif found.files and tag == _DATA:
        found.files[-1].content = value
    elif found.files and tag == _PROPERTIES:
        found.files[-1].name = _long_name(value) or found.files[-1].name


def _long_name(properties: bytes) -> str:
    found = _LONG_NAME.search(properties)
    if found is None:
        return ""
    length = min(int.from_bytes(found.group(2), "little"), _LONGEST_NAME)
    raw = properties[found.end() : found.end() + length]
    text = raw.decode("utf-16-le", "replace") if found.group(1) == b"\x1f" else decode_text(raw)
    return text.split("\0")[0]
