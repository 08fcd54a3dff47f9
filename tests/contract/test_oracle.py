"""The oracle itself, against a clock that is slower still: it asks every single minute whether somebody is there."""

from datetime import UTC, datetime, timedelta

import pytest

from intake.domain.calendar import Calendar
from tests.contract import oracle
from tests.contract.calendars import ALWAYS, CALENDARS, NINE_TO_FIVE

MINUTE = timedelta(minutes=1)
DAYS = ["2026-03-06", "2026-03-27", "2026-04-03", "2026-10-02", "2026-10-30", "2026-12-31", "2028-02-28"]


@pytest.mark.parametrize("calendar", [pytest.param(each, id=each.id) for each in CALENDARS])
@pytest.mark.parametrize("day", DAYS)
def test_open_time_is_the_number_of_open_minutes(calendar: Calendar, day: str) -> None:
    """All windows of these calendars open and close at whole minutes, in UTC too."""
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    minutes = [start + MINUTE * n for n in range(3 * 24 * 60)]
    total = sum((MINUTE for minute in minutes if oracle.is_open(calendar, minute)), timedelta(0))
    assert oracle.open_time(calendar, start, start + timedelta(days=3)) == total


@pytest.mark.parametrize(
    ("wall", "is_open"),
    [
        pytest.param("2026-05-12T08:59:59-04:00", False, id="a second before opening"),
        pytest.param("2026-05-12T09:00:00-04:00", True, id="the opening instant"),
        pytest.param("2026-05-12T16:59:59-04:00", True, id="the last second"),
        pytest.param("2026-05-12T17:00:00-04:00", False, id="the closing instant"),
        pytest.param("2026-05-16T12:00:00-04:00", False, id="a Saturday"),
        pytest.param("2026-11-02T09:00:00-05:00", True, id="an opening after clocks went back"),
    ],
)
def test_open_hours_include_the_opening_and_exclude_the_closing(wall: str, is_open: bool) -> None:
    assert oracle.is_open(NINE_TO_FIVE, datetime.fromisoformat(wall)) is is_open
    assert oracle.is_open(ALWAYS, datetime.fromisoformat(wall))
