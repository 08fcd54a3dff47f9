"""What the tests of the IMAP door say to a bot and ask of its store."""

from tests.acceptance import mails, store
from tests.acceptance.running import ANN, DESK, Place, Serving, until
from tests.imap.dovecot import PASSWORD, USER, Dovecot

HOP = (
    "Received: from out.gold.example (out.gold.example [192.0.2.1]) by mx.desk.example; Tue, 12 May 2026 10:00:00 +0000"
)


def reads(place: Place, server: Dovecot, *, user: str = USER, more: str = "", password: bool = True) -> None:
    """Let a bot read a user's INBOX."""
    secret = f'password = "{PASSWORD}"\n' if password else ""
    with place.settings.open("a", encoding="utf-8") as file:
        file.write(
            f'[[mailboxes]]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'
            f'user = "{user}"\n{secret}{more}\n'
        )


def letter(name: str, *, sender: str = ANN, return_path: str | None = None, **headers: str) -> bytes:
    """Return a mail as a server keeps it: with what it was told of the envelope on top."""
    path = f"<{sender}>" if return_path is None else return_path
    top = f"Return-Path: {path}\r\nDelivered-To: {DESK}\r\n{HOP}\r\n".encode() if path else b""
    return top + mails.letter(f"<{name}@gold.example>", sender=sender, **headers)


def until_read(bot: Serving, mailboxes: int = 1) -> None:
    """Wait until every mailbox was opened and read to its end."""
    until(lambda: len({one["mailbox"] for one in events(bot, "imap.open")}) == mailboxes, what="open mailboxes")


def events(bot: Serving, name: str) -> list[dict[str, object]]:
    """Return a bot's log entries of one kind."""
    return [one for one in bot.events() if one["event"] == name]


def until_stored(place: Place, messages: int) -> None:
    """Wait until so many messages are stored and carried through."""
    until(lambda: stored(place) >= messages, what=f"{messages} messages")
    store.until_quiet(place)


def stored(place: Place) -> int:
    """Return how many messages a bot has accepted."""
    return store.count(place, "SELECT id FROM messages")


def cursor(place: Place) -> dict[str, object]:
    """Return how far a bot's only mailbox is read."""
    (row,) = store.rows(place, "SELECT * FROM mailboxes")
    return row
