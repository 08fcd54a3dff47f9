"""Certificates that have been tampered with: each is told by a sentence, and an honest one by none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from intake.contract.promise import promise
from intake.domain.calendar import Calendar, Closure
from intake.domain.contract import Channel, Contract, Force, NoticeId, PromiseKind
from intake.domain.promise import Deadline, Interval, Promise, Situation
from intake.proof.certificate import flaws
from tests.contract.shipped import contract

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
LOS_ANGELES = ZoneInfo("America/Los_Angeles")

Change = Callable[[Promise], Promise]

# Friday evening of an ordinary week: one hour is left before closing, the rest of the four is counted on Monday.
FRIDAY = Situation(
    received_at=datetime.fromisoformat("2026-05-15T20:00:00-04:00"), plan="silver", channel=Channel.PORTAL, claimed="2"
)
RANGE = Situation(
    received_at=datetime.fromisoformat("2026-05-12T10:15:30-04:00"), plan="starter", channel=Channel.EMAIL
)
END_OF_DAY = replace(RANGE, channel=Channel.PORTAL, claimed="1")


def asked(situation: Situation) -> Promise:
    return promise(contract("gotomyerp-plans"), situation)


def deadline(change: Callable[[Deadline], Deadline]) -> Change:
    """Tamper with the deadline of the main promise."""
    return lambda made: replace(made, main=replace(made.main, deadline=change(made.main.deadline)))


def intervals(change: Callable[[tuple[Interval, ...]], tuple[Interval, ...]]) -> Change:
    return deadline(lambda found: replace(found, counted=change(found.counted)))


def main(**changes: object) -> Change:
    return lambda made: replace(made, main=replace(made.main, **changes))  # type: ignore[arg-type]


def promised(**changes: object) -> Change:
    return lambda made: replace(made, **changes)  # type: ignore[arg-type]


def shifted(one: Interval, by: timedelta) -> Interval:
    """Move an interval on the clocks of its zone."""
    return Interval(start=one.start + by, end=one.end + by)


@pytest.mark.parametrize("situation", [FRIDAY, RANGE, END_OF_DAY])
def test_an_honest_certificate_has_no_flaw(situation: Situation) -> None:
    assert flaws(asked(situation), contract("gotomyerp-plans"), situation) == ()
    assert flaws(asked(situation), contract("gotomyerp-plans")) == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(
            intervals(lambda found: (shifted(found[0], SECOND), found[1])),
            "the counted time begins at 2026-05-16T00:00:01",
            id="the first interval begins a second late",
        ),
        pytest.param(
            intervals(lambda found: (found[0], shifted(found[1], -SECOND))),
            "business is not open throughout from 2026-05-18T10:59:59",
            id="an interval begins a second before opening",
        ),
        pytest.param(
            intervals(lambda found: (found[0], shifted(found[1], SECOND))),
            "open time between 2026-05-16T01:00:00+00:00 and 2026-05-18T11:00:01",
            id="a second of open time is skipped",
        ),
        pytest.param(
            intervals(lambda found: (found[0], replace(found[1], end=found[1].end - SECOND))),
            "adds up to 14399 seconds, not to 14400",
            id="a second is missing from the budget",
        ),
        pytest.param(intervals(lambda found: found[1:]), "adds up to 10800 seconds", id="an interval is dropped"),
        pytest.param(intervals(lambda _: ()), "adds up to 0 seconds", id="every interval is dropped"),
        pytest.param(
            intervals(lambda found: (found[0], found[0], found[1])),
            "overlap or are out of order",
            id="an interval stands there twice",
        ),
        pytest.param(
            intervals(lambda found: (found[0], replace(found[1], start=found[0].end - HOUR / 2))),
            "overlap or are out of order",
            id="two intervals overlap",
        ),
        pytest.param(
            intervals(lambda found: found[::-1]), "overlap or are out of order", id="the intervals are out of order"
        ),
        pytest.param(
            intervals(lambda found: (Interval(start=found[0].start, end=found[1].end),)),
            "not open throughout",
            id="the weekend is counted",
        ),
        pytest.param(
            intervals(lambda found: (*found, Interval(start=found[1].end, end=found[1].end))),
            "is empty",
            id="an interval is empty",
        ),
        pytest.param(
            intervals(
                lambda found: tuple(
                    Interval(start=one.start.astimezone(LOS_ANGELES), end=one.end.astimezone(LOS_ANGELES))
                    for one in found
                )
            ),
            "is not shown in the calendar's zone",
            id="the intervals are shown in another zone",
        ),
        pytest.param(
            deadline(lambda found: replace(found, starts_at=found.starts_at + HOUR)),
            "starts_at is 2026-05-15T21:00:00-04:00, but the rules give",
            id="it starts an hour late",
        ),
        pytest.param(
            deadline(lambda found: replace(found, due_at=(found.due_at or found.starts_at) + SECOND)),
            "due_at is 2026-05-18T10:00:01-04:00",
            id="it is due a second late",
        ),
        pytest.param(deadline(lambda found: replace(found, due_at=None)), "due_at is no time", id="it has no deadline"),
        pytest.param(
            deadline(lambda found: replace(found, earliest_at=found.starts_at)),
            "earliest_at is 2026-05-15T20:00:00-04:00, but the rules give no time",
            id="it has an earliest time that no row gives",
        ),
        pytest.param(
            deadline(lambda found: replace(found, end_of_day=True)), "end_of_day is True", id="it ends no day"
        ),
        pytest.param(
            deadline(
                lambda found: replace(found, due_at=(found.due_at or found.starts_at).replace(tzinfo=LOS_ANGELES))
            ),
            "due_at is 2026-05-18T10:00:00-07:00",
            id="the deadline is on Pacific clocks",
        ),
        pytest.param(main(clause="3.1"), "is no row of the contract for this case", id="another clause"),
        pytest.param(main(force=Force.COMMITMENT), "is no row of the contract for this case", id="another force"),
        pytest.param(main(calendar="always"), "is no row of the contract for this case", id="another calendar"),
        pytest.param(main(calendar="night"), "has no calendar 'night'", id="a calendar that does not exist"),
        pytest.param(main(promise=PromiseKind.RESOLUTION), "the first promise is resolution", id="another promise"),
        pytest.param(promised(plan="gold"), "is left out", id="another plan's row"),
        pytest.param(promised(plan="business"), "has no plan 'business'", id="a plan that does not exist"),
        pytest.param(promised(contract="gotomyerp"), "the promise is of contract gotomyerp", id="another contract"),
        pytest.param(promised(contract_version="2027-01-01"), "is of version 2027-01-01", id="another version"),
        pytest.param(promised(zone="America/Chicago"), "the zone is America/Chicago", id="another zone's name"),
        pytest.param(
            lambda made: replace(made, received_at=made.received_at + SECOND),
            "starts_at is 2026-05-15T20:00:00-04:00, but the rules give",
            id="another receipt",
        ),
        pytest.param(
            lambda made: replace(made, received_at=made.received_at.astimezone(UTC)),
            "is not shown in the contract's zone",
            id="the receipt is shown in UTC",
        ),
        pytest.param(
            lambda made: replace(made, others=(made.main,)), "is no row of the contract", id="a promise given twice"
        ),
        pytest.param(promised(clauses=("3.1",)), "clause 3.2 applies and is not named", id="a clause is left out"),
    ],
)
def test_a_tampered_certificate_is_told(change: Change, says: str) -> None:
    changed = change(asked(FRIDAY))
    assert says in " | ".join(flaws(changed, contract("gotomyerp-plans")))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(promised(level="3"), "level is 3, but by the contract's rules it is 2", id="another level"),
        pytest.param(promised(clock_level="1"), "clock level is 1", id="another level's clock"),
        pytest.param(promised(provisional=True), "provisional is True", id="provisional without a reason"),
        pytest.param(promised(emergency=True), "emergency is True", id="an emergency that nobody stated"),
        pytest.param(promised(channel=Channel.EMAIL), "silver by portal was asked", id="another channel"),
        pytest.param(promised(rulings=()), "rests on the ruling plan-names", id="a ruling is left out"),
        pytest.param(
            promised(notices=(NoticeId.STAFF_AVAILABLE,)), "staff_available is not called for", id="a notice too many"
        ),
        pytest.param(
            promised(clauses=("2.1", "3.1", "3.2")), "clause 2.1 is named, but neither", id="a clause too many"
        ),
    ],
)
def test_who_set_the_level_is_derived_again_from_the_situation(change: Change, says: str) -> None:
    changed = change(asked(FRIDAY))
    assert says in " | ".join(flaws(changed, contract("gotomyerp-plans"), FRIDAY))


@pytest.mark.parametrize(
    ("situation", "change", "says"),
    [
        pytest.param(
            RANGE,
            deadline(lambda found: replace(found, earliest_at=None)),
            "earliest_at is no time",
            id="a range loses its lower end",
        ),
        pytest.param(
            RANGE,
            deadline(lambda found: replace(found, due_at=found.earliest_at)),
            "due_at is 2026-05-13",
            id="a range is due at its lower end",
        ),
        pytest.param(
            RANGE,
            lambda made: replace(made, notices=()),
            "the notice email_carries_no_level is left out",
            id="e-mail is not told that it carries no level",
        ),
        pytest.param(
            END_OF_DAY,
            deadline(lambda found: replace(found, end_of_day=False)),
            "end_of_day is False",
            id="the end of a day becomes a midnight",
        ),
        pytest.param(
            END_OF_DAY,
            lambda made: replace(made, others=()),
            "the contract's row begin_work 'Within one hour'",
            id="the second promise is dropped",
        ),
    ],
)
def test_ranges_days_and_second_promises_are_derived_again(situation: Situation, change: Change, says: str) -> None:
    changed = change(asked(situation))
    assert says in " | ".join(flaws(changed, contract("gotomyerp-plans"), situation))


def closed(calendar: Calendar) -> Calendar:
    """Return the calendar with a closed Monday and an hour of stock-taking on Tuesday."""
    shut = datetime.fromisoformat("2026-05-19T07:00:00-04:00")
    closures = (Closure(start=shut, end=shut + HOUR, why="stock-taking"),)
    return replace(calendar, closed_dates=frozenset({date(2026, 5, 18)}), closures=closures)


def with_closures(found: Contract) -> Contract:
    return replace(found, calendars=tuple(each if each.always else closed(each) for each in found.calendars))


def test_a_promise_that_overlooks_a_holiday_and_a_closure_is_told() -> None:
    shut = with_closures(contract("gotomyerp-plans"))
    told = " | ".join(flaws(asked(FRIDAY), shut, FRIDAY))
    assert "due_at is 2026-05-18T10:00:00-04:00, but the rules give 2026-05-19T15:00:00+00:00" in told
    assert "business is not open throughout from 2026-05-18T11:00:00" in told
    assert flaws(promise(shut, FRIDAY), shut, FRIDAY) == ()


def test_two_intervals_that_touch_count_as_one() -> None:
    first, last = asked(FRIDAY).main.deadline.counted
    middle = last.start + HOUR
    parts = (first, replace(last, end=middle), replace(last, start=middle))
    assert flaws(intervals(lambda _: parts)(asked(FRIDAY)), contract("gotomyerp-plans"), FRIDAY) == ()
