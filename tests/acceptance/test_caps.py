"""Over real sockets: machines that look like many fall silent at a cap, and what goes round is set aside."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.acceptance import mails, running, store
from tests.acceptance.running import ANN, DESK, Place, Serving
from tests.acceptance.smarthost import Smarthost

MOST, MOST_OF_A_DOMAIN, MOST_OF_A_CUSTOMER = 2, 3, 4
Name = Callable[[int], str]


@pytest.fixture
def place(tmp_path: Path, prepared: Place, sink: Smarthost) -> Place:
    place = running.settle_in(tmp_path / "bot", sink.port, most_per_hour=MOST)
    running.copy_store(prepared, place)
    caps = f"most_per_domain_per_hour = {MOST_OF_A_DOMAIN}\nmost_per_customer_per_hour = {MOST_OF_A_CUSTOMER}\n"
    text = place.settings.read_text(encoding="utf-8")
    place.settings.write_text(text.replace("[answers]\n", f"[answers]\n{caps}"), encoding="utf-8")
    return place


def letter(number: int, sender: str) -> bytes:
    """A bot's answer without any mark or thread."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, DESK, f"Ticket {number} received"
    mail["Message-ID"] = f"<{number}@bot.example>"
    mail.set_content(f"Your message is number {number} in our queue.")
    return mail.as_bytes().replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("name", "most"),
    [
        pytest.param(lambda n: f"user+{n}@other.example", MOST, id="with a new tag each time"),
        pytest.param(lambda n: f"user{n}@other.example", MOST_OF_A_DOMAIN, id="with a new name each time"),
        pytest.param(lambda n: f"user@n{n}.other.example", MOST_OF_A_DOMAIN, id="from a new name below its domain"),
        pytest.param(lambda n: f"user+{n}@gold.example", MOST, id="with tags, at a customer's"),
        pytest.param(lambda n: f"user{n}@gold.example", MOST_OF_A_CUSTOMER, id="with new names, at a customer's"),
    ],
)
def test_a_bot_that_answers_each_of_ours(bot: Serving, place: Place, sink: Smarthost, name: Name, most: int) -> None:
    number = 0
    while number <= len(sink.caught) and number < 3 * MOST_OF_A_CUSTOMER:
        assert mails.send(bot, letter(number, name(number)), sender=name(number)).startswith("250")
        store.until_quiet(place)
        number += 1
    assert (len(sink.caught), number) == (most, most + 1)
    assert store.ledger(place) == {"opened": most + 1}, "each is a case all the same"
    assert len(store.events(place, "acknowledgement.withheld")) == len(store.events(place, "cap.reached")) == 1
    assert mails.send(bot, mails.letter("<ann@gold.example>"), sender=ANN).startswith("250")
    store.until_quiet(place)
    assert bool(sink.to(ANN)) is (name(0) != "user0@gold.example"), "a customer is silenced by nobody else"


def test_a_mail_with_101_received_is_taken_and_set_aside(bot: Serving, place: Place, sink: Smarthost) -> None:
    hops = b"".join(
        b"Received: from a%d.example by b%d.example; Mon, 9 Mar 2026 10:00:00 +0000\r\n" % (n, n) for n in range(101)
    )
    assert mails.send(bot, hops + mails.letter("<round@gold.example>")).startswith("250")
    store.until_quiet(place)
    assert store.column(place, "SELECT reason FROM messages") == ["a loop: more than 60 Received: a mail loop"]
    assert (store.ledger(place), sink.caught) == ({"parked": 1}, [])


def test_our_own_mail_that_comes_back_is_taken_and_set_aside(bot: Serving, place: Place, sink: Smarthost) -> None:
    assert mails.send(bot, mails.letter("<first@gold.example>")).startswith("250")
    store.until_quiet(place)
    assert mails.send(bot, sink.caught[0].raw).startswith("250")
    store.until_quiet(place)
    assert (store.ledger(place), len(sink.caught)) == ({"opened": 1, "parked": 1}, 1)
    assert store.column(place, "SELECT reason FROM messages WHERE id = 2") == ["a loop: X-Intake-Loop"]
