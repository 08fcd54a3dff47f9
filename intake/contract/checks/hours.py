"""Calendars looked at closely: assumed hours, zones, windows that overlap, and what the clock change does to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import combinations

from intake.contract.checks.finding import Finding, FindingKind
from intake.contract.windows import instant
from intake.contract.zones import zone_name
from intake.domain.calendar import Calendar, Window
from intake.domain.contract import Contract
from intake.domain.promise import Interval

_YEARS = 3
_DAY = timedelta(days=1)
_MIDNIGHT = time(0)

# IANA names that stand still all the year, although people use the letters for the clock on the wall.
_STANDS_STILL = ("EST", "MST", "HST")


def check_hours(contract: Contract, *, year: int) -> Iterator[Finding]:
    """Yield what there is to know about the calendars, in `year` and the two after it."""
    yield from _fixed_zones(contract)
    for calendar in contract.calendars:
        yield from _assumed(contract, calendar)
        yield from _zones(contract, calendar)
        yield from _unused(contract, calendar)
        if calendar.always:
            yield from _holidays_of_always(calendar)
            yield from _clock_changes(calendar, [_End("the day begins", _MIDNIGHT, calendar.zone)], year)
            continue
        yield from _overlaps(calendar)
        yield from _collapses(calendar, year)
        for window in calendar.windows:
            yield from _clock_changes(calendar, _ends(window), year)


def _assumed(contract: Contract, calendar: Calendar) -> Iterator[Finding]:
    if not calendar.assumed:
        return
    who = {ruling.by for ruling in contract.rulings if ruling.id in calendar.rulings}
    yield Finding(
        kind=FindingKind.ASSUMPTION,
        place=f"calendars, {calendar.id}",
        clause=calendar.clause,
        sentence=(
            f"The document does not say these hours: {calendar.words or 'see the windows'}. "
            f"Assumed by: {', '.join(sorted(who)) or 'nobody is named'}. If yours differ, write them there."
        ),
    )


def _unused(contract: Contract, calendar: Calendar) -> Iterator[Finding]:
    if all(row.calendar != calendar.id for row in contract.commitments):
        sentence = "No row counts on it; remove it, or name it in a row's calendar."
        yield Finding(
            kind=FindingKind.GAP, place=f"calendars, {calendar.id}", clause=calendar.clause, sentence=sentence
        )


def _holidays_of_always(calendar: Calendar) -> Iterator[Finding]:
    if calendar.closed_dates or calendar.holiday_countries:
        sentence = "It is open around the clock, so its holidays close nothing; write windows for it, or closures."
        place = f"calendars, {calendar.id}, holidays"
        yield Finding(
            kind=FindingKind.CONTRADICTION, place=place, clause=calendar.clause, sentence=sentence, stops=True
        )


def _fixed_zones(contract: Contract) -> Iterator[Finding]:
    zones = {contract.zone} | {calendar.zone for calendar in contract.calendars}
    windows = [window for calendar in contract.calendars for window in calendar.windows]
    zones |= {zone for window in windows for zone in (window.opens_zone, window.closes_zone)}
    for name in sorted(zone_name(zone) for zone in zones):
        if name in _STANDS_STILL or (name.startswith("UTC") and name != "UTC"):
            sentence = f"{name} is the same offset all the year: in summer it is an hour off the clocks on the wall."
            yield Finding(kind=FindingKind.ZONES, place="zone", sentence=sentence)


def _zones(contract: Contract, calendar: Calendar) -> Iterator[Finding]:
    place = f"calendars, {calendar.id}"
    if calendar.zone != contract.zone:
        sentence = (
            f"Its days are those of {zone_name(calendar.zone)}, the contract's those of {zone_name(contract.zone)}."
        )
        yield Finding(kind=FindingKind.ZONES, place=place, clause=calendar.clause, sentence=sentence)
    for window in calendar.windows:
        if window.opens_zone == window.closes_zone == calendar.zone:
            continue
        sentence = (
            f"It opens at {window.opens:%H:%M} by the clock in {zone_name(window.opens_zone)} and closes at "
            f"{_closing(window)} by the clock in {zone_name(window.closes_zone)}; "
            f"days are counted in {zone_name(calendar.zone)}."
        )
        yield Finding(kind=FindingKind.ZONES, place=place, clause=calendar.clause, sentence=sentence)


def _closing(window: Window) -> str:
    return "24:00" if window.closes is None else f"{window.closes:%H:%M}"


def _overlaps(calendar: Calendar) -> Iterator[Finding]:
    """Compare the windows of one winter fortnight: overlaps repeat every week."""
    first = date(2025, 1, 6)
    days = [first + number * _DAY for number in range(14)]
    opened = [
        (number, _interval(window, day))
        for number, window in enumerate(calendar.windows, start=1)
        for day in days
        if day.weekday() in window.days
    ]
    pairs = {
        (a, b) for (a, one), (b, other) in combinations(opened, 2) if one.start < other.end and other.start < one.end
    }
    for one, other in sorted({(min(pair), max(pair)) for pair in pairs}):
        which = f"Windows {one} and {other} overlap" if one != other else f"Window {one} runs into its own next day"
        yield Finding(
            kind=FindingKind.OVERLAPPING_WINDOWS,
            place=f"calendars, {calendar.id}",
            sentence=f"{which}: the hours they share count once.",
        )


def _interval(window: Window, day: date) -> Interval:
    last = day + _DAY if window.next_day else day
    closes = _MIDNIGHT if window.closes is None else window.closes
    last = last + _DAY if window.closes is None else last
    return Interval(start=instant(day, window.opens, window.opens_zone), end=instant(last, closes, window.closes_zone))


def _days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year < year + _YEARS:
        yield day
        day += _DAY


def _collapses(calendar: Calendar, year: int) -> Iterator[Finding]:
    """Find windows whose closing comes before their opening, on some days or on all."""
    place, whole = f"calendars, {calendar.id}", True
    for number, window in enumerate(calendar.windows, start=1):
        days = [day for day in _days(year) if day.weekday() in window.days]
        lost = [day for day in days if (found := _interval(window, day)).end <= found.start]
        whole = whole and len(lost) == len(days)
        if lost:
            often = "every day" if len(lost) == len(days) else f"on {len(lost)} days from {lost[0]} on"
            sentence = (
                f"Window {number} closes before it opens {often} ({window.opens:%H:%M} {zone_name(window.opens_zone)} "
                f"is not before {_closing(window)} {zone_name(window.closes_zone)}), so nobody is there then."
            )
            yield Finding(kind=FindingKind.CLOCK_TRAP, place=place, sentence=sentence)
    if whole:
        sentence = "It never opens, so nothing that is counted on it could ever fall due; mend its windows."
        yield Finding(kind=FindingKind.GAP, place=place, sentence=sentence, stops=True)


@dataclass(frozen=True, slots=True)
class _End:
    """A wall time that opens or closes something, on the weekdays given, `days_later` than the window's date."""

    what: str
    wall: time
    zone: tzinfo
    days: frozenset[int] = frozenset(range(7))
    days_later: int = 0


def _ends(window: Window) -> list[_End]:
    later = int(window.next_day) + int(window.closes is None)
    return [
        _End("it opens", window.opens, window.opens_zone, window.days),
        _End("it closes", window.closes or _MIDNIGHT, window.closes_zone, window.days, later),
    ]


def _clock_changes(calendar: Calendar, ends: list[_End], year: int) -> Iterator[Finding]:
    for end in ends:
        days = [day + end.days_later * _DAY for day in _days(year) if day.weekday() in end.days]
        skipped = [day for day in days if _is_skipped(day, end)]
        repeated = [day for day in days if _is_repeated(day, end)]
        for dates, happens, then in (
            (skipped, "is skipped when the clocks go forward", "the hour after it is taken"),
            (repeated, "comes twice when the clocks go back", "the first of the two is taken"),
        ):
            if dates:
                sentence = (
                    f"The hour at which {end.what}, {end.wall:%H:%M} {zone_name(end.zone)}, {happens} "
                    f"({', '.join(day.isoformat() for day in dates)}); {then}."
                )
                yield Finding(kind=FindingKind.CLOCK_TRAP, place=f"calendars, {calendar.id}", sentence=sentence)


def _is_skipped(day: date, end: _End) -> bool:
    wall = datetime.combine(day, end.wall, end.zone)
    return wall.astimezone(UTC).astimezone(end.zone).replace(fold=0) != wall.replace(fold=0)


def _is_repeated(day: date, end: _End) -> bool:
    wall = datetime.combine(day, end.wall, end.zone)
    return not _is_skipped(day, end) and wall.utcoffset() != wall.replace(fold=1).utcoffset()
