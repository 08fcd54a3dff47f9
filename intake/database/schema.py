"""The schema of a store held against the one that the migrations make: a guard that does nothing guards nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from intake.database.engine import Database
from intake.database.migrate import migrate

_OWN = "sqlite_"  # SQLite's own: keys' indexes, statistics

Parts = Mapping[tuple[str, str], tuple[str, str]]  # (type, name): (table, statement)


def unlike(connection: Connection) -> Iterator[str]:
    """Yield what of a store's tables, indexes, triggers and views is not as this version of the bot makes them."""
    if connection.dialect.name != "sqlite":
        return
    here, made, version = _parts(connection), *_made()
    if _version(connection) != version:
        yield "the schema is not the one of this version of the bot; `intake serve` brings it up to date"
    for kind, name in sorted(made.keys() - here.keys()):
        yield f"{_named(kind, name, made)} is gone; restore a backup"
    for kind, name in sorted(here.keys() - made.keys()):
        yield f"{_named(kind, name, here)} is not the bot's: somebody has added it"
    for kind, name in sorted(made.keys() & here.keys()):
        if made[kind, name] != here[kind, name]:
            yield f"{_named(kind, name, made)} is not as the bot made it; restore a backup"


def _made() -> tuple[Parts, str | None]:
    """Return the schema of a store that is made anew, in memory, and its version."""
    database = Database("sqlite://")
    try:
        migrate(database)
        with database.read() as connection:
            return _parts(connection), _version(connection)
    finally:
        database.close()


def _version(connection: Connection) -> str | None:
    found: str | None = connection.exec_driver_sql("SELECT max(version_num) FROM alembic_version").scalar()
    return found


def _parts(connection: Connection) -> Parts:
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return {(row.type, row.name): (row.tbl_name, _plain(row.sql)) for row in rows if not _is_own(row.name)}


def _is_own(name: str) -> bool:
    return name.startswith(_OWN)


def _plain(sql: Any) -> str:
    """Return a statement without what SQLite's own rewriting of it may change from release to release."""
    return "".join(str(sql).replace('"', "").split())


def _named(kind: str, name: str, parts: Parts) -> str:
    table = parts[kind, name][0]
    return f"{kind} {name}" if table == name else f"table {table}: {kind} {name}"
