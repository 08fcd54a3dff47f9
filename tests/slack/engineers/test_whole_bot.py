"""The whole bot as `intake serve` runs it, by our own signed requests: its card, a press, and a kill while it posts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.acceptance import running, store
from tests.acceptance.running import Place, Serving, until
from tests.acceptance.warm import NEVER, Nursery
from tests.slack import payloads
from tests.slack.door.opened import new_store
from tests.slack.engineers.floor import buttons, text_of
from tests.slack.fake import FakeSlack, Hangs
from tests.slack.ids import ANN, CUSTOMER, ENGINEERS, KIM, SECRET, TEAM


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery.another() as nursery:
        yield nursery


@pytest.fixture
def place(tmp_path: Path, slack: FakeSlack) -> Place:
    slack.people[ANN] = payloads.person(ANN)
    place = running.settle_in(tmp_path / "bot", smarthost=25)
    new_store(place.folder).close()
    part = (
        f'signing_secret = "{SECRET}"\nbot_token = "xoxb-1"\napi_url = "{slack.url}"\nquiet_seconds = 0\n'
        f'engineers_channel = "{ENGINEERS}"\n'
    )
    kim = f'[[engineers]]\nname = "Kim"\naddress = "kim@desk.example"\nslack = "{KIM}"\n'
    with place.settings.open("a", encoding="utf-8") as file:
        file.write(f'[web]\nport = 0\npublic_url = "https://support.example.com"\n[slack]\n{part}{kim}')
    return place


def send(bot: Serving, body: str) -> None:
    """Send what Slack sends to a bot that is open."""
    until(lambda: _web(bot), what="an open door")
    answer = httpx.post(f"http://127.0.0.1:{_web(bot)}/slack/events", content=body, headers=payloads.signed(body))
    assert answer.status_code == 200


def _web(bot: Serving) -> int:
    return next((int(str(one["port"])) for one in bot.events() if one["event"] == "web.open"), 0)


def cards(slack: FakeSlack) -> list[dict[str, Any]]:
    return [post for post in slack.posts if post["channel"] == ENGINEERS]


def test_what_a_customer_says_is_on_a_card_and_one_press_decides_it(
    place: Place, nursery: Nursery, slack: FakeSlack
) -> None:
    bot = nursery.begin(place, NEVER)
    try:
        send(bot, json.dumps(payloads.event(payloads.message("Nobody can log in <!channel>"), context=CUSTOMER)))
        until(lambda: cards(slack), what="a card")
        said = text_of(cards(slack)[0]["blocks"])
        assert "Nobody can log in" in said
        confirm = next(one for one in buttons(cards(slack)[0]["blocks"]) if one["action_id"] == "card_confirm")
        pressed = payloads.press("card_confirm", confirm["value"], user=KIM, user_team=TEAM)
        send(bot, payloads.as_form(pressed))
        until(lambda: "Confirmed by Kim" in text_of(cards(slack)[0]["blocks"]), what="the card as it stands")
        assert slack.until("chat.postEphemeral")[0].arguments["user"] == KIM
        assert store.column(place, "SELECT actor FROM decisions") == ["Kim"]
        assert bot.stop() == 0
        assert not any(one["level"] in ("error", "critical") for one in bot.events()), bot.log.read_text()
    finally:
        bot.kill()


def test_a_kill_while_slack_answers_gives_one_card(place: Place, nursery: Nursery, slack: FakeSlack) -> None:
    slack.will("chat.postMessage", Hangs(done=True))
    bot = nursery.begin(place, NEVER)
    send(bot, json.dumps(payloads.event(payloads.message("It is down", channel="D0DIRECT"), context=CUSTOMER)))
    slack.until("chat.postMessage")
    bot.kill()
    again = nursery.begin(place, NEVER)
    try:
        wanted = "SELECT state FROM slack_cards"
        until(lambda: store.column(place, wanted) == ["shown"], what="a card that is known")
        assert len(cards(slack)) == 1
    finally:
        again.kill()
