"""How far each mailbox has been read, moved on in the transaction that stores the message."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage.tables import mailboxes


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a folder has been read, by UID (RFC 9051 section 2.3.1.1); every UID up to `last_uid` is done with.

    `uidvalidity` says which count of UIDs that is, `followed_uid` up to where what is done afterwards (a flag, a move)
    is done too. `since` is when the bot was told to read from then on, None when it was told to read all. When the
    folder's mail gets new numbers, what is numbered up to `renumbered_uid` is read again, save what is older than that.
    """

    mailbox: str
    uidvalidity: int
    last_uid: int
    followed_uid: int
    since: datetime | None
    renumbered_uid: int = 0


def cursor_of(connection: Connection, mailbox: str) -> Cursor | None:
    """Return how far a mailbox has been read; None when it never was."""
    row = connection.execute(sa.select(mailboxes).where(mailboxes.c.mailbox == mailbox)).mappings().one_or_none()
    return None if row is None else Cursor(**row)


def keep(connection: Connection, cursor: Cursor) -> None:
    """Write down how far a mailbox has been read."""
    place = {
        "uidvalidity": cursor.uidvalidity,
        "last_uid": cursor.last_uid,
        "followed_uid": cursor.followed_uid,
        "since": cursor.since,
        "renumbered_uid": cursor.renumbered_uid,
    }
    known = sa.update(mailboxes).where(mailboxes.c.mailbox == cursor.mailbox).values(place)
    if not connection.execute(known).rowcount:
        connection.execute(sa.insert(mailboxes).values(mailbox=cursor.mailbox, **place))


def is_older(cursor: Cursor, uid: int, at: datetime | None) -> bool:
    """Tell whether a mail of a folder that was numbered anew was there before the bot was told to read."""
    again = uid <= cursor.renumbered_uid
    return again and cursor.since is not None and at is not None and at < cursor.since
