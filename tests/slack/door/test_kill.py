"""SIGKILL round Slack's 200, over a real server, by our own signed requests: nothing is lost, nothing is there twice.

The sender does as Slack does: what got no 200 is sent again, with the headers of a retry.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.acceptance import running, store
from tests.acceptance.running import Place, Serving, until
from tests.acceptance.warm import NEVER, Nursery
from tests.slack.door.opened import new_store
from tests.slack.fake import FakeSlack
from tests.slack.ids import ANN, SECRET
from tests.slack.payloads import Payload, event, message, person, signed


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery.another() as nursery:
        yield nursery


WEB = '[web]\nport = 0\npublic_url = "https://support.example.com"\n'
SOCKET = 'transport = "socket"\napp_token = "xapp-1"\n'


def settled(folder: Path, slack: FakeSlack, part: str) -> Place:
    """Settle a bot that listens in our fake Slack, and reads what was said at once."""
    slack.people[ANN] = person(ANN)
    place = running.settle_in(folder, smarthost=25)
    new_store(place.folder).close()
    with place.settings.open("a", encoding="utf-8") as file:
        file.write(f'{WEB}[slack]\n{part}bot_token = "xoxb-1"\napi_url = "{slack.url}"\nquiet_seconds = 0\n')
    return place


@pytest.fixture
def place(tmp_path: Path, slack: FakeSlack) -> Place:
    return settled(tmp_path / "bot", slack, f'signing_secret = "{SECRET}"\n')


class Sender:
    """Slack, before bots that die and are started again."""

    def __init__(self, place: Place, nursery: Nursery, point: str) -> None:
        self.place = place
        self.nursery = nursery
        self.bot = nursery.begin(place, point)
        self.starts = 1

    def port(self) -> int:
        """Return the web door's port, of a bot that is started again where it is dead."""
        while True:
            until(lambda: _web(self.bot) or not self.bot.alive, what="an open door")
            if self.bot.alive:
                return _web(self.bot)
            self.bot.process.wait()
            assert self.starts < 3, self.bot.log.read_text()
            self.bot, self.starts = self.nursery.begin(self.place), self.starts + 1

    def send(self, payload: Payload) -> None:
        """Send a payload until it gets its 200."""
        raw = json.dumps(payload)
        for number in range(4):
            again = {"x-slack-retry-num": str(number), "x-slack-retry-reason": "connection_failed"} if number else {}
            try:
                url = f"http://127.0.0.1:{self.port()}/slack/events"
                if httpx.post(url, content=raw, headers={**signed(raw), **again}, timeout=60).status_code == 200:
                    return
            except httpx.HTTPError:
                until(lambda: not self.bot.alive, what="the death of a bot that does not answer")
        raise AssertionError("Slack gives up after three retries")

    def settle(self) -> list[str]:
        """Wait until all that was said is carried through, over deaths; return the outcomes."""
        wanted = "SELECT outcome FROM messages ORDER BY id"

        def through() -> bool:
            return not self.bot.alive or "accepted" not in store.column(self.place, wanted)

        until(through, what="the end of it")
        self.port()
        until(lambda: "accepted" not in store.column(self.place, wanted), what="the end of it")
        return store.column(self.place, wanted)


def _web(bot: Serving) -> int:
    return next((int(str(one["port"])) for one in bot.events() if one["event"] == "web.open"), 0)


@pytest.mark.parametrize(
    ("point", "starts"),
    [
        pytest.param(NEVER, 1, id="no death"),
        pytest.param("accepted:1:before", 2, id="before it is on disk: Slack sends it again"),
        pytest.param("accepted:1:after", 2, id="on disk, and no 200: Slack sends it again, and it is known"),
        pytest.param("processed:1:before", 2, id="after the 200, before it is carried through"),
        pytest.param("processed:1:after", 2, id="carried through"),
    ],
)
def test_nothing_is_lost_and_nothing_there_twice(point: str, starts: int, place: Place, nursery: Nursery) -> None:
    said = event(message("Nobody can log in since this morning, the whole company is stuck."))
    sender = Sender(place, nursery, point)
    try:
        sender.send(said)
        outcomes = sender.settle()
        sender.send(said)  # as late as it likes
        assert (len(outcomes), sender.settle(), sender.starts) == (1, outcomes, starts)
        events = store.rows(place, "SELECT key, state, message_id FROM slack_events")
        assert events == [{"key": said["event_id"], "state": "done", "message_id": 1}]
        assert store.count(place, "SELECT 1 FROM cases") == outcomes.count("opened")
    finally:
        sender.bot.kill()


def test_a_bot_that_is_told_to_stop_stops(place: Place, nursery: Nursery) -> None:
    sender = Sender(place, nursery, NEVER)
    try:
        sender.send(event(message("It is down")))
        (opened,) = [one for one in sender.bot.events() if one["event"] == "slack.open"]
        assert (opened["transport"], opened["many"]) == ("http", False)
        assert sender.bot.stop() == 0
        assert not any(one["level"] in ("error", "critical") for one in sender.bot.events()), sender.bot.log.read_text()
    finally:
        sender.bot.kill()


@pytest.mark.parametrize(
    ("point", "starts"),
    [
        pytest.param(NEVER, 1, id="no death"),
        pytest.param("accepted:1:before", 2, id="before it is on disk"),
        pytest.param("accepted:1:after", 2, id="on disk, and not answered"),
    ],
)
def test_the_same_in_socket_mode(point: str, starts: int, tmp_path: Path, slack: FakeSlack, nursery: Nursery) -> None:
    sender = Sender(settled(tmp_path / "bot", slack, SOCKET), nursery, point)
    said = event(message("Nobody can log in since this morning, the whole company is stuck."))
    try:
        slack.socket.until_open()
        slack.socket.send("events_api", said)
        until(lambda: slack.socket.answers or not sender.bot.alive, what="an answer or a death")
        if starts > 1:  # what was not answered comes again, over the next connection
            sender.port()
            slack.socket.until_open(2)
            slack.socket.send("events_api", said, 2, retry_attempt=1, retry_reason="timeout")
        assert len(slack.socket.until_answered()) == 1
        assert (len(sender.settle()), sender.starts) == (1, starts)
        assert store.count(sender.place, "SELECT 1 FROM slack_events") == 1
    finally:
        sender.bot.kill()
