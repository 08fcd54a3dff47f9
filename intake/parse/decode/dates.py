"""The Date of a message in every form that mail programs write, as a time with its offset."""

import re
from datetime import UTC, datetime, timedelta, timezone

_COMMENT = re.compile(r"\([^()]*\)")
_TIME = re.compile(
    r"(?<![\d.])(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?(?![\d.:])\s*([ap]\.?m\b)?", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)")
_OFFSET = re.compile(r"(?:^|[\s\d])(?:GMT|UTC?)?\s?([+-])(\d{1,2}):?(\d{2})?(?P<more>\d*)", re.IGNORECASE)
_NAMED = re.compile(r"\b([A-Z]{1,5})\b")
# The first letters of a month's name, in the languages whose programs write their own.
_MONTHS = {
    "jan": 1, "gen": 1, "ene": 1, "feb": 2, "fév": 2, "fev": 2, "mar": 3, "mär": 3, "mrz": 3, "mrt": 3, "maa": 3,
    "apr": 4, "avr": 4, "abr": 4, "may": 5, "mai": 5, "maj": 5, "mei": 5, "mag": 5, "jun": 6, "giu": 6, "juin": 6,
    "jul": 7, "lug": 7, "juil": 7, "aug": 8, "aoû": 8, "aou": 8, "ago": 8, "sep": 9, "set": 9, "oct": 10, "okt": 10,
    "ott": 10, "out": 10, "nov": 11, "dec": 12, "dez": 12, "déc": 12, "dic": 12, "des": 12,
}  # fmt: skip
_WORD = rf"(?P<word>(?:{'|'.join(_MONTHS)})[^\W\d_]{{0,9}})\.?"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\.?[\s-]{{0,9}}{_WORD}[\s,-]{{0,9}}(?P<year>\d{{2,4}})(?![\d:.])", re.IGNORECASE
)
_WORD_FIRST = re.compile(
    rf"\b{_WORD}\s{{1,9}}(?P<day>\d{{1,2}})(?:\s*,|\s)[^\n]{{0,60}}?(?<![\d+-])(?P<year>\d{{4}})(?!\d)", re.IGNORECASE
)
# RFC 5322, 4.3, and what European and Japanese programs add; hours from UTC.
_ZONES = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "BST": 1, "WEST": 1,
    "CET": 1, "MET": 1, "CEST": 2, "MEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9,
}  # fmt: skip
_LONGEST = 200


def read_date(text: str) -> datetime | None:
    """Return the time that a Date field names; one without an offset, or with -0000, is taken as UTC. None: unreadable.

    Three-digit and two-digit years as in RFC 5322, 4.3. Month and day in figures with strokes ("03/04/2026") are
    not guessed at.
    """
    plain = _without_comments(text[:_LONGEST])
    day = _day(plain)
    clock = _clock(plain)
    zone = _zone(plain)
    if day is None or clock is None or zone is None:
        return None
    try:
        return (day + clock).replace(tzinfo=zone)
    except OverflowError:
        return None


def _without_comments(text: str) -> str:
    for _ in range(5):
        shorter = _COMMENT.sub(" ", text)
        if shorter == text:
            break
        text = shorter
    return re.sub(r"(?<=\d)\s*:\s*(?=\d)", ":", text)


def _day(text: str) -> datetime | None:
    found = _YEAR_FIRST.search(text) or _DOTTED.search(text) or _DAY_FIRST.search(text) or _WORD_FIRST.search(text)
    if found is None:
        return None
    fields = found.groupdict()
    month = int(fields["month"]) if fields.get("month") else _month(fields["word"])
    try:
        return datetime(_year(fields["year"]), month, int(fields["day"]), tzinfo=UTC)
    except ValueError:
        return None


def _month(word: str) -> int:
    low = word.lower()
    return _MONTHS.get(low[:4], _MONTHS.get(low[:3], 0))


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(digits) == 3 else year


def _clock(text: str) -> timedelta | None:
    """Return the time of day, zero when none is named; None when it cannot be one. 24:00 is the next day's 0:00."""
    found = _TIME.search(_DOTTED.sub(" ", text).replace("T", " "))
    if found is None:
        return timedelta()
    hour, minute, second = (int(one or 0) for one in found.groups()[:3])
    if found.group(4):
        hour = hour % 12 + (12 if found.group(4)[0] in "pP" else 0)
    if minute > 59 or second > 60 or hour > 24 or (hour == 24 and (minute or second)):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _zone(text: str) -> timezone | None:
    """Return the offset, UTC when none is named; None when it cannot be one."""
    found = _OFFSET.search(_YEAR_FIRST.sub(" ", re.sub(r"-[^\W\d_]+-\d+", " ", text)))
    if found is None:
        names = [_ZONES[name] for name in _NAMED.findall(text) if name in _ZONES]
        return timezone(timedelta(hours=names[-1])) if names else UTC
    hours, minutes = int(found.group(2)), int(found.group(3) or 0)
    if found["more"] or hours > 23 or minutes > 59:
        return None
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(shift if found.group(1) == "+" else -shift) if shift else UTC
