"""What is shown at once, by our own signed requests: modals, pages, answers; Slack's 200 waits for none of them."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from intake.domain.slack import EventKind, SlackEvent
from intake.doors.slack.shows import NothingToShow
from tests.slack.door.opened import opened, settings, until
from tests.slack.fake import Fails, FakeSlack, Hangs
from tests.slack.ids import ANN, KIM, TEAM
from tests.slack.payloads import command, event, message, press, shortcut, submission

MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Override"}, "blocks": []}
PAGE = {"type": "home", "blocks": []}
WRONG = {"response_action": "errors", "errors": {"reason": "Write a reason"}}


class Desk(NothingToShow):
    """Opens a modal for each press, and refuses modals without a reason."""

    def __init__(self) -> None:
        self.late = asyncio.Event()
        self.asked: list[SlackEvent] = []

    async def check(self, event: SlackEvent) -> Mapping[str, Any] | None:
        values = event.body["view"]["state"]["values"]
        if "broken" in values:
            raise ValueError("broken")
        if "slow" in values:
            await asyncio.sleep(60)
        return None if values.get("reason") else WRONG

    async def modal(self, event: SlackEvent) -> Mapping[str, Any] | None:
        self.asked.append(event)
        return MODAL

    async def home(self, team: str, user: str) -> Mapping[str, Any] | None:
        assert (team, user) == (TEAM, KIM)
        return PAGE

    async def command(self, event: SlackEvent) -> Mapping[str, Any] | None:
        if event.body["text"] == "late":
            await self.late.wait()
        return {"text": f"You asked: {event.body['text']}"}


def test_a_press_opens_a_modal_once_it_is_kept(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        desk, pressed = Desk(), press("case.override", "1001", user=KIM, user_team=TEAM)
        async with opened(tmp_path, settings(slack), desk) as door:
            assert (await door.press(pressed)).text == ""
            await until(lambda: slack.of("views.open"))
            assert (desk.asked[0].kind, desk.asked[0].id) == (EventKind.ACTION, door.events()[0]["id"])
            assert slack.calls[0].arguments == {"trigger_id": pressed["trigger_id"], "view": MODAL}
            await door.press(pressed)  # Slack sends it again: the trigger is used up
        assert len(slack.calls) == 1

    asyncio.run(story())


def test_a_press_in_a_modal_changes_it_and_no_other_s(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        view = {"id": "V1", "type": "modal", "hash": "156.a", "app_installed_team_id": TEAM}
        async with opened(tmp_path, settings(slack), Desk()) as door:
            await door.press(press("level", "2", view=view))
            await until(lambda: slack.of("views.update"))
        assert slack.calls[0].arguments == {"view_id": "V1", "hash": "156.a", "view": MODAL}

    asyncio.run(story())


def test_a_shortcut_opens_a_modal_too(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack), Desk()) as door:
            await door.press(shortcut("search", None))
            await until(lambda: slack.of("views.open"))

    asyncio.run(story())


@pytest.mark.parametrize(
    ("values", "answer", "kept"),
    [
        pytest.param({}, WRONG, 0, id="what is wrong stands in the modal, and nothing is kept"),
        pytest.param(
            {"reason": {"text": {"value": "A typo"}}}, None, 1, id="what is right is kept, and the modal goes"
        ),
        pytest.param({"broken": {}}, None, 1, id="a check that fails loses nobody's work"),
    ],
)
def test_a_modal_is_checked_before_it_is_taken(
    values: dict[str, Any], answer: object, kept: int, tmp_path: Path, slack: FakeSlack
) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack), Desk()) as door:
            found = await door.press(submission("override", values))
            assert found.status_code == 200
            assert (found.json() if found.text else None) == answer
            assert len(door.events()) == kept

    asyncio.run(story())


def test_a_check_that_takes_too_long_is_not_waited_for(
    tmp_path: Path, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.doors.slack.shows._SOON", 0.05)

    async def story() -> None:
        async with opened(tmp_path, settings(slack), Desk()) as door:
            assert (await door.press(submission("override", {"slow": {}}))).text == ""
            assert len(door.events()) == 1

    asyncio.run(story())


def test_the_page_of_the_app_is_published_and_leaves_no_row(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack), Desk()) as door:
            for tab in ("home", "messages"):
                await door.post(event({"type": "app_home_opened", "user": KIM, "tab": tab, "channel": "D1"}))
            await until(lambda: slack.of("views.publish"))
            assert door.events() == []
        assert [call.arguments for call in slack.calls] == [{"user_id": KIM, "view": PAGE}]

    asyncio.run(story())


def test_a_command_is_answered_in_slack_s_own_answer(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack), Desk()) as door:
            answer = await door.post(command("1001"))
        assert answer.json() == {"response_type": "ephemeral", "text": "You asked: 1001"}
        assert slack.calls == []

    asyncio.run(story())


def test_an_answer_that_takes_longer_comes_afterwards_for_that_person_alone(
    tmp_path: Path, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.doors.slack.shows._SOON", 0.05)

    async def story() -> None:
        desk = Desk()
        async with opened(tmp_path, settings(slack), desk) as door:
            answer = await door.post(command("late", user=ANN))
            assert (answer.status_code, answer.text) == (200, "")
            desk.late.set()
            await until(lambda: slack.of("chat.postEphemeral"))
        assert slack.calls[0].arguments["user"] == ANN
        assert slack.calls[0].arguments["text"] == "You asked: late"

    asyncio.run(story())


@pytest.mark.parametrize("goes_wrong", [Fails("expired_trigger_id"), Hangs(done=False)], ids=["refused", "no answer"])
def test_slack_s_answer_does_not_wait_for_the_modal(
    goes_wrong: Fails | Hangs, tmp_path: Path, slack: FakeSlack
) -> None:
    slack.will("views.open", goes_wrong)

    async def story() -> None:
        async with opened(tmp_path, settings(slack), Desk()) as door:
            async with asyncio.timeout(1):
                assert (await door.press(press("case.override", "1001"))).status_code == 200
            await until(lambda: slack.of("views.open"))
            slack.speak()
            assert (await door.post(event(message("It is down")))).status_code == 200

    asyncio.run(story())
