"""A real Postfix stands before the doors and takes the answers: what it hands over is stored, answered, and told."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.acceptance import mails, running, store
from tests.acceptance.running import ANN, DESK, Place, Serving, until
from tests.acceptance.warm import Nursery
from tests.ports import free_port
from tests.postfix.server import Postfix, postfix

GONE = "gone@gold.example"  # of a customer's domain, without a mailbox
JOERG = "jörg@gold.example"
_PEOPLE = {ANN: "ann", JOERG: "joerg"}


@dataclass(frozen=True, slots=True)
class Post:
    """A bot and the Postfix that stands before it."""

    relay: Postfix
    bot: Serving
    place: Place

    def answers(self, name: str, number: int = 1) -> list[bytes]:
        """Return what has come to a person, when there is that much of it."""
        until(lambda: len(self.relay.inbox(name)) >= number, what=f"{number} mails to {name}")
        return self.relay.inbox(name)


@pytest.fixture
def settled(tmp_path: Path, prepared: Place) -> Callable[[int, int], Place]:
    """Return what settles a bot that listens on one port and hands its mail to another."""

    def settle(port: int, smarthost: int) -> Place:
        place = running.settle_in(tmp_path / "bot", smarthost, port=port)
        running.copy_store(prepared, place)
        return place

    return settle


@pytest.fixture
def post(settled: Callable[[int, int], Place], nursery: Nursery) -> Iterator[Post]:
    """Run both: Postfix hands the desk's mail to the bot's SMTP door."""
    port = free_port()
    with postfix(f"smtp:[127.0.0.1]:{port}", _PEOPLE, {"smtpd_reject_unlisted_recipient": "no"}) as relay:
        place = settled(port, relay.port)
        with running.opened(nursery.begin(place)) as bot:
            yield Post(relay, bot, place)


@contextmanager
def _lmtp(settled: Callable[[int, int], Place]) -> Iterator[Post]:
    """Run both: Postfix hands the desk's mail to the bot's LMTP door."""
    port = free_port()
    with postfix(f"lmtp:[127.0.0.1]:{port}", _PEOPLE) as relay:
        place = settled(0, relay.port)
        text = place.settings.read_text(encoding="utf-8")
        place.settings.write_text(text.replace("[smarthost]", f"[lmtp_door]\nport = {port}\n[smarthost]"), "utf-8")
        with running.opened(running.begin(place)) as bot:
            yield Post(relay, bot, place)


def test_a_customers_mail_comes_through_and_the_answer_goes_back(post: Post) -> None:
    post.relay.send(ANN, [DESK], mails.letter("<first@gold.example>"))
    (answer,) = post.answers("ann")
    told = message_from_bytes(answer)
    assert told["In-Reply-To"] == "<first@gold.example>"
    assert told["Return-Path"].startswith("<support+b")
    (peer,) = store.column(post.place, "SELECT mail_from FROM messages")
    assert peer == ANN


def test_an_address_beyond_ascii_comes_through_and_is_answered(post: Post) -> None:
    raw = mails.letter("<umlaut@gold.example>").replace(f"From: {ANN}".encode(), f"From: {JOERG}".encode())
    with_utf8 = ["SMTPUTF8"]

    with smtplib.SMTP("127.0.0.1", post.relay.port, timeout=30) as client:
        client.sendmail(JOERG, [DESK], raw, mail_options=with_utf8)
    (answer,) = post.answers("joerg")
    assert JOERG.encode() in answer


def test_many_mails_over_one_connection_are_each_stored_once(post: Post) -> None:
    for number in range(30):
        post.relay.send(f"p{number}@gold.example", [DESK], mails.letter(f"<many{number}@gold.example>"))
    until(lambda: store.count(post.place, "SELECT id FROM messages WHERE message_id LIKE '<many%'") == 30)
    store.until_quiet(post.place)
    assert store.count(post.place, "SELECT id FROM messages WHERE message_id LIKE '<many%'") == 30


def test_postfixs_own_report_on_our_answer_is_read_and_tied_to_the_case(post: Post) -> None:
    post.relay.send(GONE, [DESK], mails.letter("<gone@gold.example>", sender=GONE))
    report = "SELECT m.reason, m.case_id FROM messages m WHERE m.mail_from = ''"
    (row,) = until(lambda: [row for row in store.rows(post.place, report) if row["case_id"]], what="Postfix's report")
    assert row["reason"].startswith("bounce")
    store.until_quiet(post.place)
    assert store.count(post.place, "SELECT id FROM outbox") == 1  # nobody answers a report


def test_an_address_that_postfix_could_not_reach_gets_no_second_letter(post: Post) -> None:
    post.relay.send(GONE, [DESK], mails.letter("<gone1@gold.example>", sender=GONE))
    until(lambda: store.column(post.place, "SELECT address FROM unreachable") == [GONE], what="the mark")
    post.relay.send(GONE, [DESK], mails.letter("<gone2@gold.example>", sender=GONE))
    post.relay.send(ANN, [DESK], mails.letter("<after@gold.example>"))
    post.answers("ann")
    store.until_quiet(post.place)
    withheld = store.events(post.place, "acknowledgement.withheld")
    assert [GONE in entry["detail"] for entry in withheld] == [True]
    assert store.count(post.place, "SELECT id FROM outbox") == 2


def test_postfix_keeps_a_mail_until_the_bot_is_there(settled: Callable[[int, int], Place], nursery: Nursery) -> None:
    port = free_port()
    with postfix(f"smtp:[127.0.0.1]:{port}", _PEOPLE) as relay:
        relay.send(ANN, [DESK], mails.letter("<early@gold.example>"))
        until(lambda: b"Connection refused" in (relay.folder / "postfix.log").read_bytes(), what="a first try")
        place = settled(port, relay.port)
        with running.opened(nursery.begin(place)) as bot:
            relay.try_again()
            post = Post(relay, bot, place)
            assert message_from_bytes(post.answers("ann")[0])["In-Reply-To"] == "<early@gold.example>"
        assert store.count(place, "SELECT id FROM messages") == 1


def test_over_lmtp_each_recipient_gets_its_own_answer(settled: Callable[[int, int], Place]) -> None:
    with _lmtp(settled) as post:
        post.relay.send(ANN, [DESK, "nobody@desk.example"], mails.letter("<two@gold.example>"))
        told = post.answers("ann", 2)  # the desk's answer, and Postfix's report on the one who is not there
        reports = [one for one in told if message_from_bytes(one).get_content_type() == "multipart/report"]
        assert len(reports) == 1
        assert b"nobody@desk.example" in reports[0]
        assert b"5.1.1" in reports[0]
        assert store.count(post.place, "SELECT id FROM messages WHERE message_id = '<two@gold.example>'") == 1
