"""Tokens that expire, against our own fake: renewed by one call whoever asks, and kept whatever happens meanwhile."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from intake.storage.slack import installations
from tests.slack.door.opened import opened, settings
from tests.slack.door.test_install import MANY, install
from tests.slack.fake import Fails, FakeSlack, Says
from tests.slack.ids import TEAM


def expiring(slack: FakeSlack, seconds: int) -> None:
    slack.will("oauth.v2.access", Says(data={"refresh_token": "xoxe-1", "expires_in": seconds}))


NEXT = Says(data={"access_token": "xoxb-2", "refresh_token": "xoxe-2", "expires_in": 43_200})


def test_a_token_that_expires_is_renewed_once_whoever_asks(tmp_path: Path, slack: FakeSlack) -> None:
    expiring(slack, 3600)
    slack.will("oauth.v2.access", NEXT)

    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)
            calls = [door.slack.web.call(TEAM, "chat.postMessage", {"channel": "C1", "text": "1"}) for _ in range(12)]
            answers = await asyncio.gather(*calls)
            assert all(answer.ok for answer in answers)
            renewed = slack.of("oauth.v2.access")[1:]
            assert [call.arguments["refresh_token"] for call in renewed] == ["xoxe-1"]
            assert {call.token for call in slack.of("chat.postMessage")} == {"xoxb-2"}
        async with opened(tmp_path, settings(slack, **MANY)) as door:  # and it is kept
            await door.slack.web.call(TEAM, "chat.postMessage", {"channel": "C1", "text": "1"})
            assert slack.calls[-1].token == "xoxb-2"
            assert len(slack.of("oauth.v2.access")) == 2

    asyncio.run(story())


def test_a_token_that_holds_for_hours_is_left_alone(tmp_path: Path, slack: FakeSlack) -> None:
    expiring(slack, 43_200)

    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)
            await door.slack.web.call(TEAM, "auth.test", {})
        assert len(slack.of("oauth.v2.access")) == 1

    asyncio.run(story())


def test_one_that_slack_takes_for_expired_is_renewed_too(tmp_path: Path, slack: FakeSlack) -> None:
    expiring(slack, 43_200)
    slack.will("oauth.v2.access", NEXT)
    slack.will("chat.postMessage", Fails("token_expired"))

    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)
            assert (await door.slack.web.call(TEAM, "chat.postMessage", {"channel": "C1", "text": "1"})).ok
        assert [call.token for call in slack.of("chat.postMessage")] == ["xoxb-1", "xoxb-2"]

    asyncio.run(story())


def test_where_it_cannot_be_renewed_the_old_one_is_used_and_slack_not_asked_each_time(
    tmp_path: Path, slack: FakeSlack
) -> None:
    expiring(slack, 3600)
    slack.will("oauth.v2.access", Fails("internal_error"))

    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)
            for _ in range(3):
                await door.slack.web.call(TEAM, "auth.test", {})
        assert {call.token for call in slack.of("auth.test")} == {"xoxb-1"}
        assert len(slack.of("oauth.v2.access")) == 2

    asyncio.run(story())


def test_whoever_goes_away_while_it_is_renewed_costs_no_token(tmp_path: Path, slack: FakeSlack) -> None:
    expiring(slack, 3600)
    slack.will("oauth.v2.access", NEXT)

    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)
            asking = asyncio.create_task(door.slack.web.call(TEAM, "auth.test", {}))
            await asyncio.to_thread(slack.until, "oauth.v2.access", 2)
            asking.cancel()
            token = await door.slack.tokens.token(TEAM)
            assert token is not None
            assert token.text == "xoxb-2"
        assert len(slack.of("oauth.v2.access")) == 2

    asyncio.run(story())


def test_renewed_tokens_survive_a_disk_that_is_full_for_a_while(
    tmp_path: Path, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    expiring(slack, 3600)
    slack.will("oauth.v2.access", NEXT)
    renew, full = installations.renew, [True]

    def fails(connection: Any, installed: Any) -> None:
        if full:
            raise OSError("full")
        renew(connection, installed)

    monkeypatch.setattr(installations, "renew", fails)

    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)
            for _ in range(2):
                await door.slack.web.call(TEAM, "auth.test", {})
            full.clear()
            await door.slack.web.call(TEAM, "auth.test", {})
        assert {call.token for call in slack.of("auth.test")[1:]} == {"xoxb-2"}
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await door.slack.web.call(TEAM, "auth.test", {})
        assert slack.calls[-1].token == "xoxb-2"
        assert len(slack.of("oauth.v2.access")) == 2

    asyncio.run(story())
