"""`intake verify` on the command line: sentences, exit codes, JSON, the mark, and beside a bot that works."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.command import Place, settle
from tests.stages.office import mail, open_office
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
        connection.execute(
            "UPDATE blobs SET content = x'00' WHERE sha256 = (SELECT raw_sha256 FROM messages WHERE id = 1)"
        )
    ran = place.intake("verify")
    assert (ran.code, ran.err) == (1, "")
    assert "WRONG  message 1: its bytes are not those that were accepted (SHA-256)" in ran.out
    assert "WRONG  decision 1 is not what the bot last wrote" in ran.out
    assert "2 found; the store is not what the bot wrote." in ran.out
    found = json.loads(place.intake("verify", "--json").out)
    assert (found["well"], len(found["findings"])) == (False, 2)


def change(place: Place, *statements: str) -> None:
    """Write to the store's file as an administrator does with a tool of the database."""
    with closing(sqlite3.connect(place.settings.parent / "intake.db", isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize("bot_wrote", [False, True], ids=["at once", "after the bot has written"])
def test_a_change_from_outside_that_somebody_answers_for(place: Place, bot_wrote: bool) -> None:
    change(place, "UPDATE customers SET plan = 'gold' WHERE id = 1", "DELETE FROM contacts")
    if bot_wrote:
        place.office.mail_in(mail("One more."))
    assert place.intake("verify").code == 1
    ran = place.intake("verify", "--accept", "moved to gold by contract change 7", "--by", "Kim")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Accepted 1 change by another program.\nLedger: ")
    (told,) = place.office.details("outside.accepted")
    assert (told["reason"], told["rows"]) == ("moved to gold by contract change 7", ["customer 1"])
    assert place.intake("verify").code == 0
    assert place.intake("verify", "--accept", "again", "--by", "Kim").out.startswith("Nothing that could be accepted.")


def test_what_was_accepted_is_guarded_again(place: Place) -> None:
    change(place, "UPDATE customers SET plan = 'gold' WHERE id = 1")
    assert place.intake("verify", "--accept", "known", "--by", "Kim").code == 0
    change(place, "UPDATE customers SET plan = 'silver' WHERE id = 1")
    assert "customer 1 was written by another program" in place.intake("verify").out
    with intruder(place.settings.parent / "intake.db") as connection:
        connection.execute("DELETE FROM touched")
    assert "customer 1 is not what the bot last wrote" in place.intake("verify").out


def test_what_went_around_the_guards_cannot_be_accepted(place: Place) -> None:
    with intruder(place.settings.parent / "intake.db") as connection:
        connection.execute("UPDATE customers SET plan = 'gold' WHERE id = 1")
    ran = place.intake("verify", "--accept", "known", "--by", "Kim")
    assert ran.code == 1
    assert "customer 1 is not what the bot last wrote" in ran.out
    assert place.office.details("outside.accepted") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("--accept", " ", "--by", "Kim"), "--accept: it needs a reason", id="no reason"),
        pytest.param(
            ("--accept", "for ann@acme.example"), "its reason names an address", id="a reason that may be erased"
        ),
        pytest.param(("--by", "Kim"), "write --accept and why", id="nothing to answer for"),
    ],
)
def test_an_acceptance_that_is_none(place: Place, words: tuple[str, ...], said: str) -> None:
    before = place.office.everything()
    assert said in place.intake("verify", *words).refusal
    assert place.office.everything() == before


def test_an_empty_store_has_a_mark_with_which_every_store_begins(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    place = settle(tmp_path / "empty")
    ran = place.intake("verify")
    assert "Trail: 0 entries. Register: 0 entries.\n" in ran.out
    assert "Keep this mark elsewhere: 0:empty (nothing was written to this store yet)\n" in ran.out
    assert json.loads(place.intake("verify", "--json").out)["mark"] == "0:empty"
    assert place.intake("verify", "--expect", "0:empty").code == 0
    place.office.mail_in(mail())
    assert place.intake("verify", "--expect", "0:empty").code == 0, "what came later changes nothing before it"
    place.office.database.close()


@pytest.mark.parametrize("mark", ["never", "7:xyz", "0:"])
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
    open_office(settings.parent).database.close()
    text = place.settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(str(place.settings.parent), str(settings.parent)), encoding="utf-8")
    ran = Place(settings, place.office).intake("verify")
    assert (ran.code, ran.out.splitlines()[0]) == (
        0,
        "Ledger: 0 accepted = 0 opened + 0 continued + 0 filed + 0 parked + 0 waiting.",
    )
