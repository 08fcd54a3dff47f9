"""The installation over HTTP against our own fake: states good for one answer, tokens encrypted, taken off again."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from structlog.testing import capture_logs

from intake.bootstrap.clock import now
from intake.bootstrap.slack_settings import SlackPart
from intake.domain.slack import EventKind, Place, SlackEvent
from intake.stages.desk import Run
from intake.storage.slack import installations
from intake.storage.tables.slack import slack_installations, slack_states
from intake.workspace.uninstalled import uninstalled
from tests.slack.door.opened import DESK, Opened, opened, settings
from tests.slack.fake import Fails, FakeSlack, Says
from tests.slack.ids import BOT, IN_ORGANISATION, ORGANISATION, TEAM
from tests.slack.payloads import event

APP = {"client_id": "1.2", "client_secret": "a client's secret", "home_workspace": TEAM}
OTHER = "T0OTHER"
MANY: dict[str, object] = {"bot_token": None, **APP}


async def begun(door: Opened) -> tuple[str, str]:
    """Go to the installation; return the state and the cookie that goes with it."""
    answer = await door.browser.get("/slack/install")
    assert answer.status_code == 302
    place = urlsplit(answer.headers["location"])
    assert (place.path, parse_qs(place.query)["client_id"]) == ("/oauth/v2/authorize", ["1.2"])
    return parse_qs(place.query)["state"][0], answer.headers["set-cookie"].partition(";")[0]


async def ended(door: Opened, state: str, cookie: str, code: str = "a code") -> httpx.Response:
    return await door.browser.get(
        "/slack/oauth_redirect", params={"state": state, "code": code}, headers={"cookie": cookie}
    )


async def install(door: Opened) -> None:
    answer = await ended(door, *await begun(door))
    assert answer.status_code == 200, answer.text


def rows(door: Opened) -> list[dict[str, Any]]:
    return door._rows(slack_installations)


def test_an_installation_gives_a_token_that_lies_encrypted(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)
            (row,) = rows(door)
            assert (row["enterprise"], row["team"], row["bot_user"], row["expires_at"]) == ("", TEAM, BOT, None)
            assert await door.slack.tokens.token(TEAM) == await door.slack.tokens.token("")
            answer = await door.slack.web.call(TEAM, "chat.postMessage", {"channel": "C1", "text": "Hello"})
            assert (answer.ok, slack.calls[-1].token) == (True, "xoxb-1")
            asked = slack.of("oauth.v2.access")[0].arguments
            assert asked["code"] == "a code"
            assert asked["redirect_uri"] == "https://support.example.com/desk/slack/oauth_redirect"

    asyncio.run(story())
    assert b"xoxb-1" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_another_secret_opens_no_token_and_says_so_in_a_line(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)
        other = settings(slack, **MANY)
        desk = other.desk.model_validate({**DESK, "secret": "another secret of sixteen"})
        async with opened(tmp_path, other.model_copy(update={"desk": desk})) as door:
            assert (await door.slack.web.call(TEAM, "auth.test", {})).error == "not_installed"

    with capture_logs() as logs:
        asyncio.run(story())
    written = str(logs)
    assert "encrypted under another desk.secret; write that secret again, or install the app" in written


@pytest.mark.parametrize(
    ("story", "status"),
    [
        pytest.param("again", 401, id="a state is good for one answer"),
        pytest.param("made up", 401, id="a state that is none of ours"),
        pytest.param("late", 401, id="a state that was issued too long ago"),
        pytest.param("another browser", 400, id="in a browser that did not begin it"),
        pytest.param("no state", 400, id="as the link on the app's own page has it, without a state"),
        pytest.param("refused", 200, id="Slack's user says no"),
    ],
)
def test_nothing_is_installed_without_our_own_state(story: str, status: int, tmp_path: Path, slack: FakeSlack) -> None:
    async def told() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            state, cookie = await begun(door)
            wanted, name = {"state": state, "code": "a code"}, cookie.partition("=")[0]
            if story == "again":
                await ended(door, state, cookie)
                with door.database.write() as connection:
                    installations.drop(connection, TEAM)
            elif story == "made up":
                wanted, cookie = {**wanted, "state": "x"}, f"{name}=x"
            elif story == "late":
                with door.database.write() as connection:
                    connection.execute(slack_states.update().values(until=now() - timedelta(seconds=1)))
            elif story == "another browser":
                cookie = ""
            elif story == "no state":
                del wanted["state"]
            elif story == "refused":
                wanted = {"error": "access_denied"}
            answer = await door.browser.get("/slack/oauth_redirect", params=wanted, headers={"cookie": cookie})
            assert answer.status_code == status
            assert rows(door) == []
            if story == "no state":  # people are sent to where it begins
                assert "https://support.example.com/desk/slack/install" in answer.text

    asyncio.run(told())


def test_a_code_that_slack_refuses_installs_nothing(tmp_path: Path, slack: FakeSlack) -> None:
    slack.will("oauth.v2.access", Fails("invalid_code"))

    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            assert (await ended(door, *await begun(door))).status_code == 401
            assert rows(door) == []

    asyncio.run(story())


def test_a_whole_organisation_is_one_installation(tmp_path: Path, slack: FakeSlack) -> None:
    granted = {"team": None, "enterprise": {"id": ORGANISATION, "name": "Org"}, "is_enterprise_install": True}
    slack.will("oauth.v2.access", Says(data=granted))

    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)
            assert [(row["enterprise"], row["team"]) for row in rows(door)] == [(ORGANISATION, "")]
            assert (await door.slack.web.call(ORGANISATION, "auth.test", {})).ok

    asyncio.run(story())


@pytest.mark.parametrize("team", [OTHER, IN_ORGANISATION, "E0OTHER"], ids=["a workspace", "one of its own", "another"])
@pytest.mark.parametrize("where", ["an organisation", "a workspace"])
def test_where_the_app_is_not_installed_nobody_else_s_token_is_used(
    where: str, team: str, tmp_path: Path, slack: FakeSlack
) -> None:
    """That a workspace belongs to an organisation nobody but Slack can say, and what it sends names that itself."""
    granted = {"team": None, "enterprise": {"id": ORGANISATION, "name": "Org"}, "is_enterprise_install": True}
    if where == "an organisation":
        slack.will("oauth.v2.access", Says(data=granted))

    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)
            before = len(slack.calls)
            answer = await door.slack.web.call(team, "chat.postMessage", {"channel": "C1", "text": "Hello"})
            assert (answer.error, slack.calls[before:], door.slack.tokens.installed(team)) == (
                "not_installed",
                [],
                False,
            )

    asyncio.run(story())


def test_one_workspace_s_token_is_that_workspace_s_once_slack_has_said_whose(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack), begin=True) as door:
            async with asyncio.timeout(10):
                await asyncio.gather(*(task for task in door.slack.tasks if task.get_name() == "slack introduction"))
            answers = [await door.slack.web.call(team, "auth.test", {}) for team in (TEAM, "", OTHER, ORGANISATION)]
            assert [answer.error for answer in answers] == ["", "", "not_installed", "not_installed"]

    asyncio.run(story())


def test_the_engineers_channel_is_looked_for_at_home_not_where_it_was_installed_first() -> None:
    part = SlackPart.model_validate(
        {
            "signing_secret": "s",
            "client_id": "1",
            "client_secret": "s",
            "home_workspace": TEAM,
            "engineers_channel": "C0X",
        }
    )
    assert part.rules().engineers == Place(team=TEAM, channel="C0X")


def test_a_second_installation_takes_the_first_one_s_place(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)
            slack.token = "xoxb-2"
            await install(door)
            assert len(rows(door)) == 1
            await door.slack.web.call(TEAM, "auth.test", {})
            assert slack.calls[-1].token == "xoxb-2"

    asyncio.run(story())


OFF = event({"type": "app_uninstalled"}, event_time=4_000_000_000)
REVOKED = event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT]}}, event_time=4_000_000_000)


@pytest.mark.parametrize(
    ("payload", "left"),
    [
        pytest.param(OFF, 0, id="taken off"),
        pytest.param(REVOKED, 0, id="the bot's token revoked"),
        pytest.param(
            event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}, event_time=4_000_000_000),
            1,
            id="a person's token revoked, which we have none of",
        ),
        pytest.param({**OFF, "event_time": 1_000_000_000}, 1, id="an old event, from before it was installed again"),
        pytest.param({**OFF, "authorizations": [{"team_id": "T0OTHER"}]}, 1, id="another workspace"),
    ],
)
def test_what_is_taken_off_leaves_no_token(
    payload: dict[str, Any], left: int, tmp_path: Path, slack: FakeSlack
) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)
            await door.post(payload)
            row = door.events()[0]
            told = SlackEvent(
                id=row["id"],
                key=row["key"],
                kind=EventKind.EVENT,
                team=row["team"],
                body=payload,
                received_at=row["received_at"],
            )
            with door.database.write() as connection:
                for _ in range(2):
                    uninstalled(Run(connection=connection, desk=None, now=now()), told)  # type: ignore[arg-type] # unused
            assert len(rows(door)) == left
            assert door.slack.tokens.installed(TEAM) is bool(left)
            answer = await door.slack.web.call(TEAM, "auth.test", {})
            assert answer.error == ("" if left else "not_installed")

    asyncio.run(story())


def test_one_workspace_by_its_token_is_known_and_kept(tmp_path: Path, slack: FakeSlack) -> None:
    slack.will("auth.test", Fails("internal_error"))

    async def story(team: str) -> None:
        async with opened(tmp_path, settings(slack), begin=True) as door:
            await asyncio.to_thread(slack.until, "auth.test", len(slack.of("auth.test")) + 1)
            async with asyncio.timeout(10):
                await asyncio.gather(*(task for task in door.slack.tasks if task.get_name() == "slack introduction"))
            (row,) = rows(door)
            assert (row["team"], row["bot_user"], row["secret"]) == (team, BOT, "")
            assert door.slack.tokens.installed(team)
            assert not door.slack.tokens.installed("T0OTHER")
            with door.database.read() as connection:
                assert installations.home(connection) == team

    asyncio.run(story(TEAM))
    asyncio.run(story(TEAM))
    slack.bots["xoxb-1"] = "T0MOVED"  # the token in the settings is another workspace's now
    asyncio.run(story("T0MOVED"))


def test_the_first_workspace_is_the_desk_s_own(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)
            slack.will("oauth.v2.access", Says(data={"team": {"id": "T0CUSTOMER", "name": "Gold"}}))
            await install(door)
            with door.database.read() as connection:
                assert installations.home(connection) == TEAM
                assert installations.find(connection, "") is None  # which one is not said
                assert installations.find(connection, "T0NOBODY") is None

    asyncio.run(story())


def test_installations_show_no_secret() -> None:
    one = installations.Installed(enterprise="", team=TEAM, bot_user=BOT, secret="1:xyz", installed_at=now())
    assert "xyz" not in repr(replace(one, team="T0OTHER"))
