"""A store that refuses, waits or is full: the sender is told to come again, nothing is lost or counted twice."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest

from tests.acceptance import mails, running, store
from tests.acceptance.mails import raw_client
from tests.acceptance.running import ANN, BOB, Place, Serving, until
from tests.acceptance.smarthost import Smarthost, hold
from tests.acceptance.warm import Nursery

NO_ROOM = "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"


@contextmanager
def refusing(place: Place, what: str) -> Iterator[None]:
    """Let the store refuse one kind of change."""
    store.change(place, f"CREATE TRIGGER no_room BEFORE {what} {NO_ROOM}")
    yield
    store.change(place, "DROP TRIGGER no_room")


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Hold the store's write lock, so that a commit has to wait."""
    with closing(sqlite3.connect(place.store, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_what_cannot_be_stored_gets_451_and_is_taken_when_it_comes_again(
    bot: Serving, place: Place, sink: Smarthost
) -> None:
    raw = mails.letter("<full@gold.example>")
    with refusing(place, "INSERT ON messages"):
        assert mails.send(bot, raw).startswith("451")
        assert store.ledger(place) == {}
    assert mails.send(bot, raw).startswith("250")
    store.until_quiet(place)
    assert store.ledger(place) == {"opened": 1}
    assert len(sink.to(ANN)) == 1


def test_a_disk_that_is_really_full_gives_451_and_costs_nothing_later(
    bot: Serving, place: Place, sink: Smarthost
) -> None:
    """No byte can be written any more, not even to the log."""
    raw = mails.letter("<full@gold.example>")
    pid = bot.process.pid
    assert pid is not None
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
    for _ in range(3):
        assert mails.send(bot, raw).startswith("451")
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
    assert mails.send(bot, raw).startswith("250")
    store.until_quiet(place)
    assert store.ledger(place) == {"opened": 1}
    assert len(sink.to(ANN)) == 1


def test_a_disk_that_fills_up_behind_an_accepted_mail_holds_it_until_there_is_room(
    bot: Serving, place: Place, sink: Smarthost
) -> None:
    pid = bot.process.pid
    assert pid is not None
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    sink.order("CAUGHT", lambda server: resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1])) and "250 OK")
    assert mails.send(bot, mails.letter("<full@gold.example>")).startswith("250")
    until(lambda: sink.caught, what="the hand-over")
    assert mails.send(bot, mails.letter("<more@gold.example>")).startswith("451")
    assert store.column(place, "SELECT state FROM outbox") == ["sending"]
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
    store.until_quiet(place)
    assert store.column(place, "SELECT state FROM outbox") == ["sent"]
    assert len(sink.to(ANN)) == 1


def test_a_client_that_hangs_up_before_its_answer_takes_nobody_with_it(bot: Serving, place: Place) -> None:
    with locked(place):
        with raw_client(bot) as gone:
            gone.ask(b"DATA\r\n")
            gone.say(mails.letter("<gone@gold.example>") + b".\r\n")
            mails.let_catch_up(bot)
        mails.let_catch_up(bot)
    assert mails.send(bot, mails.letter("<next@gold.example>")).startswith("250")
    store.until_quiet(place)
    assert store.column(place, "SELECT outcome FROM messages WHERE message_id = '<next@gold.example>'") == ["opened"]


def test_one_mail_that_cannot_be_stored_does_not_refuse_those_that_came_with_it(bot: Serving, place: Place) -> None:
    store.change(place, f"CREATE TRIGGER no_room BEFORE INSERT ON messages WHEN NEW.mail_from = '{BOB}' {NO_ROOM}")
    senders = ["first@gold.example", ANN, BOB, "third@gold.example"]
    with ExitStack() as open_clients:
        clients = [open_clients.enter_context(raw_client(bot, sender=sender.encode())) for sender in senders]
        with locked(place):  # the first holds the writer, so that the other three wait together
            for sender, client in zip(senders, clients, strict=True):
                assert client.ask(b"DATA\r\n").startswith("354")
                client.say(mails.letter(f"<one.{sender}>", sender=sender) + b".\r\n")
                mails.let_catch_up(bot)
        assert [client.answer()[:3] for client in clients] == ["250", "250", "451", "250"]


@pytest.mark.parametrize(
    "what",
    [
        pytest.param("INSERT ON cases", id="the case cannot be written"),
        pytest.param("INSERT ON audit", id="the trail cannot be written"),
        pytest.param("DELETE ON jobs", id="the job cannot be finished"),
    ],
)
def test_what_was_accepted_is_carried_on_when_there_is_room_again(
    bot: Serving, place: Place, sink: Smarthost, what: str
) -> None:
    with refusing(place, what):
        assert mails.send(bot, mails.letter("<later@gold.example>")).startswith("250")
        until(lambda: "failed" in bot.log.read_text(), what="a fault in the log")
        assert store.ledger(place) == {"accepted": 1}
    store.until_quiet(place)
    assert store.ledger(place) == {"opened": 1}
    assert len(sink.to(ANN)) == 1


def test_a_mail_whose_250_could_not_be_written_down_is_not_sent_again(
    bot: Serving, place: Place, sink: Smarthost
) -> None:
    with refusing(place, "UPDATE ON outbox WHEN NEW.state = 'sent'"):
        assert mails.send(bot, mails.letter("<told@gold.example>")).startswith("250")
        until(lambda: "courier.failed" in bot.log.read_text(), what="a fault in the log")
        assert store.column(place, "SELECT state FROM outbox") == ["sending"]
    store.until_quiet(place)
    assert store.column(place, "SELECT state FROM outbox") == ["sent"]
    assert len(sink.to(ANN)) == 1
    assert not store.events(place, "mail.unknown")


def test_interrupted_mails_are_marked_when_there_is_room_and_then_delivered(
    place: Place, sink: Smarthost, nursery: Nursery
) -> None:
    with running.opened(nursery.begin(place)) as bot:
        sink.order("DATA", hold)
        assert mails.send(bot, mails.letter("<cut@gold.example>")).startswith("250")
        until(lambda: "DATA" in sink.reached, what="the hand-over")
    with refusing(place, "UPDATE ON outbox WHEN NEW.state = 'unknown'"):
        again = nursery.begin(place)
        until(lambda: "courier.failed" in again.log.read_text(), what="a fault in the log")
    with running.opened(again):
        store.until_quiet(place)
    assert store.column(place, "SELECT state FROM outbox") == ["sent"]
    assert len(sink.to(ANN)) == 1
