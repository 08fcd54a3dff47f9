"""What stands in a bot's store, read beside the running bot."""

import sqlite3
from contextlib import closing
from typing import Any

from intake.database.engine import Database, sqlite_url
from intake.storage import audit
from intake.storage.blobs import of_messages
from tests.acceptance.running import Place, until


def rows(place: Place, sql: str, *values: object) -> list[dict[str, Any]]:
    """Return the rows of a query by column."""
    with closing(sqlite3.connect(place.store, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql, values)]


def change(place: Place, sql: str) -> None:
    """Change the store behind the bot's back."""
    with closing(sqlite3.connect(place.store, isolation_level=None)) as connection:
        connection.execute(sql)


def column(place: Place, sql: str, *values: object) -> list[Any]:
    """Return a query's first column."""
    return [next(iter(row.values())) for row in rows(place, sql, *values)]


def count(place: Place, sql: str, *values: object) -> int:
    """Return the number of a query's rows."""
    return len(rows(place, sql, *values))


def raws(place: Place) -> list[tuple[str, bytes]]:
    """Return each message's Message-ID and bytes, in the order of their arrival, wherever the bytes lie."""
    named = {row["id"]: row["message_id"] for row in rows(place, "SELECT id, message_id FROM messages")}
    with closing(Database(sqlite_url(place.store))) as database, database.read() as connection:
        return [(named[number], raw) for number, raw in of_messages(connection, 0)]


def ledger(place: Place) -> dict[str, int]:
    """Return how many messages have which outcome."""
    counted = rows(place, "SELECT outcome, count(*) AS n FROM messages GROUP BY outcome")
    return {row["outcome"]: row["n"] for row in counted}


def is_quiet(place: Place) -> bool:
    """Tell whether nothing waits: no message, no job, no mail."""
    waiting = """
        SELECT 1 FROM messages WHERE outcome = 'accepted'
        UNION ALL SELECT 1 FROM jobs WHERE NOT parked
        UNION ALL SELECT 1 FROM outbox WHERE state IN ('queued', 'sending', 'unknown')"""
    return not rows(place, waiting)


def until_quiet(place: Place, seconds: float = 90.0) -> None:
    """Wait until nothing waits any more."""
    until(lambda: is_quiet(place), seconds, "a quiet store")


def events(place: Place, name: str) -> list[dict[str, Any]]:
    """Return the trail's entries of one kind."""
    return rows(place, "SELECT * FROM audit WHERE event = ? ORDER BY id", name)


def broken_link(place: Place) -> int | None:
    """Return the first row of the trail that does not fit the one before it."""
    database = Database(sqlite_url(place.store))
    try:
        with database.read() as connection:
            return next((broken.entry for broken in audit.broken_links(connection)), None)
    finally:
        database.close()
