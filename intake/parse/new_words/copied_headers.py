"""The headers that a mail program copies above the message it quotes: "From: ... Sent: ... To: ... Subject: ..."."""

import re

from intake.parse.new_words.header_words import HEADER_KINDS, LONGEST_WORD

_LONGEST = 2000  # characters of a line that may be a copied header; recipients can be many
_MOST = 40  # lines of one block
_LABEL = re.compile(r"[\s*_>|＞﻿]{0,8}([^\s:：*][^:：*\n]{0,23}?)[\s*_\xa0]{0,4}[:：]\**(?!/)")
_ROW = re.compile(r"[\s>]{0,6}\|[\s*]*([^\s|:：][^|:：\n]{0,23}?)[\s:：*]*\|.*\|\s*")
_IN_LINE = re.compile(r"(?:^|\s)\*{0,2}([^\W\d_]{1,12}) ?[:：]\*{0,2}\s")
_RULE_SIGNS = "-_=*―—–‐‑‒─ \t>\xa0"
_DATE = re.compile(r"\d{4}|\d{1,2}[:.]\d{2}")
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}|\d ?[ap]\.?m\b", re.IGNORECASE)
_MARKED = ("\t", " ", "\xa0")


def header_kind(line: str) -> str:
    """Return what a copied header line holds: from, sent, to, cc, subject, reply-to; "" for any other line."""
    head = line[:60]
    if len(line) > _LONGEST or not (":" in head or "：" in head or "|" in head):
        return ""
    found = _LABEL.match(line) or _ROW.fullmatch(line)
    return "" if found is None else _kind(found.group(1))


def header_value(line: str) -> str:
    """Return what stands behind the name of a copied header line, without stars and the bars of a table."""
    row = _ROW.fullmatch(line)
    if row is not None:
        return line[row.end(1) :].strip(" \t:：*|>")
    return line.replace("：", ":", 1).partition(":")[2].strip(" *\t\xa0")


def header_end(lines: list[str], at: int) -> tuple[int, set[str]]:
    """Where the copied header block that starts at `at` ends, and the kinds of line seen in it."""
    kinds: set[str] = set()
    end, wrapped, kind = at, 0, ""
    for index in range(at, min(at + _MOST, len(lines))):
        line = lines[index]
        found = header_kind(line)
        if found:
            if found in kinds and found in {"from", "sent", "to", "subject"}:
                break
            kinds.add(found)
            kind, wrapped, end = found, 0, index + 1
        elif not line.strip(" \t>*|\xa0"):
            if index + 1 >= len(lines) or not header_kind(lines[index + 1]):
                break
        elif wrapped < 6 and _wrapped(lines, index, kind):
            wrapped, end = wrapped + 1, index + 1
        else:
            break
    return end, kinds


def header_block(lines: list[str], at: int) -> tuple[int, int] | None:
    """Where the copied headers that begin in line `at` begin, with a rule above them, and end; None for none there."""
    kind = header_kind(lines[at])
    if kind in {"from", "sent", "subject", "to"}:
        end, kinds = header_end(lines, at)
        start = rule_above(lines, at)
        if _enough(kinds, lines[at:end]) and (start < at or not _small(lines[at:end])):
            return start, end
        if kind == "from" and ((start < at and {"to", "cc"} & kinds) or "[mailto:" in lines[at]):
            return start, end
        if kind == "from" and _on_one_line(lines[at]):
            return start, at + 1
    return None


def unknown_block(lines: list[str], at: int) -> int | None:
    """Where headers in a language that we do not know end, when they begin at `at` right below a ruled line."""
    end, text = at, ""
    while end < min(at + 12, len(lines)) and (found := _LABEL.match(lines[end][:400])) and len(found.group(1)) <= 20:
        text += lines[end][:400]
        end += 1
    return end if end - at >= 3 and "@" in text and _DATE.search(text) else None


def rule_above(lines: list[str], at: int) -> int:
    """Take in a line of dashes or underscores above line `at`, bare or with a few words between."""
    for index in range(at - 1, max(at - 4, -1), -1):
        line = lines[index].strip()
        if line and (is_rule(line) or is_ruled_phrase(line)):
            return index
        if line:
            break
    return at


def is_rule(line: str) -> bool:
    """Whether the line is only drawn, with at least five signs."""
    return len(line) >= 5 and not line.strip(_RULE_SIGNS) and len(line.strip(" \t>\xa0")) >= 5


def is_ruled_phrase(line: str) -> bool:
    """Whether the line is a few words between dashes: "----- Mail original -----"."""
    bare = line.strip(" \t>\xa0*")
    if len(bare) > 100 or not bare.startswith(("--", "__", "==", "——", "──", "‐‐")):
        return False
    words = bare.strip(_RULE_SIGNS)
    return bool(words) and bare[-2:] in {"--", "__", "==", "——", "──", "‐‐", "-:"} and len(words.split()) <= 7


def _kind(label: str) -> str:
    word = label.strip().lower().replace("&nbsp;", " ")
    if len(word) > LONGEST_WORD:
        return ""
    return (
        HEADER_KINDS.get(word)
        or HEADER_KINDS.get(word.replace(" ", "_"))
        or HEADER_KINDS.get(word.replace(" ", "").replace("\u3000", ""))
        or ""
    )


def _enough(kinds: set[str], block: list[str]) -> bool:
    """Whether the lines are copied headers and not a person's own "From: 9:00", "To: 11:30"."""
    seen = len(kinds & {"from", "sent", "to", "cc", "subject"})
    if "from" not in kinds or not kinds & {"sent", "subject"} or not (seen >= 3 or "@" in block[0]):
        return False
    addressed = any("@" in line for line in block)
    if not addressed and ("sent" not in kinds or ("subject" not in kinds and not _timed(block))):
        return False
    senders = [line for line in block if header_kind(line) == "from"]
    return any(char.isalpha() for line in senders for char in header_value(line))


def _timed(block: list[str]) -> bool:
    """Whether the day has a time beside it, as programs write it: a person's "Date: 5 May" has none."""
    return any(_TIME.search(line) for line in block if header_kind(line) == "sent")


def _small(block: list[str]) -> bool:
    """Whether all names begin with a small letter, as in a configuration file: mail programs write "From:"."""
    signs = [next(char for char in line if char.isalpha()) for line in block if header_kind(line)]
    return all(sign.islower() for sign in signs)


def _on_one_line(line: str) -> bool:
    """Whether all the headers follow one another on the line, as when line ends were lost on the way."""
    if len(line) < 40:
        return False
    kinds = {HEADER_KINDS.get(word.lower(), "") for word in _IN_LINE.findall(line[:1000])}
    return len(kinds & {"sent", "to", "subject"}) >= 2 and "from" in kinds


def _wrapped(lines: list[str], at: int, kind: str) -> bool:
    """Whether the line continues the copied header above it, by commas, indent or the empty line after it."""
    above = lines[at - 1].rstrip(" \t*")
    if above.endswith((",", ";", "<")) or lines[at].lstrip("> ").startswith("<"):
        return True
    after = lines[at + 1] if at + 1 < len(lines) else ""
    if header_kind(after) or not after.strip(" \t>*\xa0"):
        return bool(header_kind(lines[at - 1])) or kind in {"to", "cc"}
    return kind in {"to", "cc"} and (lines[at].startswith(_MARKED) or "@" in lines[at])
