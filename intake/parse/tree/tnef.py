"""What Outlook wraps into winmail.dat: the files and the text of a TNEF stream ([MS-OXTNEF] 2.1.3)."""

import struct
from dataclasses import dataclass

from intake.parse.decode.charset import decode_text
from intake.parse.tree.tnef_properties import BODY, CONTENT_ID, DATA, FILE_NAME, HTML, MIME_TYPE, RICH, read_properties

SIGNATURE = b"\x78\x9f\x3e\x22"
_BODY, _RENDER, _TITLE, _DATA, _PROPERTIES, _MESSAGE = 0x800C, 0x9002, 0x8010, 0x800F, 0x9005, 0x9003
_MOST_FILES = 200
_DEEPEST = 5  # messages within messages
_GUID = 16  # bytes before an embedded stream
_HEAD = struct.Struct("<BIi")  # level, attribute, length; the data and a checksum of two bytes follow


@dataclass(slots=True)
class TnefFile:
    """One wrapped file; `name` and `content_type` are as the sender's system wrote them, "" when it says none."""

    name: str = ""
    content: bytes = b""
    content_type: str = ""
    content_id: str = ""


@dataclass(slots=True)
class Tnef:
    """What a stream holds: plain text and HTML, "" where there is none, rich text still packed, and its files."""

    text: str
    files: list[TnefFile]
    html: str = ""
    rich: bytes = b""


def read_tnef(data: bytes, depth: int = 0) -> Tnef | None:
    """Return what the stream holds; None when it is none. Never raises: a broken stream gives what stands before.

    The files of messages that are attached within are among the files.
    """
    if not data.startswith(SIGNATURE):
        return None
    found = Tnef("", [])
    at = len(SIGNATURE) + 2
    while at + _HEAD.size <= len(data):
        _, attribute, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        if length < 0 or at + length > len(data) or len(found.files) > _MOST_FILES:
            break
        _take(found, attribute & 0xFFFF, data[at : at + length], depth)
        at += length + 2
    return found


def _take(found: Tnef, tag: int, value: bytes, depth: int) -> None:
    if tag == _BODY:
        found.text = decode_text(value.split(b"\0")[0])
    elif tag == _MESSAGE:
        _take_message(found, value)
    elif tag == _RENDER:
        found.files.append(TnefFile())
    elif found.files and tag == _TITLE:
        found.files[-1].name = found.files[-1].name or decode_text(value.split(b"\0")[0])
    elif found.files and tag == _DATA:
        found.files[-1].content = value
    elif found.files and tag == _PROPERTIES:
        _take_file(found, value, depth)


def _take_message(found: Tnef, value: bytes) -> None:
    properties = read_properties(value)
    text, html, rich = properties.get(BODY, ""), properties.get(HTML, b""), properties.get(RICH, b"")
    found.text = found.text or (text if isinstance(text, str) else "")
    found.html = found.html or (html if isinstance(html, str) else decode_text(html))
    found.rich = found.rich or (rich if isinstance(rich, bytes) else b"")


def _take_file(found: Tnef, value: bytes, depth: int) -> None:
    """Fill in what the properties of a file say; an embedded message gives its own files."""
    properties = read_properties(value)
    file = found.files[-1]
    file.name = str(properties.get(FILE_NAME) or file.name)
    file.content_type = str(properties.get(MIME_TYPE) or "").lower()
    file.content_id = str(properties.get(CONTENT_ID) or "")
    data = properties.get(DATA, b"")
    if not isinstance(data, bytes) or not data or file.content:
        return
    inner = read_tnef(data[_GUID:], depth + 1) if depth < _DEEPEST else None
    file.content = data if inner is None else data[_GUID:]
    found.files += inner.files[:_MOST_FILES] if inner is not None else []
