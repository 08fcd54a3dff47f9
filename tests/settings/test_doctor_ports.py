"""`intake doctor` on a port that is taken: by the running bot of this store, by another's, by something else."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.database.engine import Database, sqlite_url
from intake.database.sole import claim_store, listens_on
from tests.cli.command import intake


@pytest.fixture
def taken() -> Iterator[int]:
    """Return a port of this machine on which somebody listens."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        yield door.getsockname()[1]


def looked(folder: Path, port: int) -> tuple[bool, str]:
    """Return what doctor says of the SMTP door of a desk in a folder."""
    settings = folder / "intake.toml"
    settings.write_text(
        '[desk]\naddress = "support@desk.example"\nsecret = "long enough to be a secret of a test"\n'
        f'[store]\nurl = "{sqlite_url(folder / "intake.db")}"\n[smtp_door]\nhost = "127.0.0.1"\nport = {port}\n',
        encoding="utf-8",
    )
    ran = intake("doctor", "--json", "--settings", str(settings))
    (found,) = [one for one in json.loads(ran.out)["checks"] if one["what"] == "SMTP door"]
    return found["well"], found["said"]


@pytest.mark.parametrize(
    ("whose", "well", "said"),
    [
        pytest.param("this store's bot", True, "is where the running bot of this store listens", id="our own bot"),
        pytest.param("another store's bot", False, "and no bot of this store does", id="another desk's bot"),
        pytest.param("this store's bot, elsewhere", False, "and no bot of this store does", id="a port set since"),
        pytest.param("nobody's", False, "and no bot of this store does", id="a program that is none of ours"),
    ],
)
def test_whose_port_it_is(tmp_path: Path, taken: int, whose: str, well: bool, said: str) -> None:
    (tmp_path / "other").mkdir()
    folder = tmp_path / "other" if whose.startswith("another") else tmp_path
    lock = None if whose == "nobody's" else claim_store(Database(sqlite_url(folder / "intake.db")))
    listens_on(lock, [taken + 1 if whose.endswith("elsewhere") else taken])
    found = looked(tmp_path, taken)
    if lock is not None:
        lock.close()
    assert (found[0], said in found[1]) == (well, True)


def test_a_free_port(tmp_path: Path, taken: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert looked(tmp_path, free) == (True, f"127.0.0.1:{free} is free")
