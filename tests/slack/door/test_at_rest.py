"""What somebody could act by is never written down: by our own signed requests, and a search through all of a store."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from intake.storage import messages
from tests.slack.door.opened import Opened, opened, settings, until
from tests.slack.door.test_shows import Desk
from tests.slack.door.test_socket import SOCKET
from tests.slack.fake import FakeSlack
from tests.slack.ids import KIM, TEAM
from tests.slack.payloads import as_form, command, edited, event, message, press, reaction, shortcut, submission

SECRET = "capability"  # begins whatever must not be found again
TOKEN, TRIGGER, HOOK = f"{SECRET}-token", f"{SECRET}.1.trigger", f"https://hooks.slack.example/{SECRET}/1"
CARRIED: dict[str, Any] = {"token": TOKEN, "trigger_id": TRIGGER, "response_url": HOOK}
SAID = message("It is down")


def _command() -> str:
    asked = command("status")
    return "&".join(
        [part for part in asked.split("&") if part.partition("=")[0] not in CARRIED]
        + [f"{name}={value}" for name, value in CARRIED.items()]
    )


BODIES = [
    pytest.param(json.dumps(event(SAID, token=TOKEN)), id="a message"),
    pytest.param(json.dumps(event(edited(SAID, "It is up"), token=TOKEN)), id="an edit"),
    pytest.param(json.dumps(event(reaction(SAID, "ticket"), token=TOKEN)), id="an emoji"),
    pytest.param(as_form({**press("case.confirm", "1001", user=KIM, user_team=TEAM), **CARRIED}), id="a press"),
    pytest.param(as_form({**shortcut("make_case", SAID), **CARRIED}), id="a shortcut on a message"),
    pytest.param(
        as_form(
            {
                **submission("override", {"reason": "told"}),
                **CARRIED,
                "response_urls": [{"block_id": "b", "action_id": "a", "channel_id": "C1", "response_url": HOOK}],
            }
        ),
        id="a modal with the addresses of channels",
    ),
    pytest.param(_command(), id="a command"),
    pytest.param(
        json.dumps(
            event(
                {
                    "type": "function_executed",
                    "bot_access_token": TOKEN,
                    "interactivity": {"interactor": {"secret": TOKEN}, "interactivity_pointer": TOKEN},
                }
            )
        ),
        id="a step of somebody's workflow, deeper",
    ),
]


def kept(door: Opened, folder: Path) -> Iterator[bytes]:
    """Yield all that lies on disk, and each message as it is unpacked."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()
    with door.database.read() as connection:
        for number in connection.scalars(sa.text("SELECT id FROM messages")):
            yield messages.get(connection, number).envelope.raw
        for table in connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'table'")).all():
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'):  # noqa: S608 - its own
                yield repr(tuple(row)).encode()


@pytest.mark.parametrize("body", BODIES)
def test_nothing_of_it_is_found_in_what_is_kept(body: str, tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack), Desk()) as door:
            assert (await door.post(body)).status_code == 200
            assert len(door.events()) == 1
            await door.slack.door.finish()
            found = list(kept(door, tmp_path))
            assert any(b"case.confirm" in one or TEAM.encode() in one for one in found), "the search finds something"
            assert not any(SECRET.encode() in one for one in found)

    asyncio.run(story())


def test_the_same_over_socket_mode(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack, **SOCKET), Desk(), begin=True) as door:
            await asyncio.to_thread(slack.socket.until_open)
            await asyncio.to_thread(slack.socket.send, "events_api", event(SAID, token=TOKEN), 1)
            pressed = {**press("case.confirm", "1001"), **CARRIED}
            await asyncio.to_thread(slack.socket.send, "interactive", pressed, 2)
            await asyncio.to_thread(slack.socket.until_answered, 2)
            assert not any(SECRET.encode() in one for one in kept(door, tmp_path))

    asyncio.run(story())


def test_a_trigger_is_used_at_once_all_the_same(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        async with opened(tmp_path, settings(slack), Desk()) as door:
            await door.press({**press("case.override", "1001", user=KIM, user_team=TEAM), **CARRIED})
            await until(lambda: slack.of("views.open"))
            assert slack.of("views.open")[0].arguments["trigger_id"] == TRIGGER

    asyncio.run(story())


def test_the_signature_is_over_the_bytes_as_they_came(tmp_path: Path, slack: FakeSlack) -> None:
    """Blanks, an order and escapes of Slack's own: what we would write ourselves has another signature."""

    async def story() -> None:
        async with opened(tmp_path, settings(slack)) as door:
            payload = event(message("Gr\u00fc\u00dfe, it is down"), token=TOKEN)
            raw = json.dumps(dict(reversed(payload.items())), ensure_ascii=False, indent=3)
            assert (await door.post(raw)).status_code == 200
            assert len(door.messages()) == 1
            assert (await door.post(json.dumps(payload), sign={"secret": "another"})).status_code == 401

    asyncio.run(story())
