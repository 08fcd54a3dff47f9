"""A bot that runs: what a customer asks in Slack is answered in their thread, and what they press is shown there.

Our own signed requests in, our own fake of the web API out: the emulator has no buttons.
"""

import asyncio
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import time
from typing import Any

import httpx
import pytest

from intake.bootstrap.app import start
from intake.bootstrap.desk import open_store
from intake.bootstrap.settings import Settings
from intake.domain.customer import Customer
from intake.storage import customers
from tests.slack import payloads
from tests.slack.fake import FakeSlack, fake_slack
from tests.slack.ids import ANN, CHANNEL, CUSTOMER, SECRET
from tests.slack.out.asked import buttons_of


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as found:
        found.people[ANN] = payloads.person(ANN, address="ann@acme.example")
        yield found


def settings(folder: Path, slack: FakeSlack) -> Settings:
    """Return the settings of a bot that answers in Slack at once; nothing listens where its mail would go."""
    return Settings.model_validate(
        {
            "desk": {"address": "support@desk.example", "secret": "a secret of at least sixteen"},
            "store": {"url": f"sqlite:///{folder / 'intake.db'}"},
            "smtp_door": {"host": "127.0.0.1", "port": 0},
            "folders": {"models": str(folder)},
            "smarthost": {"host": "127.0.0.1", "port": 1},
            "web": {"host": "127.0.0.1", "port": 0, "public_url": "https://support.example.com"},
            "slack": {
                "signing_secret": SECRET,
                "bot_token": "xoxb-1",
                "api_url": slack.url,
                "quiet_seconds": 0,
            },
        }
    )


def acme(of: Settings) -> None:
    """Add the customer, known by their workspace."""
    database = open_store(of)
    made = Customer(name="Acme", contract="gotomyerp", zone="America/New_York", slack=(CUSTOMER,))
    with database.write() as connection:
        customers.add(connection, made)
    database.close()


async def sends(browser: httpx.AsyncClient, body: str) -> None:
    answer = await browser.post("/slack/events", content=body, headers=payloads.signed(body))
    assert answer.status_code == 200


async def called(slack: FakeSlack, method: str) -> Mapping[str, Any]:
    """Return the arguments of the first call of a method, as soon as there is one."""
    return (await asyncio.to_thread(slack.until, method, seconds=120))[0].arguments


def test_a_customer_is_answered_in_the_thread_and_sees_there_what_they_pressed(
    tmp_path: Path, slack: FakeSlack
) -> None:
    of = settings(tmp_path, slack)
    acme(of)

    async def talk() -> None:
        running = await start(of)
        assert running.web is not None
        asked = payloads.message("The invoice list stays empty", ts=f"{time():.6f}")
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{running.web.port}") as browser:
                await sends(browser, json.dumps(payloads.event(asked)))
                said = await called(slack, "chat.postMessage")
                assert (said["channel"], said["thread_ts"]) == (CHANNEL, asked["ts"])
                assert said["text"].startswith("Thank you, this is case 1001.")
                await sends(browser, payloads.as_form(pressed(said, slack.posts[0]["ts"])))
                whispered = await called(slack, "chat.postEphemeral")
                assert "Please write here what has changed." in whispered["text"]
                updated = await called(slack, "chat.update")
                assert "customer.worse" not in buttons_of(updated["blocks"])
            assert running.slack is not None
            assert running.slack.customers is not None
            assert running.slack.customers.postman.waited.count == 1
        finally:
            await running.stop()

    asyncio.run(talk())


def pressed(said: Mapping[str, Any], ts: str) -> dict[str, Any]:
    """Return the press of "this got worse" below a message that was posted."""
    block = next(one for one in said["blocks"] if str(one.get("block_id")).startswith("level:"))
    body = payloads.press("customer.worse", "")
    body["container"] = {"type": "message", "message_ts": ts, "channel_id": CHANNEL, "thread_ts": said["thread_ts"]}
    body["actions"][0]["block_id"] = block["block_id"]
    return body
