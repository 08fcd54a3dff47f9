"""When a target falls due: the seven rules of counting, on instants, to the second."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from intake.contract.windows import clamp, closing_before, day_of, instant, merged, next_open_day, open_from, open_on
from intake.domain.calendar import Calendar
from intake.domain.promise import Deadline, Interval
from intake.domain.target import Target, TargetKind, Unit

_UNIT = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}


def deadline(target: Target, calendar: Calendar, received_at: datetime) -> Deadline:
    """Count `target` on `calendar` from a receipt, cut down to its second.

    Times come back in the calendar's zone. `due_at` is None for scheduled and unstated targets. Raises
    GiveUp for a calendar that never opens.
    """
    received = received_at.astimezone(UTC).replace(microsecond=0)
    if target.kind is TargetKind.IMMEDIATE:
        return _shown(calendar, Deadline(starts_at=received, due_at=received))
    start = next(open_from(calendar, received)).start
    if target.kind is TargetKind.WITHIN:
        return _shown(calendar, _within(target, calendar, received, start), may_end_a_day=not calendar.always)
    if target.kind is TargetKind.SAME_DAY:
        due = open_on(calendar, day_of(calendar, start))[-1].end
        return _shown(calendar, _counted(calendar, Deadline(starts_at=start, due_at=due)), may_end_a_day=True)
    return _shown(calendar, Deadline(starts_at=start, due_at=None))


def _within(target: Target, calendar: Calendar, received: datetime, start: datetime) -> Deadline:
    assert target.unit is not None  # noqa: S101 - loading refuses a `within` target without unit and at_most
    assert target.at_most is not None  # noqa: S101
    ends = [_end(number, target.unit, calendar, (received, start)) for number in (target.at_least, target.at_most)]
    due = ends[1]
    assert due is not None  # noqa: S101
    return _counted(calendar, Deadline(starts_at=start, earliest_at=ends[0], due_at=due))


def _end(number: int | None, unit: Unit, calendar: Calendar, when: tuple[datetime, datetime]) -> datetime | None:
    received, start = when
    if number is None:
        return None
    if unit is Unit.WEEKS:
        # After a closure of more than a week the last closing lies before the receipt: due when we open.
        return max(start, _after_weeks(number, calendar, received))
    if unit is Unit.BUSINESS_DAYS:
        return _after_business_days(number, calendar, start)
    return _after_open_time(number * _UNIT[unit], calendar, start)


def _after_open_time(budget: timedelta, calendar: Calendar, start: datetime) -> datetime:
    for interval in open_from(calendar, start):
        if budget <= interval.end - interval.start:
            return interval.start + budget
        budget -= interval.end - interval.start
    raise AssertionError("open_from never ends")


def _after_business_days(number: int, calendar: Calendar, start: datetime) -> datetime:
    first = day_of(calendar, start)
    target = first
    for _ in range(number):
        target = next_open_day(calendar, target)
    local = start.astimezone(calendar.zone)
    # A night window's small hours belong to the day it opened on: the wall time moves by whole days.
    moved = instant(local.date() + (target - first), local.time(), calendar.zone)
    return max(start, clamp(moved, open_on(calendar, target)))


def _after_weeks(number: int, calendar: Calendar, received: datetime) -> datetime:
    local = received.astimezone(calendar.zone)
    day = local.date() + timedelta(weeks=number)
    moved = instant(day, local.time(), calendar.zone)
    hours = open_on(calendar, day)
    return clamp(moved, hours) if hours else closing_before(calendar, moved)


def _counted(calendar: Calendar, found: Deadline) -> Deadline:
    assert found.due_at is not None  # noqa: S101 - only targets with a deadline are counted
    counted = tuple(merged(_until(open_from(calendar, found.starts_at), found.due_at)))
    return Deadline(starts_at=found.starts_at, earliest_at=found.earliest_at, due_at=found.due_at, counted=counted)


def _until(intervals: Iterator[Interval], end: datetime) -> Iterator[Interval]:
    for interval in intervals:
        if interval.start >= end:
            return
        yield Interval(start=interval.start, end=min(interval.end, end))
        if interval.end >= end:
            return


def _shown(calendar: Calendar, found: Deadline, *, may_end_a_day: bool = False) -> Deadline:
    def local(moment: datetime) -> datetime:
        return moment.astimezone(calendar.zone)

    return Deadline(
        starts_at=local(found.starts_at),
        due_at=None if found.due_at is None else local(found.due_at),
        earliest_at=None if found.earliest_at is None else local(found.earliest_at),
        counted=tuple(Interval(start=local(i.start), end=local(i.end)) for i in found.counted),
        end_of_day=may_end_a_day and found.due_at is not None and _ends_a_day(calendar, found.due_at),
    )


def _ends_a_day(calendar: Calendar, due: datetime) -> bool:
    """Tell whether `due` is the 24:00 at which a day's hours end (not merely a midnight somebody is there)."""
    day = (due - timedelta(seconds=1)).astimezone(calendar.zone).date()
    midnight = instant(day + timedelta(days=1), datetime.min.time(), calendar.zone)
    hours = open_on(calendar, day)
    return due == midnight and bool(hours) and hours[-1].end == midnight
