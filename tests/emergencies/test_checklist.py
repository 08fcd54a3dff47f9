"""The checklist of an emergency: who said what in which message, what an engineer has checked, what is withdrawn."""

import json
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from intake.bootstrap.clock import now
from intake.cli.words import moment
from intake.domain.case import MailKind, Standing
from intake.domain.contract import Fact
from intake.domain.errors import BadInput
from intake.domain.evidence import Point
from intake.review.evidence import Checked, not_seen, points_of, seen
from intake.review.verdict import confirm, declare_emergency, override
from intake.stages.desk import Run
from intake.storage import tables
from tests.cli.command import Place
from tests.review.engineers import engineer
from tests.stages.office import Office, mail

HALF = "Nobody can connect."


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-05-12T{clock}:00-04:00")


def checks(office: Office, fact: str, number: int = 1001, reason: str = "tried from our office") -> Checked:
    with office.database.write() as connection:
        return seen(engineer(office, connection), number, fact, reason)


def withdraws(office: Office, fact: str, number: int = 1001, reason: str = "a mistake") -> Checked:
    with office.database.write() as connection:
        return not_seen(engineer(office, connection), number, fact, reason)


def points(office: Office, number: int = 1001) -> dict[Fact, Point]:
    case = office.case(number)
    with office.reading() as connection:
        run = Run(connection=connection, desk=office.desk, now=office.now)
        return {point.fact: point for point in points_of(run, case, office.desk.contract_of(case))}


def ticks(office: Office, number: int = 1001) -> set[str]:
    return {str(fact) for fact, point in points(office, number).items() if point.holds}


@pytest.mark.parametrize(
    ("contract", "words", "expected"),
    [
        pytest.param("gotomyerp-plans", HALF, {"all_users", "connectivity"}, id="000: half of it"),
        pytest.param(
            "gotomyerp-plans", "We cannot connect at one office.", {"one_location", "connectivity"}, id="000: one place"
        ),
        pytest.param(
            "gotomyerp", f"{HALF} From both offices. But it works again.",
            {"all_users", "connectivity", "two_locations", "over"}, id="001: over",
        ),
        pytest.param(
            "helpdesk", f"{HALF} Since the planned upgrade.", {"all_users", "connectivity", "planned_event"},
            id="002: a planned event",
        ),
        pytest.param("gotomyerp", "The list is empty.", set(), id="nothing that matters"),
        pytest.param("erp-maestro", HALF, set(), id="004 knows no emergency"),
    ],
)  # fmt: skip
def test_what_a_message_puts_on_it(office: Office, contract: str, words: str, expected: set[str]) -> None:
    office.customer(contract)
    office.mail_in(mail(words))
    assert ticks(office) == expected


def test_who_said_it_in_which_message_when_and_in_which_words(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail("Hello. Nobody can connect."))
    said = points(office)[Fact.CONNECTIVITY].said
    assert said is not None
    assert (said.said_by, said.message_id, said.at, said.words) == (
        "ann@acme.example",
        1,
        at("10:00"),
        "Nobody can connect",
    )
    assert points(office)[Fact.TWO_LOCATIONS].said is None


def test_the_words_of_another_case_are_shown_with_its_number(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    office.mail_in(mail("It fails from both offices.", sender="bob@acme.example"), mail_from="bob@acme.example")
    said = points(office)[Fact.TWO_LOCATIONS].said
    assert said is not None
    assert (said.case_id, said.said_by) == (1002, "bob@acme.example")


def test_a_later_word_on_places_takes_the_earlier_one_back(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail("It fails from both offices."))
    office.mail_in(mail("No: only at one office.", f"In-Reply-To: {office.mails()[0].message_id}"))
    assert ticks(office) == {"one_location"}


def test_our_staff_as_the_second_location_begin_the_emergency_at_that_moment(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    office.wait(minutes=20)
    checked = checks(office, "two_locations")
    case = office.case()
    assert (case.emergency, case.provisional, case.due_at, case.standing) == (True, True, at("10:50"), Standing.RULE)
    assert (checked.told, [sent.kind for sent in office.mails()]) == (
        True, [MailKind.ACKNOWLEDGEMENT, MailKind.LEVEL_CHANGE],
    )  # fmt: skip
    assert "10:50 am EDT" in office.letter()
    assert [decided.actor for decided in office.decided()] == ["rule", "Sam"]
    said = points(office)[Fact.TWO_LOCATIONS].said
    assert said is not None
    assert (said.said_by, said.message_id, said.words) == ("Sam", None, "tried from our office")


def test_a_check_on_a_case_that_is_overdue_does_not_put_its_engineers_off(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    overdue = office.case().attention_at
    office.wait(days=3)
    assert checks(office, "two_locations").complete
    assert office.case().attention_at == overdue


def test_it_stays_provisional_until_it_is_confirmed(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    checks(office, "two_locations")
    with office.database.write() as connection:
        confirm(engineer(office, connection), 1001)
    case = office.case()
    assert (case.emergency, case.provisional, case.due_at, len(office.mails())) == (True, False, at("10:30"), 2)


def test_a_check_twice_begins_nothing_twice(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    checks(office, "two_locations")
    office.wait(minutes=5)
    checks(office, "two_locations")
    assert (office.case().due_at, len(office.mails())) == (at("10:30"), 2)


def test_a_check_that_completes_nothing_moves_no_clock(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail("The list is empty."))
    before = office.case().due_at
    checked = checks(office, "two_locations")
    assert (checked.began, office.case().due_at, len(office.mails())) == (None, before, 1)


def test_a_check_counts_with_the_customer_s_later_words(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail("The list is empty."))
    checks(office, "two_locations")
    office.wait(minutes=10)
    office.mail_in(mail(HALF, f"In-Reply-To: {office.mails()[0].message_id}"))
    assert (office.case().emergency, office.case().due_at) == (True, at("10:40"))


def test_a_withdrawn_fact_counts_no_more_until_it_is_stated_anew(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail("It fails from both offices."))
    withdraws(office, "two_locations")
    assert ticks(office) == set()
    office.mail_in(mail(HALF, f"In-Reply-To: {office.mails()[0].message_id}"))
    assert not office.case().emergency
    office.mail_in(mail("Really from both offices.", f"In-Reply-To: {office.mails()[0].message_id}"))
    assert office.case().emergency


def test_another_case_does_not_make_good_what_was_withdrawn(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    withdraws(office, "two_locations", reason="we reach it from our office")
    office.mail_in(mail("It fails from both offices.", sender="bob@acme.example"), mail_from="bob@acme.example")
    assert not any(case.emergency for case in office.cases())


def test_withdrawing_a_fact_of_a_standing_emergency_leaves_it_to_the_engineer_s_verdict(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail("Nobody can connect, from both offices."))
    withdraws(office, "two_locations")
    assert (office.case().emergency, len(office.mails())) == (True, 1)


def test_an_override_closes_the_checklist_and_checks_begin_a_new_one(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail("Nobody can connect, from both offices."))
    with office.database.write() as connection:
        override(engineer(office, connection), 1001, "4", "one user's line")
    assert ticks(office) == set()
    assert {point.said.said_by for point in points(office).values() if point.said} == {"Sam"}
    checks(office, "connectivity")
    assert not office.case().emergency
    checks(office, "two_locations")
    assert office.case().emergency


def test_a_declared_emergency_has_its_evidence_from_who_declares_it(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    with office.database.write() as connection:
        declare_emergency(engineer(office, connection), 1001, "our staff cannot reach it either")
    said = points(office)[Fact.TWO_LOCATIONS].said
    assert said is not None
    assert (said.said_by, said.words) == ("Sam", "our staff cannot reach it either")
    assert ticks(office) == {"all_users", "connectivity", "two_locations"}


@pytest.mark.parametrize(
    ("contract", "fact", "reason", "said"),
    [
        pytest.param("erp-maestro", "two_locations", "x", "knows an emergency", id="no emergency in the contract"),
        pytest.param("gotomyerp-plans", "planned_event", "x", "write one of all_users", id="not asked for"),
        pytest.param("gotomyerp-plans", "second", "x", "does not ask for 'second'", id="no fact at all"),
        pytest.param("gotomyerp-plans", "two_locations", " ", "--reason", id="no reason"),
    ],
)
def test_a_check_that_is_refused(office: Office, contract: str, fact: str, reason: str, said: str) -> None:
    office.customer(contract)
    office.mail_in(mail(HALF))
    before = office.everything()
    with pytest.raises(BadInput, match=said):
        checks(office, fact, reason=reason)
    assert office.everything() == before


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("UPDATE evidence SET holds = 0", id="whether it holds"),
        pytest.param("UPDATE evidence SET at = '2000-01-01'", id="when"),
        pytest.param("DELETE FROM evidence", id="that it was said"),
    ],
)
def test_what_was_said_cannot_be_changed(office: Office, change: str) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    with pytest.raises(DBAPIError, match="append-only"), office.database.write() as connection:
        connection.execute(sa.text(change))
    with office.database.write() as connection:  # a person's data may go
        connection.execute(sa.update(tables.evidence).values(said_by="(erased)", words="(erased)"))


def test_the_checklist_on_the_command_line(place: Place) -> None:
    place.office.customer("gotomyerp-plans")
    place.office.now = now()  # commands live in the present
    place.office.mail_in(mail(HALF))
    said = f'said by ann@acme.example in message 1, {moment(place.office.now, "America/New_York")} "Nobody can connect"'
    shown = place.intake("evidence", "1001")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.splitlines() == [
        f"[x] connection failure: {said}",
        "[ ] second location: nobody yet",
        f"[x] all users (not needed): {said}",
        "[ ] one location only (not needed): nobody yet",
        "[ ] it works again (then it is none): nobody yet",
    ]
    began = place.intake("evidence", "1001", "--seen", "two_locations", "--reason", "tried it", "--by", "Kim")
    assert began.code == 0
    assert "[x] second location: seen by Kim, " in began.out
    assert "The evidence is complete. Emergency, provisional" in began.out
    assert "The customer is told." in began.out


def test_it_is_part_of_the_case(place: Place) -> None:
    place.office.customer("gotomyerp-plans")
    place.office.mail_in(mail("Nobody can connect, from both offices."))
    body = json.loads(place.intake("case", "1001", "--json").out)
    assert [(point["fact"], point["holds"]) for point in body["evidence"]][:2] == [
        ("connectivity", True), ("two_locations", True),
    ]  # fmt: skip
    text = place.intake("case", "1001").out
    assert "Evidence of an emergency" in text
    assert "[x] second location: said by ann@acme.example in message 1" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--seen", "two_locations"], "--reason", id="without a reason"),
        pytest.param(["--seen", "over", "--not-seen", "over"], "either --seen or --not-seen", id="both at once"),
        pytest.param(["--seen", "nothing", "--reason", "x"], "does not ask for 'nothing'", id="an unknown fact"),
    ],
)
def test_a_call_that_is_refused(place: Place, words: list[str], said: str) -> None:
    place.office.customer("gotomyerp-plans")
    place.office.mail_in(mail(HALF))
    assert said in place.intake("evidence", "1001", *words).refusal
