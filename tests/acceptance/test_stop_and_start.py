"""`intake serve` as an operator starts and stops it: a real process each time."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.acceptance import mails, running, store
from tests.acceptance.mails import raw_client
from tests.acceptance.running import ANN, Place, Serving
from tests.acceptance.smarthost import Smarthost

QUICK = 4.0  # seconds until the door is open


def test_the_door_is_open_within_four_seconds(place: Place) -> None:
    started = time.monotonic()
    with running.opened(running.begin(place)) as bot:
        took = time.monotonic() - started
        assert took - held_up(bot) < QUICK


def held_up(bot: Serving) -> float:
    """Return for how many seconds a bot could have run and other processes had the cores (Linux, proc(5))."""
    schedule = Path(f"/proc/{bot.process.pid}/schedstat")
    return int(schedule.read_text().split()[1]) / 1e9 if schedule.exists() else 0.0


def test_a_stop_finishes_what_was_accepted_whoever_is_connected(place: Place, sink: Smarthost) -> None:
    with running.opened(running.begin(place)) as bot, ExitStack() as idle:
        for number in range(20):
            idle.enter_context(raw_client(bot, sender=f"idle{number}@gold.example".encode()))
        in_data = idle.enter_context(raw_client(bot, sender=b"slow@gold.example"))
        in_data.ask(b"DATA\r\n")
        in_data.say(b"Subject: half a ma")
        for number in range(6):  # the first is still being read when the others come
            assert mails.send(bot, mails.letter(f"<last{number}@gold.example>")).startswith("250")
        assert bot.stop(30) == 0
        assert [event for event in bot.events() if event["level"] == "error"] == []
        assert "Traceback" not in bot.log.read_text()
    assert store.ledger(place) == {"opened": 6}
    assert set(store.column(place, "SELECT state FROM outbox")) <= {"queued", "sent"}
    with running.opened(running.begin(place)):
        store.until_quiet(place)
    assert len({mail.raw for mail in sink.to(ANN)}) == len(sink.to(ANN)) == 6


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_an_idle_bot_stops_at_once(place: Place, number: signal.Signals) -> None:
    with running.opened(running.begin(place)) as bot:
        bot.process.send_signal(number)
        assert bot.process.wait(15) == 0


def test_a_port_in_use_is_one_line_and_exit_code_2(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = {**os.environ, "INTAKE_SMTP_DOOR_PORT": str(port)}
        command = [sys.executable, "-m", "intake", "serve", "--settings", str(place.settings)]
        ended = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=30)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in ended.stderr
