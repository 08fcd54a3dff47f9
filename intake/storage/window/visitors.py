"""Visitors: who talks in a window, and by which secret it is known."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import RowMapping

from intake.domain.identity import Degree
from intake.domain.window import Talk, Visitor
from intake.storage.tables import visitors, window_seen

_WHOLE = sa.select(visitors, window_seen.c.line_id).join_from(
    visitors, window_seen, window_seen.c.visitor_id == visitors.c.id, isouter=True
)
_BY_TOKEN = _WHOLE.where(visitors.c.token == sa.bindparam("token"))
_BY_NUMBER = _WHOLE.where(visitors.c.id == sa.bindparam("number"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Who a visitor is said to be: by what, and how sure that is."""

    name: str = ""
    address: str = ""
    degree: Degree = Degree.UNKNOWN
    why: str = ""


def digest(secret: str) -> str:
    """Return what is kept of a secret: nobody can make the secret from it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def add(connection: Connection, visitor: Visitor, secret: str) -> Visitor:
    """Keep a new visitor, whose window has a secret; return them with their number."""
    values = {
        "token": digest(secret),
        "name": visitor.name,
        "address": visitor.address,
        "degree": visitor.degree,
        "why": visitor.why,
        "language": visitor.language,
        "zone": visitor.zone,
        "page": visitor.page,
        "begun_at": visitor.begun_at,
    }
    key = connection.execute(sa.insert(visitors).values(values)).inserted_primary_key
    assert key is not None  # noqa: S101 - every insert into this table makes a key
    found = find(connection, int(key[0]))
    assert found is not None  # noqa: S101 - it was written just now
    return found


def by_secret(connection: Connection, secret: str) -> Visitor | None:
    """Return whose window has a secret, None for nobody's."""
    row = connection.execute(_BY_TOKEN, {"token": digest(secret)}).mappings().one_or_none()
    return None if row is None else _visitor(row)


def find(connection: Connection, number: int) -> Visitor | None:
    """Return a visitor by number, None where there is none."""
    row = connection.execute(_BY_NUMBER, {"number": number}).mappings().one_or_none()
    return None if row is None else _visitor(row)


def of_address(connection: Connection, address: str) -> list[int]:
    """Return the numbers of the visitors with an address, which is in lower case, or with a handle."""
    talk = Talk.read(address)
    here = sa.func.lower(visitors.c.address) == address if talk is None else visitors.c.id == talk.number
    return list(connection.scalars(sa.select(visitors.c.id).where(here).order_by(visitors.c.id)))


def is_now(connection: Connection, number: int, known: Known) -> None:
    """Keep who a visitor is said to be from now on."""
    values = {"name": known.name, "address": known.address, "degree": known.degree, "why": known.why}
    connection.execute(sa.update(visitors).where(visitors.c.id == number).values(values))


def has_seen(connection: Connection, number: int, line: int, at: datetime) -> None:
    """Keep that a window has shown a line; one that has shown a later one is left alone."""
    values = {"visitor_id": number, "line_id": line, "at": at}
    new = insert(window_seen).values(values)
    later = new.excluded.line_id > window_seen.c.line_id
    connection.execute(
        new.on_conflict_do_update(index_elements=["visitor_id"], set_={"line_id": line, "at": at}, where=later)
    )


def erase(connection: Connection, number: int, erased: str) -> None:
    """Forget who a visitor was; their window is not known any more."""
    values = {"name": "", "address": erased, "why": "", "page": "", "zone": "", "token": f"{erased} {number}"}
    connection.execute(sa.update(visitors).where(visitors.c.id == number).values(values))


def _visitor(row: RowMapping) -> Visitor:
    return Visitor(
        talk=Talk(number=row["id"]),
        name=row["name"],
        address=row["address"],
        degree=Degree(row["degree"]),
        why=row["why"],
        language=row["language"],
        zone=row["zone"],
        page=row["page"],
        seen=row["line_id"] or 0,
        begun_at=row["begun_at"],
    )
