"""From a customer's message in Slack to the answer in its thread: a whole `intake serve`, and a Bolt app.

Requests are signed by us, and both post to our own fake of Slack's web API. For how long the bot waits until somebody
has finished (`quiet_seconds`) is a setting, and taken off; the Bolt app says one sentence as soon as it hears anything.
"""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from intake.bootstrap.desk import open_store
from intake.bootstrap.settings import read_settings
from intake.domain.customer import Customer
from intake.storage import customers
from tests.acceptance.running import Place, Serving, begin, until
from tests.bench.measure import scratch
from tests.bench.reports import REPORTS
from tests.bench.servers import in_a_process
from tests.slack.fake import FakeSlack, fake_slack
from tests.slack.ids import CUSTOMER, ENGINEERS, SECRET
from tests.slack.payloads import event, message, person, signed

_QUIET = 1  # seconds
_EVERY = 0.7  # seconds: each is answered before or while the next is said
_WARM = 3
_LONGEST = 60.0
_SETTINGS = """
[desk]
address = "support@desk.example"
secret = "a secret of at least sixteen"
[store]
url = "sqlite:///{folder}/intake.db"
[smtp_door]
port = 0
[smarthost]
port = 1
[answers]
most_per_hour = 10000
[web]
port = 0
public_url = "https://support.example.com"
[slack]
signing_secret = "{secret}"
bot_token = "xoxb-1"
engineers_channel = "{engineers}"
api_url = "{api}"
quiet_seconds = {quiet}
"""


def waits(kind: str, count: int) -> list[float]:
    """Return how long each of some messages waited for its answer, in seconds, the shortest first."""
    with scratch() as folder, fake_slack() as slack:
        slack.channels[ENGINEERS] = {"name": "desk", "is_ext_shared": False, "is_archived": False}
        quiet, opened = (_QUIET, _whole_bot) if kind == "ours" else (0, _bolt)
        with opened(folder, slack) as port:
            _answered(slack, port, range(_WARM))  # the model is loaded, and what is imported at the first one
            return sorted(wait - quiet for wait in _answered(slack, port, range(_WARM, _WARM + count)))


def _answered(slack: FakeSlack, port: int, numbers: Sequence[int]) -> list[float]:
    """Say messages of people of their own, one after another, and return how long each waited."""
    said: dict[str, tuple[str, float]] = {}
    seen: dict[str, float] = {}
    before = len(slack.of("chat.postMessage"))
    watching = threading.Thread(target=_watch, args=(slack, before, len(numbers), seen))
    watching.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        for number in numbers:
            user, channel, at = f"U{number:05d}", f"C{number:05d}", time.time()
            slack.people[user] = person(user, address=f"someone{number}@acme.example")
            text = f"{REPORTS[number % len(REPORTS)]} ({number})"
            one = message(text, user=user, channel=channel, ts=f"{at:.6f}")
            raw = json.dumps(event(one))
            client.post("/slack/events", content=raw, headers=signed(raw)).raise_for_status()
            said[one["ts"]] = text, at
            time.sleep(max(0.0, at + _EVERY - time.time()))
    watching.join(_LONGEST)
    silent = [text for ts, (text, _) in said.items() if ts not in seen]
    if silent:
        raise RuntimeError(f"{len(silent)} of {len(said)} messages were not answered: {silent}")
    return [seen[ts] - at for ts, (_, at) in said.items()]


def _watch(slack: FakeSlack, before: int, count: int, seen: dict[str, float]) -> None:
    """Note when each post of so many came, by the thread that it went to; engineers' cards are none."""
    known = before
    while len(seen) < count:
        posts = slack.until("chat.postMessage", known + 1, seconds=_LONGEST)
        now = time.time()
        for post in posts[known:]:
            if post.arguments["channel"] != ENGINEERS:
                seen.setdefault(str(post.arguments.get("thread_ts")), now)
        known = len(posts)


@contextmanager
def _whole_bot(folder: Path, slack: FakeSlack) -> Iterator[int]:
    """Run `intake serve` with the shipped model, and one customer whose workspace everybody is of."""
    place = Place(folder)
    values = {"folder": folder.as_posix(), "secret": SECRET, "engineers": ENGINEERS, "api": slack.url, "quiet": _QUIET}
    place.settings.write_text(_SETTINGS.format(**values), encoding="utf-8")
    place.settings.chmod(0o600)
    database = open_store(read_settings(place.settings))
    made = Customer(name="Acme", contract="gotomyerp", zone="America/New_York", slack=(CUSTOMER,))
    with database.write() as connection:
        customers.add(connection, made)
    database.close()
    bot = begin(place)
    try:
        yield until(lambda: _web(bot), what="the web door")
        bot.stop()
    finally:
        bot.kill()


def _web(bot: Serving) -> int:
    if not bot.alive:
        raise RuntimeError(f"serve ended: {bot.log.read_text(encoding='utf-8')[-2000:]}")
    return next((int(str(one["port"])) for one in bot.events() if one["event"] == "web.open"), 0)


@contextmanager
def _bolt(folder: Path, slack: FakeSlack) -> Iterator[int]:
    with in_a_process("tests.bench.slack_process", "says", folder, slack.url) as server:
        yield server.port
