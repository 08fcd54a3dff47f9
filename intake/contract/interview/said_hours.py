"""When somebody is there, in the words people use, read into windows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intake.contract.interview.said import zone_named
from intake.domain.errors import BadInput

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = r"(\d{1,2})(?::(\d{2}))?(?:\s*([ap]\.?m\.?)(?![a-z]))?(?:\s+([A-Z][A-Za-z_]+/[A-Za-z_/+-]+|UTC))?"
_RANGE = re.compile(rf"{_TIME}\s*(?:-|–|to|until)\s*{_TIME}", re.IGNORECASE)
_DAY = "|".join(WEEKDAYS)
_DAYS = re.compile(rf"({_DAY})[a-z]*(?:\s*(?:-|–|to|through)\s*({_DAY})[a-z]*)?", re.IGNORECASE)
_SETS = {"daily": range(7), "every day": range(7), "weekdays": range(5), "weekends": range(5, 7)}
_TELL_HOURS = 'write hours such as "Monday to Friday 08:00-17:00; Saturday 09:00-12:00"'


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidWindow:
    """A window as a contract file writes it: `opens` and `closes` are wall times, the zones empty where unsaid."""

    days: tuple[str, ...]
    opens: str
    closes: str
    opens_zone: str = ""
    closes_zone: str = ""


def windows_said(text: str) -> tuple[SaidWindow, ...]:
    """Read hours on weekdays, several apart by semicolons; a closing before its opening is the next day's.

    Raises BadInput that names the part that is not understood and shows how to write it.
    """
    return tuple(window for part in text.split(";") if part.strip() for window in _windows(part.strip()))


def _windows(part: str) -> Iterable[SaidWindow]:
    found = list(_RANGE.finditer(part))
    rest = _RANGE.sub("", part[found[0].start() :]) if found else ""
    if not found or re.sub(r"\band\b|[,\s]", "", rest):
        raise BadInput(f"{part!r} is not understood; {_TELL_HOURS}")
    days = _weekdays(part[: found[0].start()].removesuffix("from ").strip(" ,:"))
    for match in found:
        opens, closes = match.groups()[:4], match.groups()[4:]
        if not closes[1] and not closes[2] and int(closes[0]) <= int(opens[0]):
            raise BadInput(f"{match[0]!r} may close by day or by night; write both times in full, such as 09:00-17:00")
        yield SaidWindow(
            days=days,
            opens=_wall_time(opens, match[0], last=23),
            closes=_wall_time(closes, match[0], last=24),
            opens_zone=zone_named(opens[3]) if opens[3] else "",
            closes_zone=zone_named(closes[3]) if closes[3] else "",
        )


def _wall_time(said: Sequence[str | None], text: str, *, last: int) -> str:
    hour, minute, half = int(said[0] or 0), int(said[1] or 0), (said[2] or "").lower()
    if half and not 1 <= hour <= 12:
        raise BadInput(f"{text!r} has a time of day that does not exist; {_TELL_HOURS}")
    hour = hour % 12 + (12 if half.startswith("p") else 0) if half else hour
    if hour > last or minute > 59 or (hour == 24 and minute):
        raise BadInput(f"{text!r} has a time of day that does not exist; {_TELL_HOURS}")
    return f"{hour:02}:{minute:02}"


def _weekdays(text: str) -> tuple[str, ...]:
    if text.lower() in _SETS:
        return tuple(WEEKDAYS[number] for number in _SETS[text.lower()])
    found = _DAYS.findall(text)
    if not found or re.sub(r"\band\b|[,\s]", "", _DAYS.sub("", text)):
        raise BadInput(f"{text!r} names no weekdays; {_TELL_HOURS}")
    days: dict[str, None] = {}
    for first, last in found:
        start = WEEKDAYS.index(first.lower()[:3])
        count = (WEEKDAYS.index(last.lower()[:3]) - start) % 7 if last else 0
        days |= dict.fromkeys(WEEKDAYS[(start + step) % 7] for step in range(count + 1))
    return tuple(days)
