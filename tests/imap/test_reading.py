"""Mail that arrives in a mailbox becomes cases, whatever was there before and whoever has looked at it."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime

import pytest

from tests.acceptance import mails, running, store
from tests.acceptance.running import ANN, DESK, ROOT, Place, until
from tests.acceptance.smarthost import Smarthost
from tests.acceptance.warm import Nursery
from tests.imap.dovecot import USER, Dovecot, dovecot
from tests.imap.reading import cursor, events, letter, reads, stored, until_read, until_stored

Prepare = Callable[[Dovecot], None]


def test_a_mail_that_arrives_while_the_bot_waits_is_answered(
    server: Dovecot, place: Place, sink: Smarthost, nursery: Nursery
) -> None:
    reads(place, server)
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        server.deliver(letter("idle"))
        until_stored(place, 1)
        assert store.ledger(place) == {"opened": 1}
        assert len(sink.to(ANN)) == 1
        assert bot.stop() == 0
    assert "\\Seen" not in str(server.mails())
    verify = [sys.executable, "-m", "intake", "verify", "--settings", str(place.settings)]
    assert subprocess.run(verify, cwd=ROOT, check=False, capture_output=True).returncode == 0


def test_a_server_that_cannot_idle_is_asked_again_and_again(place: Place, nursery: Nursery) -> None:
    with dovecot("imap_capability = IMAP4rev1 UIDPLUS\n") as server:
        reads(place, server, more="poll_seconds = 1")
        with running.opened(nursery.begin(place)) as bot:
            until_read(bot)
            server.deliver(letter("polled"))
            until_stored(place, 1)


def test_what_arrived_while_the_bot_was_down_is_read_when_it_is_back(
    server: Dovecot, place: Place, nursery: Nursery
) -> None:
    reads(place, server)
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        server.deliver(letter("first"))
        until_stored(place, 1)
        assert bot.stop() == 0
    for number in range(5):
        server.deliver(letter(f"down{number}"))
    with running.opened(nursery.begin(place)):
        until_stored(place, 6)
        assert store.ledger(place) == {"opened": 6}


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param("now", ["new"], id="from now on what was there before is left alone"),
        pytest.param("all", ["old", "new"], id="from all what was there before is taken too"),
    ],
)
def test_the_first_start(server: Dovecot, place: Place, nursery: Nursery, start: str, expected: list[str]) -> None:
    server.deliver(letter("old"))
    reads(place, server, more=f'from = "{start}"')
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        server.deliver(letter("new"))
        until_stored(place, len(expected))
    found = store.column(place, "SELECT message_id FROM messages ORDER BY id")
    assert found == [f"<{name}@gold.example>" for name in expected]


def test_a_mail_that_somebody_else_has_read_is_still_new(server: Dovecot, place: Place, nursery: Nursery) -> None:
    reads(place, server)
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        server.deliver(letter("seen"), flags="(\\Seen)")
        until_stored(place, 1)


def test_two_mailboxes_are_read_beside_each_other(server: Dovecot, place: Place, nursery: Nursery) -> None:
    reads(place, server)
    reads(place, server, user="sales")
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot, 2)
        for name in (USER, "sales"):
            server.deliver(letter(name), user=name)
        until_stored(place, 2)
        assert store.ledger(place) == {"opened": 2}


def test_one_mail_by_smtp_and_imap_is_one_case(
    server: Dovecot, place: Place, sink: Smarthost, nursery: Nursery
) -> None:
    reads(place, server)
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        assert mails.is_taken(bot, mails.letter("<both@gold.example>"))
        server.deliver(letter("both"))
        until_stored(place, 2)
        assert store.ledger(place) == {"opened": 1, "filed": 1}
        assert len(sink.to(ANN)) == 1


def test_it_was_received_when_the_mailbox_got_it(server: Dovecot, place: Place, nursery: Nursery) -> None:
    server.deliver(letter("before"), at='"10-Mar-2026 09:30:00 +0200"')
    reads(place, server, more='from = "all"')
    with running.opened(nursery.begin(place)):
        until_stored(place, 1)
    assert store.column(place, "SELECT received_at FROM messages") == ["2026-03-10 07:30:00.000000"]


def test_a_mailbox_whose_clock_runs_ahead_does_not_make_anybody_wait(
    server: Dovecot, place: Place, nursery: Nursery
) -> None:
    server.deliver(letter("ahead"), at='"01-Jan-2099 00:00:00 +0000"')
    reads(place, server, more='from = "all"')
    with running.opened(nursery.begin(place)):
        until_stored(place, 1)
    (received,) = store.column(place, "SELECT received_at FROM messages")
    assert datetime.fromisoformat(received).year < 2099


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        pytest.param((f"<{ANN}>", ANN), True, id="the envelope sender is known"),
        pytest.param(("<>", ANN), False, id="the null sender"),
        pytest.param(("", ANN), True, id="nobody says who the envelope sender was, and From is a contact"),
        pytest.param(("", "stranger@else.example"), False, id="nobody says so, and From is a stranger"),
    ],
)
def test_who_is_answered(
    server: Dovecot, place: Place, sink: Smarthost, nursery: Nursery, said: tuple[str, str], answered: bool
) -> None:
    return_path, sender = said
    reads(place, server)
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        server.deliver(letter("who", sender=sender, return_path=return_path))
        until_stored(place, 1)
        assert len(sink.caught) == answered


def test_a_mail_of_five_megabytes_is_taken_as_it_is(server: Dovecot, place: Place, nursery: Nursery) -> None:
    settings = place.settings.read_text("utf-8").replace("max_megabytes = 1", "max_megabytes = 6")
    place.settings.write_text(settings, "utf-8")
    raw = letter("large", body="a line of a long log\n" * 250_000)
    reads(place, server)
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        server.deliver(raw)
        until_stored(place, 1)
    assert [kept for _, kept in store.raws(place)] == [raw]


def test_a_mail_that_is_too_large_is_parked_with_its_header_and_the_next_is_taken(
    server: Dovecot, place: Place, nursery: Nursery
) -> None:
    reads(place, server)
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        server.deliver(letter("large", subject="A large one", body="a line\n" * 200_000))
        server.deliver(letter("small"))
        until_stored(place, 2)
        (row,) = store.rows(place, "SELECT id, sender, subject, reason FROM messages WHERE outcome = 'parked'")
        kept = store.raws(place)[row["id"] - 1][1]
    assert (row["sender"], row["subject"]) == (ANN, "A large one")
    assert row["reason"] == "it is larger than 1 MB: only its header was read; it was number 1 of INBOX"
    assert kept.endswith(b"\r\n\r\n")
    assert store.ledger(place) == {"opened": 1, "parked": 1}
    verify = [sys.executable, "-m", "intake", "verify", "--settings", str(place.settings)]
    assert subprocess.run(verify, cwd=ROOT, check=False, capture_output=True).returncode == 0


def test_a_mail_that_cannot_be_read_is_set_aside_and_its_neighbours_are_taken(
    server: Dovecot, place: Place, nursery: Nursery
) -> None:
    reads(place, server)
    for name in ("good", "bad", "better"):
        server.deliver(letter(name))
    bad = sorted((server.folder / "mail" / USER / "new").iterdir())[1]
    bad.chmod(0)
    with place.settings.open("a", encoding="utf-8") as file:
        file.write('from = "all"\n')
    with running.opened(nursery.begin(place)):
        until_stored(place, 3)
    assert store.ledger(place) == {"opened": 2, "parked": 1}


@pytest.mark.parametrize(
    ("after", "seen", "archived"),
    [
        pytest.param("leave", [False], 0, id="a mail is left as it is"),
        pytest.param("seen", [True], 0, id="a mail is marked as read"),
        pytest.param("move:Archive", [], 1, id="a mail is moved"),
    ],
)
def test_what_is_done_afterwards(
    server: Dovecot, place: Place, nursery: Nursery, after: str, seen: list[bool], archived: int
) -> None:
    server.make_folder("Archive")
    reads(place, server, more=f'after = "{after}"')
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        server.deliver(letter("one"))
        until_stored(place, 1)
        until(lambda: cursor(place)["followed_uid"] == 1, what="the mail to be followed")
        assert ["\\Seen" in flags for flags in server.mails().values()] == seen
        assert len(server.mails("Archive")) == archived


def test_a_folder_that_is_not_there_to_move_to_does_not_stop_the_reading(
    server: Dovecot, place: Place, nursery: Nursery
) -> None:
    reads(place, server, more='after = "move:Nowhere"')
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        server.deliver(letter("one"))
        until_stored(place, 1)
        server.deliver(letter("two"))
        until_stored(place, 2)
        until(lambda: events(bot, "imap.not_followed"), what="a complaint")
        assert len(server.mails()) == 2
        server.make_folder("Nowhere")
        server.deliver(letter("three"))
        until(lambda: len(server.mails("Nowhere")) == 3, what="all three to be moved")


def test_the_address_it_was_delivered_to_reads_as_its_recipient(
    server: Dovecot, place: Place, nursery: Nursery
) -> None:
    reads(place, server)
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        server.deliver(letter("to").replace(DESK.encode(), b"support+c1.abc@desk.example", 1))
        server.deliver(letter("alias").replace(DESK.encode(), b"box17@internal.example", 1))
        until_stored(place, 2)
    found = store.column(place, "SELECT rcpt_to FROM messages ORDER BY id")
    assert found == ['["support+c1.abc@desk.example"]', f'["{DESK}"]']
    assert stored(place) == 2
