"""The header block of a message or part: found, unfolded and read, with garbage lines stepped over."""

import re
from dataclasses import dataclass
from functools import cached_property

from intake.parse.decode.words import decode_words

_BLANK = re.compile(rb"(?:\A|\n)\r?\n")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")
_KNOWN = re.compile(
    rb"^(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+|received|reply-to|x-[\w-]+)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_IDS = re.compile(r"<([^<>]{1,998})>")
_PARAMETER = re.compile(rb"[A-Za-z][\w-]{1,20}\*?\d?\*?=")
_NEXT_FIELD = re.compile(rb"\n(?![ \t])")
_LOOKED = 1_000_000  # bytes of a header block in which known fields are looked for
_MOST_STRAYS = 100  # lines that are no fields; more of them are the body
LONGEST = 65536  # bytes of a field that are read
MOST = 2000  # fields of a header block that are read


@dataclass(frozen=True)
class Headers:
    """Fields in order: lower-case name and raw value. `hint` is the charset of raw 8-bit bytes in them."""

    items: tuple[tuple[str, bytes], ...] = ()
    hint: str | None = None

    @cached_property
    def by_name(self) -> dict[str, list[bytes]]:
        """All raw values of each field."""
        found: dict[str, list[bytes]] = {}
        for name, value in self.items:
            found.setdefault(name, []).append(value)
        return found

    def raw(self, name: str) -> bytes:
        """Return the first raw value of the field; b"" when there is none."""
        return self.by_name.get(name, [b""])[0]

    def text(self, name: str) -> str:
        """Return the first value as clean text; "" when there is none."""
        return decode_words(self.raw(name), self.hint)

    def texts(self, name: str) -> list[str]:
        """All values of the field as clean text."""
        return [decode_words(value, self.hint) for value in self.by_name.get(name, [])]

    def has(self, name: str) -> bool:
        """Whether the field is there, even empty."""
        return name in self.by_name


def split_head(raw: bytes) -> tuple[Headers, bytes, bool]:
    """Headers, body, and whether the block was broken (no blank line, or lines that are no fields)."""
    start = len(raw) - len(raw.lstrip(b"\r\n")) if raw[:1] in b"\r\n" and _FIELD.match(raw.lstrip(b"\r\n")) else 0
    blank = _BLANK.search(raw, start)
    head_end, body_at = (len(raw), len(raw)) if blank is None else (blank.start(), blank.end())
    items, stopped_at = _fields(raw[start:head_end])
    if stopped_at is not None:
        return Headers(tuple(items)), raw[start + stopped_at :], True
    broken = blank is None and bool(raw)
    return Headers(tuple(items)), raw[body_at:], broken


def message_ids(text: str) -> tuple[str, ...]:
    """Return the ids in a header value, each in angle brackets; a bare word with an @ counts as one."""
    bare = [re.sub(r"\s+", "", one) for one in _IDS.findall(text[:LONGEST])]
    found = [f"<{one}>" for one in bare if one]
    if not found:
        found = [f"<{word}>" for word in text[:LONGEST].replace("<", " ").replace(">", " ").split() if "@" in word]
    return tuple(dict.fromkeys(found))


def _fields(head: bytes) -> tuple[list[tuple[str, bytes]], int | None]:
    """Return the fields, and where the body starts if a line that is no field ends the block before its end."""
    items: list[tuple[str, list[bytes]]] = []
    at, size, last_known = 0, 0, max((known.start() for known in _KNOWN.finditer(head, 0, _LOOKED)), default=-1)
    strays: list[int] = []
    while at < len(head) and len(items) < MOST:
        end = head.find(b"\n", at)
        end = len(head) if end < 0 else end
        line = head[at : min(end, at + LONGEST)]
        if items and (line[:1] in {b" ", b"\t"} or _runs_on(line, items[-1][1][-1])):
            items[-1][1].append(line)
            size += len(line) + 1
            if size > LONGEST:  # the rest of the field is passed over at once
                following = _NEXT_FIELD.search(head, end)
                end = len(head) if following is None else following.start()
        elif field := _FIELD.match(line if items else line.lstrip(b" \t")):
            items.append((field.group(1).decode("ascii").lower(), [field.string[field.end() :]]))
            size = len(line)
        elif _stops(line, items, past=at > last_known):
            return _joined(items), at
        elif line.strip():
            strays.append(at)
            if len(strays) > _MOST_STRAYS:
                return _joined(items), strays[0]
        at = end + 1
    return _joined(items), None


def _runs_on(line: bytes, before: bytes) -> bool:
    """Whether a line goes on with the parameters above it, folded without the space that folding wants."""
    return before.rstrip().endswith(b";") and _PARAMETER.match(line) is not None


def _stops(line: bytes, items: list[tuple[str, list[bytes]]], *, past: bool) -> bool:
    """Whether a line that is no field belongs to the body: a boundary, or words below the last known field."""
    if line.startswith(b"--") and len(line.strip()) > 2:
        mark = line[2:].strip()
        return any(mark in value for name, lines in items if name == "content-type" for value in lines)
    return past and bool(line.strip()) and not line.startswith((b"From ", b">From "))


def _joined(items: list[tuple[str, list[bytes]]]) -> list[tuple[str, bytes]]:
    return [(name, b"\n".join(lines)[:LONGEST].strip(b"\r\n\t ")) for name, lines in items]
