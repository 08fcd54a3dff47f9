"""Two bots facing each other: with our marks silence at once, without any mark silence at the cap."""

import email
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.acceptance import mails, running, store
from tests.acceptance.running import DESK, Place, Serving, until
from tests.acceptance.smarthost import Smarthost
from tests.acceptance.warm import Nursery
from tests.ports import free_port

BOT = "helper@gold.example"
MOST = 3


@pytest.fixture
def place(tmp_path: Path, prepared: Place, sink: Smarthost) -> Place:
    place = running.settle_in(tmp_path / "bot", sink.port, most_per_hour=MOST)
    running.copy_store(prepared, place)
    return place


def returned(ours: bytes, number: int) -> bytes:
    """Our mail as it was, sent back."""
    del number
    return ours


def with_a_new_id(ours: bytes, number: int) -> bytes:
    """Our mail with another Message-ID and From; all else as it was."""
    mail = email.message_from_bytes(ours)
    mail.replace_header("Message-ID", f"<back{number}@gold.example>")
    mail.replace_header("From", BOT)
    mail.replace_header("To", DESK)
    return mail.as_bytes().replace(b"\n", b"\r\n")


def marked(ours: bytes, number: int) -> bytes:
    """A polite bot's answer."""
    return _answer(ours, number, Auto_Submitted="auto-replied")


def threaded(ours: bytes, number: int) -> bytes:
    """A rude bot's answer that refers to ours."""
    return _answer(ours, number, In_Reply_To=str(email.message_from_bytes(ours)["Message-ID"]))


def tagged(ours: bytes, number: int) -> bytes:
    """A rude bot's answer that keeps our subject with its case number."""
    return _answer(ours, number, Subject=f"Re: {email.message_from_bytes(ours)['Subject']}")


def bare(ours: bytes, number: int) -> bytes:
    """The rudest bot's answer: every time new, with nothing that refers to ours."""
    return _answer(ours, number, Subject=f"Ticket {number} received")


def _answer(ours: bytes, number: int, **headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = BOT, DESK, f"<answer{number}@gold.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(f"Thank you for your message, which is number {number} in our queue.\n\n{len(ours)}")
    return mail.as_bytes().replace(b"\n", b"\r\n")


def _from(sender: str, ours: bytes, number: int) -> bytes:
    """The rudest bot's answer under an address of its own."""
    mail = email.message_from_bytes(bare(ours, number))
    mail.replace_header("From", sender)
    return mail.as_bytes().replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("answer", "most"),
    [
        pytest.param(returned, 1, id="sends ours back as it was"),
        pytest.param(with_a_new_id, 1, id="sends ours back under its own name"),
        pytest.param(marked, 1, id="answers with Auto-Submitted"),
        pytest.param(threaded, 1, id="answers without a mark, in the thread"),
        pytest.param(tagged, 1, id="answers without a mark, with the case in the subject"),
        pytest.param(bare, MOST, id="answers without a mark and without a thread"),
    ],
)
def test_a_bot_that(bot: Serving, place: Place, sink: Smarthost, answer: mails.Answer, most: int) -> None:
    assert mails.send(bot, mails.letter("<first@gold.example>", sender=BOT), sender=BOT).startswith("250")
    store.until_quiet(place)
    number = 0
    while number < min(len(sink.caught), 3 * MOST):
        raw = answer(sink.caught[number].raw, number)
        assert mails.send(bot, raw, sender=BOT).startswith("250")
        store.until_quiet(place)
        number += 1
    assert len(sink.caught) == most
    assert number == most
    withheld = [row["detail"] for row in store.events(place, "acknowledgement.withheld")]
    assert len(withheld) == (answer is bare)


def test_two_desks_of_ours_say_one_thing_each_at_most(nursery: Nursery, tmp_path: Path) -> None:
    ours, theirs = free_port(), free_port()
    first = running.settle_in(tmp_path / "first", theirs, port=ours)
    second = running.settle_in(tmp_path / "second", ours, port=theirs, desk="help@other.example")
    with Nursery.another() as other, running.opened(nursery.begin(first)) as one, running.opened(other.begin(second)):
        letter = mails.letter("<first@other.example>", sender="help@other.example")
        assert mails.send(one, letter, sender="help@other.example").startswith("250")
        until(lambda: store.ledger(second), what="an answer at the other desk")
        for place in (first, second):
            store.until_quiet(place)
        assert store.ledger(first) == {"opened": 1}
        assert store.ledger(second) == {"filed": 1}


def test_a_bot_under_a_new_tag_each_time_is_one_correspondent(bot: Serving, place: Place, sink: Smarthost) -> None:
    name, _, domain = BOT.partition("@")
    for number in range(3 * MOST):
        sender = f"{name}+{number}@{domain}"
        assert mails.send(bot, _from(sender, b"", number), sender=sender).startswith("250")
        store.until_quiet(place)
    assert len(sink.caught) == MOST
    assert len(store.events(place, "acknowledgement.withheld")) == 2 * MOST


def test_a_bot_that_says_it_is_one_gets_no_answer(bot: Serving, place: Place, sink: Smarthost) -> None:
    words = "This is an automatic reply. Your letter is in our queue."
    letter = mails.letter("<robot@gold.example>", sender=BOT, subject="We have it", body=words)
    assert mails.send(bot, letter, sender=BOT).startswith("250")
    store.until_quiet(place)
    assert not sink.caught
    assert store.ledger(place) == {"filed": 1}
