"""Faults of ours while Slack waits, by our own signed requests: it sends again, or what it sent is set aside whole."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from intake.stages.chat.heard import heard
from intake.storage.slack import events
from tests.slack.door.opened import Opened
from tests.slack.door.test_http import tell
from tests.slack.fake import FakeSlack
from tests.slack.payloads import bare, event, message


def test_a_failed_write_gives_500_and_the_retry_is_kept(
    tmp_path: Path, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = [True]
    keep = events.keep

    def kept(connection: Any, given: Any) -> Any:
        if full:
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))
        return keep(connection, given)

    monkeypatch.setattr(events, "keep", kept)

    async def story(door: Opened) -> None:
        payload = event(message("It is down"))
        assert (await door.post(payload)).status_code == 500
        assert door.events() == []
        full.clear()
        assert (await door.post(payload, headers={"x-slack-retry-num": "1"})).status_code == 200
        assert (len(door.events()), len(door.messages())) == (1, 1)

    tell(story, tmp_path, slack)


def test_words_that_break_us_are_set_aside_as_they_came_and_stop_no_others(
    tmp_path: Path, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    hears = heard

    def breaks(connection: Any, rules: Any, given: Any) -> Any:
        accepted = hears(connection, rules, given)
        if "pill" in given.body["event"]["text"]:
            raise KeyError("pill")
        return accepted

    monkeypatch.setattr("intake.bootstrap.slack.heard", breaks)

    async def story(door: Opened) -> None:
        poison, good = event(message("a pill")), event(message("It is down"))
        answers = await asyncio.gather(door.post(poison), door.post(good))
        assert [answer.status_code for answer in answers] == [200, 200]
        parked = next(row for row in door.events() if row["key"] == poison["event_id"])
        assert (parked["state"], parked["why"], json.loads(parked["body"])) == (
            "parked",
            "KeyError: 'pill'",
            bare(poison),
        )
        assert len(door.messages()) == 1

    tell(story, tmp_path, slack)
