"""SIGKILL round the window's 202, over a real bot: nothing is lost, nothing is there twice.

The window does as ours does: what got no answer is sent again, under the same key.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from intake.parse.window.kept import read
from tests.acceptance import running, store
from tests.acceptance.running import Place, Serving, until
from tests.acceptance.warm import NEVER, Nursery
from tests.window.door.opened import PAGE, Window, headers
from tests.window.door.test_uploads import PNG

SETTINGS = f"""
[web]
port = 0
files_port = 0
public_url = "https://support.example.com"
files_url = "https://files.example.com"
[window]
origins = ["{PAGE}"]
quiet_seconds = 0
"""
WORDS = "Nobody can log in since this morning, the whole company is stuck."


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery.another() as nursery:
        yield nursery


@pytest.fixture
def settled(tmp_path: Path) -> Place:
    found = running.settle_in(tmp_path / "bot", smarthost=25)
    with found.settings.open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    return found


class Browser:
    """A window before bots that die and are started again."""

    def __init__(self, place: Place, nursery: Nursery) -> None:
        self.place = place
        self.nursery = nursery
        self.bot = nursery.begin(place)
        self.starts = 1
        self.secret = self.post("talk", json={"language": "en"})["secret"]

    def again(self, point: str = NEVER) -> None:
        """Stop the bot and start one that dies at a point."""
        self.bot.kill()
        self.bot = self.nursery.begin(self.place, point)

    def port(self, door: str = "web.open") -> int:
        """Return the port of a door, of a bot that is started again where it is dead."""
        while True:
            until(lambda: opened_at(self.bot, door) or not self.bot.alive, what="an open door")
            if self.bot.alive:
                return opened_at(self.bot, door)
            assert self.starts < 4, self.bot.log.read_text()
            self.bot, self.starts = self.nursery.begin(self.place), self.starts + 1

    def post(self, path: str, secret: str = "", **more: Any) -> dict[str, Any]:
        """Send something until it is answered."""
        for _ in range(4):
            url = f"http://127.0.0.1:{self.port()}/window/{path}"
            try:
                answer = httpx.post(url, headers=headers(secret), timeout=60, **more)
            except httpx.HTTPError:
                until(lambda: not self.bot.alive, what="the death of a bot that does not answer")
                continue
            assert answer.is_success, answer.text
            found: dict[str, Any] = answer.json()
            return found
        raise AssertionError("no bot answers")

    def say(self, key: str, **files: Any) -> int:
        """Say the same words under a key and return their line."""
        words = {"key": key, "text": WORDS}
        sent = {"data": words, **files} if files else {"json": words}
        return int(self.post("say", self.secret, **sent)["line"])


def opened_at(bot: Serving, door: str) -> int:
    return next((int(str(one["port"])) for one in bot.events() if one["event"] == door), 0)


@pytest.mark.parametrize("with_file", [False, True], ids=["words", "words and a picture"])
@pytest.mark.parametrize(
    "point",
    [
        pytest.param(NEVER, id="no death"),
        pytest.param("accepted:1:before", id="before it is on disk"),
        pytest.param("accepted:1:after", id="on disk, and not answered"),
    ],
)
def test_one_key_is_one_message_however_often_it_is_sent(
    settled: Place, nursery: Nursery, point: str, with_file: bool
) -> None:
    browser = Browser(settled, nursery)
    try:
        browser.again(point)
        files = {"files": {"file": ("screen.png", PNG, "image/png")}} if with_file else {}
        line = browser.say("key-of-the-first", **files)
        assert [browser.say("key-of-the-first", **files) for _ in range(2)] == [line, line]
        assert browser.starts == (1 if point == NEVER else 2)
        raws = [raw for _, raw in store.raws(settled)]
        assert len(raws) == 1
        kept = read(raws[0])
        assert kept is not None
        assert (kept.text, [file.content for file in kept.files]) == (WORDS, [PNG] if with_file else [])
        assert store.count(settled, "SELECT 1 FROM window_lines WHERE message_id IS NOT NULL") == 1
        window = Window.opened(browser.port(), browser.secret)
        shown = window.lines(1)[0]
        assert (shown["id"], shown["key"], shown["text"], shown["side"]) == (line, "key-of-the-first", WORDS, "visitor")
        if with_file:
            (file,) = shown["files"]
            assert (file["name"], file["size"]) == ("screen.png", len(PNG))
            path = file["url"].removeprefix("https://files.example.com")
            found = httpx.get(f"http://127.0.0.1:{browser.port('files.open')}{path}")
            assert (found.content, found.headers["content-type"]) == (PNG, "image/png")
        window.close()
    finally:
        browser.bot.kill()


def test_a_stream_is_taken_up_at_the_next_bot_where_it_broke_off(settled: Place, nursery: Nursery) -> None:
    browser = Browser(settled, nursery)
    try:
        window = Window.opened(browser.port(), browser.secret)
        first = browser.say("key-of-the-first")
        seen = [line["id"] for line in window.lines(2)]  # what was said, and that we have it
        browser.again()
        window.close()
        second = browser.say("key-of-the-second")
        window = Window.opened(browser.port(), browser.secret, after=seen[-1])
        seen += [line["id"] for line in window.lines(1)]
        assert (seen[0], seen[-1]) == (first, second)
        assert seen == sorted(set(seen))
        window.close()
    finally:
        browser.bot.kill()


def test_a_bot_that_is_told_to_stop_stops_though_windows_are_open(settled: Place, nursery: Nursery) -> None:
    browser = Browser(settled, nursery)
    try:
        windows = [Window.opened(browser.port(), browser.secret) for _ in range(3)]
        assert [window.next()["event"] for window in windows] == ["state"] * 3
        assert browser.bot.stop() == 0
        assert all(window.rest().endswith("\n\n") for window in windows)
        wrong = [one for one in browser.bot.events() if one["level"] in ("error", "critical")]
        assert wrong == [], json.dumps(wrong)
        for window in windows:
            window.close()
    finally:
        browser.bot.kill()
