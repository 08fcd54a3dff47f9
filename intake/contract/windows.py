"""The open hours of a calendar as intervals of instants, in UTC, one date at a time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from intake.domain.calendar import Calendar, Closure, Window
from intake.domain.errors import GiveUp
from intake.domain.promise import Interval

_LONGEST_CLOSURE = timedelta(days=800)
_DAY = timedelta(days=1)


def instant(day: date, wall: time, zone: tzinfo) -> datetime:
    """Return a wall time as an instant in UTC: the first of two when clocks go back, shifted on when it is skipped."""
    return datetime.combine(day, wall, zone).astimezone(UTC)


@lru_cache(maxsize=8192)
def open_on(calendar: Calendar, day: date) -> tuple[Interval, ...]:
    """Return the merged intervals of the windows that open on `day`, a date of the calendar's zone."""
    found = _hours_on(calendar, day)
    for closure in calendar.closures:
        found = tuple(part for interval in found for part in _outside(closure, interval))
    return found


def _hours_on(calendar: Calendar, day: date) -> tuple[Interval, ...]:
    """Return the hours of `day` as if nothing were closed for once."""
    if calendar.always:
        midnight = time(0)
        return (
            Interval(start=instant(day, midnight, calendar.zone), end=instant(day + _DAY, midnight, calendar.zone)),
        )
    if _is_holiday(calendar, day):
        return ()
    found = [_window_on(window, day) for window in calendar.windows if day.weekday() in window.days]
    return tuple(merged(iter(sorted((i for i in found if i.start < i.end), key=lambda i: i.start))))


def _outside(closure: Closure, interval: Interval) -> Iterator[Interval]:
    """Yield what a closure leaves of an interval: all of it, a part before, a part after, or nothing."""
    if closure.start >= interval.end or closure.end <= interval.start:
        yield interval
        return
    if interval.start < closure.start:
        yield Interval(start=interval.start, end=closure.start)
    if closure.end < interval.end:
        yield Interval(start=closure.end, end=interval.end)


def _window_on(window: Window, day: date) -> Interval:
    last = day + _DAY if window.next_day else day
    if window.closes is None:
        end = instant(last + _DAY, time(0), window.closes_zone)
    else:
        end = instant(last, window.closes, window.closes_zone)
    return Interval(start=instant(day, window.opens, window.opens_zone), end=end)


def _is_holiday(calendar: Calendar, day: date) -> bool:
    if day in calendar.closed_dates:
        return True
    return any(day in _public_holidays(country, day.year) for country in calendar.holiday_countries)


@lru_cache(maxsize=256)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays(country, years=year))


def merged(intervals: Iterator[Interval]) -> Iterator[Interval]:
    """Join intervals, sorted by start, that overlap or touch."""
    current: Interval | None = None
    for interval in intervals:
        if current is not None and interval.start <= current.end:
            current = Interval(start=current.start, end=max(current.end, interval.end))
            continue
        if current is not None:
            yield current
        current = interval
    if current is not None:
        yield current


def open_from(calendar: Calendar, start: datetime) -> Iterator[Interval]:
    """Return the open intervals from `start` on, in order and without end; they may touch but not overlap.

    Raises GiveUp when the calendar does not open within 800 days.
    """
    reached = start
    for interval in _in_order(calendar, start):
        if interval.end > reached:
            yield Interval(start=max(interval.start, reached), end=interval.end)
            reached = interval.end


def _in_order(calendar: Calendar, start: datetime) -> Iterator[Interval]:
    """Yield each date's intervals sorted by start: windows of different zones may overtake one another by a day."""
    day = start.astimezone(calendar.zone).date() - 3 * _DAY
    waiting: list[Interval] = []
    last_open = start
    while True:
        waiting = sorted([*waiting, *open_on(calendar, day)], key=lambda interval: interval.start)
        horizon = instant(day, time(0), calendar.zone) - _DAY
        while waiting and waiting[0].start < horizon:
            last_open = max(last_open, waiting[0].end)
            yield waiting.pop(0)
        day += _DAY
        if horizon - last_open > _LONGEST_CLOSURE:
            raise GiveUp(
                f"calendar {calendar.id!r} does not open within 800 days of {last_open:%Y-%m-%d}: add a window"
            )


def day_of(calendar: Calendar, moment: datetime) -> date:
    """Return the date on which the window that holds `moment` opened; `moment` must be open."""
    local = moment.astimezone(calendar.zone).date()
    for day in (local + ahead * _DAY for ahead in range(-3, 3)):
        if any(interval.start <= moment < interval.end for interval in open_on(calendar, day)):
            return day
    raise GiveUp(f"calendar {calendar.id!r} is closed at {moment.isoformat()}")


def next_open_day(calendar: Calendar, day: date) -> date:
    """Return the first later date that has an opening; raises GiveUp when there is none within 800 days."""
    for ahead in range(1, _LONGEST_CLOSURE.days):
        if open_on(calendar, day + timedelta(days=ahead)):
            return day + timedelta(days=ahead)
    raise GiveUp(f"calendar {calendar.id!r} does not open within 800 days of {day}: add a window")


def closing_before(calendar: Calendar, moment: datetime) -> datetime:
    """Return the last closing at or before `moment`; raises GiveUp when there is none within 800 days."""
    local = moment.astimezone(calendar.zone).date()
    for back in range(_LONGEST_CLOSURE.days):
        # A window may close up to three dates after the one it opens on, so neighbours are looked at together.
        days = (local - timedelta(days=back + more) for more in range(4))
        ends = [i.end for day in days for i in open_on(calendar, day) if i.end <= moment]
        if ends:
            return max(ends)
    raise GiveUp(f"calendar {calendar.id!r} was never open before {moment:%Y-%m-%d}: add a window")


def clamp(moment: datetime, hours: tuple[Interval, ...]) -> datetime:
    """Move `moment` into a day's open hours: up to the first opening, else back to the closing before it."""
    if moment < hours[0].start:
        return hours[0].start
    reached = [interval for interval in hours if interval.start <= moment]
    return min(moment, reached[-1].end)
