"""Slack's events over HTTP, by our own signed requests: kept before the 200, each once, and nothing gets a 404."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from intake.bootstrap.clock import now
from intake.storage.slack import events
from intake.workspace.tidying import KEPT
from tests.slack.door.opened import Opened, opened, settings, until
from tests.slack.fake import FakeSlack
from tests.slack.ids import APP, BOT, CUSTOMER, ORGANISATION, TEAM
from tests.slack.payloads import (
    Payload,
    bare,
    deleted,
    direct,
    edited,
    event,
    in_organisation,
    mention,
    message,
    reaction,
    stamp,
)

Story = Callable[[Opened], Awaitable[None]]


def tell(story: Story, tmp_path: Path, slack: FakeSlack, **part: object) -> None:
    async def told() -> None:
        async with opened(tmp_path, settings(slack, **part)) as door:
            await story(door)

    asyncio.run(told())


def test_a_challenge_is_given_back(tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        asked = {"type": "url_verification", "challenge": "3eZbrw1aB", "token": "t"}
        answer = await door.post(asked)
        assert (answer.status_code, answer.json()) == (200, {"challenge": "3eZbrw1aB"})
        unsigned = await door.post(asked, sign={"secret": "another"})
        assert unsigned.status_code == 401

    tell(story, tmp_path, slack)


def test_a_message_is_kept_with_its_job_before_the_200(tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        payload = event(message("Nobody can log in"))
        answer = await door.post(payload)
        assert (answer.status_code, answer.text) == (200, "")
        ((kept,), (said,)) = (door.events(), door.messages())
        assert (kept["key"], kept["state"], kept["message_id"]) == (payload["event_id"], "done", said["id"])
        assert kept["body"] == ""  # its words are in the message alone
        assert (said["channel"], said["outcome"]) == ("slack", "accepted")
        assert "clerk" in door.woken
        await until(lambda: "worker" in door.woken)

    tell(story, tmp_path, slack)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"x-slack-signature": "v0=" + "0" * 64}, 401, id="another's signature"),
        pytest.param({"x-slack-signature": ""}, 401, id="no signature"),
        pytest.param({"x-slack-request-timestamp": "soon"}, 401, id="a time that is none"),
        pytest.param({"x-slack-request-timestamp": "9" * 400}, 401, id="a time that no float holds"),
        pytest.param({"x-slack-signature": b"v0=\xe9"}, 401, id="a signature of other letters"),
        pytest.param({"x-slack-request-timestamp": "1"}, 401, id="a signature over another time"),
    ],
)
def test_whoever_is_not_slack_gets_nothing_in(
    headers: dict[str, str | bytes], status: int, tmp_path: Path, slack: FakeSlack
) -> None:
    async def story(door: Opened) -> None:
        answer = await door.post(event(message("Let me in")), headers=headers)
        assert (answer.status_code, door.events()) == (status, [])

    tell(story, tmp_path, slack)


@pytest.mark.parametrize(
    ("age", "status"), [pytest.param(200, 200, id="minutes ago"), pytest.param(301, 401, id="older than five minutes")]
)
def test_a_signature_holds_for_five_minutes(age: int, status: int, tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        answer = await door.post(event(message("Hello, it is broken")), sign={"at": time.time() - age})
        assert answer.status_code == status

    tell(story, tmp_path, slack)


def test_a_changed_body_is_refused_however_little_is_changed(tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        from tests.slack.payloads import signed

        raw = json.dumps(event(message("Level 3")))
        answer = await door.browser.post("/slack/events", content=raw.replace("3", "1", 1), headers=signed(raw))
        assert answer.status_code == 401

    tell(story, tmp_path, slack)


def test_a_retry_of_what_was_kept_adds_nothing_and_one_of_what_was_not_is_kept(
    tmp_path: Path, slack: FakeSlack
) -> None:
    again = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}

    async def story(door: Opened) -> None:
        first, lost = event(message("It is down")), event(message("And this never came"))
        for payload, headers in ((first, {}), (first, again), (lost, again), (first, {})):
            assert (await door.post(payload, headers=headers)).status_code == 200
        assert [row["key"] for row in door.events()] == [first["event_id"], lost["event_id"]]
        assert len(door.messages()) == 2

    tell(story, tmp_path, slack)


def test_a_replayed_request_is_answered_and_changes_nothing(tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        from tests.slack.payloads import signed

        raw = json.dumps(event(message("It is down")))
        headers = signed(raw)
        for _ in range(3):
            assert (await door.browser.post("/slack/events", content=raw, headers=headers)).status_code == 200
        assert (len(door.events()), len(door.messages())) == (1, 1)

    tell(story, tmp_path, slack)


def test_a_message_and_the_mention_in_it_are_one_message(tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        said = message(f"<@{BOT}> nobody can log in")
        for inner in (said, mention(said)):
            assert (await door.post(event(inner))).status_code == 200
        assert len(door.events()) == 2
        assert len(door.messages()) == 1
        assert {row["message_id"] for row in door.events()} == {1}

    tell(story, tmp_path, slack)


SOMETHING = message("Some words")


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        pytest.param(event(edited(SOMETHING, "Other words")), "event", id="an edit"),
        pytest.param(event(deleted(SOMETHING)), "event", id="a deletion"),
        pytest.param(event(reaction(SOMETHING, "ticket")), "event", id="an emoji"),
        pytest.param(event({"type": "app_uninstalled"}), "event", id="the app is taken off"),
        pytest.param(event({"type": "a_type_of_next_year", "user": {"id": 1}}), "event", id="a type nobody knows"),
        pytest.param(
            event({"type": "message", "subtype": "channel_join", "ts": stamp()}), "event", id="somebody joins"
        ),
        pytest.param(
            {"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1518467820, "api_app_id": APP},
            "event",
            id="Slack holds events back",
        ),
    ],
)
def test_whatever_else_happens_is_kept_for_the_clerk_and_gets_its_200(
    payload: Payload, kind: str, tmp_path: Path, slack: FakeSlack
) -> None:
    async def story(door: Opened) -> None:
        answer = await door.post(payload)
        assert (answer.status_code, door.messages()) == (200, [])
        (row,) = door.events()
        assert (row["kind"], row["team"], row["state"]) == (kind, TEAM, "waiting")
        assert json.loads(row["body"]) == bare(payload)

    tell(story, tmp_path, slack)


@pytest.mark.parametrize(
    ("payload", "team"),
    [
        pytest.param(
            event(message("Hi"), installed=TEAM, context=CUSTOMER), TEAM, id="Slack Connect: theirs is outside"
        ),
        pytest.param(
            in_organisation(message("Hi"), organisation=ORGANISATION, team="T0PART"), ORGANISATION, id="an organisation"
        ),
        pytest.param(
            {
                **event(message("Hi")),
                "authorizations": [{"enterprise_id": ORGANISATION, "team_id": "T0PART", "is_enterprise_install": True}],
            },
            ORGANISATION,
            id="an organisation that names the workspace as well",
        ),
        pytest.param(
            {
                **event(message("Hi")),
                "authorizations": [{"enterprise_id": ORGANISATION, "team_id": TEAM, "is_enterprise_install": False}],
            },
            TEAM,
            id="a workspace of an organisation, installed in it alone",
        ),
        pytest.param(
            {**event(message("Hi")), "authorizations": [], "team_id": "T0OLD"}, "T0OLD", id="no authorization is told"
        ),
    ],
)
def test_an_event_is_its_where_the_app_is_installed(
    payload: Payload, team: str, tmp_path: Path, slack: FakeSlack
) -> None:
    async def story(door: Opened) -> None:
        assert (await door.post(payload)).status_code == 200
        assert [row["team"] for row in door.events()] == [team]

    tell(story, tmp_path, slack)


def test_what_the_app_says_itself_is_no_news(tmp_path: Path, slack: FakeSlack) -> None:
    own = message("We have received your message", user=BOT, app_id=APP, bot_id="B0BOT")

    async def story(door: Opened) -> None:
        for inner in (own, edited(own, "We have it")):
            assert (await door.post(event(inner))).status_code == 200
        assert (door.events(), door.messages()) == ([], [])

    tell(story, tmp_path, slack)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"{" + b" " * 1_000_001, 413, id="larger than any event"),
        pytest.param(b'{"type":', 400, id="no JSON"),
        pytest.param(b"[1, 2]", 401, id="JSON of another kind, unsigned"),
        pytest.param(b"\xff\xfe{}", 400, id="no text"),
        pytest.param(b"", 401, id="nothing"),
        pytest.param(b"payload=%7B", 400, id="a form with broken JSON"),
    ],
)
def test_what_strangers_send_is_refused_in_a_word(body: bytes, status: int, tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        answer = await door.browser.post("/slack/events", content=body)
        assert (answer.status_code, door.events()) == (status, [])

    tell(story, tmp_path, slack)


def test_a_direct_message_and_a_file_are_heard(tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        shared = message("", subtype="file_share", files=[{"id": "F1", "name": "a.png", "size": 10}])
        for inner in (direct("It is down"), shared, message("loud", subtype="thread_broadcast", thread_ts=stamp())):
            assert (await door.post(event(inner))).status_code == 200
        assert len(door.messages()) == 3

    tell(story, tmp_path, slack)


def test_no_log_line_holds_what_was_said_or_a_secret(
    tmp_path: Path, slack: FakeSlack, capfd: pytest.CaptureFixture[str]
) -> None:
    async def story(door: Opened) -> None:
        await door.post(event(message("the launch code is 0000")), sign={"secret": "another"})
        await door.post(event(message("the launch code is 0000")))

    tell(story, tmp_path, slack)
    written = "".join(capfd.readouterr())
    assert "0000" not in written
    assert "xoxb" not in written


def test_what_was_carried_out_is_let_go_after_some_weeks(tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        for inner in (message("It is down"), reaction(SOMETHING, "ticket")):
            await door.post(event(inner))
        with door.database.write() as connection:
            assert events.let_go(connection, now() - KEPT) == 0
            assert events.let_go(connection, now() + KEPT) == 1
        assert [row["state"] for row in door.events()] == ["waiting"]  # what waits is never let go

    tell(story, tmp_path, slack)
