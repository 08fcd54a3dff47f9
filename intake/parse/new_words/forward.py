"""The message inside a forward: who wrote it first, about what and when, and its text."""

import re

from intake.domain.message import Address, Forwarded
from intake.parse.decode.addresses import parse_addresses
from intake.parse.new_words.boundaries import boundary_at, is_quoted, next_text
from intake.parse.new_words.copied_headers import header_end, header_kind, header_value

_BRACKETED = re.compile(r"\[(?:mailto:)?([^\s\[\]]+@[^\s\[\]]+)\]", re.IGNORECASE)
_QUOTE = re.compile(r"^[ \t]*[>＞] ?")


def read_forward(lines: list[str]) -> tuple[Forwarded, list[str]]:
    """Read the lines from a forward's mark or copied headers on; returns it, and the lines that are not its text."""
    at = _past_marks(lines)
    if at < len(lines) and is_quoted(lines[at]):
        quoted_until = next(
            (index for index in range(at, len(lines)) if lines[index].strip() and not is_quoted(lines[index])), None
        )
        unquoted = [_QUOTE.sub("", line) for line in lines[at:quoted_until]]
        lines = [*lines[:at], *unquoted, *lines[len(lines) if quoted_until is None else quoted_until :]]
        at = next_text(lines, at)
    end, _ = header_end(lines, at) if at < len(lines) and header_kind(lines[at]) else (at, set())
    fields = _fields(lines[at:end])
    forwarded = Forwarded(
        sender=_sender(fields.get("from", "")),
        subject=fields.get("subject", ""),
        date=fields.get("sent", ""),
        text="\n".join(lines[end:]).strip("\n").rstrip(),
    )
    return forwarded, lines[:end]


def _past_marks(lines: list[str]) -> int:
    at = next_text(lines, 0)
    for _ in range(4):
        if at >= len(lines) or header_kind(lines[at]):
            break
        found = boundary_at(lines, at)
        if found is None and lines[at].strip("-_=*―—– "):
            break
        at = next_text(lines, at + 1)
    return at


def _fields(lines: list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    kind = ""
    for line in lines:
        found = header_kind(line)
        if found:
            kind = found
            fields.setdefault(kind, header_value(line))
        elif kind:
            fields[kind] = f"{fields[kind]} {line.strip()}".strip()
    return fields


def _sender(value: str) -> Address:
    bracketed = _BRACKETED.sub(r"<\1>", value).replace("<mailto:", "<")
    found = parse_addresses(bracketed.encode("utf-8", "replace"))
    return found[0] if found else Address()
