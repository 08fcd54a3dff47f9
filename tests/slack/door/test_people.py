"""Profiles that are wanted, asked of our own fake: once each, again where Slack does not answer, never for ever."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from intake.bootstrap.clock import now
from intake.domain.slack import Person, Profile
from intake.storage.slack import people
from intake.workspace.people import profile_of
from tests.slack.door.opened import Opened, opened, settings, until
from tests.slack.fake import Fails, FakeSlack, Limits
from tests.slack.ids import ANN, CUSTOMER, TEAM
from tests.slack.payloads import event, message, person

ANN_LEE = Person(team=CUSTOMER, user=ANN)


def known(door: Opened, who: Person = ANN_LEE) -> Profile:
    with door.database.read() as connection:
        return people.find(connection, who)


def waits(door: Opened) -> bool:
    with door.database.read() as connection:
        return people.awaited_since(connection, ANN_LEE) is not None


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.workspace.people._FIRST_PAUSE", 0.01)


@pytest.mark.parametrize(
    ("user", "profile"),
    [
        pytest.param(
            person(ANN, address="Ann@Gold.example"),
            {"name": "Ann Lee", "address": "ann@gold.example", "zone": "Europe/Berlin", "language": "en"},
            id="a whole profile",
        ),
        pytest.param(
            person(ANN, tz=None, locale="pt-BR"), {"name": "Ann Lee", "language": "pt"}, id="no address, no zone"
        ),
        pytest.param(person(ANN, is_restricted=True), {"guest": True}, id="a guest of some channels"),
        pytest.param(person(ANN, is_ultra_restricted=True), {"guest": True}, id="a guest of one channel"),
        pytest.param(person(ANN, is_bot=True), {"bot": True}, id="a bot"),
        pytest.param(person(ANN, deleted=True), {"deleted": True}, id="somebody who has left"),
        pytest.param({"id": ANN, "name": "ann"}, {"name": "ann"}, id="a stranger's thin profile"),
        pytest.param({"id": ANN, "profile": None, "real_name": 7}, {"name": ""}, id="what is none"),
    ],
)
def test_a_profile_is_read(user: dict[str, Any], profile: dict[str, object]) -> None:
    at = now()
    found = profile_of(ANN_LEE, user, at)
    assert {name: getattr(found, name) for name in profile} == profile
    assert found.known_at == at


def test_whoever_writes_for_the_first_time_is_asked_about(tmp_path: Path, slack: FakeSlack) -> None:
    slack.people[ANN] = person(ANN, address="ann@gold.example")

    async def story() -> None:
        async with opened(tmp_path, settings(slack), begin=True) as door:
            for _ in range(3):
                await door.post(event(message("It is down")))
            await until(lambda: known(door).known_at)
            assert known(door).address == "ann@gold.example"
            assert "learned" in door.woken
            await door.post(event(message("Still down")))
            await until(lambda: len(door.messages()) == 4)
        (asked,) = slack.of("users.info")
        assert asked.arguments == {"user": ANN, "include_locale": "true"}

    asyncio.run(story())


@pytest.mark.parametrize(
    ("refusals", "times"),
    [
        pytest.param([Fails("fatal_error")], 2, id="a fault that passes"),
        pytest.param([Limits(seconds=0.05)], 2, id="too many questions: after as long as Slack says"),
        pytest.param([Fails("internal_error")] * 3, 4, id="several faults"),
    ],
)
def test_a_question_that_is_not_answered_is_asked_again(
    refusals: list[Any], times: int, tmp_path: Path, slack: FakeSlack
) -> None:
    slack.people[ANN] = person(ANN)
    slack.will("users.info", *refusals)

    async def story() -> None:
        async with opened(tmp_path, settings(slack), begin=True) as door:
            await door.post(event(message("It is down")))
            await until(lambda: known(door).known_at)
        assert len(slack.of("users.info")) == times

    asyncio.run(story())


@pytest.mark.parametrize(
    ("error", "times"),
    [
        pytest.param("user_not_visible", 1, id="Slack will not tell"),
        pytest.param("missing_scope", 1, id="the app may not ask"),
        pytest.param("internal_error", 5, id="a fault that does not pass"),
    ],
)
def test_nobody_waits_for_ever_for_a_profile(error: str, times: int, tmp_path: Path, slack: FakeSlack) -> None:
    slack.will("users.info", *[Fails(error)] * 9)

    async def story() -> None:
        async with opened(tmp_path, settings(slack), begin=True) as door:
            await door.post(event(message("It is down")))
            await until(lambda: len(slack.of("users.info")) == times and not waits(door))
            assert known(door).known_at is None
        assert len(slack.of("users.info")) == times

    asyncio.run(story())


def test_many_people_are_asked_about_a_few_at_a_time(tmp_path: Path, slack: FakeSlack) -> None:
    many = [Person(team=CUSTOMER, user=f"U{number:04d}") for number in range(60)]
    slack.people.update({one.user: person(one.user) for one in many})

    async def story() -> None:
        async with opened(tmp_path, settings(slack)) as door:
            with door.database.write() as connection:
                for one in many:
                    people.want(connection, one, TEAM, now(), now() - timedelta(days=1))
            assert await door.slack.people.once() == 0.0  # more than a round has are left
            await door.slack.people.once()
            assert all(known(door, one).known_at for one in many)
        assert len(slack.of("users.info")) == 60

    asyncio.run(story())
