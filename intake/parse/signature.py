"""The end of a letter that is not its message: signatures, phone notices, disclaimers, list footers."""

import re

from intake.parse.signature_words import (
    BANNER,
    BANNER_SURE,
    CLOSING,
    CONFIDENTIAL,
    CONTACT,
    DISCLAIMER,
    LIST_FOOTER,
    SECRET,
    SENT_FROM,
)

_WINDOW = 80  # lines at the end of a stretch where a signature may begin
_DELIMITER = re.compile(r"\s*(?:--|—-?|-–|––)\s*")
_RULE = re.compile(r"\s*[-_=*~]{5,}\s*")
_DASH_NAME = re.compile(
    r"\s{0,3}[-–—~][A-ZÀ-ÞА-Я][\w.'’]*(?: (?:[A-ZÀ-ÞА-Я][\w.'’]*|de|den|der|van|von|di|da|el|la)){0,4}\s*"
)
_LONGEST = 300


def signature_start(lines: list[str], start: int, end: int) -> int:
    """Where the signature of lines `start` to `end` begins; `end` when there is none."""
    end = _trim(lines, start, end)
    first = max(start, end - _WINDOW)
    for find in (_delimited, _footer, _disclaimer, _sent_from, _contact_block, _dash_name):
        end = _trim(lines, start, find(lines, first, end))
    return end


def soft(lines: list[str], start: int, end: int) -> bool:
    """Whether a signature has no "-- " line or phone notice in it, so that it may be the writer's own words."""
    return not any(
        _DELIMITER.fullmatch(line[:_LONGEST]) or SENT_FROM.fullmatch(line[:_LONGEST]) for line in lines[start:end]
    )


def phone_notice(line: str) -> bool:
    """Whether the line is what a mail program adds by itself: "Sent from my iPhone"."""
    return len(line) <= _LONGEST and SENT_FROM.fullmatch(line) is not None


def banner_end(lines: list[str]) -> int:
    """Where a warning that a gateway put on top ("CAUTION: external sender") ends; 0 when there is none."""
    first = next((index for index, line in enumerate(lines[:5]) if line.strip()), None)
    if first is None or BANNER.match(lines[first]) is None:
        return 0
    end = first
    while end < min(len(lines), first + 6) and lines[end].strip():
        end += 1
    paragraph = " ".join(line[:_LONGEST] for line in lines[first:end])
    # A paragraph without words of the writer after it may be the writer's own.
    written_below = any(line.strip() for line in lines[end:])
    return end if written_below and len(paragraph) < 800 and BANNER_SURE.search(paragraph) else 0


def _trim(lines: list[str], start: int, end: int) -> int:
    while end > start and not lines[end - 1].strip():
        end -= 1
    return end


def _delimited(lines: list[str], start: int, end: int) -> int:
    for index in range(start, end):
        line = lines[index]
        if _DELIMITER.fullmatch(line[:20]) is None or len(line) > 20:
            continue
        below = [one for one in lines[index + 1 : end] if one.strip()]
        if line == "-- " or len(below) <= 15:
            return index
    return end


def _footer(lines: list[str], start: int, end: int) -> int:
    """Find a long rule with a list's footer, a disclaimer or contact lines under it."""
    found, below, telling, name = end, 0, 0, ""
    for index in range(end - 1, start - 1, -1):
        line = lines[index][:_LONGEST]
        if _RULE.fullmatch(line) is None:
            name = line if line.strip() else name
            below += 1 if line.strip() else 0
            telling += 1 if CONTACT.search(line) else 0
        elif not below or _signs_off(lines, start, index, end) or (telling * 3 > below <= 12 and _names(name)):
            found = index
    return found


def _names(line: str) -> bool:
    """Whether the line may be a person's or a firm's name, unlike the first line of a pasted log."""
    return (
        line.lstrip(" *")[:1].isupper() and len(line.split()) <= 5 and not any(char in "0123456789:=/" for char in line)
    )


def _terse(line: str) -> bool:
    """Whether the line may stand in a block of contact details: no sentence, no log."""
    return len(line) <= 120 and len(line.split()) <= 9 and not line.rstrip().endswith(("?", "!"))


def _signs_off(lines: list[str], start: int, rule: int, end: int) -> bool:
    """Whether a farewell stands above the rule, or a disclaimer or a list's footer below it."""
    above = lines[max(_trim(lines, start, rule) - 1, start)]
    if len(above) <= 60 and CLOSING.fullmatch(above):
        return True
    below = [line[:_LONGEST] for line in lines[rule + 1 : min(rule + 6, end)] if line.strip()]
    return bool(below) and (
        DISCLAIMER.match(below[0]) is not None or LIST_FOOTER.search(" ".join(below[:3])) is not None
    )


def _disclaimer(lines: list[str], start: int, end: int) -> int:
    for index in range(start, end):
        if DISCLAIMER.match(lines[index][:_LONGEST]) is None:
            continue
        following = " ".join(line[:2000] for line in lines[index : min(index + 6, end)])
        if len(set(CONFIDENTIAL.findall(following.lower()))) >= 2 and SECRET.search(following):
            return index
    return end


def _sent_from(lines: list[str], start: int, end: int) -> int:
    while end > start and phone_notice(lines[end - 1]):
        end = _trim(lines, start, end - 1)
    return end


def _contact_block(lines: list[str], start: int, end: int) -> int:
    """Find a farewell with contact details under it; one with only a name stays part of the letter."""
    for index in range(max(start, end - 20), end):
        if len(lines[index]) > 60 or CLOSING.fullmatch(lines[index]) is None:
            continue
        below = [line for line in lines[index + 1 : end] if line.strip()]
        if all(_terse(line) for line in below) and any(CONTACT.search(line) for line in below):
            return index
    return end


def _dash_name(lines: list[str], start: int, end: int) -> int:
    if end - start < 2 or len(lines[end - 1]) > 40 or _DASH_NAME.fullmatch(lines[end - 1]) is None:
        return end
    return end if lines[end - 2].strip() else end - 1
