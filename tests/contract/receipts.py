"""Receipts for the properties of the clock: anywhere in 2024-2030, and most often where something happens."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import assume
from hypothesis import strategies as st

from intake.domain.calendar import Calendar, Window
from tests.contract import oracle
from tests.contract.calendars import HAVANA, LONDON, LORD_HOWE, NEW_YORK

FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
SENDERS: tuple[tzinfo, ...] = (UTC, NEW_YORK, LONDON, ZoneInfo("Asia/Kolkata"), timezone(timedelta(hours=-3)))
NUDGES = st.sampled_from([timedelta(seconds=n) for n in (-3600, -60, -1, 0, 1, 60, 1800, 3600)])


@lru_cache
def clock_changes() -> list[date]:
    """Return the dates around each change of clocks in the zones of the calendars."""
    every = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days)]
    changes = {day for zone in (NEW_YORK, LONDON, LORD_HOWE, HAVANA) for day in every if changes_on(zone, day)}
    return sorted(day + timedelta(days=n) for day in changes for n in (-7, -1, 0, 1))


def changes_on(zone: ZoneInfo, day: date) -> bool:
    """Tell whether the clocks of a zone change between two midnights."""
    midnights = [datetime.combine(day + timedelta(days=n), time(0), tzinfo=zone) for n in (0, 1)]
    return midnights[0].utcoffset() != midnights[1].utcoffset()


def special_days(calendar: Calendar) -> list[date]:
    """Return the dates on which clocks change, years end, February has 29 days or the calendar is closed."""
    ends = [date(year, 12, day) for year in range(2024, 2031) for day in (24, 30, 31)]
    leaps = [date(year, month, day) for year in (2024, 2028) for month, day in ((2, 28), (2, 29), (3, 1))]
    one_off = [
        moment.astimezone(calendar.zone).date() for each in calendar.closures for moment in (each.start, each.end)
    ]
    closed = [day + timedelta(days=n) for day in sorted({*calendar.closed_dates, *one_off}) for n in (-7, -1, 0, 1)]
    return clock_changes() + ends + leaps + closed * 5


def dates(calendar: Calendar) -> st.SearchStrategy[date]:
    """Draw a date, two in three of them special."""
    special = st.sampled_from(special_days(calendar))
    return st.one_of(special, special, st.dates(FIRST, LAST))


@st.composite
def edges(draw: st.DrawFn, calendar: Calendar) -> datetime:
    """Draw an instant at or near an opening or closing; a day without any gives its midnight."""
    day = draw(dates(calendar))
    found = [edge for span in oracle.spans(calendar, day) for edge in span]
    midnight = oracle.at(day, time(0), calendar.zone)
    return draw(st.sampled_from(found or [midnight])) + draw(NUDGES)


@st.composite
def moments(draw: st.DrawFn, calendar: Calendar) -> datetime:
    """Draw any second of a date, often one of the small hours in which clocks change."""
    day = draw(dates(calendar))
    second = draw(st.one_of(st.integers(0, 4 * 3600), st.integers(0, 86_399)))
    return oracle.at(day, time(0), calendar.zone) + timedelta(seconds=second)


@st.composite
def receipts(draw: st.DrawFn, calendar: Calendar) -> datetime:
    """Draw a receipt, to the microsecond and in the zone of whoever took it."""
    instant = draw(st.one_of(edges(calendar), moments(calendar)))
    fraction = draw(st.sampled_from([0, 0, 1, 999_999]))
    sender = draw(st.sampled_from([*SENDERS, calendar.zone]))
    return (instant + timedelta(microseconds=fraction)).astimezone(sender)


ZONES: tuple[tzinfo, ...] = (
    NEW_YORK,
    LONDON,
    LORD_HOWE,
    HAVANA,
    ZoneInfo("Asia/Kolkata"),
    timezone(timedelta(hours=-5)),
)
WALL_TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 0, 15, 30, 59]), st.sampled_from([0, 0, 0, 17]))


@st.composite
def windows(draw: st.DrawFn, zone: tzinfo) -> Window:
    """Draw a window, in one case of three with ends in two zones, in one of three into the next day."""
    next_day = draw(st.sampled_from([False, False, True]))
    closes = draw(WALL_TIMES if next_day else st.one_of(WALL_TIMES, st.none()))
    return Window(
        days=draw(st.frozensets(st.integers(0, 6), min_size=1)),
        opens=draw(WALL_TIMES),
        opens_zone=zone,
        closes=closes,
        closes_zone=draw(st.sampled_from([zone, zone, *ZONES])),
        next_day=next_day,
    )


@st.composite
def made_up_calendars(draw: st.DrawFn) -> Calendar:
    """Draw a calendar that opens at least once in any seven days without holidays."""
    zone = draw(st.sampled_from(ZONES))
    drawn = draw(st.lists(windows(zone), min_size=1, max_size=3))
    closed = draw(st.sets(st.sampled_from(clock_changes()), max_size=3))
    made = Calendar(id="made up", zone=zone, windows=tuple(drawn), closed_dates=frozenset(closed))
    weeks = [[first + timedelta(days=n) for n in range(7)] for first in (date(2026, 1, 5), date(2026, 7, 6))]
    assume(all(any(oracle.spans(made, day) for day in week) for week in weeks))
    return made
