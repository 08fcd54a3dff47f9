"""A store that is not there, or that a later version has written: one line, and nothing is made or changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.command import Place, intake
from tests.stages.office import SECRET

READING_OR_DECIDING = [
    pytest.param(["cases"], id="the queue"),
    pytest.param(["case", "1001"], id="a case"),
    pytest.param(["confirm", "1001"], id="a confirmation"),
    pytest.param(["override", "1001", "--level", "2", "--reason", "x"], id="an override"),
    pytest.param(["consent", "1001", "--yes"], id="a consent"),
    pytest.param(["reply", "1001", "--text", "x"], id="a reply"),
    pytest.param(["close", "1001", "--reason", "x"], id="an end"),
    pytest.param(["page"], id="the pages"),
    pytest.param(["evidence", "1001"], id="a checklist"),
    pytest.param(["customers", "list"], id="the customers"),
    pytest.param(["verify"], id="a check"),
    pytest.param(["erase", "--case", "1001", "--reason", "x", "--yes"], id="an erasure"),
]


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """Return the settings of a desk that has no store yet."""
    file = tmp_path / "intake.toml"
    file.write_text(
        f'[desk]\naddress = "support@desk.example"\nsecret = "{SECRET}"\n'
        f'[store]\nurl = "sqlite:///{tmp_path / "intake.db"}"\n',
        encoding="utf-8",
    )
    return file


@pytest.mark.parametrize("words", READING_OR_DECIDING)
def test_no_command_that_reads_or_decides_makes_a_store(settings: Path, words: list[str]) -> None:
    said = intake(*words, "--settings", str(settings)).refusal
    assert said.startswith("store.url: there is no store at sqlite:///")
    assert said.endswith("is this the folder the bot runs in? `intake customers import` or `intake serve` makes one")
    assert list(settings.parent.iterdir()) == [settings]


def test_an_empty_file_is_no_store(settings: Path) -> None:
    (settings.parent / "intake.db").touch()
    assert intake("cases", "--settings", str(settings)).refusal.startswith("store.url: there is no store at")


def test_the_first_customer_makes_the_store(settings: Path) -> None:
    added = ("customers", "add", "--name", "Acme", "--contract", "helpdesk", "--domain", "acme.example")
    assert intake(*added, "--settings", str(settings)).code == 0
    assert "No cases yet." in intake("cases", "--settings", str(settings)).out


@pytest.mark.parametrize("words", [*READING_OR_DECIDING, pytest.param(["serve"], id="the bot itself")])
def test_a_store_of_a_later_version_is_left_alone(place: Place, words: list[str]) -> None:
    with closing(sqlite3.connect(place.settings.parent / "intake.db", isolation_level=None)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    assert place.intake(*words).refusal.endswith("was written by a later version of intake; install that one")


def test_doctor_says_so_too(place: Place) -> None:
    with closing(sqlite3.connect(place.settings.parent / "intake.db", isolation_level=None)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    ran = place.intake("doctor")
    assert ran.code == 1
    assert "was written by a later version of intake; install that one" in ran.out
