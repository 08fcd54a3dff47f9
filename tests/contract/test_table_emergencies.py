"""Emergencies and "site down": which facts make one, what is promised then, and what is asked for."""

from datetime import datetime

import pytest

from intake.domain.contract import Force, NoticeId, PromiseKind
from intake.domain.suggestion import Facts, Locations, Scope
from tests.contract.shipped import by_channel

CHANNELS = ("email", "slack", "web_chat", "portal", "phone")
GOTOMYERP = ("gotomyerp-plans", "gotomyerp")

# `connectivity` is what the rubric marks when nobody can reach or log on to the service.
ALL_USERS = Facts(scope=Scope.ALL, connectivity=True)
EVERYWHERE = Facts(scope=Scope.ALL, locations=Locations.TWO_OR_MORE, connectivity=True)
LINE_CUT_EVERYWHERE = Facts(connectivity=True, locations=Locations.TWO_OR_MORE)
LINE_CUT_HERE = Facts(connectivity=True, locations=Locations.ONE)
AFTER_AN_UPGRADE = Facts(scope=Scope.ALL, connectivity=True, planned_event=True)
SLOW_FOR_ALL = Facts(scope=Scope.ALL)
ONE_USER = Facts(scope=Scope.ONE, locations=Locations.ONE)


@pytest.mark.parametrize("contract", GOTOMYERP)
@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("facts", "emergency"),
    [
        pytest.param(None, True, id="an engineer ticked both facts"),
        pytest.param(EVERYWHERE, None, id="all users at two locations"),
        pytest.param(LINE_CUT_EVERYWHERE, None, id="no connection at two locations"),
    ],
)
def test_an_emergency_is_answered_within_half_an_hour(
    contract: str, channel: str, facts: Facts | None, emergency: bool | None
) -> None:
    made = by_channel(contract, channel, claimed="4", suggested=4, facts=facts, emergency=emergency)
    assert made.emergency
    assert made.provisional
    assert (made.level, made.clock_level) == (None, None)
    assert (made.main.clause, made.main.force) == ("1.1", Force.COMMITMENT)
    due = made.main.deadline.due_at
    assert due is not None
    assert due == datetime.fromisoformat("2026-05-12T10:30:00-04:00")
    assert PromiseKind.BEGIN_WORK not in {entry.promise for entry in made.others}


@pytest.mark.parametrize("contract", GOTOMYERP)
@pytest.mark.parametrize(
    ("facts", "emergency", "notice"),
    [
        pytest.param(ALL_USERS, None, "second_location_needed", id="the second location is asked for"),
        pytest.param(LINE_CUT_HERE, None, "own_it_first", id="the customer's own IT looks first"),
        pytest.param(ONE_USER, None, None, id="one user is no emergency"),
        pytest.param(None, None, None, id="no facts are no emergency"),
        pytest.param(EVERYWHERE, False, None, id="an engineer withdrew it"),
    ],
)
def test_without_both_facts_the_channels_clock_runs(
    contract: str, facts: Facts | None, emergency: bool | None, notice: str | None
) -> None:
    made = by_channel(contract, "email", claimed="1", suggested=1, facts=facts, emergency=emergency)
    assert (made.emergency, made.provisional) == (False, False)
    assert (made.level, made.clock_level) == (None, "3")
    assert notice is None or notice in made.notices
    asked = {NoticeId.SECOND_LOCATION_NEEDED, NoticeId.OWN_IT_FIRST} & set(made.notices)
    assert asked == ({notice} if notice else set())


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("facts", "emergency"),
    [
        pytest.param(ALL_USERS, None, id="nobody can log on"),
        pytest.param(EVERYWHERE, None, id="nobody can log on anywhere"),
        pytest.param(None, True, id="an engineer says so"),
    ],
)
def test_a_site_down_is_answered_at_once(channel: str, facts: Facts | None, emergency: bool | None) -> None:
    made = by_channel("helpdesk", channel, facts=facts, emergency=emergency)
    assert (made.emergency, made.provisional) == (True, True)
    assert (made.level, made.clock_level) == (None, None)
    assert made.main.force is Force.COMMITMENT
    due = made.main.deadline.due_at
    assert due is not None
    assert due == datetime.fromisoformat("2026-05-12T10:00:00-04:00")
    assert NoticeId.CHARGES in made.notices


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(AFTER_AN_UPGRADE, id="during a planned event"),
        pytest.param(ONE_USER, id="for one user only"),
        pytest.param(SLOW_FOR_ALL, id="while everybody can log on"),
        pytest.param(LINE_CUT_EVERYWHERE, id="with nothing said of the users"),
    ],
)
def test_a_site_is_not_down(facts: Facts) -> None:
    made = by_channel("helpdesk", "email", facts=facts)
    assert (made.emergency, made.provisional) == (False, False)
    due = made.main.deadline.due_at
    assert due is not None
    assert due == datetime.fromisoformat("2026-05-12T12:00:00-04:00")


@pytest.mark.parametrize(
    ("contract", "clock"),
    [pytest.param("priority-matrix", "P2", id="003"), pytest.param("erp-maestro", "2", id="004")],
)
def test_two_contracts_know_no_emergency(contract: str, clock: str) -> None:
    made = by_channel(contract, "slack", suggested=1, facts=EVERYWHERE)
    assert not made.emergency
    assert made.clock_level == clock
