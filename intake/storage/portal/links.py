"""Mailed links: wanted, written, handed over, used once; of their tokens only the SHA-256 is kept."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import RowMapping

from intake.storage.tables.window import portal_links as links

_WANTED = b"wanted "  # begins what stands in a letter's place until it is written: the language that was asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class MailedLink:
    """A link. `visitor_id` is whom of the window it proves, None where it signs in; `raw` is its letter, see `letter`.

    `attempts` is how often its letter was handed over, `next_at` when that is due, None for nothing.
    """

    id: int
    address: str
    visitor_id: int | None
    made_at: datetime
    until: datetime
    used_at: datetime | None
    raw: bytes = field(repr=False)
    attempts: int
    next_at: datetime | None

    @property
    def letter(self) -> bytes:
        """Return the letter that bears it, b"" before it is written and after it was handed over."""
        return b"" if self.raw.startswith(_WANTED) else self.raw

    @property
    def language(self) -> str:
        """Return the language it was asked for in, "" for none."""
        return "" if self.letter else self.raw.removeprefix(_WANTED).decode("ascii", "ignore")


def want(connection: Connection, address: str, now: datetime, *, visitor_id: int | None, of: tuple[str, str]) -> None:
    """Keep that a link is wanted; `of` are a digest that no token has yet, and the language asked for."""
    row = {
        "token": of[0],
        "address": address,
        "visitor_id": visitor_id,
        "made_at": now,
        "until": now,
        "used_at": None,
        "raw": _WANTED + of[1].encode("ascii", "ignore"),
        "attempts": 0,
        "next_at": now,
    }
    connection.execute(sa.insert(links).values(row))


def wanted_since(connection: Connection, address: str, since: datetime, *, proves: bool) -> int:
    """Count the links that were wanted for an address since a moment: those that prove a visitor, or that sign in."""
    kind = links.c.visitor_id.is_not(None) if proves else links.c.visitor_id.is_(None)
    here = sa.and_(links.c.address == address, links.c.made_at > since, kind)
    return connection.scalar(sa.select(sa.func.count()).select_from(links).where(here)) or 0


def due(connection: Connection, now: datetime, limit: int) -> list[MailedLink]:
    """Return the links whose letters are to be written or handed over now, the oldest first."""
    wanted = sa.select(links).where(links.c.next_at.is_not(None), links.c.next_at <= now)
    rows = connection.execute(wanted.order_by(links.c.next_at, links.c.id).limit(limit)).mappings()
    return [_link(row) for row in rows]


def next_due(connection: Connection) -> datetime | None:
    """Return when the next letter is due, None for none."""
    found: datetime | None = connection.scalar(sa.select(sa.func.min(links.c.next_at)))
    return found


def by_token(connection: Connection, digest: str) -> MailedLink | None:
    """Return a link by the digest of its token, used and expired ones too; None for no link's."""
    row = connection.execute(sa.select(links).where(links.c.token == digest)).mappings().one_or_none()
    return None if row is None else _link(row)


def find(connection: Connection, number: int) -> MailedLink | None:
    """Return a link by its number, or None."""
    row = connection.execute(sa.select(links).where(links.c.id == number)).mappings().one_or_none()
    return None if row is None else _link(row)


def write(connection: Connection, number: int, letter: bytes, *, digest: str, until: datetime) -> None:
    """Keep a link's letter and the digest of the token in it; the link holds until a moment."""
    values = {"raw": letter, "token": digest, "until": until}
    connection.execute(sa.update(links).where(links.c.id == number).values(values))


def begin(connection: Connection, number: int, until: datetime) -> None:
    """Note that a letter is being handed over; where nobody says how that ended it is due again at `until`."""
    values = {"attempts": links.c.attempts + 1, "next_at": until}
    connection.execute(sa.update(links).where(links.c.id == number).values(values))


def later(connection: Connection, number: int, next_at: datetime) -> None:
    """Let a letter wait until a moment."""
    connection.execute(sa.update(links).where(links.c.id == number).values(next_at=next_at))


def done(connection: Connection, number: int) -> None:
    """Let a letter go, handed over or given up: nobody reads its token from here any more."""
    connection.execute(sa.update(links).where(links.c.id == number).values(raw=b"", next_at=None))


def use(connection: Connection, number: int, now: datetime) -> bool:
    """Use a link up; False when it was before, or holds no more."""
    still = sa.and_(links.c.id == number, links.c.used_at.is_(None), links.c.until > now)
    return connection.execute(sa.update(links).where(still).values(used_at=now)).rowcount == 1


def forget(connection: Connection, before: datetime) -> int:
    """Forget the links that nothing has waited for since a moment; return how many."""
    old = sa.and_(links.c.until < before, links.c.next_at.is_(None))
    return connection.execute(sa.delete(links).where(old)).rowcount


def _link(row: RowMapping) -> MailedLink:
    return MailedLink(**{name: row[name] for name in row if name != "token"})
