"""The store's own promises: durable settings in force, migrations equal to the tables, records that only grow."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from intake.database.engine import Database, sqlite_url
from intake.database.migrate import is_current, migrate
from intake.queue import jobs
from intake.storage import audit, tables

AT = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)
APPEND_ONLY = ("audit", "decisions", "consents", "feedback")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(sqlite_url(tmp_path / "intake.db"))
    migrate(database)
    yield database
    database.close()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        pytest.param("journal_mode", "wal", id="readers do not wait for the writer"),
        pytest.param("synchronous", 2, id="a commit outlives a power cut (FULL)"),
        pytest.param("foreign_keys", 1, id="no row points to nothing"),
        pytest.param("busy_timeout", 15000, id="a writer waits for another process"),
    ],
)
def test_settings_in_force_on_every_connection(database: Database, setting: str, value: object) -> None:
    with database.read() as one, database.read() as other, database.write() as writing:
        for connection in (one, other, writing):
            assert connection.exec_driver_sql(f"PRAGMA {setting}").scalar() == value


def test_a_row_that_points_to_nothing_is_refused(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="FOREIGN KEY"), database.write() as connection:
        connection.execute(sa.insert(tables.contacts).values(address="a@b.example", name="", customer_id=7))


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    def write_and_fail(connection: sa.Connection) -> None:
        audit.write(connection, entry("one"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.write() as connection:
        write_and_fail(connection)
    with database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.audit)) == 0


def test_migrations_make_the_tables_that_the_code_names(database: Database, tmp_path: Path) -> None:
    written = Database(sqlite_url(tmp_path / "written.db"))
    try:
        with written.write() as connection:
            tables.metadata.create_all(connection)
            jobs.metadata.create_all(connection)
        assert shape(tmp_path / "intake.db") == shape(tmp_path / "written.db")
    finally:
        written.close()
    assert is_current(database)


def test_migrating_twice_changes_nothing(database: Database, tmp_path: Path) -> None:
    before = shape(tmp_path / "intake.db")
    migrate(database)
    assert shape(tmp_path / "intake.db") == before


def test_the_first_case_is_1001(database: Database) -> None:
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'cases'").scalar() == 1000


@pytest.mark.parametrize("verb", ["UPDATE {} SET at = at", "DELETE FROM {}"], ids=["changed", "taken out"])
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_record_is_never(database: Database, tmp_path: Path, table: str, verb: str) -> None:
    with closing(sqlite3.connect(tmp_path / "intake.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('1' for _ in names)})")  # noqa: S608 - our names
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
            connection.execute(verb.format(table))
    assert database.engine.dialect.name == "sqlite"


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        pytest.param("UPDATE audit SET actor = 'nobody' WHERE id = 2", 2, id="another actor"),
        pytest.param("UPDATE audit SET event = 'case.closed' WHERE id = 2", 2, id="another event"),
        pytest.param("UPDATE audit SET at = '2026-03-09 15:00:01.000000' WHERE id = 2", 2, id="another time"),
        pytest.param("UPDATE audit SET case_id = 1002 WHERE id = 2", 2, id="another case"),
        pytest.param("UPDATE audit SET message_id = 9 WHERE id = 2", 2, id="another message"),
        pytest.param("UPDATE audit SET detail = '{}' WHERE id = 2", 2, id="another detail"),
        pytest.param("UPDATE audit SET digest = 'x' WHERE id = 2", 2, id="another digest"),
        pytest.param("DELETE FROM audit WHERE id = 1", 2, id="the first row taken out"),
        pytest.param("DELETE FROM audit WHERE id = 2", 3, id="a row taken out of the middle"),
        pytest.param("UPDATE audit SET id = 9 WHERE id = 2", 3, id="rows in another order"),
    ],
)
def test_the_trail_breaks_at(database: Database, tmp_path: Path, tampering: str, broken: int) -> None:
    with database.write() as connection:
        for event in ("one", "two", "three", "four"):
            audit.write(connection, entry(event))
    with database.read() as connection:
        assert not list(audit.broken_links(connection))
    with closing(sqlite3.connect(tmp_path / "intake.db", isolation_level=None)) as intruder:
        for verb in ("update", "delete"):
            intruder.execute(f"DROP TRIGGER audit_no_{verb}")
        intruder.execute(tampering)
    with database.read() as connection:
        assert next(audit.broken_links(connection)).entry == broken


def entry(event: str) -> audit.Entry:
    return audit.Entry(at=AT, actor="ann", event=event, case_id=1001, message_id=1, detail={"n": 1})


def shape(store: Path) -> dict[str, Any]:
    """Return a store's tables with their columns, foreign keys and indexes, as SQLite knows them."""
    with closing(sqlite3.connect(store)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: {
                "columns": sorted(row[1:] for row in connection.execute(f"PRAGMA table_info({name})")),
                "keys": sorted(row[2:] for row in connection.execute(f"PRAGMA foreign_key_list({name})")),
                "indexes": sorted(
                    (*row[2:], *connection.execute(f"PRAGMA index_info({row[1]})"))
                    for row in connection.execute(f"PRAGMA index_list({name})")
                ),
            }
            for name in names
            if name not in ("alembic_version", "sqlite_sequence")
        }
