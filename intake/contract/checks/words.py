"""The contract's own words against its data: figures of targets, hours in words, and rulings that name hours."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from fractions import Fraction

from intake.contract.checks.finding import Finding, FindingKind
from intake.contract.figures import amounts, times
from intake.contract.file.consistent import cell
from intake.contract.zones import zone_name
from intake.domain.calendar import Calendar
from intake.domain.contract import Commitment, Contract, Ruling
from intake.domain.target import Target, TargetKind, Unit

Amounts = frozenset[tuple[Fraction, Unit]]

_MINUTES = {Unit.MINUTES: 1, Unit.HOURS: 60}
_NO_TIME = re.compile(r"\b(?:immediate(?:ly)?|at once|same day)\b", re.IGNORECASE)
_NEXT_DAY = re.compile(r"\bnext (?:business |working |open |office )?day\b", re.IGNORECASE)
_OF_DAYS = re.compile(r"\b(?:business|working|open|next|office) day\b", re.IGNORECASE)
_ONE_DAY: Amounts = frozenset({(Fraction(1), Unit.BUSINESS_DAYS)})
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMED_DAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})s?\b", re.IGNORECASE)
_RANGE_OF_DAYS = re.compile(
    rf"\b({'|'.join(_WEEKDAYS)})s?\s*(?:to|through|-|–|until)\s*({'|'.join(_WEEKDAYS)})s?\b", re.IGNORECASE
)
_REGION = re.compile(r"\b(Eastern|Central|Mountain|Pacific)\b(?! European)|\b([ECMP]S?D?T|GMT|BST|CES?T|UTC)\b")
_ZONE = re.compile(r"\b[A-Z][A-Za-z_]+/[A-Z][A-Za-z_/]+\b")
_SEASONS = (datetime(2025, 1, 15, tzinfo=UTC), datetime(2025, 7, 15, tzinfo=UTC))


def check_words(contract: Contract) -> Iterator[Finding]:
    """Yield each place where the words say something else than the figures that are counted."""
    for row in contract.commitments:
        yield from _target(contract, row)
    for calendar in contract.calendars:
        yield from _hours(calendar)
        for ruling in contract.rulings:
            if ruling.id in calendar.rulings and ruling.in_force is not None:
                yield from _ruled(calendar, ruling, ruling.in_force)


def _contradiction(place: str, clause: str | None, sentence: str) -> Finding:
    return Finding(kind=FindingKind.CONTRADICTION, place=place, clause=clause, sentence=sentence, stops=True)


# Targets


def _target(contract: Contract, row: Commitment) -> Iterator[Finding]:
    place, target = f"commitments, {cell(row)}", row.target
    said, counted = amounts(target.words), _counted(target)
    ruled = [ruling for ruling in contract.rulings if ruling.id in row.rulings]
    if said and not _agree(said, counted) and not any(_settles(ruling, said, counted) for ruling in ruled):
        sentence = (
            f'Its words are "{target.words}", but {_in_figures(target)} is counted; mend one of the two, or add a '
            "ruling to the row that says how the words are read."
        )
        yield _contradiction(place, row.clause, sentence)
    if _NEXT_DAY.search(target.words):
        yield from _next_day(contract, row)
    elif not said and target.kind is TargetKind.WITHIN and _NO_TIME.search(target.words):
        yield _contradiction(
            place, row.clause, f'Its words are "{target.words}", but {_in_figures(target)} is counted.'
        )
    always = any(calendar.always for calendar in contract.calendars if calendar.id == row.calendar)
    if always and re.search(r"\bbusiness\b", target.words, re.IGNORECASE) and not row.rulings:
        sentence = f'Its words are "{target.words}", but calendar {row.calendar} is open around the clock; mend one.'
        yield _contradiction(place, row.clause, sentence)


def _next_day(contract: Contract, row: Commitment) -> Iterator[Finding]:
    """Ask when the next business day is over, unless a ruling of the row or of its hours has said so."""
    place, target = f"commitments, {cell(row)}", row.target
    if _counted(target) != _ONE_DAY:
        sentence = f'Its words are "{target.words}", but {_in_figures(target)} is counted; write 1 business_days.'
        yield _contradiction(place, row.clause, sentence)
        return
    named = (*row.rulings, *(name for each in contract.calendars if each.id == row.calendar for name in each.rulings))
    if not any(ruling.id in named and _OF_DAYS.search(ruling.question) for ruling in contract.rulings):
        sentence = (
            f'"{target.words}" is counted as 1 business day: until the hour of receipt on the next open day. It may '
            "mean that day's opening or closing too: add a ruling to the row that asks when a business day is over."
        )
        yield Finding(kind=FindingKind.OPEN_AMBIGUITY, place=place, clause=row.clause, sentence=sentence, stops=True)


def _counted(target: Target) -> Amounts:
    """Return what a target counts as `amounts` would: minutes, days and weeks."""
    if target.unit is None:
        return frozenset()
    unit = Unit.MINUTES if target.unit in _MINUTES else target.unit
    ends = (end for end in (target.at_least, target.at_most) if end is not None)
    return frozenset((Fraction(end * _MINUTES.get(target.unit, 1)), unit) for end in ends)


def _agree(said: Amounts, counted: Amounts) -> bool:
    """Tell whether they are the same, 'an hour and 30 minutes' being ninety minutes."""
    units = {unit for _, unit in said}
    return said == counted or (len(units) == 1 and frozenset({(sum(n for n, _ in said), *units)}) == counted)


def _settles(ruling: Ruling, said: Amounts, counted: Amounts) -> bool:
    """Tell whether a ruling asks about the words' figures and reads them as those that are counted."""
    return not said & counted and said <= amounts(ruling.question) and counted <= amounts(ruling.in_force or "")


def _in_figures(target: Target) -> str:
    if target.unit is None:
        return f'"{target.kind}"'
    ends = "-".join(str(end) for end in (target.at_least, target.at_most) if end is not None)
    return f"{ends} {target.unit.replace('_', ' ')}"


# Hours


def _hours(calendar: Calendar) -> Iterator[Finding]:
    place = f"calendars, {calendar.id}"
    for said, counted in (
        (_times_said(calendar.words), _times(calendar)),
        (_days_said(calendar.words), _days(calendar)),
    ):
        if said and said != counted:
            sentence = (
                f'Its words are "{calendar.words}", but its windows have {_listed(counted)}; mend one of the two.'
            )
            yield _contradiction(place, calendar.clause, sentence)
    zones = _zones(calendar)
    for match in _REGION.finditer(calendar.words):
        if not any(_is_called(zone, match[0]) for zone in zones):
            names = " and ".join(sorted(zone_name(zone) for zone in zones))
            sentence = f'Its words name "{match[0]}", but its zone is {names}; mend one of the two.'
            yield _contradiction(place, calendar.clause, sentence)


def _times_said(words: str) -> frozenset[str]:
    return frozenset(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in times(words))


def _times(calendar: Calendar) -> frozenset[str]:
    opens = {f"{window.opens:%H:%M}" for window in calendar.windows}
    return frozenset(opens | {_closing(window.closes) for window in calendar.windows})


def _closing(closes: object) -> str:
    return "24:00" if closes is None else f"{closes:%H:%M}"


def _days_said(words: str) -> frozenset[str]:
    found = {day.lower() for day in _NAMED_DAY.findall(words)}
    for first, last in _RANGE_OF_DAYS.findall(words):
        start, count = _WEEKDAYS.index(first.lower()), _WEEKDAYS.index(last.lower()) - _WEEKDAYS.index(first.lower())
        found |= {_WEEKDAYS[(start + step) % 7] for step in range(count % 7 + 1)}
    return frozenset(found)


def _days(calendar: Calendar) -> frozenset[str]:
    return frozenset(_WEEKDAYS[day] for window in calendar.windows for day in window.days)


def _listed(counted: frozenset[str]) -> str:
    in_order = sorted(counted, key=lambda word: (_WEEKDAYS.index(word) if word in _WEEKDAYS else -1, word))
    return ", ".join(word.capitalize() for word in in_order) or "none: it is open around the clock"


def _zones(calendar: Calendar) -> set[tzinfo]:
    ends = {zone for window in calendar.windows for zone in (window.opens_zone, window.closes_zone)}
    return ends or {calendar.zone}


def _is_called(zone: tzinfo, name: str) -> bool:
    """Tell whether a zone goes by a name such as Eastern or EST in winter or summer."""
    letters = {moment.astimezone(zone).tzname() or "" for moment in _SEASONS}
    if name in ("Eastern", "Central", "Mountain", "Pacific"):
        return any(word in (f"{name[0]}ST", f"{name[0]}DT", f"A{name[0]}ST", f"A{name[0]}DT") for word in letters)
    return name in letters or (len(name) == 2 and any(word[0] + word[-1] == name for word in letters if word))


# Rulings that name hours


def _ruled(calendar: Calendar, ruling: Ruling, reading: str) -> Iterator[Finding]:
    place = f"calendars, {calendar.id}"
    said, zones = _times_said(reading), set(_ZONE.findall(reading))
    if said and said != _times(calendar):
        sentence = (
            f'The ruling {ruling.id} reads "{reading}", but its windows have {_listed(_times(calendar))}; mend one.'
        )
        yield _contradiction(place, ruling.clause, sentence)
    here = {zone_name(zone) for zone in {calendar.zone, *_zones(calendar)}}
    if zones and zones != here:
        sentence = f'The ruling {ruling.id} reads "{reading}", but its zone is {" and ".join(sorted(here))}; mend one.'
        yield _contradiction(place, ruling.clause, sentence)
    if said and not calendar.assumed:
        sentence = (
            f'The ruling {ruling.id} gives it hours ("{reading}") that the document does not; add assumed = true.'
        )
        yield _contradiction(place, ruling.clause, sentence)
