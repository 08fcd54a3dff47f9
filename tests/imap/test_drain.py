"""Whose fault it is: a mail that the store cannot take is set aside, a store that takes nothing loses none."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from intake.database.engine import Database, sqlite_url
from intake.domain.case import Accepted, Outcome
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.doors.imap_drain import MOST_CUTS, MOST_FAULTS, Drain
from intake.doors.imap_login import Login
from intake.doors.imap_mailbox import Desk, Mailbox
from intake.doors.imap_session import Arrived, Server, Session
from intake.stages.fetched import Aside
from intake.storage.mailboxes import Cursor

NOW = datetime(2026, 5, 12, 14, tzinfo=UTC)
START = Cursor(mailbox="m", uidvalidity=1, last_uid=0, followed_uid=0, since=None)


@dataclass
class Folder:
    """Mails by UID; one that is an exception raises it when it is read."""

    mails: dict[int, bytes | Exception]

    def after(self, uid: int) -> list[int]:
        return sorted(one for one in self.mails if one > uid)

    def arrived(self, uids: list[int]) -> list[Arrived]:
        return [Arrived(uid=uid, at=NOW, size=10) for uid in uids]

    def raw(self, mail: Arrived, most: int) -> bytes:
        found = self.mails[mail.uid]
        if isinstance(found, Exception):
            raise found
        return found


@dataclass
class Shelf:
    """Keeps what it is given, unless it is full or the mail is poison."""

    full: bool = False
    taken: list[bytes] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    cursor: Cursor = START

    def take(self, envelope: Envelope, cursor: Cursor) -> Accepted:
        if self.full or envelope.raw == b"poison":
            raise ValueError("cannot be stored")
        self.taken.append(envelope.raw)
        return self._kept(envelope, cursor)

    def set_aside(self, envelope: Envelope, cursor: Cursor, aside: Aside) -> Accepted:
        if self.full:
            raise ValueError("disk full")
        self.aside.append(aside.why)
        return self._kept(envelope, cursor)

    def _kept(self, envelope: Envelope, cursor: Cursor) -> Accepted:
        self.cursor = cursor
        return Accepted(
            id=1,
            channel=Channel.EMAIL,
            envelope=envelope,
            message_id=None,
            duplicate_of=None,
            outcome=Outcome.ACCEPTED,
        )


@dataclass
class Bench:
    """A drain over connections, as the reader uses it."""

    folder: Folder
    shelf: Shelf
    drain: Drain

    def attempts(self, most: int) -> int:
        """Read until a connection ends well; return how many did not."""
        for failed in range(most):
            try:
                self.drain.drain(cast(Session, self.folder), self.shelf.cursor, self._keep)
            except (ValueError, OSError):
                continue
            return failed
        return most

    def _keep(self, cursor: Cursor) -> Cursor:
        self.shelf.cursor = cursor
        return cursor


def bench(tmp_path: Path, mails: dict[int, bytes | Exception]) -> Bench:
    server = Server(host="h", port=1, tls=None, implicit=False, login=Login(user="u", password="p"))
    mailbox = Mailbox(number=1, server=server, folder="INBOX", address="a@b.example", own=frozenset({"a@b.example"}))
    shelf = Shelf()
    desk = Desk(database=Database(sqlite_url(tmp_path / "unused.db")), takes=shelf, now=lambda: NOW)
    return Bench(Folder(mails), shelf, Drain(mailbox, desk, lambda: False))


@pytest.mark.parametrize(
    ("bad", "faults"),
    [
        pytest.param(b"poison", MOST_FAULTS - 1, id="a mail that the store cannot take"),
        pytest.param(ValueError("no such thing"), MOST_FAULTS - 1, id="a mail that cannot be read"),
        pytest.param(TimeoutError("timed out"), MOST_CUTS, id="a mail at which the connection breaks"),
    ],
)
def test_a_bad_mail_is_set_aside_after_some_attempts(tmp_path: Path, bad: bytes | Exception, faults: int) -> None:
    bench_ = bench(tmp_path, {1: b"good", 2: bad, 3: b"better"})
    assert bench_.attempts(20) == faults
    assert bench_.shelf.taken == [b"good", b"better"]
    assert len(bench_.shelf.aside) == 1
    assert bench_.shelf.cursor.last_uid == 3


def test_a_full_store_sets_nothing_aside_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    bench_ = bench(tmp_path, {1: b"one", 2: b"two"})
    bench_.shelf.full = True
    assert bench_.attempts(10) == 10
    assert bench_.shelf.cursor == START
    bench_.shelf.full = False
    assert bench_.attempts(1) == 0
    assert (bench_.shelf.taken, bench_.shelf.aside) == ([b"one", b"two"], [])


@pytest.mark.parametrize(
    ("uid", "at", "taken"),
    [
        pytest.param(1, datetime(2026, 5, 1, tzinfo=UTC), False, id="there before the bot was told to read"),
        pytest.param(1, NOW, True, id="come since, and perhaps not read yet"),
        pytest.param(9, datetime(2026, 5, 1, tzinfo=UTC), True, id="put there after the folder was numbered anew"),
    ],
)
def test_a_folder_numbered_anew(tmp_path: Path, uid: int, at: datetime, taken: bool) -> None:
    bench_ = bench(tmp_path, {uid: b"one"})
    bench_.folder.arrived = lambda uids: [Arrived(uid=uid, at=at, size=3)]  # type: ignore[method-assign]
    bench_.shelf.cursor = Cursor(
        mailbox="m",
        uidvalidity=2,
        last_uid=0,
        followed_uid=0,
        since=datetime(2026, 5, 10, tzinfo=UTC),
        renumbered_uid=5,
    )
    bench_.attempts(1)
    assert bench_.shelf.taken == [b"one"] * taken
    assert bench_.shelf.cursor.last_uid == uid
