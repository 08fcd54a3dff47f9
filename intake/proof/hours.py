"""When a calendar is open, read a second time: slow and plain, from edge to edge, every instant in UTC."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from intake.domain.calendar import Calendar, Window
from intake.domain.errors import GiveUp

DAY = timedelta(days=1)
MIDNIGHT = time(0)
# How many dates ahead the next edge is looked for: near first, because the next edge mostly is.
_AHEAD = (3, 21, 120, 820)

Span = tuple[datetime, datetime]


def at(day: date, wall: time, zone: tzinfo) -> datetime:
    """Return the instant at which clocks in `zone` show `wall` on `day`, the first if there are two."""
    return datetime.combine(day, wall.replace(tzinfo=None, fold=0), tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=100_000)
def spans(calendar: Calendar, day: date) -> tuple[Span, ...]:
    """Return the open times whose opening belongs to `day`, what a closure takes away left out; they may overlap."""
    if calendar.always:
        found = [(at(day, MIDNIGHT, calendar.zone), at(day + DAY, MIDNIGHT, calendar.zone))]
    elif _is_holiday(calendar, day):
        found = []
    else:
        found = [_opened(window, day) for window in calendar.windows if day.weekday() in window.days]
    for closure in calendar.closures:
        shut = (closure.start.astimezone(UTC), closure.end.astimezone(UTC))
        found = [part for span in found for part in _without(span, shut)]
    return tuple((opens, closes) for opens, closes in found if opens < closes)


def _opened(window: Window, day: date) -> Span:
    opens = at(day, window.opens, window.opens_zone)
    closing_day = day + DAY if window.next_day else day
    if window.closes is None:
        return opens, at(closing_day + DAY, MIDNIGHT, window.closes_zone)
    return opens, at(closing_day, window.closes, window.closes_zone)


def _without(span: Span, shut: Span) -> tuple[Span, Span]:
    """Return what lies before and after a closure; one of them, or both, may be empty."""
    (opens, closes), (shuts, reopens) = span, shut
    return (opens, min(closes, shuts)), (max(opens, reopens), closes)


def _is_holiday(calendar: Calendar, day: date) -> bool:
    return day in calendar.closed_dates or any(
        day in public_holidays(country, day.year) for country in calendar.holiday_countries
    )


@lru_cache(maxsize=200)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Return a country's public holidays of one year."""
    from holidays import country_holidays

    return frozenset(day for day in country_holidays(country, years=year) if day.year == year)


def near(calendar: Calendar, instant: datetime, before: int = 3, after: int = 3) -> tuple[Span, ...]:
    """Return the open times around an instant: with 3 dates on each side, all that can hold it."""
    middle = instant.astimezone(calendar.zone).date()
    return _spans_of(calendar, middle - DAY * before, before + after + 1)


@lru_cache(maxsize=20_000)
def _spans_of(calendar: Calendar, first: date, days: int) -> tuple[Span, ...]:
    return tuple(span for step in range(days) for span in spans(calendar, first + DAY * step))


def is_open(calendar: Calendar, instant: datetime) -> bool:
    """Tell whether somebody is there: the opening instant counts, the closing one does not."""
    return any(opens <= instant < closes for opens, closes in near(calendar, instant))


def next_edge(calendar: Calendar, instant: datetime) -> datetime:
    """Return the next instant at which any open time begins or ends; raises GiveUp when there is none in 800 days."""
    for after in _AHEAD:
        later = [edge for span in near(calendar, instant, after=after) for edge in span if edge > instant]
        # A window of the last dates may yet be overtaken by one that opens before it, by two days at most.
        if later and min(later) < instant + DAY * (after - 2):
            return min(later)
    raise GiveUp(f"calendar {calendar.id!r} has no opening within 800 days of {instant:%Y-%m-%d}: add a window")


def first_open(calendar: Calendar, instant: datetime) -> datetime:
    """Return the instant itself if the calendar is open, else the next opening."""
    while not is_open(calendar, instant):
        instant = next_edge(calendar, instant)
    return instant


def open_between(calendar: Calendar, start: datetime, stop: datetime) -> tuple[Span, ...]:
    """Return the open time between two instants, in order; what touches or overlaps is one span."""
    days = (stop.astimezone(calendar.zone).date() - start.astimezone(calendar.zone).date()).days
    clipped = [(max(opens, start), min(closes, stop)) for opens, closes in near(calendar, start, after=days + 3)]
    return joined(span for span in clipped if span[0] < span[1])


def joined(found: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch or overlap as one."""
    whole: list[Span] = []
    for opens, closes in sorted(found):
        if whole and opens <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(closes, whole[-1][1]))
        else:
            whole.append((opens, closes))
    return tuple(whole)


def open_time(calendar: Calendar, start: datetime, stop: datetime) -> timedelta:
    """Return how much open time lies between two instants."""
    return sum((closes - opens for opens, closes in open_between(calendar, start, stop)), timedelta(0))
