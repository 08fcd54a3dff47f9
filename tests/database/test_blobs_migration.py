"""A store of the third schema is brought up to date: its mails are by their hash, and nothing else has changed."""

import hashlib
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from intake.database import migrate as migrating
from intake.database.engine import Database, sqlite_url
from intake.database.migrate import migrate
from intake.storage import messages
from tests.trail.filled import verified

AT = "2026-05-12 14:00:00.000000"
LONG = b"Subject: old\r\n\r\n" + b"The same words again and again.\r\n" * 50
SHORT = b"x"
ROW = (
    "INSERT INTO messages (id, channel, received_at, rcpt_to, peer, raw, raw_sha256, dedupe, duplicate_of, outcome,"
    " reason, sender, subject, words, erased_at)"
    " VALUES (?, 'email', ?, '[]', '', ?, ?, ?, ?, 'filed', '', 'a@b.example', '', '', ?)"
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a store as the third schema left it: a long mail twice, a short one, and one that was erased."""
    store = tmp_path / "intake.db"
    database = Database(sqlite_url(store))
    with database.write() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
    with database.write() as connection:
        for number, raw, of, erased in (
            (1, LONG, None, None), (2, LONG, 1, None), (3, SHORT, None, None), (4, b"", None, AT),
        ):  # fmt: skip
            sha256 = hashlib.sha256(raw or b"what was erased").hexdigest()
            connection.exec_driver_sql(ROW, (number, AT, raw, sha256, None if of else f"k{number}", of, erased))
    database.close()
    return store


def brought_up(store: Path) -> Mapping[int, bytes]:
    database = Database(sqlite_url(store))
    migrate(database)
    with database.read() as connection:
        found = messages.many(connection, range(1, 5))
    database.close()
    return {number: accepted.envelope.raw for number, accepted in found.items()}


def test_every_mail_is_there_and_nothing_looks_as_if_somebody_had_written_to_the_store(old: Path) -> None:
    before = head(old)
    assert brought_up(old) == {1: LONG, 2: LONG, 3: SHORT, 4: b""}
    assert verified(old).findings == ()
    assert verified(old, before).findings == ()
    assert head(old) == before, "no seal is made anew"


def test_equal_mails_are_kept_once_and_compressed_where_that_makes_them_smaller(old: Path) -> None:
    brought_up(old)
    wanted = "SELECT encoding, size, content FROM blobs ORDER BY size"
    assert rows(old, wanted) == [("", 1, SHORT), ("zlib", len(LONG), zlib.compress(LONG, 6))]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param((3,), ["message 3: its bytes are not those that were accepted (SHA-256)"], id="bytes changed"),
        pytest.param((1, 2), ["message 1: its bytes are not those that were accepted (SHA-256)"], id="both copies"),
        pytest.param((1,), [], id="one of two copies: the other brings it back"),
    ],
)
def test_bytes_that_do_not_fit_their_hash_are_not_whitewashed(
    old: Path, changed: tuple[int, ...], said: list[str]
) -> None:
    database = Database(sqlite_url(old))
    with database.write() as connection:
        for number in changed:
            connection.exec_driver_sql("UPDATE messages SET raw = x'00' WHERE id = ?", (number,))
    database.close()
    brought_up(old)
    assert [finding.partition(": they")[0] for finding in verified(old).findings] == said


def test_a_store_of_a_day_before_can_be_written_to_at_once(old: Path) -> None:
    brought_up(old)
    database = Database(sqlite_url(old))
    with database.write() as connection:
        connection.execute(sa.text("UPDATE messages SET reason = 'looked at' WHERE id = 3"))
    database.close()
    assert verified(old).findings == ()


def head(store: Path) -> str:
    (last,) = rows(store, "SELECT id, digest FROM seals ORDER BY id DESC LIMIT 1")
    return f"{last[0]}:{str(last[1])[:32]}"


def rows(store: Path, wanted: str) -> list[tuple[object, ...]]:
    database = Database(sqlite_url(store))
    with database.read() as connection:
        found = [tuple(row) for row in connection.exec_driver_sql(wanted)]
    database.close()
    return found
