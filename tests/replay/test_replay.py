"""`intake replay`: the past decided anew is what it was, and what differs is told; the store stays as it was."""

import hashlib
import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from intake.database.engine import Database
from intake.domain.case import Outcome
from intake.places import folder
from intake.review.assign import assign
from intake.review.erase import Order, Wanted, erase
from intake.review.replay import decided
from tests.cli.command import Place
from tests.identify.test_passed_on import forwarded
from tests.review.engineers import engineer, overrides
from tests.stages import office as made
from tests.stages.office import UNSURE, Office, Opinions, mail, opinion


def a_week(office: Office) -> None:
    """Let every kind of mail come: answers to ours, copies, machines, strangers, an emergency in two mails, replies."""
    office.customer("gotomyerp-plans")
    office.customer("priority-matrix", name="Matrix", domain="matrix.example")
    office.mail_in(mail("Nobody can connect."))
    office.wait(minutes=3)
    office.mail_in(mail("It fails from both offices.", f"In-Reply-To: {office.mails()[0].message_id}"))
    office.wait(hours=1)
    raw = mail("The list stays empty.")
    office.mail_in(raw)
    office.mail_in(raw)
    office.mail_in(mail("Away", "Auto-Submitted: auto-replied"))
    office.mail_in(mail("Slow.", sender="bo@matrix.example"), mail_from="bo@matrix.example")
    office.mail_in(mail("Who are you?", sender="joe@home.example"), mail_from="joe@home.example")
    office.mail_in(mail("Me too.", sender="joe@home.example"), rcpt_to=(office.header("Reply-To"),))
    office.wait(hours=20)
    office.mail_in(mail("And now?", subject=f"Re: x [case {office.cases()[0].id}]"))


def ended(ran_out: str) -> str:
    return ran_out.splitlines()[-1]


def test_the_same_desk_decides_the_same(place: Place) -> None:
    a_week(place.office)
    ran = place.intake("replay")
    assert (ran.code, ran.err) == (0, ""), ran.out
    assert ran.out == "9 messages, 9 the same, 0 differ\n"


def test_an_empty_past(place: Place) -> None:
    assert place.intake("replay").out == "0 messages, 0 the same, 0 differ\n"


def test_without_the_emergency_s_first_half_it_is_found_all_the_same_by_its_number(place: Place) -> None:
    """What counts with a message is carried through before it, though it is not asked for."""
    a_week(place.office)
    assert place.intake("replay", "2", "9").out == "2 messages, 2 the same, 0 differ\n"


def test_another_contract_moves_what_it_is_about_and_nothing_else(place: Place, tmp_path: Path) -> None:
    a_week(place.office)
    file = with_three_hours_for_six(tmp_path)
    ran = place.intake("replay", "--contract-file", str(file))
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[:-1], ran.out
    assert all("due at" in line or "target" in line or "others" in line for line in lines[:-1]), ran.out
    assert {line.partition(",")[0] for line in lines[:-1]} <= {"message 1", "message 3", "message 9"}
    assert any(line.startswith("message 3, case 1002: due at ") and " -> " in line for line in lines), (
        "one line says what was, and what would be"
    )


def with_three_hours_for_six(tmp_path: Path, *, examples: bool = False) -> Path:
    """Give plan silver three hours where its contract has six; the worked examples are those of six, and go, or not."""
    text = (folder("contracts") / "gotomyerp-plans.toml").read_text(encoding="utf-8")
    six = 'at_most = 6, unit = "hours", words = "Within 6 hours"'
    assert six in text
    file = tmp_path / "another.toml"
    text = (text if examples else text.partition("[[examples.promises]]")[0]).replace(six, six.replace("6", "3"))
    file.write_text(text, encoding="utf-8")
    return file


def test_another_model_s_level_and_opinion_are_told(place: Place, opinions: Opinions) -> None:
    place.office.customer("priority-matrix", name="Matrix", domain="matrix.example")
    place.office.suggests.answer = UNSURE
    place.office.mail_in(mail("Slow.", sender="bo@matrix.example"), mail_from="bo@matrix.example")
    opinions.answer = opinion(2)
    ran = place.intake("replay", "--json")
    assert ran.code == 1
    found = json.loads(ran.out)
    assert (found["messages"], found["differ"]) == (1, 1)
    told = {one["what"]: (one["was"], one["now"]) for one in found["differences"]}
    assert told["clock_level"] == ("P4", "P3")
    assert told["suggested"] == ("3 unsure", "2")
    assert {one["case"] for one in found["differences"]} == {1001}
    assert place.intake("replay", "--model", "none").code == 0, "and without one it is as it was"


def test_a_message_that_was_set_aside_is_carried_through_where_it_can_be(place: Place) -> None:
    office = place.office
    office.customer("gotomyerp")
    office.suggests.fault = ValueError("a fault of that day")
    office.mail_in(mail("Hello"))
    for _ in range(6):
        office.wait(minutes=11)
    assert office.message(1).outcome is Outcome.PARKED
    ran = place.intake("replay")
    assert ran.code == 1
    assert "message 1: outcome parked -> opened" in ran.out
    assert "message 1: answered none -> acknowledgement" in ran.out


def test_what_people_decided_is_no_difference(place: Place) -> None:
    office = place.office
    office.customer("gotomyerp")
    office.mail_in(mail("Nobody can connect."))
    overrides(office, "1", 1001)
    office.mail_in(mail("It fails from both offices.", f"In-Reply-To: {office.mails()[0].message_id}"))
    assert place.intake("replay").code == 0


def assigns(office: Office, to: str, number: int) -> None:
    with office.database.write() as connection:
        assign(engineer(office, connection), number, to, "he called")


def test_whom_people_said_a_case_is_for_is_no_difference(place: Place) -> None:
    """Their word stands in a replay from that moment on: who may join the case then is as it was."""
    office = place.office
    office.customer("gotomyerp")
    office.customer("helpdesk", name="Globex", domain="globex.example")
    office.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    office.wait(minutes=5)
    assigns(office, "ben@globex.example", 1001)
    office.wait(minutes=5)
    again = mail("And now?", sender="ben@globex.example", subject="Re: It fails [case 1001]")
    assert office.mail_in(again, mail_from="ben@globex.example").case_id == 1001
    office.mail_in(mail("Slow."))
    ran = place.intake("replay")
    assert (ran.code, ran.out) == (0, "3 messages, 3 the same, 0 differ\n")


def test_an_assignment_that_comes_after_a_message_does_not_count_for_it(place: Place) -> None:
    office = place.office
    office.customer("gotomyerp")
    office.customer("helpdesk", name="Globex", domain="globex.example")
    office.mail_in(mail())
    assigns(office, "ben@globex.example", 1001)
    again = mail("And now?", sender="ann@acme.example", subject="Re: [case 1001]")
    assert office.mail_in(again).case_id == 1002
    assert place.intake("replay").out == "2 messages, 2 the same, 0 differ\n"


@pytest.mark.parametrize(
    ("then", "now"),
    [pytest.param(1, 20, id="a cap that was raised"), pytest.param(20, 1, id="a cap that was lowered")],
)
def test_caps_are_a_setting_and_no_decision(place: Place, then: int, now: int) -> None:
    office = place.office
    office.customer("gotomyerp")
    office.desk = made.the_desk(most_mails=then)
    for _ in range(3):
        office.mail_in(mail())
    settings = place.settings.read_text(encoding="utf-8")
    place.settings.write_text(f"{settings}[answers]\nmost_per_hour = {now}\n", encoding="utf-8")
    ran = place.intake("replay")
    assert (ran.code, ran.out, ran.err) == (0, "3 messages, 3 the same, 0 differ\n", "")


def test_a_contract_whose_own_examples_do_not_fit_is_compared_all_the_same(place: Place, tmp_path: Path) -> None:
    office = place.office
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    file = with_three_hours_for_six(tmp_path, examples=True)
    ran = place.intake("replay", "--contract-file", str(file))
    assert ran.code == 1
    assert "message 1, case 1001: target Within 6 hours -> Within 6 hours" not in ran.out
    assert "message 1, case 1001: due at " in ran.out
    first, *_, last = ran.err.splitlines()
    assert re.match(rf"note: {re.escape(str(file))}: examples, promises \d+: It says ", first)
    assert last.startswith(f"note: compared all the same; before {file} can be used, mend the example")


def test_what_else_is_wrong_with_a_contract_still_stops_it_and_says_where(place: Place, tmp_path: Path) -> None:
    text = (folder("contracts") / "gotomyerp-plans.toml").read_text(encoding="utf-8")
    file = tmp_path / "another.toml"
    file.write_text(re.sub(r"(?m)^in_force = .*$", "", text, count=1), encoding="utf-8")
    refusal = place.intake("replay", "--contract-file", str(file)).refusal
    assert "rulings, " in refusal
    assert "Nobody has decided" in refusal


def test_an_erased_message_is_counted_as_one(place: Place) -> None:
    office = place.office
    office.customer("gotomyerp")
    office.mail_in(mail())
    office.mail_in(mail(sender="bo@acme.example"), mail_from="bo@acme.example")
    with office.database.write() as connection:
        order = Order(by="Kim", reason="asked for", at=office.now, even_open=True)
        erase(connection, Wanted(address="ann@acme.example", key=b"k"), order)
    assert place.intake("replay").out == "2 messages, 1 the same, 0 differ, 1 erased\n"


@pytest.mark.parametrize(
    ("since", "messages"),
    [
        pytest.param("2026-05-13", 1, id="a date: the day's beginning in the desk's zone"),
        pytest.param("2026-05-12T11:00:00-04:00", 7, id="a moment"),
        pytest.param("2026-05-12T11:00", 7, id="a moment in the desk's zone"),
        pytest.param("2030-01-01", 0, id="a day to come"),
    ],
)
def test_since(place: Place, since: str, messages: int) -> None:
    a_week(place.office)
    said = "1 message" if messages == 1 else f"{messages} messages"
    assert place.intake("replay", "--since", since).out == f"{said}, {messages} the same, 0 differ\n"


def fingerprints(folder: Path) -> dict[str, str]:
    """Return what every file of the store holds, the one of locks apart."""
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.glob("intake.db*")
        if not file.name.endswith("-shm")
    }


def test_it_writes_nothing_beside_a_running_bot(place: Place) -> None:
    a_week(place.office)
    before = fingerprints(place.settings.parent)
    assert "intake.db-wal" in before, "the store is open"
    place.intake("replay")
    place.intake("replay", "--parked")
    assert fingerprints(place.settings.parent) == before


def test_it_writes_nothing_where_no_bot_runs(place: Place) -> None:
    a_week(place.office)
    place.office.database.close()
    before = fingerprints(place.settings.parent)
    assert list(before) == ["intake.db"]
    assert place.intake("replay").code == 0
    assert fingerprints(place.settings.parent) == before


def test_it_works_on_a_copy_that_cannot_be_written(place: Place, tmp_path: Path) -> None:
    a_week(place.office)
    place.office.database.close()
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("intake.db", "intake.toml"):
        shutil.copy(place.settings.parent / name, copy)
    settings = copy / "intake.toml"
    settings.write_text(settings.read_text().replace(str(place.settings.parent / "intake.db"), str(copy / "intake.db")))
    (copy / "intake.db").chmod(0o400)
    copy.chmod(0o500)
    ran = Place(settings, place.office).intake("replay")
    assert (ran.code, ran.err) == (0, "")
    assert sorted(file.name for file in copy.iterdir()) == ["intake.db", "intake.toml"]
    copy.chmod(0o700)


def test_a_store_that_a_bot_began_to_write_to_meanwhile_is_no_answer(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_week(place.office)
    place.office.database.close()
    real, database = decided, Database(f"sqlite:///{place.settings.parent / 'intake.db'}")

    def while_a_bot_writes(*words: object) -> object:
        with database.write() as connection:
            connection.exec_driver_sql("UPDATE jobs SET attempts = 0")
            connection.exec_driver_sql("DELETE FROM caps")
        return real(*words)  # type: ignore[arg-type] # a message's number in a store

    monkeypatch.setattr("intake.cli.replayed.decided", while_a_bot_writes)
    ran = place.intake("replay")
    database.close()
    assert ran.code == 2
    assert "a bot began to write to it" in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--since", "soon"], "--since: 'soon' is no date", id="no date"),
        pytest.param(["77"], "message 77: there is none of that number", id="no such message"),
        pytest.param(["0"], "message 0: there is none of that number", id="no number of a message"),
        pytest.param([str(2**70)], "there is none of that number", id="a number too large for any"),
        pytest.param(["--model", "none-such"], "--model: none-such is no model's folder", id="no such model"),
        pytest.param(["--contract-file", "none.toml"], "none.toml: cannot be read", id="no such contract"),
        pytest.param(["1", "--since", "2026-01-01"], "--since: write either it, or numbers", id="both kinds of choice"),
        pytest.param(["--again"], "--again: only what is set aside", id="again without parked"),
        pytest.param(["--reason", "x"], "nothing is done without --again", id="a reason for nothing"),
        pytest.param(["--parked", "1"], "message 1: it is not set aside: opened, case 1001", id="not parked"),
    ],
)
def test_wrong_calls(place: Place, words: list[str], said: str) -> None:
    place.office.customer("gotomyerp")
    place.office.mail_in(mail())
    assert said in place.intake("replay", *words).refusal


def test_an_older_store_is_not_touched(place: Place) -> None:
    place.office.database.close()
    with closing(sqlite3.connect(place.settings.parent / "intake.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
        connection.commit()
    before = fingerprints(place.settings.parent)
    assert "`intake serve` brings it up to date" in place.intake("replay").refusal
    assert fingerprints(place.settings.parent) == before
