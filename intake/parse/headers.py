"""The header block of a message or part: found, unfolded and read, with garbage lines stepped over."""

import re
from dataclasses import dataclass
from functools import cached_property

from intake.parse.words import decode_words

_BLANK = re.compile(rb"(?:\A|\n)\r?\n")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")
_KNOWN = re.compile(
    rb"^(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+|received|reply-to|x-[\w-]+)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_IDS = re.compile(r"<([^<>]{1,998})>")
_LONGEST = 65536
_MOST = 2000


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
    bare = [re.sub(r"\s+", "", one) for one in _IDS.findall(text[:_LONGEST])]
    found = [f"<{one}>" for one in bare if one]
    if not found:
        found = [f"<{word}>" for word in text[:_LONGEST].replace("<", " ").replace(">", " ").split() if "@" in word]
    return tuple(dict.fromkeys(found))


def _fields(head: bytes) -> tuple[list[tuple[str, bytes]], int | None]:
    """Return the fields, and where the body starts if a line that is no field ends the block before its end."""
    items: list[tuple[str, list[bytes]]] = []
    at, last_known = 0, max((known.start() for known in _KNOWN.finditer(head)), default=-1)
    for line in head.split(b"\n"):
        if line[:1] in {b" ", b"\t"} and items:
            items[-1][1].append(line)
        elif field := _FIELD.match(line):
            items.append((field.group(1).decode("ascii").lower(), [line[field.end() :]]))
        elif line.strip() and not line.startswith((b"From ", b">From ")) and at > last_known:
            return _joined(items), at
        at += len(line) + 1
    return _joined(items), None


def _joined(items: list[tuple[str, list[bytes]]]) -> list[tuple[str, bytes]]:
    return [(name, b"\n".join(lines)[:_LONGEST].strip(b"\r\n\t ")) for name, lines in items[:_MOST]]
