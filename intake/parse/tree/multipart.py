"""The parts of a multipart body between its boundary lines (RFC 2046, 5.1.1), also where the boundary is wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from intake.parse.decode.transfer import is_base64, undo_base64

if TYPE_CHECKING:
    from intake.parse.tree.mime import Part

_REST = re.compile(rb"[ \t]*+(--)?[ \t]*+\r?(?:\n|\Z)")
_MOST_TRIES = 200_000  # places that look like a boundary; the message holds no more than a thousand parts
_CLOSED = re.compile(rb"^--([!-~][ -~]{0,199}?)--[ \t]*\r?$", re.MULTILINE)
_OPENED = re.compile(rb"^--(\S[^\r\n]{0,199})\r?\n(?:content-[a-z-]{2,30}[ \t]*:|\r?\n)", re.MULTILINE | re.IGNORECASE)


@dataclass
class Split:
    """The raw parts, what stood before the first, and what was wrong."""

    parts: list[bytes] = field(default_factory=list)
    preamble: bytes = b""
    defects: list[str] = field(default_factory=list)


def split_parts(part: "Part", most: int) -> Split:
    """Return the parts of a multipart, one more than `most` at most; none when no boundary is found. Never raises."""
    body, found = part.body, Split()
    if is_base64(part.headers.text("content-transfer-encoding")) and b"\n--" not in b"\n" + body:
        body = undo_base64(body)
    mark = _mark(body, part.params.get("boundary", "").encode("utf-8", "replace").rstrip(), found)
    if mark:
        _cut(body, mark, most, found)
    else:
        found.preamble = body
    return found


def _mark(body: bytes, named: bytes, found: Split) -> bytes:
    """Return the boundary that is really there: the one named, in any case, or what looks like one; b"" for none."""
    if named and b"--" + named in body:
        return named
    found.defects.append("boundary is missing or does not occur")
    if named and (other := re.search(rb"^--(" + re.escape(named) + rb")", body, re.IGNORECASE | re.MULTILINE)):
        return other.group(1)
    guess = _CLOSED.search(body) or _OPENED.search(body)
    return guess.group(1).rstrip() if guess else b""


def _cut(body: bytes, mark: bytes, most: int, found: Split) -> None:
    start: int | None = None
    closed = False
    for begin, end, closing in _lines(body, mark):
        if start is not None:
            found.parts.append(_without_last_line_end(body[start:begin]))
        elif not found.parts:
            found.preamble = body[:begin]
        elif closed:
            found.defects.append("parts behind the closing boundary")
        if len(found.parts) > most:
            return
        start, closed = (None, True) if closing else (end, closed)
    if start is not None:
        found.defects.append("closing boundary is missing")
        found.parts.append(body[start:])


def _lines(body: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where each boundary line begins and ends, and whether it closes. Closing lines follow no other closing one."""
    dashed = b"--" + mark
    at, closed, tries = body.find(dashed), False, 0
    while at >= 0 and tries < _MOST_TRIES:
        tries += 1
        rest = _REST.match(body, at + len(dashed))
        whole = rest is not None and (at == 0 or body[at - 1] == 0x0A)
        if rest is not None and whole and not (closed and rest.group(1)):
            closed = rest.group(1) is not None
            yield at, rest.end(), closed
        at = body.find(dashed, rest.end() if rest is not None and whole else at + 1)


def _without_last_line_end(piece: bytes) -> bytes:
    return piece.removesuffix(b"\n").removesuffix(b"\r")
