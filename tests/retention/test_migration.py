"""A store of the seventh schema is brought up to date: nothing is let go, and no seal is made anew."""

import hashlib
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from intake.database import migrate as migrating
from intake.database.engine import Database, sqlite_url
from intake.database.migrate import migrate
from intake.storage import messages
from tests.trail.filled import verified

AT = "2026-05-12 14:00:00.000000"
RAW = b"Subject: old\r\n\r\nThe till beeps.\r\n"
BLOB = "INSERT INTO blobs (sha256, encoding, size, content) VALUES (?, '', ?, ?)"
ROW = (
    "INSERT INTO messages (id, channel, received_at, rcpt_to, peer, raw_sha256, dedupe, outcome, reason, sender,"
    " subject, words) VALUES (1, 'email', ?, '[]', '', ?, 'k', 'filed', '', 'a@b.example', '', '')"
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a store as the seventh schema left it, with one mail."""
    store, sha256 = tmp_path / "intake.db", hashlib.sha256(RAW).hexdigest()
    database = Database(sqlite_url(store))
    config = Config()
    config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
    with database.write() as connection:
        connection.exec_driver_sql(BLOB, (sha256, len(RAW), RAW))
        connection.exec_driver_sql(ROW, (AT, sha256))
    database.close()
    return store


def test_every_mail_is_there_and_nothing_looks_as_if_somebody_had_written_to_the_store(old: Path) -> None:
    before = mark(old)
    database = Database(sqlite_url(old))
    migrate(database)
    with database.read() as connection:
        found = messages.get(connection, 1)
    database.close()
    assert (found.envelope.raw, found.let_go_at) == (RAW, None)
    assert verified(old).findings == ()
    assert verified(old, before).findings == ()
    assert mark(old) == before, "no seal is made anew"


def mark(store: Path) -> str:
    database = Database(sqlite_url(store))
    with database.read() as connection:
        number, digest = connection.exec_driver_sql("SELECT id, digest FROM seals ORDER BY id DESC LIMIT 1").one()
    database.close()
    return f"{number}:{digest[:32]}"
