"""The rules of counting, read a second time: where a target begins and ends for one receipt."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from intake.domain.calendar import Calendar
from intake.domain.errors import GiveUp
from intake.domain.target import Target, TargetKind, Unit
from intake.proof.hours import DAY, MIDNIGHT, at, first_open, near, next_edge, open_between, spans

_SECOND = timedelta(seconds=1)
_BACK = (21, 120, 820)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What the rules give for one target and one receipt; every instant is in UTC."""

    starts_at: datetime
    earliest_at: datetime | None
    due_at: datetime | None
    end_of_day: bool


@lru_cache(maxsize=100_000)
def count(target: Target, calendar: Calendar, received: datetime) -> Count:
    """Apply the rules to one receipt, in UTC, cut down to its second; raises GiveUp for a calendar that never opens.

    In UTC, because two receipts in the hour that clocks repeat are equal to Python while both are in the same zone.
    """
    received = received.replace(microsecond=0).astimezone(UTC)
    if target.kind is TargetKind.IMMEDIATE:
        return Count(starts_at=received, earliest_at=None, due_at=received, end_of_day=False)
    start = first_open(calendar, received)
    due = _end(target, target.at_most, calendar, (received, start))
    return Count(
        starts_at=start,
        earliest_at=_end(target, target.at_least, calendar, (received, start)) if target.at_least else None,
        due_at=due,
        end_of_day=due is not None and _may_end_a_day(target, calendar) and closes_a_day(calendar, due),
    )


def budget(target: Target) -> timedelta | None:
    """Return how much open time a target of minutes or hours has; None for every other target."""
    if target.kind is not TargetKind.WITHIN or target.at_most is None:
        return None
    units = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}
    return units[target.unit] * target.at_most if target.unit in units else None


def closes_a_day(calendar: Calendar, instant: datetime) -> bool:
    """Tell whether an instant is the 24:00 at which the hours that open on a date come to their end."""
    day = (instant - _SECOND).astimezone(calendar.zone).date()
    ends = [closes for _, closes in spans(calendar, day)]
    return instant == at(day + DAY, MIDNIGHT, calendar.zone) and instant == max(ends, default=None)


def _may_end_a_day(target: Target, calendar: Calendar) -> bool:
    """Round the clock, midnight is the end of a day only where the day itself was promised."""
    return target.kind is TargetKind.SAME_DAY or not calendar.always


def _end(target: Target, amount: int | None, calendar: Calendar, when: tuple[datetime, datetime]) -> datetime | None:
    received, start = when
    if target.kind is TargetKind.SAME_DAY:
        return max(closes for _, closes in spans(calendar, _business_day(calendar, start)))
    if target.kind is not TargetKind.WITHIN or amount is None:
        return None
    if target.unit is Unit.BUSINESS_DAYS:
        return max(start, _after_business_days(calendar, start, amount))
    if target.unit is Unit.WEEKS:
        return max(start, _after_weeks(calendar, received, amount))
    minutes = amount if target.unit is Unit.MINUTES else 60 * amount
    return _after_open_time(calendar, start, timedelta(minutes=minutes))


def _after_open_time(calendar: Calendar, start: datetime, left: timedelta) -> datetime:
    """Use up a budget from edge to edge; between two edges the calendar is open or closed throughout."""
    now = start
    while True:
        edge = next_edge(calendar, now)
        if open_between(calendar, now, edge):
            if edge - now >= left:
                return now + left
            left -= edge - now
        now = edge


def _business_day(calendar: Calendar, instant: datetime) -> date:
    """Return the date on which the window that holds an open instant opened, the earliest if several do."""
    middle = instant.astimezone(calendar.zone).date()
    days = (middle + DAY * step for step in range(-3, 4))
    return next(day for day in days if any(opens <= instant < closes for opens, closes in spans(calendar, day)))


def _after_business_days(calendar: Calendar, start: datetime, number: int) -> datetime:
    """Go to the n-th later date that has an opening, at the same wall time, clamped into its hours."""
    home = _business_day(calendar, start)
    goal = home
    for _ in range(number):
        goal = _next_day_with_an_opening(calendar, goal)
    local = start.astimezone(calendar.zone)
    wished = at(local.date() + (goal - home), local.time(), calendar.zone)
    return _clamped(calendar, goal, wished)


def _next_day_with_an_opening(calendar: Calendar, day: date) -> date:
    for ahead in range(1, _BACK[-1]):
        if spans(calendar, day + DAY * ahead):
            return day + DAY * ahead
    raise GiveUp(f"calendar {calendar.id!r} has no opening within {_BACK[-1]} days of {day}: add a window")


def _after_weeks(calendar: Calendar, received: datetime, number: int) -> datetime:
    """Go seven dates a week from receipt, and back to the last closing where that date has no opening."""
    local = received.astimezone(calendar.zone)
    goal = local.date() + DAY * 7 * number
    wished = at(goal, local.time(), calendar.zone)
    if spans(calendar, goal):
        return _clamped(calendar, goal, wished)
    for before in _BACK:
        earlier = [closes for _, closes in near(calendar, wished, before=before) if closes <= wished]
        if earlier:
            return max(earlier)
    return wished


def _clamped(calendar: Calendar, day: date, wished: datetime) -> datetime:
    """Move an instant into the open times of `day`; a closing instant is allowed."""
    if wished < min(opens for opens, _ in spans(calendar, day)):
        return min(opens for opens, _ in spans(calendar, day))
    if any(opens <= wished <= closes for opens, closes in spans(calendar, day)):
        return wished
    return max(closes for _, closes in spans(calendar, day) if closes <= wished)
