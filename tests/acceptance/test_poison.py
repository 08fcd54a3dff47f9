"""A mail at which the process itself dies: the others get through, it is set aside, and the ledger balances."""

from collections.abc import Iterator

import pytest

from tests.acceptance import mails, running, store
from tests.acceptance.running import Place, Serving, until
from tests.acceptance.warm import Nursery

PILL = "pill-of-the-tests"
MOST = 3


class Restarts:
    """A service manager: it starts the bot that dies at the pill again, and counts."""

    def __init__(self, place: Place, nursery: Nursery) -> None:
        self.deaths: list[int | None] = []
        self._place, self._nursery = place, nursery
        self.bot = self._begin()

    def _begin(self) -> Serving:
        bot = self._nursery.begin(self._place, f"reading:{PILL}")
        until(lambda: bot.ready() or not bot.alive, what="an open door")
        return bot

    def keep(self) -> bool:
        """Start a dead bot again; tell whether nothing waits any more."""
        if not self.bot.alive:
            self.deaths.append(self.bot.process.wait())
            assert len(self.deaths) < 10, "it is tried for ever"
            self.bot = self._begin()
        return store.is_quiet(self._place)

    def deliver(self, raw: bytes) -> None:
        """Hand a mail over, over deaths."""
        until(lambda: mails.is_taken(self.bot, raw) or (self.keep() and False), what="a 250")


@pytest.fixture
def restarts(place: Place, nursery: Nursery) -> Iterator[Restarts]:
    found = Restarts(place, nursery)
    yield found
    found.bot.kill()


def letter(number: int, word: str = "") -> bytes:
    return mails.letter(f"<{number}@gold.example>", subject=f"Number {number}", body=f"The export fails. {word}")


DIED = f"the bot died {MOST} times while reading this message, so it is not tried again by itself"
COPY = "GiveUp: a copy of message {}, at which the bot died"


def test_the_poison_is_parked_and_all_others_get_through(place: Place, restarts: Restarts) -> None:
    for number in range(8):
        restarts.deliver(letter(number, PILL if number == 3 else ""))
    until(restarts.keep, what="a quiet store")
    assert restarts.deaths == [-9] * len(restarts.deaths)
    assert MOST <= len(restarts.deaths) <= MOST + 2, "a few deaths, and no more"
    assert store.ledger(place)["opened"] == 7
    first = assert_set_aside(place)
    assert first in [entry["message_id"] for entry in store.events(place, "message.parked")]
    assert store.broken_link(place) is None
    ran = running.intake(place, "verify")
    assert ran.returncode == 0, ran.stdout
    counted = store.ledger(place)
    settled = f"7 opened + 0 continued + {counted.get('filed', 0)} filed + {counted['parked']} parked + 0 waiting"
    assert f"{sum(counted.values())} accepted = {settled}" in ran.stdout


def test_a_copy_of_the_poison_kills_nobody(place: Place, restarts: Restarts) -> None:
    restarts.deliver(letter(1, PILL))
    until(restarts.keep, what="a quiet store")
    deaths, before = len(restarts.deaths), store.ledger(place)["parked"]
    restarts.deliver(letter(1, PILL))
    restarts.deliver(letter(2))
    until(restarts.keep, what="a quiet store")
    assert store.ledger(place) == {"opened": 1, "parked": before + 1}
    assert len(restarts.deaths) == deaths
    assert_set_aside(place)


def assert_set_aside(place: Place) -> int:
    """Hold that the poison is set aside with its copies, which a client sends that got no answer; return its number."""
    parked = store.rows(place, "SELECT id, reason FROM messages WHERE outcome = 'parked' ORDER BY id")
    first = int(parked[0]["id"])
    assert [row["reason"] for row in parked] == [DIED, *[COPY.format(first)] * (len(parked) - 1)]
    assert store.count(place, "SELECT 1 FROM jobs WHERE parked AND stage = 'process'") == len(parked)
    return first
