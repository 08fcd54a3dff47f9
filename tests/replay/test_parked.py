"""What was set aside: seen with its reason, tried without harm, and carried through again on an engineer's word."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from intake.domain.case import MailState, Outcome
from intake.queue import jobs
from intake.storage import outbox
from tests.cli.command import Place
from tests.stages import office as made
from tests.stages.office import TUESDAY, Office, mail

RAW = mail("The list stays empty.", message_id="<first@acme.example>")


def set_aside(office: Office, raw: bytes = RAW) -> int:
    """Let a mail come for whose sender no contract is installed; then install it."""
    installed = office.desk
    office.desk = made.the_desk(installed=made.contracts("helpdesk"))
    found = office.mail_in(raw)
    assert found.outcome is Outcome.PARKED
    office.desk = installed
    return found.id


@pytest.fixture(autouse=True)
def _the_desk_s_own_time(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.bootstrap.clock.now", lambda: place.office.now)
    place.office.customer("gotomyerp")


def again(place: Place, *numbers: int, by: str = "Kim") -> str:
    words = ["replay", "--parked", *map(str, numbers), "--again", "--reason", "its contract is here now", "--by", by]
    ran = place.intake(*words)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_it_is_listed_with_its_reason(place: Place) -> None:
    set_aside(place.office)
    place.office.mail_in(mail("News", "Precedence: bulk"))
    lines = place.intake("cases", "--parked").out.splitlines()
    assert lines[0].startswith("message 1  parked  ")
    assert lines[2].endswith("no version of it held then")
    assert lines[-1] == "What would become of it: `intake replay --parked`; what to do: its --help."
    assert len(lines) == 4
    found = json.loads(place.intake("cases", "--parked", "--json").out)
    assert [one["id"] for one in found["parked"]] == [1]


def test_nothing_is_set_aside(place: Place) -> None:
    assert place.intake("cases", "--parked").out == "Nothing is parked.\n"
    assert place.intake("replay", "--parked").out.startswith("0 set aside.")
    assert "Nothing is set aside." in again(place)


def test_what_would_become_of_it_is_shown_and_not_done(place: Place) -> None:
    number = set_aside(place.office)
    before = place.office.everything()
    ran = place.intake("replay", "--parked", str(number))
    assert ran.code == 0
    assert "now: outcome opened, case a new one, customer Acme, clock level 3" in ran.out
    assert "answered acknowledgement" in ran.out
    assert "1 set aside; carried through, they would send 1 letter (1 acknowledgement).\n" in ran.out
    assert json.loads(place.intake("replay", "--parked", "--json").out)["letters"] == {"acknowledgement": 1}
    assert place.office.everything() == before


def test_carried_through_again_its_clock_runs_from_its_receipt(place: Place) -> None:
    office = place.office
    number = set_aside(office)
    office.wait(hours=3)
    assert f"message {number}: waits to be carried through again" in again(place, number)
    assert office.ledger() == {"accepted": 1}
    office.run()
    found = office.message(number)
    assert (found.outcome, found.case_id, len(office.mails())) == (Outcome.OPENED, 1001, 1)
    assert office.case().opened_at == TUESDAY
    assert office.now - TUESDAY == timedelta(hours=3)
    (told,) = office.details("message.again")
    assert told["reason"] == "its contract is here now"
    assert "no version of it held then" in told["error"]
    assert office.chain_holds()
    assert place.intake("verify").code == 0


def test_asked_for_twice_it_is_done_once(place: Place) -> None:
    office = place.office
    number = set_aside(office)
    again(place, number)
    words = ("replay", "--parked", str(number), "--again", "--reason", "once more")
    assert f"message {number}: it waits to be carried through already" in place.intake(*words).refusal
    office.run()
    assert f"message {number}: it is not set aside: opened, case 1001" in place.intake(*words).refusal
    assert (len(office.cases()), len(office.mails()), len(office.details("message.again"))) == (1, 1, 1)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        pytest.param("", "--reason: doing it again needs one", id="no reason"),
        pytest.param("ann@acme.example asked", "--reason: it names an address", id="a reason that could be erased"),
    ],
)
def test_a_reason_is_needed(place: Place, reason: str, said: str) -> None:
    set_aside(place.office)
    assert said in place.intake("replay", "--parked", "--again", "--reason", reason).refusal
    assert place.office.ledger() == {"parked": 1}


def test_what_fails_again_is_set_aside_again(place: Place) -> None:
    number = set_aside(place.office)
    place.office.desk = made.the_desk(installed=made.contracts("helpdesk"))
    again(place, number)
    place.office.run()
    assert place.office.ledger() == {"parked": 1}
    assert len(place.office.details("message.parked")) == 2


def test_a_loop_that_a_person_stands_for_opens_a_case_and_is_not_answered(place: Place) -> None:
    office = place.office
    number = office.mail_in(mail("It is no loop.", *("Received: from a by b",) * 70)).id
    assert "now: outcome opened" in place.intake("replay", "--parked").out
    again(place, number)
    office.run()
    assert (office.ledger(), len(office.cases()), office.mails()) == ({"opened": 1}, 1, [])
    assert place.intake("replay").code == 0, "decided anew it is what the person made of it"


def test_a_copy_of_what_nobody_reads_is_read(place: Place) -> None:
    office = place.office
    first = set_aside(office)
    copy = office.mail_in(RAW)
    assert (copy.outcome, copy.duplicate_of, copy.case_id, len(office.mails())) == (Outcome.OPENED, first, 1001, 1)
    third = office.mail_in(RAW)
    assert (third.outcome, third.reason, third.case_id) == (Outcome.FILED, f"duplicate of message {copy.id}", 1001)
    words = ("replay", "--parked", str(first), "--again", "--reason", "x")
    assert f"a copy of it, message {copy.id}, was carried through, to case 1001" in place.intake(*words).refusal
    assert office.ledger() == {"opened": 1, "filed": 1, "parked": 1}


def test_a_copy_that_fails_as_well_is_set_aside_beside_it_and_one_of_both_is_carried_through(place: Place) -> None:
    office = place.office
    first, copy = set_aside(office), set_aside(office)
    assert office.ledger() == {"parked": 2}
    again(place)
    office.run()
    assert office.message(first).case_id == office.message(copy).case_id == 1001
    assert (office.ledger(), len(office.mails())) == ({"opened": 1, "filed": 1}, 1)


def killer(office: Office, raw: bytes) -> int:
    """Let a mail be set aside at which the bot died, as after its third death."""
    accepted = office.accept(raw)
    for _ in range(3):
        with office.database.write() as connection:
            jobs.begin(connection, [job for job in _jobs(office) if job.message_id == accepted.id])
    office.run()
    return accepted.id


def _jobs(office: Office) -> list[jobs.Job]:
    with office.reading() as connection:
        fresh, suspect = jobs.due(connection, office.now, jobs.Stage.PROCESS, 9), jobs.suspect(connection, office.now)
    return fresh + ([] if suspect is None else [suspect])


def test_what_the_bot_died_at_is_not_tried_by_itself_nor_are_its_copies(place: Place) -> None:
    office = place.office
    number = killer(office, RAW)
    assert office.message(number).reason.startswith("the bot died 3 times while reading this message")
    copy = office.mail_in(RAW)
    assert (copy.outcome, copy.reason.partition(": ")[2]) == (
        Outcome.PARKED,
        f"a copy of message {number}, at which the bot died",
    )
    shown = place.intake("replay", "--parked").out
    assert "now: not tried here, for the bot died at it" in shown
    ran = place.intake("replay")
    assert "1 not tried: the bot died at them" in ran.out


def test_an_engineer_may_have_it_tried_all_the_same(place: Place) -> None:
    office = place.office
    number = killer(office, RAW)
    again(place, number)
    office.run()
    assert office.ledger() == {"opened": 1}
    assert office.mail_in(RAW).outcome is Outcome.FILED, "nobody dies at it any more"


def test_others_go_first_and_a_suspect_goes_alone(place: Place) -> None:
    office = place.office
    suspect = office.accept(mail("A suspect"))
    with office.database.write() as connection:
        jobs.begin(connection, _jobs(office))
    others = [office.accept(mail(f"Number {number}")).id for number in range(3)]
    office.run()
    assert [office.message(number).case_id for number in others] == [1001, 1002, 1003]
    assert office.message(suspect.id).case_id == 1004


def a_parked_mail(office: Office) -> int:
    """Let the answer to a mail be refused by the smarthost."""
    office.mail_in(mail())
    (written,) = office.mails()
    with office.database.write() as connection:
        outbox.settle(connection, replace(written, state=MailState.PARKED, answer="535 log in first"), office.now)
    return written.id


def test_a_mail_of_ours_that_was_set_aside_is_sent_anew_as_it_is(place: Place) -> None:
    office = place.office
    number = a_parked_mail(office)
    before = office.mails()[0]
    assert (
        f"mail {number}  parked  acknowledgement to ann@acme.example, case 1001"
        in place.intake("cases", "--parked").out
    )
    ran = place.intake(
        "replay", "--mail", str(number), "--again", "--reason", "the password is right now", "--by", "Kim"
    )
    assert (ran.code, ran.out) == (0, f"mail {number}: waits to be sent anew, as it is\n")
    (after,) = office.mails()
    assert (after.state, after.attempts) == (MailState.QUEUED, 0)
    assert (after.message_id, after.raw) == (before.message_id, before.raw)
    assert office.details("mail.again")[0]["answer"] == "535 log in first"
    words = ("replay", "--mail", str(number), "--again", "--reason", "x")
    assert f"mail {number}: it is none that is set aside" in place.intake(*words).refusal


def test_doctor_says_what_is_set_aside_and_that_the_ledger_balances(place: Place) -> None:
    set_aside(place.office)
    a_parked_mail(place.office)
    assert [line for line in place.intake("doctor").out.splitlines() if line.startswith("ok   ledger: ")] == [
        "ok   ledger: 2 accepted = 1 opened + 0 continued + 0 filed + 1 parked + 0 waiting",
        "ok   ledger: 1 set aside for a person; `intake cases --parked` says why, `intake replay --parked` what now",
        "ok   ledger: 1 of our own mails set aside; `intake cases --parked` says why, and how they are sent anew",
    ]


@pytest.mark.parametrize(
    ("done", "said"),
    [
        pytest.param("DELETE FROM jobs", "it waits, and no job takes it on", id="no job"),
        pytest.param("UPDATE jobs SET parked = 1", "it waits, and no job takes it on", id="a job that is set aside"),
        pytest.param(
            "UPDATE messages SET outcome = 'parked'",
            "it is set aside, and a job would carry it through",
            id="a job left",
        ),
    ],
)
def test_a_ledger_that_does_not_balance_is_told(place: Place, done: str, said: str) -> None:
    place.office.accept(mail())
    with place.office.database.write() as connection:
        connection.exec_driver_sql(done)
    assert f"WRONG  message 1: {said}" in place.intake("verify").out
    assert f"message 1: {said}; 1 in all, see `intake verify`" in place.intake("doctor").out


def test_its_case_s_trail_tells_that_it_was_set_aside_and_who_had_it_tried_again(place: Place) -> None:
    office = place.office
    number = set_aside(office)
    office.wait(hours=3)
    again(place, number)
    office.run()
    said = " ".join(place.intake("case", "1001").out.split())
    assert "message again, by Kim: reason its contract is here now" in said
    assert said.index("message parked, by bot") < said.index("message again, by Kim") < said.index("message opened")
    told = [entry["event"] for entry in json.loads(place.intake("case", "1001", "--json").out)["trail"]]
    assert told[:3] == ["message.parked", "message.again", "message.opened"]
