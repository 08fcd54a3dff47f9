"""A store of the first schema is brought up to date: its trail is chained anew, and what was broken stays known."""

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from intake.database import migrate as migrating
from intake.database.engine import Database, sqlite_url
from intake.database.migrate import is_current, migrate
from intake.storage import audit
from tests.trail.filled import verified

AT = "2026-05-12 14:00:00.000000"
RAW = b"Subject: old\r\n\r\nOld words.\r\n"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a store as the first schema left it: a customer, a case, its message, three entries of the trail."""
    store = tmp_path / "intake.db"
    database = Database(sqlite_url(store))
    with database.write() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    database.close()
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO customers VALUES (1, 'Acme', 'gotomyerp', NULL, 'en', 'America/New_York', NULL)"
        )
        connection.execute(
            "INSERT INTO cases (id, customer_id, contact_address, contact_name, channel, contract, subject, language,"
            " zone, opened_at, provisional, emergency, facts, standing)"
            " VALUES (1001, 1, 'ann@acme.example', 'Ann', 'email', 'gotomyerp', 'old', 'en', 'America/New_York', ?, 0,"
            " 0,"
            ' \'{"scope": "unknown", "locations": "unknown", "connectivity": false, "data_loss": false,'
            ' "workaround": false, "planned_event": false}\', \'rule\')',
            (AT,),
        )
        connection.execute(
            "INSERT INTO messages VALUES (1, 'email', ?, 'ann@acme.example', '[]', '', ?, ?, NULL, 'k', NULL, 'opened',"
            " '', 1001, 'ann@acme.example', 'old', 'Old words.')",
            (AT, RAW, hashlib.sha256(RAW).hexdigest()),
        )
        last = ""
        for number, event in enumerate(("message.opened", "case.assessed", "receipt.written"), start=1):
            told = [
                last,
                datetime.fromisoformat(AT).replace(tzinfo=UTC).timestamp(),
                "bot",
                event,
                1001,
                None,
                {"n": 1},
            ]
            last = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
            entry = (number, AT, "bot", event, 1001, None, '{"n": 1}', last)
            connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", entry)
    return store


def brought_up(store: Path) -> list[audit.Entry]:
    database = Database(sqlite_url(store))
    migrate(database)
    assert is_current(database)
    with database.read() as connection:
        entries = audit.of_case(connection, 1001)
    database.close()
    return entries


def test_what_was_on_the_trail_is_on_it_still(old: Path) -> None:
    entries = brought_up(old)
    assert [(entry.event, dict(entry.detail)) for entry in entries] == [
        ("message.opened", {"n": 1}),
        ("case.assessed", {"n": 1}),
        ("receipt.written", {"n": 1}),
    ]
    found = verified(old)
    assert (found.findings, found.trail) == ((), 4)


def test_every_old_row_is_sealed(old: Path) -> None:
    brought_up(old)
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        assert connection.execute("SELECT tab, row FROM seals ORDER BY tab, row").fetchall() == [
            ("audit", "4"),
            ("cases", "1001"),
            ("customers", "1"),
            ("messages", "1"),
        ]


@pytest.mark.parametrize(
    "tampering",
    [
        pytest.param("UPDATE audit SET actor = 'nobody' WHERE id = 2", id="changed"),
        pytest.param("UPDATE audit SET detail = '{' WHERE id = 2", id="a detail made unreadable"),
        pytest.param("UPDATE audit SET at = 'long ago' WHERE id = 2", id="a time made unreadable"),
    ],
)
def test_an_old_trail_that_was_broken_is_not_whitewashed(old: Path, tampering: str) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute(tampering)
    brought_up(old)
    said = "trail entry 2: it did not fit when the store was brought to this schema"
    assert said in verified(old).findings


def test_a_store_without_a_trail_gets_none(tmp_path: Path) -> None:
    store = tmp_path / "new.db"
    database = Database(sqlite_url(store))
    migrate(database)
    database.close()
    assert (verified(store).trail, verified(store).findings) == (0, ())
