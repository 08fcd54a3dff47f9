"""One-off closures: what is closed is not counted, on any calendar, to the second and over changes of clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from intake.contract.clock import deadline
from intake.contract.windows import open_on
from intake.domain.calendar import Calendar
from intake.domain.target import Target
from tests.contract.calendars import (
    EVERY_DAY,
    FIXED,
    IMMEDIATE,
    NEW_YORK,
    SAME_DAY,
    WEEKDAYS,
    closed,
    days,
    hours,
    minutes,
    weeks,
    window,
)

# 12 May 2026 is a Tuesday; clocks go forward on Sunday 8 March 2026 and back on Sunday 1 November.
LUNCH = closed("2026-05-12T11:00-04:00", "2026-05-12T13:30-04:00")
STOCK = closed("2026-05-14T15:00-04:00", "2026-05-15T10:00-04:00")
WHOLE_DAY = closed("2026-05-13T00:00-04:00", "2026-05-14T00:00-04:00")
SPRING = closed("2026-03-08T01:30-05:00", "2026-03-08T05:00-04:00")
AUTUMN = closed("2026-11-01T00:30-04:00", "2026-11-01T01:30-05:00")
ALL = (LUNCH, STOCK, WHOLE_DAY, SPRING, AUTUMN)

OFFICE = Calendar(id="office", zone=NEW_YORK, windows=(window(WEEKDAYS, "09:00-17:00", NEW_YORK),), closures=ALL)
ALWAYS = Calendar(id="always", zone=NEW_YORK, always=True, closures=ALL)
NIGHTS = Calendar(id="nights", zone=NEW_YORK, windows=(window(EVERY_DAY, "22:00-06:00", NEW_YORK),), closures=ALL)


@pytest.mark.parametrize(
    ("calendar", "target", "received", "due"),
    [
        pytest.param(OFFICE, hours(4), "2026-05-12T10:00-04:00", "2026-05-12T16:30-04:00", id="closed over lunch"),
        pytest.param(OFFICE, hours(1), "2026-05-12T10:00-04:00", "2026-05-12T11:00-04:00", id="ends as it closes"),
        pytest.param(OFFICE, hours(1), "2026-05-12T12:00-04:00", "2026-05-12T14:30-04:00", id="received while closed"),
        pytest.param(
            OFFICE, hours(2), "2026-05-14T14:00-04:00", "2026-05-15T11:00-04:00", id="from one day into another"
        ),
        pytest.param(OFFICE, days(1), "2026-05-12T10:00-04:00", "2026-05-14T10:00-04:00", id="a closed day is no day"),
        pytest.param(
            OFFICE, days(2), "2026-05-12T16:00-04:00", "2026-05-15T16:00-04:00", id="two days past a closed one"
        ),
        pytest.param(OFFICE, days(1), "2026-05-11T12:00-04:00", "2026-05-12T11:00-04:00", id="back to where it closes"),
        pytest.param(OFFICE, days(2), "2026-05-12T09:30-04:00", "2026-05-15T10:00-04:00", id="on to where it opens"),
        pytest.param(OFFICE, SAME_DAY, "2026-05-14T09:30-04:00", "2026-05-14T15:00-04:00", id="the day ends early"),
        pytest.param(
            OFFICE, SAME_DAY, "2026-05-13T09:30-04:00", "2026-05-14T15:00-04:00", id="same day, on a closed day"
        ),
        pytest.param(OFFICE, weeks(1), "2026-05-06T10:00-04:00", "2026-05-12T17:00-04:00", id="a week to a closed day"),
        pytest.param(
            ALWAYS, hours(4), "2026-05-12T10:00-04:00", "2026-05-12T16:30-04:00", id="around the clock but lunch"
        ),
        pytest.param(
            ALWAYS, minutes(30), "2026-03-08T01:15-05:00", "2026-03-08T05:15-04:00", id="while clocks go forward"
        ),
        pytest.param(ALWAYS, hours(1), "2026-11-01T00:15-04:00", "2026-11-01T02:15-05:00", id="while clocks go back"),
        pytest.param(ALWAYS, days(1), "2026-05-12T10:00-04:00", "2026-05-14T10:00-04:00", id="no day around the clock"),
        pytest.param(
            ALWAYS, SAME_DAY, "2026-05-13T10:00-04:00", "2026-05-14T15:00-04:00", id="until it closes, not 24:00"
        ),
        pytest.param(ALWAYS, IMMEDIATE, "2026-05-13T10:00-04:00", "2026-05-13T10:00-04:00", id="at once is at once"),
        pytest.param(
            NIGHTS, hours(2), "2026-05-12T23:00-04:00", "2026-05-14T01:00-04:00", id="a night cut at midnight"
        ),
        pytest.param(NIGHTS, hours(4), "2026-10-31T23:30-04:00", "2026-11-01T04:30-05:00", id="a night of the change"),
    ],
)
def test_a_deadline_past_a_closure(calendar: Calendar, target: Target, received: str, due: str) -> None:
    found = deadline(target, calendar, datetime.fromisoformat(received))
    assert found.due_at is not None
    assert found.due_at.isoformat() == datetime.fromisoformat(due).isoformat()


@pytest.mark.parametrize("calendar", [pytest.param(each, id=each.id) for each in (OFFICE, ALWAYS, NIGHTS)])
def test_no_counted_second_is_closed(calendar: Calendar) -> None:
    for received in ("2026-05-12T10:00-04:00", "2026-05-12T23:00-04:00", "2026-03-08T01:15-05:00"):
        found = deadline(hours(26), calendar, datetime.fromisoformat(received))
        counted = [(each.start.astimezone(UTC), each.end.astimezone(UTC)) for each in found.counted]
        assert sum((end - start for start, end in counted), timedelta()) == timedelta(hours=26)
        for start, end in counted:
            assert not [each for each in ALL if each.start < end and start < each.end]


def test_a_day_that_is_closed_throughout_has_no_opening() -> None:
    assert open_on(OFFICE, WHOLE_DAY.start.astimezone(NEW_YORK).date()) == ()
    assert open_on(ALWAYS, WHOLE_DAY.start.astimezone(NEW_YORK).date()) == ()


def test_closures_that_overlap_or_touch_close_once() -> None:
    twice = (LUNCH, closed("2026-05-12T13:00-04:00", "2026-05-12T14:00-04:00"))
    touching = (LUNCH, closed("2026-05-12T13:30-04:00", "2026-05-12T14:00-04:00"))
    for closures in (twice, touching):
        calendar = Calendar(id="x", zone=NEW_YORK, windows=OFFICE.windows, closures=closures)
        found = deadline(hours(4), calendar, datetime.fromisoformat("2026-05-12T10:00-04:00"))
        assert found.due_at == datetime.fromisoformat("2026-05-12T17:00-04:00")


def test_a_closure_is_told_in_the_zone_of_its_calendar() -> None:
    calendar = Calendar(id="fixed", zone=FIXED, windows=(window(WEEKDAYS, "09:00-17:00", FIXED),), closures=(LUNCH,))
    found = deadline(hours(4), calendar, datetime.fromisoformat("2026-05-12T09:00-05:00"))
    assert found.due_at is not None
    assert found.due_at.isoformat() == "2026-05-12T15:30:00-05:00"
