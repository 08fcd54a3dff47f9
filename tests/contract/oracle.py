"""A slow second reading of the contract clock, written from the rules alone, to check the fast one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise

import holidays

from intake.domain.calendar import Calendar, Window
from intake.domain.target import Target, TargetKind, Unit

DAY = timedelta(days=1)
MIDNIGHT = time(0)
FAR = 21  # days looked at in each direction; no calendar of these tests stays closed for as long

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the rules give for one target and one receipt; every instant is in UTC."""

    starts_at: datetime
    earliest_at: datetime | None
    due_at: datetime | None
    end_of_day: bool


def read(target: Target, calendar: Calendar, received_at: datetime) -> Reading:
    """Apply the rules, one after the other, to one receipt."""
    received = received_at.replace(microsecond=0).astimezone(UTC)
    start = received if target.kind is TargetKind.IMMEDIATE else first_open(calendar, received)
    due = end(target, target.at_most, calendar, received)
    earliest = None if target.at_least is None else end(target, target.at_least, calendar, received)
    same_day = target.kind is TargetKind.SAME_DAY
    return Reading(
        starts_at=start,
        earliest_at=earliest,
        due_at=due,
        end_of_day=same_day and due is not None and is_midnight(calendar, due),
    )


def end(target: Target, amount: int | None, calendar: Calendar, received: datetime) -> datetime | None:
    """Return when `amount` of the target is over, None where the contract gives no time."""
    start = first_open(calendar, received)
    if target.kind is TargetKind.IMMEDIATE:
        return received
    if target.kind is TargetKind.SAME_DAY:
        return max(closes for _, closes in spans(calendar, business_day(calendar, start)))
    if target.kind is not TargetKind.WITHIN or amount is None:
        return None
    if target.unit is Unit.BUSINESS_DAYS:
        return after_business_days(calendar, start, amount)
    if target.unit is Unit.WEEKS:
        return after_weeks(calendar, received, amount)
    return after_open_time(calendar, start, budget(target.unit, amount))


def budget(unit: Unit | None, amount: int) -> timedelta:
    """Return how much open time a target of minutes or hours has."""
    return timedelta(minutes=amount) if unit is Unit.MINUTES else timedelta(hours=amount)


# Where the calendar is open


@lru_cache(maxsize=200_000)
def spans(calendar: Calendar, day: date) -> tuple[Span, ...]:
    """Return the open times whose opening belongs to `day`; they may overlap."""
    if calendar.always:
        return ((at(day, MIDNIGHT, calendar.zone), at(day + DAY, MIDNIGHT, calendar.zone)),)
    if is_holiday(calendar, day):
        return ()
    found = [ends_on(window, day) for window in calendar.windows if day.weekday() in window.days]
    return tuple((opens, closes) for opens, closes in found if opens < closes)


def ends_on(window: Window, day: date) -> Span:
    """Return when a window would open and close if it opened on `day`."""
    opens = at(day, window.opens, window.opens_zone)
    if window.closes is None:
        return opens, at(day + DAY, MIDNIGHT, window.closes_zone)
    closing_day = day + DAY if window.next_day else day
    return opens, at(closing_day, window.closes, window.closes_zone)


def at(day: date, wall: time, zone: tzinfo) -> datetime:
    """Return the instant at which clocks in `zone` show `wall` on `day`, the first if there are two."""
    return datetime.combine(day, wall.replace(tzinfo=None, fold=0), tzinfo=zone).astimezone(UTC)


def is_holiday(calendar: Calendar, day: date) -> bool:
    """Tell whether nothing opens on `day` for a holiday's sake."""
    return day in calendar.closed_dates or any(
        day in public_holidays(country, day.year) for country in calendar.holiday_countries
    )


@lru_cache(maxsize=200)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Return a country's public holidays of one year."""
    return frozenset(day for day in holidays.country_holidays(country, years=year) if day.year == year)


def days_near(calendar: Calendar, instant: datetime, before: int = 3, after: int = 3) -> list[date]:
    """Return the dates around an instant: any opening that has to do with it lies on one of them."""
    middle = instant.astimezone(calendar.zone).date()
    return [middle + DAY * step for step in range(-before, after + 1)]


def is_open(calendar: Calendar, instant: datetime) -> bool:
    """Tell whether somebody is there: the opening instant counts, the closing one does not."""
    return any(
        opens <= instant < closes for day in days_near(calendar, instant) for opens, closes in spans(calendar, day)
    )


def next_edge(calendar: Calendar, instant: datetime) -> datetime:
    """Return the next instant at which any window opens or closes."""
    edges = [edge for day in days_near(calendar, instant, after=FAR) for span in spans(calendar, day) for edge in span]
    return min(edge for edge in edges if edge > instant)


def overlaps(calendar: Calendar, instant: datetime) -> bool:
    """Tell whether two windows overlap in the weeks before an instant."""
    near = sorted(span for day in days_near(calendar, instant, before=FAR) for span in spans(calendar, day))
    return any(closes > opens for (_, closes), (opens, _) in pairwise(near))


def first_open(calendar: Calendar, instant: datetime) -> datetime:
    """Return the instant itself if the calendar is open, else the next opening."""
    while not is_open(calendar, instant):
        instant = next_edge(calendar, instant)
    return instant


# The rules


def after_open_time(calendar: Calendar, start: datetime, left: timedelta) -> datetime:
    """Use up a budget from edge to edge; between two edges the calendar is open or closed throughout."""
    now = start
    while True:
        edge = next_edge(calendar, now)
        if is_open(calendar, now):
            if edge - now >= left:
                return now + left
            left -= edge - now
        now = edge


def open_time(calendar: Calendar, start: datetime, stop: datetime) -> timedelta:
    """Return how much open time lies between two instants."""
    now, total = start, timedelta(0)
    while now < stop:
        edge = min(next_edge(calendar, now), stop)
        if is_open(calendar, now):
            total += edge - now
        now = edge
    return total


def business_day(calendar: Calendar, instant: datetime) -> date:
    """Return the date on which the window that holds an open instant opened, the earliest if several do."""
    return min(
        day
        for day in days_near(calendar, instant)
        if any(opens <= instant < closes for opens, closes in spans(calendar, day))
    )


def after_business_days(calendar: Calendar, start: datetime, count: int) -> datetime:
    """Go to the count-th later date that has an opening, at the same wall time."""
    home = business_day(calendar, start)
    goal = home
    for _ in range(count):
        goal += DAY
        while not spans(calendar, goal):
            goal += DAY
    local = start.astimezone(calendar.zone)
    wished = at(local.date() + (goal - home), local.time(), calendar.zone)
    return clamp(calendar, goal, wished)


def after_weeks(calendar: Calendar, received: datetime, count: int) -> datetime:
    """Go seven dates a week from receipt, and back to the last closing where that date has no opening."""
    goal, wished = weeks_later(calendar, received, count)
    if spans(calendar, goal):
        return clamp(calendar, goal, wished)
    earlier = [closes for day in days_near(calendar, wished, before=FAR) for _, closes in spans(calendar, day)]
    return max(closes for closes in earlier if closes <= wished)


def weeks_later(calendar: Calendar, received: datetime, count: int) -> tuple[date, datetime]:
    """Return the date seven dates a week from receipt, and the instant at receipt's wall time on it."""
    local = received.astimezone(calendar.zone)
    goal = local.date() + DAY * 7 * count
    return goal, at(goal, local.time(), calendar.zone)


def clamp(calendar: Calendar, day: date, wished: datetime) -> datetime:
    """Move an instant into the open times of `day`; a closing instant is allowed."""
    first_opening = min(opens for opens, _ in spans(calendar, day))
    if wished < first_opening:
        return first_opening
    if any(opens <= wished <= closes for opens, closes in spans(calendar, day)):
        return wished
    return max(closes for _, closes in spans(calendar, day) if closes <= wished)


def is_midnight(calendar: Calendar, instant: datetime) -> bool:
    """Tell whether an instant is where one date of the calendar's zone ends and the next begins."""
    return instant == at(instant.astimezone(calendar.zone).date(), MIDNIGHT, calendar.zone)
