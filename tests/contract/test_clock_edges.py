"""Edges of the clock on odd calendars, counted by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from intake.contract.clock import deadline
from intake.domain.target import Target
from tests.contract import oracle
from tests.contract.calendars import (
    CALENDARS,
    NESTED,
    NINE_TO_FIVE,
    SAME_DAY,
    WEEKDAYS,
    calendar,
    days,
    hours,
    minutes,
    weeks,
    window,
)

BY_NAME = {each.id: each for each in (*CALENDARS, NESTED)}

CASES = {
    "New York to London": {
        "it closes at noon when the clocks are five hours apart": (
            "2026-05-12T10:00-04:00",
            SAME_DAY,
            "2026-05-12T12:00-04:00",
        ),
        "it closes at one after New York's clocks went forward": (
            "2026-03-10T10:00-04:00",
            SAME_DAY,
            "2026-03-10T13:00-04:00",
        ),
        "it closes at one after London's clocks went back": (
            "2026-10-27T10:00-04:00",
            SAME_DAY,
            "2026-10-27T13:00-04:00",
        ),
        "four hours, two of them tomorrow": ("2026-05-12T10:00-04:00", hours(4), "2026-05-13T11:00-04:00"),
        "four hours, one of them tomorrow": ("2026-03-10T10:00-04:00", hours(4), "2026-03-11T10:00-04:00"),
    },
    "a window that only some weeks have": {
        "May has none after ten": ("2026-05-12T09:30-04:00", hours(1), "2026-05-13T09:30-04:00"),
        "mid-March has half an hour": ("2026-03-10T09:30-04:00", hours(1), "2026-03-10T13:00-04:00"),
    },
    "nights": {
        "two in the morning belongs to the day before": ("2026-05-12T02:00-04:00", SAME_DAY, "2026-05-12T06:00-04:00"),
        "a business day later is the next night": ("2026-05-12T02:00-04:00", days(1), "2026-05-13T02:00-04:00"),
        "Thursday's night is followed by Monday's": ("2026-05-15T02:00-04:00", days(1), "2026-05-19T02:00-04:00"),
        "Friday noon waits for Monday's opening": ("2026-05-15T12:00-04:00", days(1), "2026-05-19T22:00-04:00"),
        "hours run on in the next night": ("2026-05-12T02:00-04:00", hours(8), "2026-05-13T02:00-04:00"),
        "a week later, before that date opens": ("2026-05-12T02:00-04:00", weeks(1), "2026-05-19T22:00-04:00"),
        "a week later, on a date that has no opening": ("2026-05-15T02:00-04:00", weeks(1), "2026-05-21T06:00-04:00"),
    },
    "every night": {
        "the short night has seven hours": ("2026-03-07T22:00-05:00", hours(8), "2026-03-08T23:00-04:00"),
        "the long night has nine": ("2026-10-31T22:00-04:00", hours(8), "2026-11-01T05:00-05:00"),
    },
    "two windows a day": {
        "lunch waits for one o'clock": ("2026-05-12T12:30-04:00", hours(1), "2026-05-12T14:00-04:00"),
        "an hour skips lunch": ("2026-05-12T11:30-04:00", hours(1), "2026-05-12T13:30-04:00"),
        "a budget may end where lunch begins": ("2026-05-12T11:30-04:00", minutes(30), "2026-05-12T12:00-04:00"),
        "a day after lunch": ("2026-05-12T12:30-04:00", days(1), "2026-05-13T13:00-04:00"),
        "a week later is lunch: the closing before it": ("2026-05-12T12:30-04:00", weeks(1), "2026-05-19T12:00-04:00"),
        "seven hours a day": ("2026-05-11T09:00-04:00", hours(26), "2026-05-14T15:00-04:00"),
    },
    "every day in Lord Howe": {
        "half an hour is lost in October": ("2026-10-04T01:45+10:30", hours(8), "2026-10-05T02:45+11:00"),
        "half an hour is won in April": ("2026-04-05T01:45+11:00", hours(8), "2026-04-05T09:15+10:30"),
        "the wall time that comes twice is open": ("2026-04-05T01:35+10:30", hours(1), "2026-04-05T02:35+10:30"),
    },
    "Saturdays": {
        "Sunday waits six days": ("2026-05-17T10:00-04:00", hours(1), "2026-05-23T10:00-04:00"),
        "a business day is a week": ("2026-05-17T10:00-04:00", days(1), "2026-05-30T09:00-04:00"),
        "a week from Sunday is Saturday's closing": ("2026-05-17T10:00-04:00", weeks(1), "2026-05-23T17:00-04:00"),
    },
    "afternoons to midnight": {
        "the same day ends at midnight": ("2026-05-12T20:00-04:00", SAME_DAY, "2026-05-13T00:00-04:00"),
        "a budget may end at midnight": ("2026-05-12T20:00-04:00", hours(4), "2026-05-13T00:00-04:00"),
        "midnight itself is closed": ("2026-05-13T00:00-04:00", hours(1), "2026-05-13T13:00-04:00"),
    },
    "the small hours": {
        "a window that does not open this night": ("2026-03-08T01:30-05:00", minutes(30), "2026-03-09T00:45-04:00"),
        "the first half past one closes": ("2026-11-01T01:00-05:00", minutes(30), "2026-11-01T03:00-05:00"),
    },
    "overlapping windows": {
        "the overlap counts once": ("2026-05-11T09:00-04:00", hours(8), "2026-05-11T17:00-04:00"),
        "the last closing of a Monday": ("2026-05-11T09:00-04:00", SAME_DAY, "2026-05-11T18:30-04:00"),
        "the last closing of a Tuesday": ("2026-05-12T09:00-04:00", SAME_DAY, "2026-05-12T17:00-04:00"),
        "windows that touch are one": ("2026-05-11T16:00-04:00", hours(4), "2026-05-12T10:30-04:00"),
    },
    "a night that overlaps the next day": {
        "half past nine belongs to the night": ("2026-05-12T09:30-04:00", SAME_DAY, "2026-05-12T10:00-04:00"),
        "a business day later is the next night's end": ("2026-05-12T09:30-04:00", days(1), "2026-05-13T09:30-04:00"),
    },
    "US holidays and closed dates": {
        "a closed date is no business day": ("2026-05-12T10:00-04:00", days(1), "2026-05-14T10:00-04:00"),
        "a week later is closed: the closing before": ("2026-05-06T10:00-04:00", weeks(1), "2026-05-12T17:00-04:00"),
        "Memorial Day is skipped": ("2026-05-22T16:30-04:00", hours(1), "2026-05-26T09:30-04:00"),
        "the Fourth of July is kept on the third": ("2026-07-02T16:30-04:00", hours(1), "2026-07-06T09:30-04:00"),
    },
    "nights and US holidays": {
        "the night before a closed date runs to its end": (
            "2026-05-13T05:00-04:00",
            hours(2),
            "2026-05-14T23:00-04:00",
        ),
    },
    "always, holidays ignored": {
        "Christmas is a day like any other": ("2026-12-25T12:00+00:00", days(1), "2026-12-26T12:00+00:00"),
        "the day ends at London's midnight": ("2026-05-12T12:00+01:00", SAME_DAY, "2026-05-13T00:00+01:00"),
    },
    "always in Havana": {
        "the midnight that does not exist": ("2026-03-07T12:00-05:00", SAME_DAY, "2026-03-08T01:00-04:00"),
        "the midnight that comes twice is the first": ("2026-10-31T12:00-04:00", SAME_DAY, "2026-11-01T00:00-04:00"),
    },
    "fixed offset": {
        "summer changes nothing": ("2026-07-01T08:00-05:00", hours(1), "2026-07-01T10:00-05:00"),
    },
    "a Saturday night that outlasts Sunday": {
        "a week from Monday is the last closing": ("2026-05-11T23:00-04:00", weeks(1), "2026-05-17T09:00-04:00"),
    },
    "London hours, dates of New York": {
        "Monday evening is Tuesday's business": ("2026-05-11T21:00-04:00", SAME_DAY, "2026-05-12T04:00-04:00"),
        "a business day later is Tuesday evening": ("2026-05-11T21:00-04:00", days(1), "2026-05-12T21:00-04:00"),
        "a week later, into Monday's hours": ("2026-05-11T21:00-04:00", weeks(1), "2026-05-18T04:00-04:00"),
    },
}

ROWS = [
    pytest.param(name, *case, id=f"{name}: {sentence}")
    for name, cases in CASES.items()
    for sentence, case in cases.items()
]


@pytest.mark.parametrize(("name", "received", "target", "due"), ROWS)
def test_an_edge_is_due_when_counted_by_hand(name: str, received: str, target: Target, due: str) -> None:
    expected = datetime.fromisoformat(due).astimezone(UTC)
    found = deadline(target, BY_NAME[name], datetime.fromisoformat(received))
    assert found.due_at is not None
    assert found.due_at.astimezone(UTC) == expected
    assert oracle.read(target, BY_NAME[name], datetime.fromisoformat(received)).due_at == expected


@pytest.mark.parametrize(
    ("name", "received", "end_of_day"),
    [
        pytest.param("always", "2026-05-12T10:00-04:00", True, id="an always calendar"),
        pytest.param("always in Havana", "2026-03-07T12:00-05:00", True, id="a midnight that does not exist"),
        pytest.param("always in Havana", "2026-10-31T12:00-04:00", True, id="a midnight that comes twice"),
        pytest.param("afternoons to midnight", "2026-05-12T20:00-04:00", True, id="a window up to 24:00"),
        pytest.param("weekdays 9-17", "2026-05-12T10:00-04:00", False, id="a window up to 17:00"),
        pytest.param("nights", "2026-05-12T02:00-04:00", False, id="a night window"),
    ],
)
def test_the_end_of_a_day_is_marked(name: str, received: str, end_of_day: bool) -> None:
    assert deadline(SAME_DAY, BY_NAME[name], datetime.fromisoformat(received)).end_of_day is end_of_day


def test_a_receipt_is_cut_down_to_whole_seconds() -> None:
    received = datetime.fromisoformat("2026-05-12T16:59:59.999999-04:00")
    found = deadline(hours(1), NINE_TO_FIVE, received)
    assert found.starts_at == datetime.fromisoformat("2026-05-12T16:59:59-04:00")
    assert found.due_at == datetime.fromisoformat("2026-05-13T09:59:59-04:00")


@pytest.mark.parametrize("received", ["2026-12-23T18:00-05:00", "2026-12-24T10:00-05:00", "2026-12-28T10:00-05:00"])
def test_a_week_during_a_long_closure_is_not_due_before_receipt(received: str) -> None:
    closed = frozenset(date(2026, 12, 24) + timedelta(days=n) for n in range(9))
    zone = NINE_TO_FIVE.zone
    shut = calendar("closed over Christmas", zone, window(WEEKDAYS, "09:00-17:00", zone), closed=closed)
    found = deadline(weeks(1), shut, datetime.fromisoformat(received))
    assert found.due_at is not None
    assert found.due_at >= datetime.fromisoformat(received)
