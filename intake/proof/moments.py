"""Dates and times in a text: found by a language's own tables, and compared with an instant."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cache

from intake.proof.languages.tongue import Tongue

_SECOND = timedelta(seconds=1)
_ZONE = r"(?-i:UTC(?:[+-]\d\d(?::?\d\d)?)?|[A-Z]{3,5})"
_WITH_ZONE = rf"(?: ?\(?(?P<zone>{_ZONE})\b\)?)"
_GROUP = re.compile(r"\(\?P<(\w+)>")
_UPPER = "_2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A date, a time or both, as a text states them; what it leaves out is None, `month` and `weekday` count from 0.

    `ends` says that the end of the date is meant.
    """

    words: str
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    hour: int | None = None
    minute: int = 0
    second: int = 0
    zone: str | None = None
    ends: bool = False


@cache
def patterns(tongue: Tongue) -> tuple[re.Pattern[str], ...]:
    """Return what finds a language's dates with or without a time, and last its times without a date."""
    found = [rf"\b{_dated(tongue, date)}?" for date in tongue.dates]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in [*found, rf"\b{tongue.clock}{_WITH_ZONE}"])


@cache
def ranges(tongue: Tongue) -> tuple[re.Pattern[str], ...]:
    """Return what finds a language's ranges, of which each end leaves to the other what they share.

    The groups of the upper end are named as those of the lower, with `_2` behind. Of a range over days the upper end
    is looked at only, and there is no group `end`.
    """
    before, middle = tongue.between
    short = f"{_filled(tongue, tongue.short)}{tongue.joins}"
    start = rf"{tongue.clock}\b{_WITH_ZONE}?(?P<middle>{middle})"
    found = []
    for date in tongue.dates:
        found.append(rf"\b(?P<before>{before}){short}{start}(?={_upper(_dated(tongue, date))})")
        end = rf"(?P<end>{_upper(tongue.clock)}{_upper(_WITH_ZONE)})"
        found.append(rf"\b{_filled(tongue, date)},? (?P<before>{before}){start}{end}")
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in found)


def _dated(tongue: Tongue, date: str) -> str:
    """Return a date's pattern, and behind it as a last group, which may be made optional, its time and zone."""
    time = rf"(?:{tongue.joins}(?:(?P<midnight>{tongue.midnight})|{tongue.clock}\b))"
    return rf"(?P<ends>{tongue.ends})?{_filled(tongue, date)}(?:{time}{_WITH_ZONE}?)"


def _filled(tongue: Tongue, date: str) -> str:
    for name, words in (("weekday", tongue.weekdays), ("month", tongue.months)):
        date = date.replace(f"<{name}>", rf"(?P<{name}>{'|'.join(re.escape(word) for word in words)})")
    return date


def _upper(pattern: str) -> str:
    return _GROUP.sub(rf"(?P<\1{_UPPER}>", pattern)


def stated(match: re.Match[str], tongue: Tongue) -> Stated:
    """Return what a match of one of the `patterns` says."""
    return _stated(match.group(), _found(match), tongue)


def ends(match: re.Match[str], tongue: Tongue) -> tuple[Stated, ...]:
    """Return what a match of one of the `ranges` says: its lower end, and its upper one where that is in the match."""
    found = _found(match)
    upper = {name.removesuffix(_UPPER): value for name, value in found.items() if name.endswith(_UPPER)}
    lower = {name: value for name, value in found.items() if not name.endswith(_UPPER)}
    shared = {name: upper[name] for name in ("year", "zone") if name in upper}
    first = _stated(match.group(), shared | lower, tongue)
    if "end" not in found:
        return (first,)
    date = {name: lower[name] for name in ("weekday", "day", "month", "year") if name in lower}
    return (first, _stated(found["end"], date | upper, tongue))


def _found(match: re.Match[str]) -> dict[str, str]:
    return {name: value for name, value in match.groupdict().items() if value is not None}


def _stated(words: str, found: Mapping[str, str], tongue: Tongue) -> Stated:
    hour = int(found["hour"]) if "hour" in found else None
    if hour is not None and "half" in found:
        # "13 pm" is no time at all.
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0) if 1 <= hour <= 12 else None
    return Stated(
        words=words,
        weekday=_index(tongue.weekdays, found.get("weekday")),
        day=int(found["day"]) if "day" in found else None,
        month=_index(tongue.months, found.get("month")),
        year=int(found["year"]) if "year" in found else None,
        hour=hour,
        minute=int(found.get("minute", 0)),
        second=int(found.get("second", 0)),
        zone=found.get("zone"),
        ends="ends" in found or "closing" in found,
    )


def _index(words: tuple[str, ...], word: str | None) -> int | None:
    return None if word is None else [known.lower() for known in words].index(word.lower())


def fits(said: Stated, instant: datetime, zone: tzinfo) -> bool:
    """Tell whether a text's date and time with its zone are this instant, on clocks in `zone`."""
    local = instant.astimezone(zone)
    if said.ends:
        before = (instant - _SECOND).astimezone(zone)
        zones = {None, _letters(before), _letters(local)}
        return _midnight(local) and said.hour is None and _same_date(said, before) and said.zone in zones
    return _same_date(said, local) and fits_time(said, instant, zone)


def fits_time(said: Stated, instant: datetime, zone: tzinfo) -> bool:
    """Tell whether the time alone, with its zone, is the instant's; a date that is stated is not looked at."""
    local = instant.astimezone(zone)
    clock = (local.hour, local.minute, local.second)
    return (said.hour, said.minute, said.second) == clock and said.zone == _letters(local)


def _same_date(said: Stated, local: datetime) -> bool:
    date = (local.day, local.month - 1, local.year)
    return (said.day, said.month, said.year) == date and said.weekday in (None, local.weekday())


def _midnight(local: datetime) -> bool:
    return (local.hour, local.minute, local.second) == (0, 0, 0)


def _letters(local: datetime) -> str:
    """Return EST or CEST; for zones without letters UTC and the offset."""
    name = local.tzname() or ""
    return name if name[:1].isalpha() else f"UTC{name}"
