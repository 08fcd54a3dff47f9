"""Socket Mode, against a small server of our own: the same door, and a connection that comes back by itself."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from structlog.testing import capture_logs

from intake.storage.slack import events
from tests.slack.door.opened import opened, settings, until
from tests.slack.door.test_shows import WRONG, Desk
from tests.slack.fake import Fails, FakeSlack, Limits
from tests.slack.ids import TEAM
from tests.slack.payloads import event, message, press, submission

SOCKET: dict[str, object] = {"transport": "socket", "app_token": "xapp-1", "signing_secret": None}


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once, and lose patience within a second."""
    monkeypatch.setattr("intake.doors.slack.socket._FIRST_PAUSE", 0.05)
    monkeypatch.setattr("intake.doors.slack.socket._LOOK", 0.02)
    monkeypatch.setattr("intake.doors.slack.socket._PATIENCE", 1.0)


async def _in_thread(call: Any, *arguments: Any) -> Any:
    return await asyncio.to_thread(call, *arguments)


def test_events_and_presses_are_kept_and_then_answered(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack, **SOCKET), Desk(), begin=True) as door:
            await _in_thread(slack.socket.until_open)
            await _in_thread(slack.socket.send, "events_api", event(message("Nobody can log in")), 1)
            await _in_thread(slack.socket.send, "interactive", press("case.confirm", "1001"), 2)
            await _in_thread(slack.socket.send, "interactive", submission("override", {}), 3)
            answers = await _in_thread(slack.socket.until_answered, 3)
            told = {answer["envelope_id"]: answer.get("payload") for answer in answers}
            assert told == {"envelope-1": None, "envelope-2": None, "envelope-3": WRONG}
            assert [row["kind"] for row in door.events()] == ["event", "action"]
            assert len(door.messages()) == 1
        assert slack.of("apps.connections.open")[0].token == "xapp-1"

    asyncio.run(story())


def test_what_is_not_kept_is_not_answered_and_comes_again(
    tmp_path: Path, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, keep = [True], events.keep

    def kept(connection: Any, given: Any) -> Any:
        if full:
            full.clear()
            raise OSError("disk full")
        return keep(connection, given)

    monkeypatch.setattr(events, "keep", kept)

    async def story() -> None:
        payload = event(message("It is down"))
        async with opened(tmp_path, settings(slack, **SOCKET), begin=True) as door:
            await _in_thread(slack.socket.until_open)
            await _in_thread(slack.socket.send, "events_api", payload, 1)
            await until(lambda: not full)
            for number in (2, 3):  # as Slack does; the second time it is known
                again = {"retry_attempt": number - 1, "retry_reason": "timeout"}
                await asyncio.to_thread(slack.socket.send, "events_api", payload, number, **again)
            answers = await _in_thread(slack.socket.until_answered, 2)
            assert {answer["envelope_id"] for answer in answers} == {"envelope-2", "envelope-3"}
            assert len(door.messages()) == 1

    asyncio.run(story())


@pytest.mark.parametrize("reason", ["refresh_requested", "warning", "too_many_websockets"])
def test_another_connection_is_opened_where_slack_says_so(reason: str, tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack, **SOCKET), begin=True):
            await _in_thread(slack.socket.until_open)
            await _in_thread(slack.socket.send_bare, {"type": "disconnect", "reason": reason})
            await _in_thread(slack.socket.until_open, 2)
            await _in_thread(slack.socket.send, "events_api", event(message("It is down")), 1)
            await _in_thread(slack.socket.until_answered)

    asyncio.run(story())


def test_a_connection_that_is_cut_comes_back(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack, **SOCKET), begin=True):
            await _in_thread(slack.socket.until_open)
            await _in_thread(slack.socket.hang_up)
            await _in_thread(slack.socket.until_open, 2)

    asyncio.run(story())


def test_a_client_that_sticks_is_made_anew(tmp_path: Path, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    """slack_sdk can stick on a session that is closed, and says "Session is closed" for ever."""
    connect = SocketModeClient.connect_to_new_endpoint
    seen: list[SocketModeClient] = []

    async def sticks(client: SocketModeClient, force: bool = False) -> None:
        seen.append(client)
        if seen.count(seen[0]) > 1 and client is seen[0]:
            raise RuntimeError("Session is closed")
        await connect(client, force)

    monkeypatch.setattr(SocketModeClient, "connect_to_new_endpoint", sticks)

    async def story() -> None:
        async with opened(tmp_path, settings(slack, **SOCKET), begin=True):
            await _in_thread(slack.socket.until_open)
            await _in_thread(slack.socket.hang_up)
            await _in_thread(slack.socket.until_open, 2)

    with capture_logs() as logs:
        asyncio.run(story())
    assert len({id(client) for client in seen}) == 2
    assert "slack.socket_lost" in [log["event"] for log in logs]


@pytest.mark.parametrize(
    "refusal", [Fails("invalid_auth"), Limits(seconds=0.01)], ids=["a token that is not accepted", "too often"]
)
def test_a_refused_connection_is_tried_again(refusal: Fails | Limits, tmp_path: Path, slack: FakeSlack) -> None:
    slack.will("apps.connections.open", refusal)

    async def story() -> None:
        async with opened(tmp_path, settings(slack, **SOCKET), begin=True):
            await _in_thread(slack.socket.until_open)

    asyncio.run(story())


def test_a_stop_answers_what_is_being_kept_and_takes_no_more(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack, **SOCKET), begin=True) as door:
            await _in_thread(slack.socket.until_open)
            for number in range(1, 21):
                await _in_thread(slack.socket.send, "events_api", event(message(f"It is down {number}")), number)
            await _in_thread(slack.socket.until_answered, 20)
            async with asyncio.timeout(5):
                await door.slack.shut()
            assert {row["team"] for row in door.events()} == {TEAM}
            assert len(door.messages()) == 20

    asyncio.run(story())


def test_over_one_transport_the_other_is_closed(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack, **SOCKET)) as door:
            assert (await door.post(event(message("It is down")))).status_code == 404
            assert door.slack.socket is not None
        async with opened(tmp_path, settings(slack)) as door:
            assert door.slack.socket is None

    asyncio.run(story())
