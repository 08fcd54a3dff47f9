"""`intake verify` on the command line: sentences, exit codes, JSON, the mark, and beside a bot that works."""

import json

import pytest

from tests.cli.command import Place
from tests.stages.office import mail
from tests.trail.filled import intruder


def test_a_store_that_is_whole(place: Place) -> None:
    ran = place.intake("verify")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "Ledger: 10 accepted = 5 opened + 1 continued + 2 filed + 1 parked + 1 waiting."
    assert lines[1].startswith("Trail: ")
    assert lines[2].startswith("All is well: ")
    assert lines[3].startswith("Keep this mark elsewhere: ")


def test_the_mark_is_taken_as_it_was_printed(place: Place) -> None:
    mark = json.loads(place.intake("verify", "--json").out)["mark"]
    assert mark in place.intake("verify").out
    assert place.intake("verify", "--expect", mark).code == 0
    place.office.mail_in(mail("One more."))
    assert place.intake("verify", "--expect", mark).code == 0, "what came later changes nothing before it"


def test_a_store_that_was_written_to(place: Place) -> None:
    with intruder(place.settings.parent / "intake.db") as connection:
        connection.execute("UPDATE decisions SET actor = 'Eve' WHERE id = 1")
        connection.execute("UPDATE messages SET raw = x'00' WHERE id = 1")
    ran = place.intake("verify")
    assert (ran.code, ran.err) == (1, "")
    assert "WRONG  message 1: its bytes are not those that were accepted (SHA-256)" in ran.out
    assert "WRONG  decision 1 is not what the bot last wrote" in ran.out
    assert "2 found; the store is not what the bot wrote." in ran.out
    found = json.loads(place.intake("verify", "--json").out)
    assert (found["well"], len(found["findings"])) == (False, 2)


@pytest.mark.parametrize("mark", ["never", "7:xyz"])
def test_a_mark_that_is_none_is_refused(place: Place, mark: str) -> None:
    assert "--expect" in place.intake("verify", "--expect", mark).refusal


def test_beside_a_bot_that_is_writing(place: Place) -> None:
    """A check sees one moment's state: what is being written is not in it, and nobody waits for anybody."""
    with place.office.database.write() as connection:
        connection.exec_driver_sql("UPDATE cases SET zone = 'UTC' WHERE id = 1001")
        assert place.intake("verify").code == 0
    assert place.intake("verify").code == 0


def test_an_empty_store(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = tmp_path_factory.mktemp("empty") / "intake.toml"
    text = place.settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(str(place.settings.parent), str(settings.parent)), encoding="utf-8")
    ran = Place(settings, place.office).intake("verify")
    assert (ran.code, ran.out.splitlines()[0]) == (
        0,
        "Ledger: 0 accepted = 0 opened + 0 continued + 0 filed + 0 parked + 0 waiting.",
    )
