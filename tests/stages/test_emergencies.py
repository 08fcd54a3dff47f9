"""Emergencies by mail: from the first mail, or from the follow-up that states what was missing."""

from datetime import datetime

import pytest

from intake.domain.case import Case, MailKind, Standing
from intake.review.verdict import confirm, declare_emergency, override
from tests.review.engineers import engineer
from tests.stages.office import Office, mail, opinion

BOTH = "Nobody can connect, from both offices."
HALF = "Nobody can connect."


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-05-12T{clock}:00-04:00")


def answer(office: Office, words: str, *headers: str, sender: str = "ann@acme.example") -> None:
    """Let somebody answer our acknowledgement of case 1001."""
    reference = f"In-Reply-To: {office.mails()[0].message_id}"
    office.mail_in(mail(words, reference, *headers, sender=sender), mail_from=sender)


def stands(case: Case) -> tuple[bool, bool, str | None, datetime | None]:
    return case.emergency, case.provisional, case.clock_level, case.due_at


@pytest.mark.parametrize(
    ("contract", "words", "emergency", "due", "notices"),
    [
        pytest.param("gotomyerp-plans", BOTH, True, at("10:30"), ["report_when_resolved"], id="000: 30 minutes"),
        pytest.param("gotomyerp", BOTH, True, at("10:30"), ["report_when_resolved"], id="001: 30 minutes"),
        pytest.param(
            "gotomyerp", "We cannot connect from both offices.", True, at("10:30"), ["report_when_resolved"],
            id="001: connections failing at several locations are one too",
        ),
        pytest.param(
            "gotomyerp-plans", HALF, False, at("16:00"), ["email_carries_no_level", "second_location_needed"],
            id="000: one fact missing, it is asked for",
        ),
        pytest.param(
            "gotomyerp-plans", "We cannot connect at one office.", False, at("16:00"),
            ["email_carries_no_level", "own_it_first"], id="000: at one location their own IT comes first",
        ),
        pytest.param(
            "gotomyerp-plans", f"{BOTH} But it works again.", False, at("16:00"), ["email_carries_no_level"],
            id="000: what is over is no emergency",
        ),
        pytest.param("helpdesk", HALF, True, at("10:00"), ["charges"], id="002: site down, at once"),
        pytest.param(
            "helpdesk", f"{HALF} Since the planned upgrade.", False, at("12:00"), ["charges"],
            id="002: not in the course of a planned event",
        ),
        pytest.param("priority-matrix", BOTH, False, datetime.fromisoformat("2026-05-15T10:00:00-04:00"),
                     ["provisional_level"], id="003 knows no emergency"),
        pytest.param("erp-maestro", BOTH, False, datetime.fromisoformat("2026-05-13T10:00:00-04:00"), [],
                     id="004 knows no emergency"),
    ],
)  # fmt: skip
def test_from_the_first_mail(
    office: Office, contract: str, words: str, emergency: bool, due: datetime, notices: list[str]
) -> None:
    office.customer(contract)
    office.mail_in(mail(words))
    case = office.case()
    assert (case.emergency, case.due_at, (case.promise or {})["notices"]) == (emergency, due, notices)
    assert len(office.mails()) == 1
    assert ("This is provisional: an engineer will confirm or withdraw it" in office.letter()) is emergency


def test_in_the_middle_of_the_night_an_emergency_s_half_hour_runs_at_once(office: Office) -> None:
    office.customer("gotomyerp")
    office.now = datetime.fromisoformat("2026-05-17T03:00:00-04:00")
    office.mail_in(mail(BOTH))
    assert office.case().due_at == datetime.fromisoformat("2026-05-17T03:30:00-04:00")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(HALF, "It fails from both offices.", id="the second location is told later"),
        pytest.param("The list is empty.", BOTH, id="it gets worse later"),
        pytest.param("It fails from both offices.", "We cannot connect.", id="the connection is told later"),
        pytest.param(f"{BOTH} But it works again.", HALF, id="it works again, and then fails again"),
    ],
)
def test_the_missing_fact_in_a_follow_up_starts_the_half_hour_at_that_message(
    office: Office, first: str, second: str
) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(first))
    assert not office.case().emergency
    office.wait(minutes=40)
    answer(office, second)
    assert stands(office.case()) == (True, True, None, at("11:10"))
    assert office.case().attention_at == at("11:10")
    assert [sent.kind for sent in office.mails()] == [MailKind.ACKNOWLEDGEMENT, MailKind.LEVEL_CHANGE]
    assert [decided.action for decided in office.decided()] == ["decided", "decided"]


def test_the_notice_of_it_tells_the_truth(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    office.wait(minutes=40)
    answer(office, "It fails from both offices.")
    letter = office.letter()
    assert "a new message changes what applies to case 1001." in letter
    assert "It is now an emergency (clause 1.1, clause 2.1.2)." in letter
    assert "The time runs from when that message reached us: Tuesday 12 May 2026, 10:40 am EDT." in letter
    assert "by Tuesday 12 May 2026, 11:10 am EDT" in letter
    assert "engineer has looked" not in letter


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(HALF, "Any news?", id="no new fact"),
        pytest.param(HALF, "We are at one office.", id="one location only"),
        pytest.param(f"{BOTH} But it works again.", "Here is the log you wanted.", id="what is over stays over"),
        pytest.param(
            f"{HALF} But it works again.", "It was seen from both offices, and it works again.", id="still over"
        ),
    ],
)
def test_any_other_follow_up_moves_no_clock_and_gets_no_answer(office: Office, first: str, second: str) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(first))
    before = stands(office.case())
    office.wait(minutes=40)
    answer(office, second)
    assert (stands(office.case()), len(office.mails())) == (before, 1)


def test_an_emergency_is_told_once_however_often_it_is_stated(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    for _ in range(3):
        office.wait(minutes=5)
        answer(office, BOTH)
    assert len(office.mails()) == 2
    assert office.case().due_at == at("10:35")


def test_an_emergency_under_way_does_not_move_with_a_follow_up(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail(BOTH))
    office.wait(minutes=10)
    answer(office, BOTH)
    assert (office.case().due_at, len(office.mails())) == (at("10:30"), 1)


def test_a_colleague_who_completes_the_evidence_has_the_case_s_contact_told(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    answer(office, "It fails from both offices.", sender="bob@acme.example")
    assert [sent.recipient for sent in office.mails()] == ["ann@acme.example", "ann@acme.example"]


def test_new_evidence_counts_after_an_engineer_has_confirmed_a_level(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    with office.database.write() as connection:
        confirm(engineer(office, connection), 1001)
    office.wait(minutes=30)
    answer(office, "It fails from both offices.")
    case = office.case()
    assert (case.emergency, case.due_at, case.standing, case.provisional) == (True, at("11:00"), Standing.RULE, True)


AFTER_A_WITHDRAWAL = [
    pytest.param("Thank you, the label printer is slow at both offices.", False, id="what is said of other things"),
    pytest.param("It fails from both offices.", False, id="half of the evidence"),
    pytest.param(BOTH, True, id="all of it stated anew, as our letter invites"),
]


@pytest.mark.parametrize(("words", "emergency"), AFTER_A_WITHDRAWAL)
def test_evidence_that_an_engineer_has_withdrawn_counts_only_anew(office: Office, words: str, emergency: bool) -> None:
    office.customer("gotomyerp-plans", plan="starter")
    office.mail_in(mail(BOTH))
    with office.database.write() as connection:
        override(engineer(office, connection), 1001, "4", "it was one user's line")
    office.wait(minutes=30)
    answer(office, words)
    assert (office.case().emergency, len(office.mails())) == (emergency, 3 if emergency else 2)


def test_facts_of_unrelated_messages_are_not_added_up(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail("I cannot connect from my laptop."))
    office.wait(minutes=60)
    answer(office, "The label printer is slow at both sites.")
    assert (office.case().emergency, len(office.mails())) == (False, 1)


def test_an_emergency_never_puts_off_what_was_promised(office: Office) -> None:
    office.customer("gotomyerp-plans", plan="platinum")
    office.mail_in(mail(HALF))
    promised = office.case().due_at
    office.wait(minutes=50)
    answer(office, "It fails from both offices.")
    case = office.case()
    assert (case.due_at, case.attention_at, len(office.mails())) == (promised, office.now, 1)


def test_an_engineer_declares_an_emergency_when_our_staff_are_the_second_location(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    office.wait(minutes=10)
    with office.database.write() as connection:
        verdict = declare_emergency(engineer(office, connection), 1001, "our staff cannot reach it either")
    case = office.case()
    assert (case.emergency, case.provisional, case.due_at, verdict.told) == (True, False, at("10:40"), True)
    assert "emergency" in office.letter()


def test_a_machine_s_words_are_no_evidence(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    answer(office, BOTH, "Auto-Submitted: auto-generated")
    assert (office.case().emergency, len(office.mails())) == (False, 1)


def test_a_stranger_s_words_are_no_evidence(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(HALF))
    answer(office, BOTH, sender="eve@evil.example")
    assert (office.case().emergency, len(office.mails())) == (False, 1)


def test_a_suggestion_alone_makes_no_emergency(office: Office) -> None:
    office.customer("gotomyerp")
    office.suggests.answer = opinion(1, alert=True)
    office.mail_in(mail("Nothing works any more."))
    assert not office.case().emergency
