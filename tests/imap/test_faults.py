"""Servers that die, folders that are numbered anew, bots that are killed: no mail is lost and none makes two cases."""

import pytest

from tests.acceptance import running, store
from tests.acceptance.keeper import Keeper
from tests.acceptance.running import Place, until
from tests.acceptance.smarthost import Smarthost
from tests.acceptance.warm import Nursery
from tests.imap.dovecot import Dovecot
from tests.imap.reading import cursor, events, letter, reads, until_read, until_stored


def test_a_server_that_was_killed_is_read_on_when_it_is_back(server: Dovecot, place: Place, nursery: Nursery) -> None:
    reads(place, server)
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        server.deliver(letter("before"))
        until_stored(place, 1)
        server.stop()
        until(lambda: events(bot, "imap.down"), what="a word about the server")
        server.start()
        server.deliver(letter("after"))
        until_stored(place, 2)
        assert store.ledger(place) == {"opened": 2}


def test_a_server_that_is_not_there_at_the_start_is_waited_for(server: Dovecot, place: Place, nursery: Nursery) -> None:
    server.stop()
    reads(place, server)
    with running.opened(nursery.begin(place)) as bot:
        until(lambda: events(bot, "imap.down"), what="a word about the server")
        server.start()
        until_read(bot)
        assert bot.stop() == 0


def test_a_refused_login_is_said_once_and_without_the_password(server: Dovecot, place: Place, nursery: Nursery) -> None:
    reads(place, server, password=False, more='password = "not-the-password-of-it"')
    with running.opened(nursery.begin(place)) as bot:
        until(lambda: events(bot, "imap.refused"), what="a refusal")
        assert bot.stop() == 0
        (said,) = events(bot, "imap.refused")
        assert "Authentication failed" in str(said["error"])
        assert "not-the-password-of-it" not in bot.log.read_text("utf-8")


def test_a_folder_that_is_numbered_anew_makes_no_second_case(
    server: Dovecot, place: Place, sink: Smarthost, nursery: Nursery
) -> None:
    server.deliver(letter("older"), at='"10-Mar-2026 09:30:00 +0200"')
    reads(place, server)
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        for name in ("one", "two"):
            server.deliver(letter(name))
        until_stored(place, 2)
        known = cursor(place)["uidvalidity"]
        assert bot.stop() == 0
    server.stop()
    server.renumber()
    server.start()
    server.deliver(letter("three"))
    with running.opened(nursery.begin(place)):
        until(lambda: store.ledger(place).get("opened") == 3, what="a third case")
        store.until_quiet(place)
    assert cursor(place)["uidvalidity"] != known
    assert store.ledger(place) == {"opened": 3, "filed": 2}
    assert store.column(place, "SELECT DISTINCT message_id FROM messages ORDER BY id") == [
        "<one@gold.example>",
        "<two@gold.example>",
        "<three@gold.example>",
    ]


@pytest.mark.parametrize(
    "point",
    [
        pytest.param("accepted:1:before", id="just before the first mail's commit"),
        pytest.param("accepted:1:after", id="just after it"),
        pytest.param("accepted:2:before", id="just before the second's"),
        pytest.param("accepted:2:after", id="just after it"),
    ],
)
def test_killed_around_the_commit(server: Dovecot, place: Place, sink: Smarthost, nursery: Nursery, point: str) -> None:
    reads(place, server, more='from = "all"\nafter = "seen"')
    for name in ("one", "two"):
        server.deliver(letter(name))
    keeper = Keeper(place, nursery, point)
    try:
        until(lambda: not keeper.bot.alive, what="the kill")
        keeper.running()
        until_stored(place, 2)
        until(lambda: all("\\Seen" in flags for flags in server.mails().values()), what="both to be marked")
    finally:
        keeper.close()
    assert keeper.deaths == [-9]
    assert store.ledger(place) == {"opened": 2}
    assert len(sink.caught) == 2
    assert store.broken_link(place) is None


def test_a_bot_that_is_told_to_stop_does_so_at_once(server: Dovecot, place: Place, nursery: Nursery) -> None:
    reads(place, server)
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        assert bot.stop(seconds=10) == 0
        assert not events(bot, "imap.down")
