"""SIGKILL at random under load: every message that got 250 is there once, and answered once where that is known."""

import random
import threading
from collections import Counter
from dataclasses import dataclass, field

import pytest

from tests.acceptance import mails, running, store
from tests.acceptance.running import Place, Serving, until
from tests.acceptance.smarthost import Smarthost

CLIENTS, MAILS, KILLS = 4, 12, 3


@dataclass(slots=True)
class Load:
    """Clients that send their mails one after the other, each again until it is taken."""

    bot: Serving
    taken: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def client(self, name: int) -> None:
        for number in range(MAILS):
            sender = f"user{number % 3}.{name}@{'gold' if number % 2 else 'matrix'}.example"
            raw = mails.letter(f"<{name}.{number}@load.example>", sender=sender, body=f"Number {number} of {name}.")
            while not mails.is_taken(self.bot, raw, sender=sender):
                if self.over.wait(0.02):
                    return
            self.taken.append(f"<{name}.{number}@load.example>")


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_random(place: Place, sink: Smarthost, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a seed makes the run repeatable
    marks = sorted(chance.sample(range(2, CLIENTS * MAILS - 2), KILLS))
    load = Load(started(place))
    threads = [threading.Thread(target=load.client, args=[name]) for name in range(CLIENTS)]
    try:
        for thread in threads:
            thread.start()
        for mark in marks:
            until(lambda mark=mark: len(load.taken) >= mark, what="mails taken")  # type: ignore[misc]
            threading.Event().wait(chance.random() / 20)
            load.bot.kill()
            load.bot = started(place)
        until(lambda: len(load.taken) == CLIENTS * MAILS, what="all mails taken")
        store.until_quiet(place)
        assert_each_once(place, sink, load)
    finally:
        load.over.set()
        for thread in threads:
            thread.join()
        load.bot.kill()


def started(place: Place) -> Serving:
    """Start a real `intake serve` and wait for its door."""
    bot = running.begin(place)
    until(lambda: bot.ready() or not bot.alive, what="an open door")
    return bot


def assert_each_once(place: Place, sink: Smarthost, load: Load) -> None:
    """Hold the ledger, the cases, the outbox and the sink against what the clients were told."""
    opened = store.column(place, "SELECT message_id FROM messages WHERE outcome = 'opened'")
    assert sorted(opened) == sorted(load.taken)
    counted = store.ledger(place)
    assert set(counted) <= {"opened", "filed"}
    assert store.count(place, "SELECT id FROM cases") == counted["opened"] == CLIENTS * MAILS
    assert store.broken_link(place) is None
    copies = Counter(mail.raw for mail in sink.caught)
    repeats = Counter(row["mail"] for row in store.rows(place, _UNKNOWN))
    sent = store.rows(place, "SELECT id, raw, state FROM outbox")
    assert [mail["state"] for mail in sent] == ["sent"] * len(opened)
    assert set(copies) == {mail["raw"] for mail in sent}
    assert all(1 <= copies[mail["raw"]] <= 1 + repeats[mail["id"]] for mail in sent)


_UNKNOWN = "SELECT json_extract(detail, '$.mail') AS mail FROM audit WHERE event = 'mail.unknown'"
