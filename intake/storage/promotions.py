"""Which model a person has let serve: the last promotion holds."""

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage.tables import promotions


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A person's word that a model is to serve; `sha256` is its file's, so that no other is taken for it.

    `accepted` are the engineers whose verdicts that person vouched for, against the gate's doubts.
    """

    at: datetime
    actor: str
    version: str
    sha256: str
    reason: str
    accepted: tuple[str, ...] = ()


def add(connection: Connection, promotion: Promotion) -> None:
    """Append a promotion."""
    connection.execute(sa.insert(promotions), {**asdict(promotion), "accepted": list(promotion.accepted)})


def every(connection: Connection) -> list[Promotion]:
    """Return all promotions, the first first."""
    rows = connection.execute(sa.select(promotions).order_by(promotions.c.id)).mappings()
    return [
        Promotion(**{**{name: row[name] for name in Promotion.__slots__}, "accepted": tuple(row["accepted"])})
        for row in rows
    ]


def last(connection: Connection) -> Promotion | None:
    """Return the promotion that holds, None before the first."""
    return next(reversed(every(connection)), None)
