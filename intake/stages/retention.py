"""Retention: the bytes of mails that were carried through long ago are let go, a portion in a transaction."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from intake.storage import audit, retention

LET_GO = "mails.let_go"

# Whoever waits to write waits for one portion at most.
_MOST = 200
_MOST_BYTES = 8_000_000


def portion(connection: Connection, limit: datetime) -> list[int]:
    """Return the messages that may be let go next, the oldest first, as many as a short transaction can; or none."""
    return list(_fitting(retention.may_go(connection, limit, _MOST)))


def let_go(connection: Connection, numbers: Sequence[int], limit: datetime, at: datetime) -> int:
    """Let messages received before `limit` go, in the caller's transaction; return how many there were to let go.

    What has changed since `portion` counts: a case that was opened again keeps its mails. Twice equals once.
    """
    number = retention.let_go(connection, numbers, limit, at)
    if number:
        detail = {"number": number, "limit": limit.isoformat()}
        audit.write(connection, audit.Entry(at=at, actor="bot", event=LET_GO, detail=detail))
    return number


def _fitting(found: Iterable[tuple[int, int]]) -> Iterator[int]:
    size = 0
    for count, (number, weight) in enumerate(found):
        size += weight
        if count and size > _MOST_BYTES:
            return
        yield number
