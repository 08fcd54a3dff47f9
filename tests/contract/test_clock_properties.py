"""The clock against a slow second implementation, and what has to hold whatever the calendar."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.contract.clock import deadline
from intake.domain.calendar import Calendar
from intake.domain.promise import Deadline
from intake.domain.target import Target, Unit
from tests.contract import oracle
from tests.contract.calendars import BUDGETS, CALENDARS, DATES, FREE, TARGETS
from tests.contract.cells import CELLS, Cell
from tests.contract.receipts import made_up_calendars, receipts
from tests.contract.shipped import promise_of

SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
on_every_calendar = pytest.mark.parametrize("calendar", [pytest.param(each, id=each.id) for each in CALENDARS])
ZERO = timedelta(0)


def utc(moment: datetime | None) -> datetime | None:
    """Compare instants in UTC: two zones at a repeated wall time never compare equal as they stand (PEP 495)."""
    return None if moment is None else moment.astimezone(UTC)


def lengths(found: Deadline) -> list[timedelta]:
    return [each.end.astimezone(UTC) - each.start.astimezone(UTC) for each in found.counted]


def told(target: Target, calendar: Calendar, received: datetime) -> str:
    return f"{target.words} on {calendar.id}, received {received.isoformat()}"


def agree(calendar: Calendar, received: datetime, targets: Iterable[Target] = TARGETS) -> None:
    for target in targets:
        found, expected = deadline(target, calendar, received), oracle.read(target, calendar, received)
        counted = (utc(found.starts_at), utc(found.earliest_at), utc(found.due_at))
        assert counted == (expected.starts_at, expected.earliest_at, expected.due_at), told(target, calendar, received)
        at_midnight = expected.due_at is not None and oracle.is_midnight(calendar, expected.due_at)
        assert found.end_of_day is expected.end_of_day or (target in BUDGETS + DATES and at_midnight)


def is_ruled(target: Target, calendar: Calendar, received: datetime) -> bool:
    """Leave out what no rule settles: which closing counts where windows overlap and the date itself has none."""
    if target.unit is not Unit.WEEKS:
        return True
    whole = received.replace(microsecond=0)
    ends = [oracle.weeks_later(calendar, whole, count) for count in (target.at_least, target.at_most) if count]
    return all(oracle.spans(calendar, goal) or not oracle.overlaps(calendar, wished) for goal, wished in ends)


@on_every_calendar
@settings(SETTINGS, max_examples=80)
@given(data=st.data())
def test_the_clock_agrees_with_the_oracle(calendar: Calendar, data: st.DataObject) -> None:
    agree(calendar, data.draw(receipts(calendar)))


@settings(SETTINGS, max_examples=300)
@given(data=st.data())
def test_the_clock_agrees_with_the_oracle_on_calendars_nobody_would_write(data: st.DataObject) -> None:
    calendar = data.draw(made_up_calendars())
    received = data.draw(receipts(calendar))
    agree(calendar, received, [target for target in TARGETS if is_ruled(target, calendar, received)])


@on_every_calendar
@SETTINGS
@given(data=st.data())
def test_counted_intervals_are_open_ordered_and_add_up(calendar: Calendar, data: st.DataObject) -> None:
    received = data.draw(receipts(calendar))
    target = data.draw(st.sampled_from(BUDGETS))
    found = deadline(target, calendar, received)
    assert sum(lengths(found), ZERO) == oracle.budget(target.unit, target.at_most or 0), told(
        target, calendar, received
    )
    assert all(length > ZERO for length in lengths(found))
    assert utc(found.counted[0].start) == utc(found.starts_at)
    assert utc(found.counted[-1].end) == utc(found.due_at)
    for before, after in zip(found.counted, found.counted[1:], strict=False):
        assert before.end.astimezone(UTC) <= after.start.astimezone(UTC)
    for each, length in zip(found.counted, lengths(found), strict=True):
        assert oracle.open_time(calendar, each.start.astimezone(UTC), each.end.astimezone(UTC)) == length


@on_every_calendar
@SETTINGS
@given(data=st.data())
def test_days_and_weeks_list_the_open_time_up_to_the_deadline(calendar: Calendar, data: st.DataObject) -> None:
    received = data.draw(receipts(calendar))
    target = data.draw(st.sampled_from(DATES))
    found = deadline(target, calendar, received)
    assert found.due_at is not None
    start, due = found.starts_at.astimezone(UTC), found.due_at.astimezone(UTC)
    assert sum(lengths(found), ZERO) == oracle.open_time(calendar, start, due), told(target, calendar, received)
    assert all(length > ZERO for length in lengths(found))
    for each, length in zip(found.counted, lengths(found), strict=True):
        assert start <= each.start.astimezone(UTC)
        assert each.end.astimezone(UTC) <= due
        assert oracle.open_time(calendar, each.start.astimezone(UTC), each.end.astimezone(UTC)) == length


@on_every_calendar
@SETTINGS
@given(data=st.data())
def test_a_later_receipt_is_never_due_earlier(calendar: Calendar, data: st.DataObject) -> None:
    received = data.draw(receipts(calendar))
    later = received.astimezone(UTC) + data.draw(st.timedeltas(ZERO, timedelta(days=4)))
    for target in BUDGETS:
        one, other = deadline(target, calendar, received), deadline(target, calendar, later)
        assert one.due_at is not None
        assert other.due_at is not None
        assert one.due_at.astimezone(UTC) <= other.due_at.astimezone(UTC), told(target, calendar, received)


@on_every_calendar
@SETTINGS
@given(data=st.data())
def test_a_deadline_comes_after_receipt_and_after_its_lower_end(calendar: Calendar, data: st.DataObject) -> None:
    received = data.draw(receipts(calendar))
    whole = received.replace(microsecond=0).astimezone(UTC)
    for target in TARGETS:
        found = deadline(target, calendar, received)
        named = [found.starts_at, found.earliest_at, found.due_at]
        assert all(moment.utcoffset() is not None and moment.microsecond == 0 for moment in named if moment)
        assert found.starts_at.astimezone(UTC) >= whole
        assert (found.due_at is None) is (target in FREE[1:])
        if found.due_at:
            assert found.due_at.astimezone(UTC) >= whole, told(target, calendar, received)
        if found.due_at and found.earliest_at:
            assert found.earliest_at.astimezone(UTC) <= found.due_at.astimezone(UTC)


@pytest.mark.parametrize("cell", [pytest.param(cell, id=str(cell)) for cell in CELLS])
@settings(SETTINGS, max_examples=15)
@given(data=st.data())
def test_a_shipped_cell_agrees_with_the_oracle(cell: Cell, data: st.DataObject) -> None:
    received = data.draw(receipts(cell.calendar))
    made = promise_of(cell, received)
    found = next(each for each in (made.main, *made.others) if each.promise is cell.promise).deadline
    expected = oracle.read(cell.target, cell.calendar, received)
    told_by_clock = (utc(found.starts_at), utc(found.earliest_at), utc(found.due_at))
    assert told_by_clock == (expected.starts_at, expected.earliest_at, expected.due_at)
