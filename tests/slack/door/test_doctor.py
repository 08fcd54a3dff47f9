"""What `intake doctor` says of Slack, against our own fake: one line each, with what to do."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake.bootstrap.examine import _slack, _web
from intake.bootstrap.settings import Settings
from intake.bootstrap.slack_try import Tried, tried_slack
from intake.database.engine import Database
from intake.database.sole import claim_store, listens_on
from intake.doors.slack.manifest import scopes
from intake.doors.web_server import listen
from tests.ports import free_port
from tests.slack.door.opened import new_store, opened, settings
from tests.slack.door.test_install import MANY, install
from tests.slack.fake import Fails, FakeSlack, Says
from tests.slack.ids import APP, ENGINEERS, KIM, TEAM
from tests.slack.payloads import event, message

GRANTED = ",".join(scopes())


def placed(tmp_path: Path, made: Settings) -> Settings:
    """Give settings the store of a folder."""
    return made.model_copy(update={"store": made.store.model_copy(update={"url": f"sqlite:///{tmp_path}/intake.db"})})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    database = new_store(tmp_path)
    yield database
    database.close()


def said(found: list[Tried], what: str) -> tuple[bool, str]:
    return next((one.well, one.said) for one in found if one.what == what)


def looked(tmp_path: Path, slack: FakeSlack, **part: object) -> list[Tried]:
    return tried_slack(placed(tmp_path, settings(slack, **part)))


@pytest.mark.usefixtures("store")
def test_all_is_well(tmp_path: Path, slack: FakeSlack) -> None:
    slack.scopes = GRANTED
    slack.channels[ENGINEERS] = {"name": "support-desk", "is_member": True, "is_ext_shared": False}
    found = looked(tmp_path, slack, engineers_channel=ENGINEERS)
    assert all(one.well for one in found)
    assert said(found, "Slack") == (True, f"installed in Desk ({TEAM}) as U0BOT")
    assert said(found, "Slack scopes") == (True, f"all {len(scopes())} are granted in Desk ({TEAM})")
    assert said(found, "engineers' channel")[1] == f"#support-desk ({ENGINEERS}), shared with nobody outside"
    assert "https://support.example.com/desk/slack/events is what the app needs" in said(found, "Slack request URL")[1]
    assert "none has come yet" in said(found, "Slack events")[1]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("invalid_auth", "bot_token is not accepted (invalid_auth); copy it again from OAuth & Permissions"),
        ("token_expired", "bot_token has expired; the running bot renews it, or turn token rotation off"),
        ("account_inactive", "bot_token is not accepted (account_inactive)"),
    ],
)
def test_a_token_that_is_refused(error: str, words: str, tmp_path: Path, slack: FakeSlack) -> None:
    slack.will("auth.test", Fails(error))
    well, told = said(looked(tmp_path, slack), "Slack")
    assert (well, words in told, "xoxb" in told) == (False, True, False), told


@pytest.mark.usefixtures("store")
def test_slack_that_cannot_be_reached(tmp_path: Path, slack: FakeSlack) -> None:
    away = f"http://127.0.0.1:{free_port()}/api/"
    well, told = said(looked(tmp_path, slack, api_url=away), "Slack")
    assert (well, "cannot be reached from here" in told) == (False, True)


@pytest.mark.usefixtures("store")
def test_scopes_that_are_missing_are_named(tmp_path: Path, slack: FakeSlack) -> None:
    slack.scopes = GRANTED.replace("files:read,", "").replace(",users:read.email", "")
    well, told = said(looked(tmp_path, slack), "Slack scopes")
    assert (well, "has not granted files:read, users:read.email; add them" in told) == (False, True)


@pytest.mark.usefixtures("store")
def test_scopes_that_the_answer_does_not_name_cannot_be_told(tmp_path: Path, slack: FakeSlack) -> None:
    slack.scopes = None
    (line,) = [one for one in looked(tmp_path, slack) if one.what == "Slack scopes"]
    assert (line.well, "cannot be told" in line.said) == (True, True)
    assert "files:read" not in line.said


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("part", [{}, MANY], ids=["one workspace", "many"])
def test_a_public_address_that_is_missing_is_told_once(
    tmp_path: Path, slack: FakeSlack, part: dict[str, object]
) -> None:
    made = placed(tmp_path, settings(slack, **part))
    assert made.web is not None
    bare = made.model_copy(update={"web": made.web.model_copy(update={"public_url": None})})
    lines = [*_web(bare), *_slack(bare)]
    (told,) = [one for one in lines if "public_url is" in one.said or "with public_url" in one.said]
    assert (told.well, "Slack's events do not come" in told.said) == (False, True)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("channel", "words"),
    [
        pytest.param(None, "is not seen (channel_not_found)", id="none of that id"),
        pytest.param({"is_member": True, "is_ext_shared": True}, "shared with another organisation", id="shared"),
        pytest.param(
            {"is_member": True, "is_pending_ext_shared": True}, "shared with another", id="about to be shared"
        ),
        pytest.param({"is_member": True, "is_archived": True}, "is archived; set another", id="archived"),
        pytest.param({"is_member": False}, "the app is not in C0ENGINEERS; write /invite", id="the app is not in it"),
    ],
)
def test_a_channel_that_will_not_do(
    channel: dict[str, Any] | None, words: str, tmp_path: Path, slack: FakeSlack
) -> None:
    if channel is not None:
        slack.channels[ENGINEERS] = channel
    well, told = said(looked(tmp_path, slack, engineers_channel=ENGINEERS), "engineers' channel")
    assert (well, words in told) == (False, True), told


@pytest.mark.usefixtures("store")
def test_that_there_is_no_channel_for_cards_is_said(tmp_path: Path, slack: FakeSlack) -> None:
    well, told = said(looked(tmp_path, slack), "engineers' channel")
    assert (well, "no card is posted in Slack; write engineers_channel of [slack]" in told) == (True, True)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("answer", "well", "words"),
    [
        pytest.param(Says(data={"users": [KIM]}), True, "1 in S0DECIDE may press", id="it has members"),
        pytest.param(Says(data={"users": []}), False, "nobody is in S0DECIDE, so nobody may press; add", id="empty"),
        pytest.param(
            Fails("no_such_subteam"), False, "S0DECIDE is not read (no_such_subteam), so nobody may press; copy its id",
            id="none of that id",
        ),
        pytest.param(
            Fails("missing_scope"), False, "(missing_scope), so nobody may press; add usergroups:read", id="no scope"
        ),
        pytest.param(
            Fails("plan_upgrade_required"), False, "this workspace's plan has no groups", id="no groups at all"
        ),
    ],
)  # fmt: skip
def test_the_group_of_those_who_decide_is_read(
    answer: Says | Fails, well: bool, words: str, tmp_path: Path, slack: FakeSlack
) -> None:
    slack.will("usergroups.users.list", answer)
    found, told = said(looked(tmp_path, slack, engineers_group="S0DECIDE"), "engineers' group")
    assert (found, words in told) == (well, True), told
    assert slack.of("usergroups.users.list")[0].arguments == {"usergroup": "S0DECIDE"}


@pytest.mark.usefixtures("store")
def test_a_connection_is_tried_in_socket_mode(tmp_path: Path, slack: FakeSlack) -> None:
    part: dict[str, object] = {"transport": "socket", "app_token": "xapp-1"}
    assert said(looked(tmp_path, slack, **part), "Slack socket") == (True, "a connection can be opened")
    slack.will("apps.connections.open", Fails("not_allowed_token_type"))
    well, told = said(looked(tmp_path, slack, **part), "Slack socket")
    assert (well, "no connection is opened (not_allowed_token_type)" in told) == (False, True)


def test_the_request_url_is_tried_where_the_bot_runs(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> tuple[list[Tried], list[Tried]]:
        async with opened(tmp_path, settings(slack)) as door:
            served = await listen(door.browser._transport.app, "127.0.0.1", 0)  # type: ignore[attr-defined] # httpx's own
            lock = claim_store(door.database)
            listens_on(lock, [served.port])
            found = []
            for path in ("", "/elsewhere"):
                web = {"port": served.port, "public_url": f"http://127.0.0.1:{served.port}{path}"}
                made = settings(slack)
                assert made.web is not None
                made = made.model_copy(update={"web": made.web.model_copy(update=web)})
                found.append(await asyncio.to_thread(tried_slack, placed(tmp_path, made)))
            await served.close()
            assert lock is not None
            lock.close()
            return found[0], found[1]

    good, bad = asyncio.run(story())
    assert "/slack/events answers Slack's challenge" in said(good, "Slack request URL")[1]
    well, told = said(bad, "Slack request URL")
    assert (well, "does not answer as Slack wants it (status 404)" in told) == (False, True)


def test_what_came_is_told(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack)) as door:
            await door.post(event(message("It is down")))
            await door.post({"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1, "api_app_id": APP})

    asyncio.run(story())
    lines = [(one.well, one.said) for one in looked(tmp_path, slack) if one.what == "Slack events"]
    assert lines[0][1].startswith("the last one came 20")
    assert (lines[1][0], "Slack held events back at" in lines[1][1]) == (False, True)


@pytest.mark.usefixtures("store")
def test_an_app_for_many_workspaces_is_looked_at_in_each(tmp_path: Path, slack: FakeSlack) -> None:
    assert (
        "it is installed nowhere; open https://support.example.com/desk/slack/install"
        in said(looked(tmp_path, slack, **MANY), "Slack")[1]
    )

    async def story() -> None:
        async with opened(tmp_path, settings(slack, **MANY)) as door:
            await install(door)

    asyncio.run(story())
    assert said(looked(tmp_path, slack, **MANY), "Slack")[0]
    elsewhere = looked(tmp_path, slack, **{**MANY, "home_workspace": "T0ELSEWHERE"})
    well, told = said(elsewhere, "home_workspace")
    assert (well, "is not installed in T0ELSEWHERE, your own" in told) == (False, True)
    assert not any(one.what == "engineers' channel" for one in elsewhere), "it is asked for at home alone"
    other = settings(slack, **MANY)
    desk = other.desk.model_validate({"address": "support@desk.example", "secret": "another secret of sixteen"})
    found = tried_slack(placed(tmp_path, other.model_copy(update={"desk": desk})))
    assert "encrypted under another desk.secret" in said(found, "Slack")[1]


def test_what_is_said_can_be_printed_as_json(tmp_path: Path, slack: FakeSlack) -> None:
    assert json.dumps([one.said for one in looked(tmp_path, slack)])
