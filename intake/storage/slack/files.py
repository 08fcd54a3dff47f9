"""Files that hang on messages of Slack: wanted, fetched into blobs, or refused with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from intake.storage import blobs
from intake.storage.tables import blobs as blobs_table
from intake.storage.tables import slack_files

WANTED, FETCHED, REFUSED = "wanted", "fetched", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a message: Slack's id for it, whose token may fetch it, and what became of it.

    `sha256` is "" until it is fetched, `why` says why it was refused; `size` is in bytes, 0 where Slack does not say.
    """

    message_id: int
    file: str
    team: str
    name: str
    content_type: str
    size: int
    sha256: str = ""
    state: str = WANTED
    why: str = ""
    attempts: int = 0
    id: int = 0


_NAMES = ("message_id", "file", "team", "name", "content_type", "size", "sha256", "state", "why", "attempts", "id")
_COLUMNS = tuple(slack_files.c[name] for name in _NAMES)


def add(connection: Connection, wanted: Iterable[File], at: datetime) -> None:
    """Note the files of a message; what is noted already stays as it is."""
    for one in wanted:
        row = {name: getattr(one, name) for name in _NAMES if name != "id"} | {"next_at": at}
        connection.execute(insert(slack_files).values(row).on_conflict_do_nothing())


def due(connection: Connection, now: datetime, most: int) -> list[File]:
    """Return the files that are to be fetched now, those that have waited longest first."""
    here = sa.and_(slack_files.c.state == WANTED, slack_files.c.next_at <= now)
    rows = connection.execute(sa.select(*_COLUMNS).where(here).order_by(slack_files.c.next_at).limit(most)).mappings()
    return [File(**dict(row)) for row in rows]


def next_at(connection: Connection) -> datetime | None:
    """Return when the next file is due, None when none waits."""
    here = slack_files.c.state == WANTED
    found: datetime | None = connection.scalar(sa.select(sa.func.min(slack_files.c.next_at)).where(here))
    return found


def fetched(connection: Connection, number: int, sha256: str, content: bytes) -> None:
    """Keep a file's bytes under their SHA-256 (hex)."""
    blobs.put(connection, {sha256: content})
    values = {"state": FETCHED, "sha256": sha256, "size": len(content), "why": ""}
    connection.execute(sa.update(slack_files).where(slack_files.c.id == number).values(values))


def refused(connection: Connection, number: int, why: str) -> None:
    """Write down that a file is not fetched, and why."""
    connection.execute(sa.update(slack_files).where(slack_files.c.id == number).values(state=REFUSED, why=why))


def later(connection: Connection, number: int, at: datetime, why: str) -> None:
    """Let a file be tried again at a time; counts as an attempt."""
    values = {"next_at": at, "why": why, "attempts": slack_files.c.attempts + 1}
    connection.execute(sa.update(slack_files).where(slack_files.c.id == number).values(values))


def content(connection: Connection, sha256: str) -> bytes | None:
    """Return the bytes of a file by their SHA-256; None where they are let go, erased or not readable."""
    here = blobs_table.c.sha256 == sha256
    wanted = sa.select(blobs_table.c.encoding, blobs_table.c.size, blobs_table.c.content).where(here)
    row = connection.execute(wanted).one_or_none()
    try:
        return None if row is None else blobs.read(connection, sha256, tuple(row))
    except blobs.Unreadable:
        return None


def many(connection: Connection, numbers: Iterable[int]) -> list[File]:
    """Return files by their own numbers, those of them that there are, in the order in which they were noted."""
    here = slack_files.c.id.in_(list(numbers))
    rows = connection.execute(sa.select(*_COLUMNS).where(here).order_by(slack_files.c.id)).mappings()
    return [File(**dict(row)) for row in rows]


def keep(connection: Connection, kept: Iterable[tuple[File, bytes]], at: datetime) -> None:
    """Keep files whose bytes have come with their message."""
    for one, own in kept:
        blobs.put(connection, {one.sha256: own})
        add(connection, [one], at)


def of_messages(connection: Connection, numbers: Iterable[int]) -> list[File]:
    """Return the files of messages, in the order in which they were noted."""
    here = slack_files.c.message_id.in_(list(numbers))
    rows = connection.execute(sa.select(*_COLUMNS).where(here).order_by(slack_files.c.id)).mappings()
    return [File(**dict(row)) for row in rows]


def hashes(connection: Connection, numbers: Iterable[int]) -> set[str]:
    """Return the SHA-256 of the files of messages that were fetched."""
    return {one.sha256 for one in of_messages(connection, numbers) if one.sha256}


def let_go(connection: Connection, numbers: Iterable[int]) -> set[str]:
    """Let the bytes of messages' files go with the messages' own; return their hashes, for the blobs to be dropped."""
    every = list(numbers)
    gone = hashes(connection, every)
    here = sa.and_(slack_files.c.message_id.in_(every), slack_files.c.state == FETCHED)
    values = {"state": REFUSED, "sha256": "", "why": "its bytes were let go"}
    connection.execute(sa.update(slack_files).where(here).values(values))
    return gone


def erase(connection: Connection, numbers: Iterable[int], erased: str) -> None:
    """Forget what files of messages were called; their bytes are let go by whoever counts the blobs."""
    here = slack_files.c.message_id.in_(list(numbers))
    gone = {"name": erased, "content_type": "", "sha256": "", "state": REFUSED, "why": "erased"}
    own = sa.cast(slack_files.c.id, sa.Text)  # Slack's id would still lead to it
    connection.execute(sa.update(slack_files).where(here).values(file=own, **gone))
