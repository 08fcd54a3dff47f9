"""Where a mail program put the older text: attribution lines, copied headers, "Original Message" rules."""

from dataclasses import dataclass

from intake.parse.new_words.attribution import attribution_start, below_rule
from intake.parse.new_words.attribution_forms import LONGEST
from intake.parse.new_words.copied_headers import (
    header_block,
    header_kind,
    is_rule,
    is_ruled_phrase,
    rule_above,
    unknown_block,
)
from intake.parse.new_words.own_marks import own_marks
from intake.parse.new_words.reply_words import FORWARD_MARKS, FORWARDING, REPLY_ABOVE, REPLY_MARKS

_SIGNS = " \t-_=*~+#<>|‐‑‒–—―─:：.\xa0\ufeff"
_START = "-_=*~+#<‐‑‒–—―─"
_BLANK = " \t\xa0\ufeff\u200b"
_PHRASES = REPLY_MARKS | FORWARD_MARKS
_LONGEST_PHRASE = 80
_LONG_RULE = 20
_DAVID = "original message processed by"
_ABOVE = (
    "reply above", "please reply above", "type your reply above", "please type your reply above",
    "write your reply above", "bitte antworten sie oberhalb", "antworten sie oberhalb", "veuillez répondre au-dessus",
    "répondez au-dessus", "responda por encima", "por favor responda por encima", "responda acima",
    "rispondi sopra", "rispondere sopra", "antwoord boven", "svar over", "svara ovanför", "odpowiedz powyżej",
)  # fmt: skip
_QUOTES = frozenset({">", "＞"})


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
    first = line[:1]
    if first in " \t\ufeff\xa0":
        first = line.lstrip(" \t\ufeff\xa0")[:1]
    return first in _QUOTES


def may_introduce(line: str) -> bool:
    """Whether a closer look is worth its time: the line has a colon in it, begins with a drawn sign or is a phrase."""
    if ":" in line or line[:1] in _START or "：" in line or "|" in line or "-" in line[:4] or "@" in line:
        return True
    if not 8 < len(line) < _LONGEST_PHRASE:
        return False
    words = line.strip(_SIGNS).lower()
    return words in _PHRASES or words.startswith(_DAVID) or words.startswith(_ABOVE)


def boundary_at(lines: list[str], at: int) -> Boundary | None:
    """Return the boundary whose first (for attributions: last) line is `at`; None for an ordinary line."""
    if len(lines[at]) > 2000 or not lines[at].strip():
        return None
    headers = header_block(lines, at)
    if headers is not None:
        return Boundary(_forward_or("header", lines, headers[0], at), *headers)
    if len(lines[at]) > LONGEST:
        return None
    return _mark(lines, at) or _attribution(lines, at) or _unknown_headers(lines, at)


def next_text(lines: list[str], at: int) -> int:
    """Return the index of the first line at or after `at` that is not empty; the number of lines if there is none."""
    while at < len(lines) and not lines[at].strip(_BLANK):
        at += 1
    return at


def _mark(lines: list[str], at: int) -> Boundary | None:
    line = lines[at].replace("&nbsp;", " ")
    first = line.lstrip(_BLANK)[:1]
    words = line.strip(_SIGNS).lower()
    if not 3 < len(words) < 120:
        return None
    if words in FORWARD_MARKS or (
        first in _START and words.startswith(("forwarded by ", "weitergeleitet von ", "transféré par "))
    ):
        return Boundary("forward", at, at + 1)
    if words.startswith(_DAVID) or (words in REPLY_MARKS and (first in _START or _header_follows(lines, at))):
        return Boundary("mark", at, at + 1)
    if (first in _START or words.startswith(_ABOVE)) and REPLY_ABOVE.search(line):
        return Boundary("above", at, at + 1)
    if is_ruled_phrase(line) and _header_follows(lines, at):
        return Boundary("forward" if FORWARDING.search(line) else "mark", at, at + 1)
    return None


def _header_follows(lines: list[str], at: int) -> bool:
    following = next_text(lines, at + 1)
    return following < len(lines) and bool(header_kind(lines[following]))


def _forward_or(kind: str, lines: list[str], start: int, at: int) -> str:
    return "forward" if start < at and FORWARDING.search(lines[start][:200]) else kind


def _attribution(lines: list[str], at: int) -> Boundary | None:
    below = next_text(lines, at + 1)
    marked = below < len(lines) and (is_quoted(lines[below]) or own_marks(lines, below) is not None)
    start = attribution_start(lines, at, quoted_below=marked)
    return None if start is None else Boundary("attribution", start, at + 1)


def _unknown_headers(lines: list[str], at: int) -> Boundary | None:
    """Find a ruled line and below it "word: value" lines in a language that no table has."""
    above = next((line for line in reversed(lines[max(at - 3, 0) : at]) if line.strip()), "")
    if not (is_rule(above) or is_ruled_phrase(above)):
        return None
    if len(above.strip()) >= _LONG_RULE and is_rule(above) and below_rule(lines[at]):
        return Boundary("attribution", rule_above(lines, at), at + 1)
    end = unknown_block(lines, at)
    return None if end is None else Boundary("header", rule_above(lines, at), end)
