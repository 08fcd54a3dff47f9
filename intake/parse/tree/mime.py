"""The tree of parts of a message, bounded in depth, number and work whatever the bytes say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from intake.parse.decode.charset import codec_for
from intake.parse.decode.headers import LONGEST, MOST, Headers, split_head
from intake.parse.decode.line_ends import one_line_end
from intake.parse.decode.params import file_name, parse_value, safe_name
from intake.parse.decode.transfer import undo_transfer
from intake.parse.tree.multipart import split_parts
from intake.parse.tree.opaque import SEALED, signed_content

DEPTH = 100
PARTS = 1000
_WORK = 8  # how often the bytes of a message may be gone through, one level of parts after another
_SMALL = 150_000_000
_NAME = 1000  # a field is cut with its name, which is not counted here
_TYPE = re.compile(r"[a-z0-9][\w.+-]*/[\w.+-]+")
_LOOKS_HTML = re.compile(rb"\s*<(?:!doctype html|html|head|body|div|table|p|span|meta)\b", re.IGNORECASE)
_FIELDS = re.compile(rb"[\r\n]{1,8}content-[a-z-]{2,30}[ \t]*:", re.IGNORECASE)
_FILE = re.compile(r"[^/\\]{1,200}\.[A-Za-z0-9]{1,8}")
_MESSAGES = {"message/rfc822", "message/global"}
_MISSPELT = {"plain/text": "text/plain", "html/text": "text/html", "text/htm": "text/html", "text/text": "text/plain"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers, what they say it is, and its body as it came.

    Containers have `children`, and what stood before the first of them as `preamble`.
    """

    headers: Headers
    content_type: str
    params: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    filename: str = ""
    body: bytes = b""
    children: tuple["Part", ...] = ()
    preamble: bytes = b""

    @property
    def content(self) -> bytes:
        """The body with its transfer encoding undone."""
        return undo_transfer(self.body, self.headers.text("content-transfer-encoding"))

    @property
    def content_id(self) -> str | None:
        """The Content-ID without angle brackets; None when there is none."""
        return self.headers.text("content-id").strip("<> ") or None

    def walk(self) -> Iterator["Part"]:
        """Yield the part and all below it, in the order of the message; not into enclosed messages."""
        yield self
        if self.content_type not in _MESSAGES:
            for child in self.children:
                yield from child.walk()


@dataclass
class _Budget:
    """What is left of the number of parts and of work, and what was found wrong on the way."""

    work: int
    parts: int = PARTS
    defects: list[str] = field(default_factory=list)

    def note(self, defect: str) -> None:
        if defect not in self.defects:
            self.defects.append(defect)

    def spend(self, size: int) -> bool:
        """Whether there is work left for so many bytes more."""
        self.work -= size
        if self.work < 0:
            self.note("nested too often for its size: the innermost parts are left unread")
        return self.work >= 0


def read_tree(raw: bytes) -> tuple[Part, tuple[str, ...]]:
    """Return the message as a tree, and what was wrong with it in words. Never raises."""
    raw = one_line_end(raw)
    budget = _Budget(work=max(_WORK * len(raw), _SMALL))
    root = _read(split_head(raw), budget, 0, "text/plain")
    return _hinted(root), tuple(budget.defects)


def _hinted(root: Part) -> Part:
    """Let raw letters in the header be read in the charset of the first text, where the header names none."""
    if root.headers.hint is not None or all(value.isascii() for _, value in root.headers.items):
        return root
    charsets = (part.params.get("charset") for part in root.walk() if part.content_type.startswith("text/"))
    hint = next((charset for charset in charsets if codec_for(charset)), None)
    return replace(root, headers=replace(root.headers, hint=hint))


def _read(head: tuple[Headers, bytes, bool], budget: _Budget, depth: int, default: str) -> Part:
    budget.parts -= 1
    headers, body, broken = head
    if broken and depth == 0:
        budget.note("header block is broken")
    if len(headers.items) >= MOST:
        budget.note(f"more than {MOST} header fields: the rest is left unread")
    if any(len(value) > LONGEST - _NAME for _, value in headers.items):
        budget.note(f"a header field longer than {LONGEST} bytes is cut off")
    part = _describe(headers, body, default)
    if part.content_type.startswith("multipart/"):
        return _multipart(part, budget, depth)
    if part.content_type in _MESSAGES:
        return _enclosed(part, budget, depth)
    return _opened(part, budget, depth) if part.content_type in SEALED else part


def _part_head(piece: bytes) -> tuple[Headers, bytes, bool]:
    """Return the header of a part, empty where it begins with an empty line; some programs put one above the fields."""
    if piece[:1] in {b"\n", b"\r"} and _FIELDS.match(piece) is None:
        return Headers(), piece[2 if piece.startswith(b"\r\n") else 1 :], False
    return split_head(piece)


def _describe(headers: Headers, body: bytes, default: str) -> Part:
    content_type, params = _type_of(headers, body)
    if headers.hint is None and params.get("charset"):
        headers = replace(headers, hint=params["charset"])
    disposition, more = _disposition_of(headers)
    name = file_name(more, params) or _called(headers, content_type)
    return Part(headers, _spelt(content_type, default), params, disposition, name, body)


def _type_of(headers: Headers, body: bytes) -> tuple[str, dict[str, str]]:
    """Return the type that is meant: where several are named, the multipart one whose boundary is there."""
    found = [parse_value(value) for value in headers.by_name.get("content-type", [])[:5] if value]
    for content_type, params in found if len(found) > 1 else ():
        mark = params.get("boundary", "").encode("utf-8", "replace")
        if content_type.startswith("multipart/") and mark and b"--" + mark in body:
            return content_type, params
    return found[0] if found else ("", {})


def _disposition_of(headers: Headers) -> tuple[str, dict[str, str]]:
    found = [parse_value(value, headers.hint) for value in headers.by_name.get("content-disposition", [])[:5]]
    return next((one for one in found if one[1].get("filename")), found[0] if found else ("", {}))


def _called(headers: Headers, content_type: str) -> str:
    """Return the name that Content-Location or Content-Description gives a file that has no other; "" for none."""
    if content_type.startswith(("text/html", "text/plain", "multipart/", "message/")):
        return ""
    place = headers.text("content-location").partition("?")[0].rpartition("/")[2]
    for one in (place, headers.text("content-description")):
        if _FILE.fullmatch(one):
            return safe_name(one)
    return ""


def _spelt(content_type: str, default: str) -> str:
    """Return a type that has a right form; what has none is what RFC 2045, 5.2, makes of it."""
    if content_type in _MISSPELT:
        return _MISSPELT[content_type]
    if _TYPE.fullmatch(content_type) or content_type.startswith("multipart/"):
        return content_type
    return "text/html" if "html" in content_type else default


def _multipart(part: Part, budget: _Budget, depth: int) -> Part:
    if depth >= DEPTH:
        budget.note(f"parts nested deeper than {DEPTH}: the innermost are left unread")
        return replace(part, content_type="application/octet-stream")
    if not budget.spend(len(part.body)):
        return replace(part, content_type="application/octet-stream")
    split = split_parts(part, PARTS)
    for defect in split.defects:
        budget.note(defect)
    if not split.parts:
        budget.note("multipart without parts")
        html = _LOOKS_HTML.match(split.preamble) is not None
        return replace(part, content_type="text/html" if html else "text/plain", body=split.preamble)
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    children = []
    split.parts.reverse()
    while split.parts:  # taken off one by one: no level keeps a second copy of its parts
        if budget.parts <= 0:
            budget.note(f"more than {PARTS} parts: the rest is left unread")
            break
        children.append(_read(_part_head(split.parts.pop()), budget, depth + 1, default))
    return replace(part, children=tuple(children), body=b"", preamble=split.preamble)


def _enclosed(part: Part, budget: _Budget, depth: int) -> Part:
    if depth >= DEPTH or budget.parts <= 0:
        budget.note(f"messages nested deeper than {DEPTH}: the innermost are left unread")
        return part
    if not budget.spend(len(part.body)):
        return part
    return replace(part, children=(_read(split_head(part.content), budget, depth + 1, "text/plain"),))


def _opened(part: Part, budget: _Budget, depth: int) -> Part:
    """Return an opaquely signed part as one that holds what was signed; any other as it is."""
    if depth >= DEPTH or budget.parts <= 0 or part.params.get("smime-type", "signed-data").lower() != "signed-data":
        return part
    inner = signed_content(part.content) if budget.spend(len(part.body)) else None
    if inner is None:
        return part
    budget.note("signed opaquely (S/MIME): the message within was taken out, its signature was not verified")
    child = _read(_part_head(one_line_end(inner)), budget, depth + 1, "text/plain")
    return replace(part, content_type="multipart/signed", filename="", children=(child,), body=b"")
