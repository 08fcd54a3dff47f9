"""The demo of Slack's side: the emulator, the real bot beside it, and what people do there."""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from intake.bootstrap.app import Running, start
from intake.bootstrap.customer_file import BadRow, read_customers
from intake.bootstrap.initial import initial_text
from intake.bootstrap.settings import read_settings
from intake.demo.show import Show
from intake.demo.sink import Sink
from intake.demo.slack.acts import do
from intake.demo.slack.emulator import Installed, Slack, emulator
from intake.demo.slack.look import look, watch
from intake.demo.slack.play import Play
from intake.demo.slack.scenario import SECRET, World, settings_toml, slack_customers_csv, steps, world
from intake.demo.slack.show import SlackShow
from intake.domain.errors import BadInput
from intake.review.verify import verify
from intake.storage import customers, messages

_QUIET = 2.0  # seconds
_LONGEST_LOAD = 180.0  # seconds, of the model, at the most
_EVENTS = "/slack/events"


async def run(console: Console, found: Installed, *, keep: bool) -> None:
    """Run the whole demo; with `keep` stay up afterwards until interrupted."""
    here, show = world(), SlackShow(console)
    async with emulator(found, here) as slack:
        show.beginning()
        sink = Sink()
        sink_server = await sink.open()
        with _folder(keep=keep) as folder:
            file = _settings_file(folder, sink_server.sockets[0].getsockname()[1], here, slack)
            running = await start(read_settings(file))
            try:
                play = Play(here, slack, running, _url(running))
                await _act(play, show)
                await asyncio.to_thread(_look_back, running, Show(console))
                if keep:
                    show.staying(_by_hand(here, slack, file))
                    await watch(play, show)
            finally:
                await running.stop()
                sink_server.close()


async def _act(play: Play, show: SlackShow) -> None:
    await asyncio.to_thread(_add_customers, play)
    await play.slack.subscribe(play.request_url)
    await asyncio.to_thread(play.running.suggests.wait, _LONGEST_LOAD)
    show.started(play, _QUIET)
    for number, step in enumerate(steps(), start=1):
        show.step(number, step)
        await do(play, step)
        await play.at_rest()
        await look(play, show, step)


def _url(running: Running) -> str:
    if running.web is None:
        raise BadInput("--slack: the bot has no web door; `intake demo --slack` can say no more")
    return f"http://{running.web.host}:{running.web.port}{_EVENTS}"


def _settings_file(folder: Path, smarthost_port: int, here: World, slack: Slack) -> Path:
    # Sample customers have no DNS that could prove them.
    text = initial_text().replace('facts_for = "proved"', 'facts_for = "known_address"')
    text = text.replace("port = 25\n", f"port = {smarthost_port}\n").replace("port = 2525", "port = 0")
    file = folder / "intake.toml"
    text = text.replace("sqlite:///intake.db", f"sqlite:///{folder / 'intake.db'}")
    values = {"secret": SECRET, "bot_token": here.bot_token, "engineers": here.internal.id, "quiet": _QUIET}
    file.write_text(f"{text}\n{settings_toml({**values, 'api_url': slack.api_url})}", encoding="utf-8")
    file.chmod(0o600)
    return file


@contextmanager
def _folder(*, keep: bool) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="intake-demo-", ignore_cleanup_errors=keep) as name:
        yield Path(name)


def _add_customers(play: Play) -> None:
    running = play.running
    with running.database.write() as connection:
        for line, row in read_customers(slack_customers_csv(play.world), running.desk.contracts):
            if isinstance(row, BadRow):
                raise BadInput(f"sample customers, line {line}: {row.problem}")
            customers.add(connection, row)


def _look_back(running: Running, show: Show) -> None:
    with running.database.read() as connection:
        show.verified(verify(connection, None, lambda *_: None))
        show.ledger(messages.ledger(connection))


def _by_hand(here: World, slack: Slack, file: Path) -> list[str]:
    """Return how somebody goes on: what to say to the emulator, and where to see what comes of it."""
    ruth, room = here.human("ruth"), here.room("alder-freight")
    return [
        f"Slack and the bot stay up until Ctrl-C. Say something in #{room.name} as {ruth.name}, in another terminal:",
        "",
        f"curl -s {slack.api_url}chat.postMessage -H 'Authorization: Bearer {ruth.token}' \\",
        f'  -H \'Content-Type: application/json\' -d \'{{"channel": "{room.id}", "text": "Labels do not print"}}\'',
        "",
        f"What the emulator knows: {slack.url}/ in a browser. What the bot knows:",
        "",
        f"{sys.executable} -m intake cases --settings {file}",
        "",
        "What is answered appears here.",
    ]
