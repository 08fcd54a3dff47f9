"""The end of a letter that is not its message: signatures, phone notices, disclaimers, list footers."""

import re

from intake.parse.new_words.banner import is_stamp
from intake.parse.new_words.disclaimer_words import (
    CONFIDENTIAL,
    DISCLAIMER,
    FOOT,
    LIST_FOOTER,
    SECRET,
)
from intake.parse.new_words.phone_words import phone_notice
from intake.parse.new_words.signature_words import CLOSING, CONTACT, REGISTER

_WINDOW = 80  # lines at the end of a stretch where a signature may begin
_DELIMITER = re.compile(r"\s*(?:--|—-?|-–|––|—-|__|ᐧ)\s*")
_RULE = re.compile(r"\s*[-_=*~#+—–─━═―‐・◆■]{3,}\s*")
_ARMOUR = "-----BEGIN PGP SIGNATURE"
_ARMOUR_TOP = "-----BEGIN PGP SIGNED MESSAGE"
_ARMOUR_HEADERS = ("Hash:", "Charset:", "NotDashEscaped:")
_LONG_RULE = 5
_DASH_NAME = re.compile(
    r"\s{0,3}(?:[-–—~]{1,2}|-- ?|— ?|~ ?)[A-ZÀ-ÞА-ЯŁŚŻČŠŽ][\w.'’-]*(?: (?:[A-ZÀ-ÞА-ЯŁŚŻČŠŽ][\w.'’-]*|de|den|der|"
    r"van|von|di|da|el|la)){0,4}\s*"
)
_NAME = re.compile(
    r"[\s*]*[A-ZÀ-ÞА-ЯŁŚŻČŠŽ][\w.'’-]*(?: (?:[A-ZÀ-ÞА-ЯŁŚŻČŠŽ][\w.'’-]*|de|den|der|van|von|di|da|el|la)){1,3}[\s*,]*"
)
_LONGEST = 300


def signature_start(lines: list[str], start: int, end: int) -> int:
    """Where the signature of lines `start` to `end` begins; `end` when there is none."""
    end = _trim(lines, start, end)
    first = max(start, end - _WINDOW)
    shorter = _without_signs(lines, first, end)
    # Once more: with a disclaimer gone, the delimiter above it is near enough to the end.
    return shorter if shorter == end else _without_signs(lines, first, shorter)


def _without_signs(lines: list[str], first: int, end: int) -> int:
    for find in _FINDERS:
        end = _trim(lines, first, find(lines, first, end))
    return end


def signed_top(lines: list[str]) -> tuple[int, int]:
    """Where the lines that PGP puts above a signed letter begin and end; the same line twice when there are none."""
    first = next((index for index, line in enumerate(lines[:8]) if line.lstrip().startswith(_ARMOUR_TOP)), None)
    if first is None:
        return 0, 0
    end = first + 1
    while end < min(len(lines), first + 4) and lines[end].lstrip().startswith(_ARMOUR_HEADERS):
        end += 1
    return first, end


def soft(lines: list[str], start: int, end: int) -> bool:
    """Whether a signature has no "-- " line or phone notice in it, so that it may be the writer's own words."""
    return not any(_DELIMITER.fullmatch(line[:_LONGEST]) or phone_notice(line) for line in lines[start:end])


def _trim(lines: list[str], start: int, end: int) -> int:
    while end > start and not lines[end - 1].strip():
        end -= 1
    return end


def _armour(lines: list[str], start: int, end: int) -> int:
    return next((index for index in range(start, end) if lines[index].lstrip().startswith(_ARMOUR)), end)


def _closes(line: str) -> bool:
    """Whether the line is a farewell, in one language or in two: "Mit freundlichen Grüßen / Kind regards"."""
    if len(line) > 80:
        return False
    parts = [part for part in re.split(r"[/|]", line) if part.strip()]
    return bool(parts) and all(CLOSING.fullmatch(part) for part in parts)


def _delimited(lines: list[str], start: int, end: int) -> int:
    fences = sum(line.lstrip().startswith("```") for line in lines[start:end])
    for index in range(start, end):
        line = lines[index]
        fences -= line.lstrip().startswith("```")
        # Before an odd number of fences the line is in the midst of code.
        if len(line) > 20 or fences % 2 or _DELIMITER.fullmatch(line) is None:
            continue
        below = [one for one in lines[index + 1 : end] if one.strip()]
        if line == "-- " or len(below) <= 15:
            return index
    return end


def _stamped_below(lines: list[str], start: int, end: int) -> int:
    """Find "Classification: Internal" as the last line of all, apart from the others."""
    apart = end - start > 1 and not lines[end - 2].strip() and is_stamp(lines[end - 1])
    return end - 1 if apart else end


def _added(lines: list[str], start: int, end: int) -> int:
    """Find what a list, a forum or a scanner added below, with or without a rule above it."""
    found = end
    for index in range(start, end):
        above = lines[index - 1][:_LONGEST] if index > start else ""
        apart = not above.strip() or _RULE.fullmatch(above) is not None or _DELIMITER.fullmatch(above) is not None
        if apart and FOOT.match(lines[index][:_LONGEST]):
            found = index
            break
    below = "\n".join(line[:_LONGEST] for line in lines[found:end]).strip()
    paragraphs = [one for one in re.split(r"\n\s*\n", below) if one.strip()]
    if found == end or len(paragraphs) > 4 or not all(_adds(one) for one in paragraphs):
        return end
    above_it = _trim(lines, start, found)
    ruled = above_it > start and _RULE.fullmatch(lines[above_it - 1][:_LONGEST])
    return above_it - 1 if ruled else found


def _adds(paragraph: str) -> bool:
    """Whether the paragraph is one that programs write, or goes on with its addresses."""
    known = FOOT.match(paragraph) or LIST_FOOTER.search(paragraph) or "://" in paragraph or phone_notice(paragraph)
    return bool(known) or _RULE.fullmatch(paragraph) is not None


def _named(lines: list[str], start: int, end: int) -> int:
    """Find a rule apart from the text, with a name right below it and at most three short lines more."""
    for index in range(end - 2, max(end - 6, start), -1):
        if _RULE.fullmatch(lines[index][:_LONGEST]) is None:
            continue
        below = lines[index + 1 : end]
        apart = not lines[index - 1].strip() and _NAME.fullmatch(below[0][:_LONGEST]) is not None
        return index if apart and all(_detail(line) for line in below) else end
    return end


def _detail(line: str) -> bool:
    return bool(line.strip()) and _terse(line) and not line.rstrip().endswith((".", ":", ",", ";"))


def _footer(lines: list[str], start: int, end: int) -> int:
    """Find a rule with a list's footer, a disclaimer or contact lines under it."""
    found, below, telling, notices, name = end, 0, 0, 0, ""
    for index in range(end - 1, start - 1, -1):
        line = lines[index][:_LONGEST]
        if _RULE.fullmatch(line) is None:
            name = line if line.strip() else name
            below += 1 if line.strip() else 0
            telling += 1 if CONTACT.search(line) else 0
            notices += 1 if phone_notice(line) else 0
        elif len(line.strip()) < _LONG_RULE and not (telling and below <= 12 and _names(name)):
            continue
        elif below == notices or _signs_off(lines, start, index, end) or (telling * 4 > below <= 12 and _names(name)):
            found = index
    return found


def _names(line: str) -> bool:
    """Whether the line may be a person's or a firm's name, unlike the first line of a pasted log."""
    first = line.lstrip(" *\u3000")[:1]
    return (
        first.isalpha()
        and not first.islower()
        and len(line.split()) <= 6
        and not any(char in "0123456789:=/?!;。" for char in line)
    )


def _terse(line: str) -> bool:
    """Whether the line may stand in a block of contact details: no sentence, no log."""
    few = len(line.split()) <= 9 and len(line) <= 120
    return (few or REGISTER.search(line[:_LONGEST]) is not None) and not line.rstrip().endswith(("?", "!"))


def _signs_off(lines: list[str], start: int, rule: int, end: int) -> bool:
    """Whether a farewell stands above the rule, or a disclaimer or a list's footer below it."""
    above = lines[max(_trim(lines, start, rule) - 1, start)]
    if _closes(above):
        return True
    below = [line[:_LONGEST] for line in lines[rule + 1 : min(rule + 6, end)] if line.strip()]
    return bool(below) and (
        _disclaims(lines, rule + 1, end, below[0]) or LIST_FOOTER.search(" ".join(below[:3])) is not None
    )


def _disclaims(lines: list[str], start: int, end: int, first: str) -> bool:
    if DISCLAIMER.match(first) is None:
        return False
    following = " ".join(line[:2000] for line in lines[start : min(start + 6, end)])
    return len(set(CONFIDENTIAL.findall(following.lower()))) >= 2


def _disclaimer(lines: list[str], start: int, end: int) -> int:
    for index in range(start, end):
        if DISCLAIMER.match(lines[index][:_LONGEST]) is None:
            continue
        following = " ".join(line[:2000] for line in lines[index : min(index + 6, end)])
        if len(set(CONFIDENTIAL.findall(following.lower()))) >= 2 and SECRET.search(following):
            return index
    return end


def _sent_from(lines: list[str], start: int, end: int) -> int:
    while end > start:
        if phone_notice(lines[end - 1]):
            end = _trim(lines, start, end - 1)
        elif _broken_notice(lines, start, end):
            end = _trim(lines, start, end - 2)
        else:
            break
    return end


def _broken_notice(lines: list[str], start: int, end: int) -> bool:
    """Whether the last two lines, apart from what is above, are one phone's notice that was wrapped."""
    if end - start < 2 or not lines[end - 2].strip() or (end - start > 2 and lines[end - 3].strip()):
        return False
    return len(lines[end - 2]) < _LONGEST and phone_notice(f"{lines[end - 2].rstrip()} {lines[end - 1].lstrip()}")


def _contact_block(lines: list[str], start: int, end: int) -> int:
    """Find a farewell with contact details under it; one with only a name stays part of the letter."""
    for index in range(max(start, end - 20), end):
        if not _closes(lines[index]):
            continue
        below = [line for line in lines[index + 1 : end] if line.strip()]
        if all(_terse(line) for line in below) and any(CONTACT.search(line) for line in below):
            return index
    return end


def _dash_name(lines: list[str], start: int, end: int) -> int:
    if end - start < 2 or len(lines[end - 1]) > 40 or _DASH_NAME.fullmatch(lines[end - 1]) is None:
        return end
    return end if lines[end - 2].strip() else end - 1


_FINDERS = (
    _stamped_below, _armour, _delimited, _added, _footer, _disclaimer, _sent_from, _contact_block, _named, _dash_name,
)  # fmt: skip
