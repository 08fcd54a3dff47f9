"""The tree of parts of a message, bounded in depth and number whatever the bytes say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from intake.parse.headers import Headers, split_head
from intake.parse.params import parse_value, safe_name
from intake.parse.transfer import undo_transfer

DEPTH = 100
PARTS = 1000
_TYPE = re.compile(r"[a-z0-9][\w.+-]*/[\w.+-]+")
_GUESS = re.compile(rb"^--([!-~][ -~]{0,199}?)--[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers, what they say it is, and its body as it came; containers have `children`."""

    headers: Headers
    content_type: str
    params: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    filename: str = ""
    body: bytes = b""
    children: tuple["Part", ...] = ()

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
        if self.content_type != "message/rfc822":
            for child in self.children:
                yield from child.walk()


@dataclass
class _Budget:
    """What is left of the number of parts, and what was found wrong on the way."""

    parts: int = PARTS
    defects: list[str] = field(default_factory=list)

    def note(self, defect: str) -> None:
        if defect not in self.defects:
            self.defects.append(defect)


def read_tree(raw: bytes) -> tuple[Part, tuple[str, ...]]:
    """Return the message as a tree, and what was wrong with it in words. Never raises."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    budget = _Budget()
    root = _read(raw, budget, 0, "text/plain")
    return root, tuple(budget.defects)


def _read(raw: bytes, budget: _Budget, depth: int, default: str) -> Part:
    budget.parts -= 1
    headers, body, broken = split_head(raw)
    if broken and depth == 0:
        budget.note("header block is broken")
    part = _describe(headers, body, default)
    if part.content_type.startswith("multipart/"):
        return _multipart(part, budget, depth)
    if part.content_type in {"message/rfc822", "message/global"}:
        return _enclosed(part, budget, depth)
    return part


def _describe(headers: Headers, body: bytes, default: str) -> Part:
    content_type, params = parse_value(headers.raw("content-type"))
    if headers.hint is None and params.get("charset"):
        headers = replace(headers, hint=params["charset"])
    if _TYPE.fullmatch(content_type) is None:
        content_type = content_type if content_type.startswith("multipart/") else default
    disposition, more = parse_value(headers.raw("content-disposition"), headers.hint)
    name = more.get("filename") or params.get("name") or more.get("name") or ""
    return Part(headers, content_type, params, disposition.split(" ")[0], safe_name(name), body)


def _multipart(part: Part, budget: _Budget, depth: int) -> Part:
    if depth >= DEPTH:
        budget.note(f"parts nested deeper than {DEPTH}: the innermost are left unread")
        return replace(part, content_type="application/octet-stream")
    pieces = _split(part.body, part.params.get("boundary", ""), budget)
    if not pieces:
        budget.note("multipart without parts")
        return replace(part, content_type="text/plain")
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    children = []
    for piece in pieces:
        if budget.parts <= 0:
            budget.note(f"more than {PARTS} parts: the rest is left unread")
            break
        children.append(_read(piece, budget, depth + 1, default))
    return replace(part, children=tuple(children), body=b"")


def _enclosed(part: Part, budget: _Budget, depth: int) -> Part:
    if depth >= DEPTH or budget.parts <= 0:
        budget.note(f"messages nested deeper than {DEPTH}: the innermost are left unread")
        return part
    return replace(part, children=(_read(part.content, budget, depth + 1, "text/plain"),))


def _split(body: bytes, boundary: str, budget: _Budget) -> list[bytes]:
    """Return the raw parts between the boundary lines; empty when there are none."""
    mark = boundary.encode("utf-8", "replace").rstrip()
    if not mark or b"--" + mark not in body:
        budget.note("boundary is missing or does not occur")
        guess = _GUESS.search(body)
        if guess is None:
            return []
        mark = guess.group(1)
    line = re.compile(rb"^--" + re.escape(mark) + rb"(--)?[ \t]*\r?$", re.MULTILINE)
    pieces = []
    start: int | None = None
    for found in line.finditer(body):
        if start is not None:
            pieces.append(_without_last_line_end(body[start : found.start()]))
        if found.group(1):
            start = None
            break
        start = min(found.end() + 1, len(body))
    if start is not None:
        budget.note("closing boundary is missing")
        pieces.append(body[start:])
    return pieces[: PARTS + 1]


def _without_last_line_end(piece: bytes) -> bytes:
    return piece.removesuffix(b"\n").removesuffix(b"\r")
