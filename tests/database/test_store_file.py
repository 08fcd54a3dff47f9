"""The store as a file: whose it is, who may serve it, and what is said when it is none."""

import stat
from pathlib import Path

import pytest

from intake.database.engine import Database, reachable, sqlite_url
from intake.database.migrate import is_current, migrate
from intake.database.sole import claim_store, listens_on, served_ports
from intake.domain.errors import BadInput


def test_the_store_is_its_owner_s_alone(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "intake.db"))
    migrate(database)
    with database.read():
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert set(modes.values()) == {0o600}
    database.close()


def test_two_bots_do_not_serve_one_store(tmp_path: Path) -> None:
    first, second = (Database(sqlite_url(tmp_path / "intake.db")) for _ in range(2))
    held = claim_store(first)
    with pytest.raises(BadInput, match=r"another `intake serve` works on"):
        claim_store(second)
    assert held is not None
    held.close()
    again = claim_store(second)
    assert again is not None
    again.close()


def test_on_which_ports_a_store_is_served_is_known_as_long_as_it_is(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "intake.db"))
    assert served_ports(database) == frozenset(), "nobody has ever served it"
    lock = claim_store(database)
    assert lock is not None
    assert served_ports(database) == frozenset(), "it has opened no door yet"
    listens_on(lock, [8025, 8080, 8443])
    listens_on(lock, [8025])
    assert served_ports(database) == {8025}
    with pytest.raises(BadInput):
        claim_store(database)
    assert served_ports(database) == {8025}, "who was refused has changed nothing"
    lock.close()
    assert served_ports(database) == frozenset(), "it has ended, however it did"


def test_a_store_without_a_file_needs_no_claim() -> None:
    assert claim_store(Database("sqlite://")) is None


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "intake.db").write_text("a shopping list, long enough to be read as a page\n" * 20, encoding="utf-8")
    assert reachable(Database(sqlite_url(tmp_path / "intake.db"))) == "file is not a database"


def test_a_store_says_whether_it_is_up_to_date(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "intake.db"))
    assert not is_current(database)
    migrate(database)
    assert is_current(database)
    database.close()
