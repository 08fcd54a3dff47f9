"""Where a mail program put the older text: attribution lines, copied headers, "Original Message" rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.parse.reply_words import (
    DATED_START,
    FORWARD_MARKS,
    HEADER_KINDS,
    OPENER,
    REPLY_ABOVE,
    REPLY_MARKS,
    WROTE,
    WROTE_ANYWHERE,
)

_LONGEST = 300  # characters of a line that is worth a look
_WINDOW = 5  # lines that an attribution may be wrapped over
_DATE = re.compile(r"\d{1,2}[:.h]\d{2}|\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d+ ?[年月]")
_ADDRESS_END = re.compile(r"[<(\[](?:mailto:)?[^\s<>()]+@[^\s<>()]+[>)\]]+\s*$")
_ADDRESS = re.compile(r"[<(\[](?:mailto:)?[^\s<>()]{1,64}@[^\s<>()]{1,250}[>)\]]")
_WORD = re.compile(r"[^\W\d_]+")
_DATE_END = re.compile(r"\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?$", re.IGNORECASE)
_MARK_SIGNS = " \t-_=*~+#<>‐‑‒–—―:：.\xa0"
_MARK_START = "-_=*~+#<‐‑‒–—―"
_HEADER = re.compile(r"[\s*_>|]{0,8}([^\s:：*][^:：*\n]{0,24}?)[\s*_\xa0]{0,4}[:：]\**(?!/)")


@dataclass(frozen=True, slots=True)
class Boundary:
    """Lines `start` to `end` (exclusive) that introduce older text.

    `kind` is attribution, header, mark, forward or above.
    """

    kind: str
    start: int
    end: int


def is_quoted(line: str) -> bool:
    """Whether the line carries a quote mark."""
    return line.lstrip(" \t\ufeff\xa0")[:1] in {">", "＞"}


def boundary_at(lines: list[str], at: int) -> Boundary | None:
    """Return the boundary whose first (for attributions: last) line is `at`; None for an ordinary line."""
    line = lines[at]
    if len(line) > _LONGEST or not line.strip():
        return None
    return _mark(lines, at) or _header_block(lines, at) or _attribution(lines, at)


def header_kind(line: str) -> str:
    """Return what a copied header line holds: from, sent, to, cc, subject, reply-to; "" for any other line."""
    if len(line) > 2000:
        return ""
    found = _HEADER.match(line)
    if found is None:
        return ""
    word = found.group(1).strip().lower()
    return (
        HEADER_KINDS.get(word)
        or HEADER_KINDS.get(word.replace(" ", "_"))
        or HEADER_KINDS.get(word.replace(" ", ""))
        or ""
    )


def next_text(lines: list[str], at: int) -> int:
    """Return the index of the first line at or after `at` that is not empty; the number of lines if there is none."""
    while at < len(lines) and not lines[at].strip(" \t\xa0\ufeff\u200b"):
        at += 1
    return at


def header_end(lines: list[str], at: int) -> tuple[int, set[str]]:
    """Where the copied header block that starts at `at` ends, and the kinds of line seen in it."""
    kinds: set[str] = set()
    end, wrapped, kind = at, 0, ""
    for index in range(at, min(at + 40, len(lines))):
        line = lines[index]
        found = header_kind(line)
        if found:
            if found in kinds and found in {"from", "sent", "to", "subject"}:
                break
            kinds.add(found)
            kind, wrapped, end = found, 0, index + 1
        elif not line.strip(" \t>*\xa0"):
            if index + 1 >= len(lines) or not header_kind(lines[index + 1]):
                break
        elif wrapped < 6 and _wrapped(lines, index, kind):
            wrapped, end = wrapped + 1, index + 1
        else:
            break
    return end, kinds


def _wrapped(lines: list[str], at: int, kind: str) -> bool:
    """Whether the line continues the copied header above it, by commas, indent or the empty line after it."""
    above = lines[at - 1].rstrip(" \t*")
    if above.endswith((",", ";", "<")) or lines[at].lstrip("> ").startswith("<") or kind in {"to", "cc"}:
        return True
    after = lines[at + 1] if at + 1 < len(lines) else ""
    return bool(header_kind(lines[at - 1])) and not after.strip(" \t>*\xa0")


def _mark(lines: list[str], at: int) -> Boundary | None:
    line = lines[at]
    first = line.lstrip(" \t\xa0")[:1]
    words = line.strip(_MARK_SIGNS).lower()
    if words in FORWARD_MARKS:
        return Boundary("forward", at, at + 1)
    if words in REPLY_MARKS and (
        first in _MARK_START or header_kind(lines[min(next_text(lines, at + 1), len(lines) - 1)])
    ):
        return Boundary("mark", at, at + 1)
    if words.startswith(("forwarded by ", "weitergeleitet von ", "transféré par ")) and first in _MARK_START:
        return Boundary("forward", at, at + 1)
    if words.startswith("original message processed by"):
        return Boundary("mark", at, at + 1)
    if (first in _MARK_START or words.startswith(("reply above", "please reply above"))) and REPLY_ABOVE.search(line):
        return Boundary("above", at, at + 1)
    return None


def _header_block(lines: list[str], at: int) -> Boundary | None:
    kind = header_kind(lines[at])
    if kind not in {"from", "sent", "subject", "to"}:
        return None
    end, kinds = header_end(lines, at)
    seen = len(kinds & {"from", "sent", "to", "cc", "subject"})
    enough = "from" in kinds and bool(kinds & {"sent", "subject"}) and (seen >= 3 or "@" in lines[at])
    return Boundary("header", _rule_above(lines, at), end) if enough else None


def _rule_above(lines: list[str], at: int) -> int:
    """Take in a line of dashes or underscores above the copied headers."""
    for index in range(at - 1, max(at - 4, -1), -1):
        line = lines[index].strip()
        if line and not line.strip("-_=*―—– "):
            return index
        if line:
            break
    return at


def _attribution(lines: list[str], at: int) -> Boundary | None:
    ending = lines[at].rstrip(" \t*_\xa0->")
    if not ending.endswith((":", "：")) and not (lines[at].lstrip().startswith("---") and _wrote(ending)):
        return None
    # A name may be alone on the last line, but then the verb or the address is on the one above.
    above = lines[at - 1][-_LONGEST:] if at else ""
    if not any("@" in one or _wrote(one) for one in (ending, above)):
        return None
    windows = list(_windows(lines, at))
    for start, joined in windows:
        if _dated_and_signed(joined):
            return Boundary("attribution", start, at + 1)
    below = next_text(lines, at + 1)
    if below < len(lines) and is_quoted(lines[below]):
        for start, joined in windows[:3]:
            if _introduces_quote(joined):
                return Boundary("attribution", start, at + 1)
    return None


def _windows(lines: list[str], at: int) -> Iterator[tuple[int, str]]:
    """Yield the last one to five lines up to `at`, joined, and where they start."""
    joined = ""
    for start in range(at, max(at - _WINDOW, -1), -1):
        line = lines[start].strip(" \t*\xa0\ufeff")
        if not line or len(line) > _LONGEST or is_quoted(line):
            break
        # "=" at the end is a line break of quoted-printable that nobody undid.
        joined = line[:-1] + joined if line.endswith("=") else f"{line} {joined}"
        yield start, joined.strip(" -_*")


def _dated_and_signed(joined: str) -> bool:
    text = joined.rstrip(" :：*-")
    if not _DATE.search(text) or _tells_of_writing(text):
        return False
    dated = DATED_START.match(text) is not None
    if not _wrote(text):
        return dated and _ADDRESS_END.search(text[-200:]) is not None and len(text) < 200
    if dated or OPENER.match(text) or _ADDRESS.search(text[:200]):
        return True
    return "@" in text and (_wrote(text[-30:]) or _ADDRESS_END.search(text[-200:]) is not None)


def _tells_of_writing(text: str) -> bool:
    """Whether the English verb stands inside a sentence of the writer's own: "at 9:30 we wrote down what it said"."""
    words = _WORD.findall(text.lower())
    return "wrote" in words and words[-1] != "wrote" and "@" not in text


def _introduces_quote(joined: str) -> bool:
    """Look more loosely, at a line that stands right above quote marks."""
    text = joined.rstrip(" :：*-")
    if len(text) >= 200:
        return False
    return _wrote(text) or _ADDRESS_END.search(text) is not None or bool(_DATE_END.search(text) and "@" in text)


def _wrote(text: str) -> bool:
    """Whether a word for "wrote" is in the text."""
    words = _WORD.findall(text.lower())
    return not WROTE.isdisjoint(words) or any(word in text for word in WROTE_ANYWHERE)
