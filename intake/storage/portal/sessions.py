"""Who has signed in to the portal: sessions by the SHA-256 of their cookie's value."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage.tables.window import portal_sessions as sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session: it ends at `until`, when nobody has been seen in it for a while, and once it was ended."""

    id: int
    address: str
    begun_at: datetime
    seen_at: datetime
    until: datetime
    ended_at: datetime | None


def begin(connection: Connection, digest: str, address: str, now: datetime, until: datetime) -> None:
    """Keep a new session."""
    row = {"token": digest, "address": address, "begun_at": now, "seen_at": now, "until": until, "ended_at": None}
    connection.execute(sa.insert(sessions).values(row))


def find(connection: Connection, digest: str) -> Session | None:
    """Return a session by its digest, ended or not; None for no session's."""
    row = connection.execute(sa.select(sessions).where(sessions.c.token == digest)).mappings().one_or_none()
    return None if row is None else Session(**{name: row[name] for name in row if name != "token"})


def seen(connection: Connection, session: int, now: datetime) -> None:
    """Note that somebody was there."""
    connection.execute(sa.update(sessions).where(sessions.c.id == session).values(seen_at=now))


def end(connection: Connection, digest: str, now: datetime) -> None:
    """End a session; nothing happens to one that has ended or never was."""
    still = sa.and_(sessions.c.token == digest, sessions.c.ended_at.is_(None))
    connection.execute(sa.update(sessions).where(still).values(ended_at=now))


def forget(connection: Connection, before: datetime) -> int:
    """Forget the sessions that could not be used since a moment; return how many."""
    return connection.execute(sa.delete(sessions).where(sessions.c.until < before)).rowcount
