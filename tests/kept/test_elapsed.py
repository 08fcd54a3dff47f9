"""The share of a deadline's time: counted in open time only, over nights, weekends and changes of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.contract.clock import deadline
from intake.contract.elapsed import gone, reached
from intake.domain.calendar import Calendar
from intake.domain.promise import Deadline, Interval
from intake.domain.target import Target, TargetKind, Unit
from tests.contract.calendars import ALWAYS, CALENDARS, NEW_YORK, NINE_TO_FIVE, SEVEN_TO_NINE, TARGETS
from tests.contract.receipts import receipts

SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
ONE_SECOND = timedelta(seconds=1)


def at(text: str) -> datetime:
    """Return an instant of New York's wall time."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


def hours(number: int) -> Target:
    return Target(kind=TargetKind.WITHIN, at_most=number, unit=Unit.HOURS, words=f"{number} hours")


def days(number: int) -> Target:
    return Target(kind=TargetKind.WITHIN, at_most=number, unit=Unit.BUSINESS_DAYS, words=f"{number} business days")


@pytest.mark.parametrize(
    ("calendar", "target", "received", "fraction", "moment"),
    [
        pytest.param(ALWAYS, hours(4), "2026-05-12T10:00", 0.5, "2026-05-12T12:00", id="half of four hours"),
        pytest.param(
            SEVEN_TO_NINE, hours(6), "2026-05-12T18:00", 0.5, "2026-05-12T21:00", id="half is over at closing"
        ),
        pytest.param(
            SEVEN_TO_NINE, hours(6), "2026-05-12T18:00", 0.8, "2026-05-13T08:48", id="the night takes nothing"
        ),
        pytest.param(SEVEN_TO_NINE, hours(6), "2026-05-15T20:40", 0.5, "2026-05-18T09:40", id="nor does a weekend"),
        pytest.param(
            SEVEN_TO_NINE, hours(6), "2026-05-16T12:00", 0.5, "2026-05-18T10:00", id="it begins with the opening"
        ),
        pytest.param(
            ALWAYS, hours(4), "2026-03-08T00:00", 0.5, "2026-03-08T03:00", id="clocks go forward: an hour less"
        ),
        pytest.param(ALWAYS, hours(4), "2026-11-01T00:00", 0.75, "2026-11-01T02:00", id="clocks go back: an hour more"),
        pytest.param(
            NINE_TO_FIVE, days(1), "2026-05-15T13:00", 0.5, "2026-05-15T17:00", id="a business day, over a weekend"
        ),
        pytest.param(NINE_TO_FIVE, days(2), "2026-05-15T13:00", 0.75, "2026-05-18T17:00", id="two of them"),
        pytest.param(ALWAYS, hours(4), "2026-05-12T10:00", 1.0, "2026-05-12T14:00", id="all of it is the deadline"),
        pytest.param(ALWAYS, hours(4), "2026-05-12T10:00", 0.0, "2026-05-12T10:00", id="none of it is the start"),
    ],
)
def test_a_share_of(calendar: Calendar, target: Target, received: str, fraction: float, moment: str) -> None:
    found = deadline(target, calendar, datetime.fromisoformat(received).replace(tzinfo=NEW_YORK))
    assert reached(found, fraction) == at(moment)


@pytest.mark.parametrize("calendar", [pytest.param(each, id=each.id) for each in CALENDARS])
@SETTINGS
@given(data=st.data(), shares=st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_what_holds_on_every_calendar(calendar: Calendar, data: st.DataObject, shares: list[float]) -> None:
    received = data.draw(receipts(calendar))
    for target in TARGETS:
        found = in_utc(deadline(target, calendar, received))
        if found.due_at is None:
            assert reached(found, shares[0]) is None
            continue
        assert reached(found, 1.0) == found.due_at
        if found.counted:
            assert reached(found, 0.0) == found.starts_at
        early, late = (reached(found, share) for share in sorted(shares))
        assert early is not None
        assert late is not None
        assert found.starts_at <= early <= late <= found.due_at
        assert all(inside(found, moment) for moment in (early, late))
        there_and_back(found, sorted(shares)[0], early)


def in_utc(found: Deadline) -> Deadline:
    """Return a deadline with its times in UTC: two zones at a repeated wall time never compare equal (PEP 495)."""
    return Deadline(
        starts_at=found.starts_at.astimezone(UTC),
        due_at=None if found.due_at is None else found.due_at.astimezone(UTC),
        counted=tuple(Interval(start=i.start.astimezone(UTC), end=i.end.astimezone(UTC)) for i in found.counted),
    )


def inside(found: Deadline, moment: datetime) -> bool:
    """Tell whether an instant lies in the counted time, its ends included, or is the deadline itself."""
    return moment == found.due_at or any(each.start <= moment <= each.end for each in found.counted)


def there_and_back(found: Deadline, share: float, moment: datetime) -> None:
    """The share that is over at the moment at which a share is reached is that share, to the second."""
    total = sum((each.end.astimezone(UTC) - each.start.astimezone(UTC) for each in found.counted), timedelta(0))
    if total and moment < (found.due_at or moment):
        assert abs(gone(found, moment) - share) * total <= ONE_SECOND


def test_nothing_is_over_of_what_has_no_deadline() -> None:
    assert gone(Deadline(starts_at=at("2026-05-12T10:00"), due_at=None), at("2026-05-12T11:00")) == 0


def test_what_is_due_at_once_is_over_at_once() -> None:
    now = at("2026-05-12T10:00")
    immediate = Deadline(starts_at=now, due_at=now)
    assert [reached(immediate, share) for share in (0.0, 0.5, 1.0)] == [now, now, now]
    assert (gone(immediate, now - ONE_SECOND), gone(immediate, now)) == (0, 1)


def test_times_in_the_contract_s_own_zone_are_counted_as_instants() -> None:
    """Python subtracts two times of one zone by their wall clocks; the night of a change would be an hour wrong."""
    start, end = (
        datetime.fromisoformat(text).replace(tzinfo=NEW_YORK) for text in ("2026-03-08T00:00", "2026-03-08T05:00")
    )
    found = Deadline(starts_at=start, due_at=end, counted=(Interval(start=start, end=end),))
    assert reached(found, 0.5) == at("2026-03-08T03:00")
    assert gone(found, at("2026-03-08T03:00")) == 0.5
