"""Raw mails that nobody needs any longer: which they are, that they were let go, and what is still said of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.database.types import stored_instant
from intake.storage import blobs
from intake.storage.slack import files
from intake.storage.tables import blobs as blobs_table
from intake.storage.tables import messages

_AT_ONCE = 500
# The first three conditions are those of the index `messages_kept`, word for word: else it could not be used.
_MAY_GO = (
    "let_go_at IS NULL AND erased_at IS NULL AND outcome IN ('opened', 'continued', 'filed') AND received_at < ?"
    " AND (case_id IS NULL OR case_id IN (SELECT id FROM cases WHERE closed_at < ?))"
    " AND NOT EXISTS (SELECT 1 FROM jobs WHERE stage IN ('process', 'suggest') AND message_id = messages.id"
    " AND NOT parked)"
)
_WEIGHT = "coalesce((SELECT length(content) FROM blobs WHERE sha256 = raw_sha256), 0)"
# It is named: the one of the outcomes, which looks as good to SQLite, leads through all that is kept.
_OLDEST = (
    f"SELECT id, {_WEIGHT} AS weight FROM messages INDEXED BY messages_kept"  # noqa: S608 - ours
    f" WHERE {_MAY_GO} ORDER BY received_at LIMIT ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many raw mails are kept, how many bytes of the file they take, and of how many messages they were let go."""

    mails: int
    size: int
    let_go: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the row of a message tells of it: who wrote it, its subject, and the words that were judged."""

    sender: str
    subject: str
    words: str


def may_go(connection: Connection, limit: datetime, most: int) -> list[tuple[int, int]]:
    """Return the oldest messages whose bytes may go, with how many bytes each takes as it is kept.

    These were received before `limit`, carried through, and their case, if any, was closed before it.
    """
    at = stored_instant(limit)
    return [(row.id, row.weight) for row in connection.exec_driver_sql(_OLDEST, (at, at, most))]


def let_go(connection: Connection, numbers: Sequence[int], limit: datetime, at: datetime) -> int:
    """Let the bytes of those messages go that still may, and return how many; a blob goes with its last message."""
    holes, before = ", ".join("?" * len(numbers)), stored_instant(limit)
    wanted = f"SELECT id, raw_sha256 FROM messages WHERE id IN ({holes}) AND {_MAY_GO}"  # noqa: S608 - holes
    found = connection.exec_driver_sql(wanted, (*numbers, before, before)).all()
    if found:
        here = messages.c.id.in_([row.id for row in found])
        connection.execute(sa.update(messages).where(here).values(let_go_at=at))
        attached = files.let_go(connection, [row.id for row in found])
        blobs.drop_unused(connection, [*(row.raw_sha256 for row in found), *attached])
    return len(found)


def kept(connection: Connection) -> Kept:
    """Count what is kept; equal mails are one."""
    length, in_segment = sa.func.length(blobs_table.c.content), blobs_table.c.encoding == blobs.SEGMENT
    takes = sa.func.sum(sa.case((in_segment, blobs_table.c.size), else_=length))
    mails, size = connection.execute(sa.select(sa.func.count(), takes).select_from(blobs_table)).one()
    gone = sa.select(sa.func.count()).select_from(messages).where(messages.c.let_go_at.is_not(None))
    return Kept(mails=mails, size=size or 0, let_go=connection.scalar(gone) or 0)


def told(connection: Connection, message_id: int) -> Told:
    """Return what a message's row tells of it; raises LookupError when there is none."""
    columns = (messages.c.sender, messages.c.subject, messages.c.words)
    row = connection.execute(sa.select(*columns).where(messages.c.id == message_id)).mappings().one_or_none()
    if row is None:
        raise LookupError(f"there is no message {message_id}")
    return Told(**dict(row))


def remembered(connection: Connection, after: int) -> Iterator[tuple[int, bytes]]:
    """Yield what is still told of each message with a number above `after` that was let go, with that number."""
    columns = (messages.c.id, messages.c.sender, messages.c.rcpt_to, messages.c.subject, messages.c.words)
    gone = sa.and_(messages.c.id > after, messages.c.let_go_at.is_not(None), messages.c.erased_at.is_(None))
    wanted = sa.select(*columns).where(gone).order_by(messages.c.id)
    for row in connection.execute(wanted, execution_options={"yield_per": _AT_ONCE}):
        said = (row.sender, *row.rcpt_to, row.subject, row.words)
        yield row.id, "\n".join(said).encode("utf-8", "surrogateescape")
