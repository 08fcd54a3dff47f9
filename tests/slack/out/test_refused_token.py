"""A bot token in the settings that Slack does not accept: one sentence says what to do, mail is served, posts wait.

Against our own fake of the web API: the emulator takes any token that it has given.
"""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from time import time

import aiosmtplib
import httpx
import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from intake.bootstrap.app import Running, start
from intake.bootstrap.desk import open_store
from intake.storage import tables
from tests.slack import payloads
from tests.slack.fake import Fails, FakeSlack, fake_slack
from tests.slack.ids import ANN
from tests.slack.out.asked import Asked
from tests.slack.out.postbox import Postbox
from tests.slack.out.test_running import acme, sends, settings
from tests.stages.office import mail

POST = "chat.postMessage"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as found:
        found.people[ANN] = payloads.person(ANN, address="ann@acme.example")
        yield found


@pytest.fixture
def box(asked: Asked, slack: FakeSlack) -> Postbox:
    """Return the postbox of a desk with one case, whose acknowledgement waits, and its token in the settings."""
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    return Postbox(asked, slack, waits_for_token=True)


@pytest.mark.parametrize("error", ["invalid_auth", "account_inactive", "token_revoked", "not_authed"])
def test_what_is_to_be_posted_waits_and_goes_when_the_token_holds(box: Postbox, error: str) -> None:
    box.slack.will(POST, *[Fails(error)] * 3)
    box.go(box.wait(minutes=6), box.wait(minutes=6))
    (kept,) = box.asked.rows()
    assert (str(kept.state), kept.attempts, len(box.slack.of(POST))) == ("queued", 0, 3)
    box.go()  # the bot is started anew, with a token that holds
    (sent,) = box.asked.rows()
    assert (str(sent.state), len(box.slack.posts)) == ("sent", 1)


def test_while_it_is_refused_slack_is_not_asked_again_and_again(box: Postbox) -> None:
    box.put(channel="C0OTHER")
    box.slack.will(POST, *[Fails("invalid_auth")] * 9)
    box.go(box.wait(seconds=60), box.wait(seconds=60))
    assert len(box.slack.of(POST)) == 2, "one in each channel at first, and none until minutes later"


def test_a_customer_who_has_waited_for_days_is_shown_to_the_engineers(box: Postbox) -> None:
    box.slack.will(POST, *[Fails("invalid_auth")] * 3)
    box.go(box.wait(hours=61))
    (kept,) = box.asked.rows()
    assert (str(kept.state), "install it in this workspace again" in kept.answer) == ("parked", True)
    assert box.not_delivered() == {1001}


@pytest.fixture
def slack_that_refuses(slack: FakeSlack) -> FakeSlack:
    slack.will("auth.test", *[Fails("invalid_auth")] * 50)
    slack.will(POST, *[Fails("invalid_auth")] * 50)
    return slack


def test_serve_says_it_in_a_sentence_and_mail_goes_on(tmp_path: Path, slack_that_refuses: FakeSlack) -> None:
    slack, of = slack_that_refuses, settings(tmp_path, slack_that_refuses)
    acme(of)

    async def served() -> None:
        running = await start(of)
        try:
            await asyncio.to_thread(slack.until, "auth.test")
            await _mail_comes(running)
            await _a_post_is_tried(running, slack)
        finally:
            await running.stop()

    with capture_logs() as logs:
        asyncio.run(served())
    (told,) = [one for one in logs if one["event"] == "slack.token_refused"]
    assert told["error"] == "invalid_auth"
    assert told["hint"].startswith("Slack does not accept bot_token of [slack]: install the app again")
    assert "start the bot anew" in told["hint"]
    assert "xoxb" not in str(logs)
    database = open_store(of)
    with database.read() as connection:
        channels = set(connection.scalars(sa.select(tables.messages.c.channel)))
        posts = connection.execute(sa.select(tables.outbox.c.state).where(tables.outbox.c.recipient.like("slack:%")))
        assert (channels, {row.state for row in posts}) == ({"email", "slack"}, {"queued"})
    database.close()


async def _mail_comes(running: Running) -> None:
    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=running.port, use_tls=False, start_tls=False)
    async with client:
        sent = await client.sendmail("ann@acme.example", ["support@desk.example"], mail("The list stays empty."))
    assert sent[1].startswith("2.")


async def _a_post_is_tried(running: Running, slack: FakeSlack) -> None:
    assert running.web is not None
    asked = payloads.event(payloads.message("The invoice list stays empty", ts=f"{time():.6f}"))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{running.web.port}") as browser:
        await sends(browser, json.dumps(asked))
        await asyncio.to_thread(slack.until, POST, seconds=120)
