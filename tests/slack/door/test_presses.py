"""What people press, type and send off, by our own signed requests: kept once, acknowledged, and whose it is."""

import json
from pathlib import Path

import pytest

from tests.slack.door.opened import Opened
from tests.slack.door.test_http import SOMETHING, tell
from tests.slack.fake import FakeSlack
from tests.slack.ids import APP, CUSTOMER, ORGANISATION, TEAM
from tests.slack.payloads import Payload, command, press, shortcut, stamp, submission


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(press("case.confirm", "1001"), "action", id="a button"),
        pytest.param(submission("override", {"level": {"level": {"value": "2"}}}), "view", id="a modal sent off"),
        pytest.param({**submission("override", {}), "type": "view_closed"}, "view", id="a modal closed"),
        pytest.param(shortcut("make_case", SOMETHING), "shortcut", id="a shortcut on a message"),
        pytest.param(shortcut("search", None), "shortcut", id="a shortcut from anywhere"),
    ],
)
def test_what_people_press_is_kept_once_and_acked(body: Payload, kind: str, tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        for _ in range(2):
            answer = await door.press(body)
            assert (answer.status_code, answer.text) == (200, "")
        (row,) = door.events()
        assert (row["kind"], row["state"], row["team"]) == (kind, "waiting", TEAM)
        assert json.loads(row["body"])["type"] == body["type"]

    tell(story, tmp_path, slack)


def test_two_presses_of_one_button_are_two(tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        for _ in range(2):
            await door.press(press("case.confirm", "1001"))
        assert len(door.events()) == 2

    tell(story, tmp_path, slack)


def test_a_command_is_kept_and_what_asks_for_options_is_not(tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        assert (await door.post(command("1001"))).status_code == 200
        (row,) = door.events()
        assert (row["kind"], row["team"], json.loads(row["body"])["text"]) == ("command", TEAM, "1001")
        options = await door.press({**press("level", "1"), "type": "block_suggestion"})
        assert (options.status_code, options.json()) == (200, {"options": []})
        assert len(door.events()) == 1

    tell(story, tmp_path, slack)


@pytest.mark.parametrize(
    ("payload", "team"),
    [
        pytest.param(submission("m", {}, user_team=CUSTOMER), TEAM, id="a modal: the team outside is the clicker's"),
        pytest.param(
            press("b", "1", message={"app_id": APP, "team": TEAM, "ts": stamp()}, team={"id": CUSTOMER}),
            TEAM,
            id="a button below our own message in a shared channel",
        ),
        pytest.param(
            press("b", "1", is_enterprise_install=True, enterprise={"id": ORGANISATION}),
            ORGANISATION,
            id="organisation",
        ),
        pytest.param(press("b", "1", team=None), CUSTOMER, id="no team is told: the clicker's"),
    ],
)
def test_a_press_is_its_where_the_app_is_installed(
    payload: Payload, team: str, tmp_path: Path, slack: FakeSlack
) -> None:
    async def story(door: Opened) -> None:
        assert (await door.press(payload)).status_code == 200
        assert [row["team"] for row in door.events()] == [team]

    tell(story, tmp_path, slack)
