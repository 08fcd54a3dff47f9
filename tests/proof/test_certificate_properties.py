"""Certificates of any calendar and receipt: honest ones hold, and moving any one instant by a second breaks them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from intake.contract.clock import deadline
from intake.domain.calendar import Calendar
from intake.domain.contract import Contract, Force, PromiseKind
from intake.domain.promise import Deadline, Undertaking
from intake.domain.target import Target
from intake.proof.certificate import deadline_flaws
from tests.contract.calendars import CALENDARS, TARGETS
from tests.contract.receipts import made_up_calendars, receipts
from tests.contract.shipped import contract
from tests.contract.test_clock_properties import is_ruled

SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
SECOND = timedelta(seconds=1)


def having(calendar: Calendar) -> Contract:
    """Return a contract whose one calendar this is."""
    return replace(contract("helpdesk"), calendars=(calendar,))


def undertaken(target: Target, calendar: Calendar, found: Deadline) -> Undertaking:
    return Undertaking(
        promise=PromiseKind.INITIAL_RESPONSE,
        target=target,
        force=Force.TARGET,
        clause="1",
        calendar=calendar.id,
        deadline=found,
    )


def moved(data: st.DataObject, found: Deadline) -> Deadline:
    """Return a deadline with one of its instants a second off."""
    step = data.draw(st.sampled_from([-SECOND, SECOND]))
    named = [name for name in ("starts_at", "earliest_at", "due_at") if getattr(found, name) is not None]
    which = data.draw(st.sampled_from([*named, *range(2 * len(found.counted))]))
    if isinstance(which, str):
        return replace(found, **{which: getattr(found, which) + step})
    number, end = divmod(which, 2)
    one = found.counted[number]
    changed = replace(one, end=one.end + step) if end else replace(one, start=one.start + step)
    return replace(found, counted=(*found.counted[:number], changed, *found.counted[number + 1 :]))


@pytest.mark.parametrize("calendar", [pytest.param(each, id=each.id) for each in CALENDARS])
@SETTINGS
@given(data=st.data())
def test_an_honest_certificate_holds_and_a_second_breaks_it(calendar: Calendar, data: st.DataObject) -> None:
    holds_and_breaks(calendar, data)


@settings(SETTINGS, max_examples=150)
@given(data=st.data())
def test_so_it_is_on_calendars_nobody_would_write(data: st.DataObject) -> None:
    holds_and_breaks(data.draw(made_up_calendars()), data)


def holds_and_breaks(calendar: Calendar, data: st.DataObject) -> None:
    received, target = data.draw(receipts(calendar)), data.draw(st.sampled_from(TARGETS))
    assume(is_ruled(target, calendar, received))
    found = deadline(target, calendar, received)
    assert deadline_flaws(undertaken(target, calendar, found), having(calendar), received) == ()
    tampered = moved(data, found)
    assert deadline_flaws(undertaken(target, calendar, tampered), having(calendar), received) != (), tampered
