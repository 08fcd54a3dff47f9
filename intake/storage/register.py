"""The register: the chain of seals held against the rows that they are for."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from intake.database.chain import link, salted
from intake.database.seals import GONE, OUTSIDE, OWNED, TRAIL, UNSEALED, Rows

_AT_ONCE = 500
_CALLED = {"cases": "case", "customers": "customer", "messages": "message", "outbox": "mail", "decisions": "decision"}

Step = Callable[[], None]


def length(connection: Connection) -> int:
    """Return the number of the last seal: how many there are when the chain holds."""
    return connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM seals").scalar() or 0


def head(connection: Connection) -> str:
    """Return the digest of the last seal, "" in an empty store: it covers every seal and entry before it."""
    return str(connection.exec_driver_sql("SELECT digest FROM seals ORDER BY id DESC LIMIT 1").scalar() or "")


def digest(connection: Connection, number: int) -> str | None:
    """Return the digest of a seal by its number, or None."""
    found = connection.exec_driver_sql("SELECT digest FROM seals WHERE id = ?", (number,)).scalar()
    return None if found is None else str(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A row that another program wrote, and the number of the entry that says so."""

    number: int
    table: str
    row: str


def outside(connection: Connection) -> list[Outside]:
    """Return what another program wrote, as far as it is in the register, the first first."""
    wanted = "SELECT id, tab, row FROM seals WHERE content = ? ORDER BY id"
    found = connection.exec_driver_sql(wanted, (OUTSIDE,))
    return [Outside(number=seal.id, table=seal.tab, row=seal.row) for seal in found]


def take_over(connection: Connection, found: Iterable[Outside]) -> None:
    """Have rows sealed as they are when the transaction commits."""
    for one in found:
        connection.exec_driver_sql("INSERT OR IGNORE INTO touched VALUES (?, ?)", (one.table, one.row))


def broken_seals(connection: Connection, step: Step, accepted: frozenset[int]) -> Iterator[str]:
    """Yield what is wrong with the seals themselves; `step` is called for each, `accepted` are known outside writes."""
    last, before = "", 0
    wanted = "SELECT id, tab, row, content, salt, digest FROM seals ORDER BY id"
    for seal in _rows(connection, wanted):
        step()
        number = seal["id"]
        if number != before + 1:
            yield f"register entry {number}: entries are missing before it, from {before + 1} on"
        elif link(last, {name: seal[name] for name in ("id", "tab", "row", "content")}) != seal["digest"]:
            yield f"register entry {number}: it does not fit its digest: it was changed, inserted or put elsewhere"
        if seal["content"] == OUTSIDE and number not in accepted:
            row = named(seal["tab"], seal["row"])
            yield f"register entry {number}: {row} was written by another program than the bot"
        last, before = seal["digest"], number
    yield from _superseded(connection)


def broken_rows(connection: Connection, step: Step) -> Iterator[str]:
    """Yield each row that is not what the bot last wrote, that is gone, or that came from elsewhere."""
    cursor = connection.connection.cursor()
    stored = Rows(cursor)
    wanted = (
        "SELECT s.id, s.tab, s.row, s.content, s.salt FROM seals s "
        "JOIN (SELECT max(id) AS last FROM seals GROUP BY tab, row) ON s.id = last"
    )
    for seal in _rows(connection, wanted):
        step()
        said = _trail_end(cursor, seal) if seal["tab"] == TRAIL else _row(stored, seal)
        if said is not None:
            yield f"{named(seal['tab'], seal['row'])} {said}"
    yield from _unsealed(cursor, stored)
    for table, row in cursor.execute("SELECT tab, row FROM touched ORDER BY tab, row").fetchall():
        yield f"{named(table, row)} was written by another program than the bot since its last commit"


def sealed_tables(cursor: Any) -> list[str]:
    """Return the names of the tables whose rows are sealed, on their own or with their owner."""
    names = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [name for (name,) in names if name not in UNSEALED and not name.startswith("sqlite_")]


def named(table: str, row: str) -> str:
    """Return how a row is called in a sentence: 'case 1001', 'row 7 of timers'."""
    if table == TRAIL:
        return f"trail entry {row}"
    return f"{_CALLED[table]} {row}" if table in _CALLED else f"row {row} of {table}"


def _rows(connection: Connection, wanted: str) -> Iterator[Any]:
    found = connection.exec_driver_sql(wanted, execution_options={"yield_per": _AT_ONCE})
    yield from found.mappings()


def _superseded(connection: Connection) -> Iterator[str]:
    """Yield the seals whose salt is not as it has to be: kept by the last seal of a row that is there, by no other."""
    later = "EXISTS (SELECT 1 FROM seals l WHERE l.tab = s.tab AND l.row = s.row AND l.id > s.id)"
    none = f"(s.tab = '{TRAIL}' OR s.content IN ('{GONE}', '{OUTSIDE}') OR {later})"
    for seal in _rows(connection, f"SELECT s.id FROM seals s WHERE s.salt IS NOT NULL AND {none}"):  # noqa: S608
        yield f"register entry {seal['id']}: it has a salt, and should have none any more"
    for seal in _rows(connection, f"SELECT s.id FROM seals s WHERE s.salt IS NULL AND NOT {none}"):  # noqa: S608
        yield f"register entry {seal['id']}: its salt is gone though no later entry is for its row"


def _row(stored: Rows, seal: Any) -> str | None:
    try:
        content = stored.content(seal["tab"], seal["row"])
    except (LookupError, ValueError, sqlite3.Error) as error:
        return f"cannot be read ({error})"
    if seal["content"] in (GONE, OUTSIDE) or seal["salt"] is None:
        return "is there again though it was deleted" if content is not None and seal["content"] == GONE else None
    if content is None:
        return "is gone"
    if salted(str(seal["salt"]), content) != seal["content"]:
        return "is not what the bot last wrote"
    return None


def _trail_end(cursor: Any, seal: Any) -> str | None:
    found = cursor.execute("SELECT digest FROM audit WHERE id = ?", (seal["row"],)).fetchone()
    if found is None:
        return "is gone: the trail was cut"
    return None if found[0] == seal["content"] else "is not the one that was sealed: the trail was written anew"


def _unsealed(cursor: Any, stored: Rows) -> Iterator[str]:
    for table in sealed_tables(cursor):
        if table in OWNED:
            continue
        key = stored.key(table)
        wanted = (
            f"SELECT CAST({key} AS TEXT) FROM {table} t WHERE NOT EXISTS "  # noqa: S608 - the store's own names
            f"(SELECT 1 FROM seals WHERE tab = '{table}' AND row = CAST(t.{key} AS TEXT))"
        )
        for (row,) in cursor.execute(wanted).fetchall():
            yield f"{named(table, row)} was not written by the bot: it has no seal"
    last = cursor.execute("SELECT max(CAST(row AS INTEGER)) FROM seals WHERE tab = 'audit'").fetchone()[0] or 0
    for (number,) in cursor.execute("SELECT id FROM audit WHERE id > ? ORDER BY id", (last,)).fetchall():
        yield f"{named(TRAIL, number)} was not written by the bot: it has no seal"
