"""Odd payloads that Slack has signed: none gets a 500, which would bring it again; what can be an event is kept."""

import asyncio
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from intake.bootstrap.clock import now
from tests.slack.door.opened import Opened, opened, settings
from tests.slack.door.test_http import tell
from tests.slack.door.test_shows import Desk
from tests.slack.door.test_socket import SOCKET
from tests.slack.fake import FakeSlack, fake_slack
from tests.slack.ids import ANN, APP, CUSTOMER, KIM, ORGANISATION, TEAM
from tests.slack.payloads import (
    as_form,
    deleted,
    edited,
    event,
    file,
    in_organisation,
    mention,
    message,
    press,
    reaction,
    shortcut,
    stamp,
    submission,
)

SAID = message("It is down", files=[file("F1")], thread_ts=stamp())
KNOWN = [
    event(SAID),
    event(mention(SAID)),
    event(edited(SAID, "It is up")),
    event(deleted(SAID)),
    event(reaction(SAID, "ticket")),
    event(SAID, installed=TEAM, context=CUSTOMER),
    in_organisation(SAID, organisation=ORGANISATION, team="T0PART"),
    event({"type": "app_home_opened", "tab": "home", "user": KIM}),
    {"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1, "api_app_id": APP},
    press("case.confirm", "1001"),
    submission("override", {"reason": {"text": {"value": "told"}}}),
    shortcut("make_case", SAID),
    {"command": "/intake", "text": "1001", "user_id": KIM, "team_id": TEAM, "channel_id": "C1"},
    {"type": "block_suggestion", "value": "a"},
    {"type": "url_verification", "challenge": "abc", "event": {"type": "message"}},
]
TEXTS = st.text(st.characters(), max_size=8) | st.sampled_from(["", "\ud800", "\0", "T0DESK", "0.0", "message", "E0X"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
JSON = st.recursive(LEAVES, lambda some: st.lists(some, max_size=3) | st.dictionaries(TEXTS, some, max_size=3))
GONE = object()


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each field of a payload."""
    found = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in found:
        yield (*path, name)
        yield from _places(inner, (*path, name))


@st.composite
def spoilt(draw: st.DrawFn) -> Mapping[str, Any]:
    """Return a payload of Slack's with a few of its fields taken out, or of another kind."""
    payload: Any = json.loads(json.dumps(draw(st.sampled_from(KNOWN))))
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(sorted(_places(payload), key=repr)))
        holds = payload
        for name in path[:-1]:
            holds = holds[name]
        value = draw(JSON | st.just(GONE))
        if value is not GONE or isinstance(holds, list):
            holds[path[-1]] = None if value is GONE else value
        else:
            del holds[path[-1]]
        if not payload:
            break
    return {**payload, "event_id": draw(st.uuids().map(str))} if "event_id" in payload else payload


@dataclass
class Open:
    """A door that stays open while one payload after another is sent."""

    runner: asyncio.Runner
    door: Opened

    def sends(self, body: str) -> httpx.Response:
        return self.runner.run(self.door.post(body))


@pytest.fixture(scope="module")
def door() -> Iterator[Open]:
    stack = AsyncExitStack()
    with fake_slack() as slack, tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        opening = opened(Path(folder), settings(slack), Desk())
        found = runner.run(stack.enter_async_context(opening))
        yield Open(runner, found)
        runner.run(stack.aclose())


@rules(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(payload=spoilt() | st.dictionaries(TEXTS, JSON, max_size=4), as_json=st.booleans())
def test_no_object_that_slack_has_signed_gets_a_500(door: Open, payload: Mapping[str, Any], as_json: bool) -> None:
    answer = door.sends(json.dumps(payload) if as_json else as_form(payload))
    assert answer.status_code == 200 or 400 <= answer.status_code < 500, (answer.status_code, payload)
    rows = {row["key"]: row for row in door.door.events()}
    assert all(row["state"] != "parked" for row in rows.values()), rows
    number, inner = payload.get("event_id"), payload.get("event")
    if answer.status_code == 200 and payload.get("type") == "event_callback" and isinstance(number, str):
        assert number in rows or _is_not_kept(inner)


def _is_not_kept(inner: Any) -> bool:
    """Tell whether an event is of our own app's doing, or of somebody who looks at its page."""
    if not isinstance(inner, dict):
        return False
    return inner.get("type") == "app_home_opened" or APP in json.dumps(inner)


NESTED = '{"type": "event_callback", "event_id": "Ev1", "event": ' + "[" * 5000 + "]" * 5000 + "}"


@pytest.mark.parametrize(
    ("body", "status", "kept"),
    [
        pytest.param('{"type": "event_callback", "event_id": "Ev1", "event": null}', 200, 1, id="an event of nothing"),
        pytest.param('{"type": "event_callback", "event_id": "Ev1"}', 200, 1, id="no event"),
        pytest.param('{"type": "event_callback", "event_id": "Ev1", "event": []}', 200, 1, id="a list of events"),
        pytest.param(
            '{"type": "event_callback", "event_id": "Ev1", "event": {"type": "message"}, "authorizations": [null]}',
            200, 1, id="authorized by nobody",
        ),
        pytest.param(
            '{"type": "event_callback", "event_id": "Ev1", "team_id": {"id": 1}, "event": {}}', 200, 1,
            id="a workspace that is no text",
        ),
        pytest.param('{"type": "block_actions", "user": null, "actions": 5}', 200, 1, id="a press by nobody"),
        pytest.param("payload=" + '{"type": "view_submission", "view": null}', 200, 1, id="a modal that is none"),
        pytest.param('{"command": null}', 200, 1, id="a command that is none"),
        pytest.param("command=%2Fintake&text=the+payload&user_id=U1&team_id=T0DESK", 200, 1, id="words of a command"),
        pytest.param('{"type": "url_verification", "event": null}', 200, 0, id="a challenge of nothing"),
        pytest.param('{"type": "url_verification", "challenge": [1], "authorizations": 5}', 200, 0, id="no challenge"),
        pytest.param("{}", 200, 0, id="an object of nothing"),
        pytest.param('{"type": null}', 200, 0, id="no type"),
        pytest.param('{"type": ["event_callback"]}', 200, 0, id="a list of types"),
        pytest.param("payload=[1]", 400, 0, id="a press that is a list"),
        pytest.param(NESTED, 400, 0, id="deeper than anybody nests"),
        pytest.param('{"type": ' + "9" * 5000 + "}", 400, 0, id="a number longer than Python reads"),
    ],
)  # fmt: skip
def test_what_becomes_of_some(body: str, status: int, kept: int, tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        answer = await door.post(body)
        assert (answer.status_code, len(door.events())) == (status, kept)
        assert [row["state"] for row in door.events()] in ([], ["waiting"], ["done"])

    tell(story, tmp_path, slack)


def test_over_socket_mode_they_are_answered_too(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack, **SOCKET), begin=True) as door:
            await asyncio.to_thread(slack.socket.until_open)
            for number, payload in enumerate(({"type": "event_callback", "event_id": "Ev1", "event": None}, {}), 1):
                await asyncio.to_thread(slack.socket.send, "events_api", payload, number)
            await asyncio.to_thread(slack.socket.until_answered, 2)
            assert [row["key"] for row in door.events()] == ["Ev1"]

    asyncio.run(story())


@pytest.mark.parametrize(
    "ts",
    [
        pytest.param("0.000001", id="1970"),
        pytest.param("1000000000.000100", id="2001, before there was a Slack"),
        pytest.param("99999999999.000100", id="the year 5138"),
        pytest.param("253402300799.000100", id="the year 9999"),
    ],
)
def test_a_time_that_cannot_be_is_the_time_at_which_it_came(ts: str, tmp_path: Path, slack: FakeSlack) -> None:
    async def story(door: Opened) -> None:
        assert (await door.post(event(message("It is down", ts=ts)))).status_code == 200
        for row in door.messages():
            assert abs(row["received_at"] - now()) < timedelta(minutes=5)
        with door.database.read() as connection:
            for (at,) in connection.exec_driver_sql("SELECT at FROM chat_turns"):
                assert str(at) > "2026"
        (kept,) = door.events()
        assert abs(kept["received_at"] - now()) < timedelta(minutes=5)

    tell(story, tmp_path, slack)


def test_a_mention_by_ann_in_a_second_event_without_an_id_is_kept_apart(tmp_path: Path, slack: FakeSlack) -> None:
    """Where Slack names no event what is in it tells it from others; two that say nothing alike are not one."""

    async def story(door: Opened) -> None:
        for user in (ANN, KIM):
            await door.post({"type": "event_callback", "event_id": "", "event": {"type": "team_join", "user": user}})
        assert len(door.events()) == 2

    tell(story, tmp_path, slack)
