"""What a mail is promised under each of the five contracts, and that nobody's opinion changes what it may not."""

from datetime import datetime

import pytest

from intake.domain.case import Case, MailKind
from intake.domain.suggestion import Kind, Suggestion
from tests.stages.office import UNSURE, Office, mail, opinion

BY_MAIL = [
    pytest.param(
        "gotomyerp-plans", None, "3", "2026-05-12T16:00:00-04:00", ["email_carries_no_level"],
        "E-mail cannot carry a severity level", id="000 silver: level 3's six hours, no level is set",
    ),
    pytest.param(
        "gotomyerp", None, "3", "2026-05-14T10:00:00-04:00", ["email_carries_no_level"],
        "E-mail cannot carry a severity level", id="001: level 3's two business days, no level is set",
    ),
    pytest.param(
        "helpdesk", None, None, "2026-05-12T12:00:00-04:00", ["charges"],
        "your contract has no severity levels", id="002: a reply within two business hours, and what it costs",
    ),
    pytest.param(
        "priority-matrix", "P4", "P4", "2026-05-15T10:00:00-04:00", ["provisional_level"],
        "Severity level: P4, Normal priority", id="003: P4 until an engineer says otherwise",
    ),
    pytest.param(
        "erp-maestro", "3", "3", "2026-05-13T10:00:00-04:00", [],
        "Severity level: 3, Minimal business impact", id="004: level 3's one business day",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("contract", "level", "clock", "due", "notices", "words"), BY_MAIL)
def test_a_plain_mail(  # noqa: PLR0917 - a table's columns
    office: Office, contract: str, level: str | None, clock: str | None, due: str, notices: list[str], words: str
) -> None:
    office.customer(contract)
    office.mail_in(mail())
    case = office.case()
    assert (case.level, case.clock_level, case.due_at) == (level, clock, datetime.fromisoformat(due))
    assert (case.promise or {})["notices"] == notices
    assert [(sent.kind, sent.recipient) for sent in office.mails()] == [(MailKind.ACKNOWLEDGEMENT, "ann@acme.example")]
    assert words in office.letter()


def stands(case: Case) -> tuple[str | None, str | None, bool]:
    return case.level, case.clock_level, case.provisional


@pytest.mark.parametrize(
    ("contract", "words", "expected"),
    [
        pytest.param("gotomyerp-plans", "Severity 1! All is down.", (None, "3", False), id="000: a claim sets nothing"),
        pytest.param("gotomyerp", "This is a Sev 1.", (None, "3", False), id="001: a claim sets nothing"),
        pytest.param("helpdesk", "Severity 1, please.", (None, None, False), id="002: there is no level to claim"),
        pytest.param("priority-matrix", "This is a P1.", ("P4", "P4", True), id="003: a claimed P1 is not obeyed"),
        pytest.param("priority-matrix", "Severity 1.", ("P4", "P4", True), id="003: nor is a severity"),
        pytest.param("erp-maestro", "Severity 2, please.", ("2", "2", False), id="004: a claimed level 2 holds"),
        pytest.param("erp-maestro", "Severity 4, no hurry.", ("4", "4", False), id="004: a claimed level 4 holds"),
        pytest.param("erp-maestro", "Severity 1!", ("2", "2", False), id="004: level 1 needs the telephone"),
        pytest.param("erp-maestro", "This is a P2.", ("3", "3", False), id="004: another vendor's level is none"),
        pytest.param("erp-maestro", "URGENT!!! ASAP!!!", ("3", "3", False), id="004: shouting is no claim"),
    ],
)
def test_what_the_customer_claims(
    office: Office, contract: str, words: str, expected: tuple[str | None, str | None, bool]
) -> None:
    office.customer(contract)
    office.mail_in(mail(words))
    assert stands(office.case()) == expected


def test_a_claim_by_mail_is_shown_to_the_engineer_and_the_customer_is_told_so(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail("Severity 1, please."))
    assert office.case().claimed == "1"
    assert "You named level 1: an engineer will see that." in office.letter()


def test_a_level_1_by_mail_is_told_to_telephone(office: Office) -> None:
    office.customer("erp-maestro")
    office.mail_in(mail("Severity 1, please."))
    assert (office.case().promise or {})["notices"] == ["report_by_phone"]
    assert "that level counts by telephone only" in office.letter()


@pytest.mark.parametrize("contract", ["gotomyerp-plans", "gotomyerp", "helpdesk", "erp-maestro"])
@pytest.mark.parametrize(
    "suggested",
    [opinion(1, alert=True), opinion(4), opinion(4, kind=Kind.ENHANCEMENT), UNSURE],
    ids=["a sure severity 1", "a sure severity 4", "an enhancement", "no idea"],
)
def test_a_suggestion_never_sets_what_a_mail_is_promised(office: Office, contract: str, suggested: Suggestion) -> None:
    office.customer(contract)
    office.mail_in(mail(message_id="<without@acme.example>"))
    office.suggests.answer = suggested
    office.mail_in(mail(message_id="<with@acme.example>"))
    without, given = office.case(1001), office.case(1002)
    assert given.promise == without.promise
    assert stands(given) == stands(without)
    assert office.letter(1002).replace("1002", "1001") == office.letter(1001)


@pytest.mark.parametrize("contract", ["gotomyerp-plans", "gotomyerp", "helpdesk", "erp-maestro"])
def test_where_no_suggestion_is_needed_the_answer_does_not_wait_for_the_model(office: Office, contract: str) -> None:
    office.customer(contract)
    office.suggests.ready = False
    office.mail_in(mail())
    assert len(office.mails()) == 1


@pytest.mark.parametrize(
    ("suggested", "level", "due"),
    [
        pytest.param(opinion(1), "P2", "2026-05-12T10:30:00-04:00", id="severity 1 is P2: half an hour"),
        pytest.param(opinion(2), "P3", "2026-05-12T14:00:00-04:00", id="severity 2 is P3: four hours"),
        pytest.param(opinion(3), "P4", "2026-05-15T10:00:00-04:00", id="severity 3 is P4: three business days"),
        pytest.param(opinion(4), "P5", "2026-05-19T10:00:00-04:00", id="severity 4 is P5: a week"),
        pytest.param(opinion(1, sure=False), "P4", "2026-05-15T10:00:00-04:00", id="unsure of a 1 is P4"),
        pytest.param(opinion(3, kind=Kind.ENHANCEMENT), "P6", None, id="an enhancement is P6, without a deadline"),
        pytest.param(opinion(2, kind=Kind.SCHEDULED_TASK), "P6", None, id="a scheduled task is P6 too"),
    ],
)
def test_under_003_the_confident_suggestion_gives_the_priority(
    office: Office, suggested: Suggestion, level: str, due: str | None
) -> None:
    office.customer("priority-matrix")
    office.suggests.answer = suggested
    office.mail_in(mail())
    case = office.case()
    assert stands(case) == (level, level, True)
    assert case.due_at == (None if due is None else datetime.fromisoformat(due))
    assert f"Severity level: {level}," in office.letter()
    assert "This is provisional" in office.letter()


def test_under_003_the_model_is_asked_once_for_a_mail(office: Office) -> None:
    office.customer("priority-matrix")
    office.mail_in(mail())
    assert office.suggests.heard == ["The invoice list stays empty."]


def test_under_003_the_answer_waits_for_the_model_while_it_loads(office: Office) -> None:
    office.customer("priority-matrix")
    office.suggests.ready, office.suggests.answer = False, opinion(1)
    office.mail_in(mail())
    for _ in range(12):
        office.wait(seconds=0.4)
    assert (office.ledger(), office.cases()) == ({"accepted": 1}, [])
    office.suggests.ready = True
    office.wait(seconds=0.2)
    assert stands(office.case()) == ("P2", "P2", True)
    assert office.case().due_at == datetime.fromisoformat("2026-05-12T10:30:00-04:00")


def test_under_003_after_five_seconds_the_answer_goes_out_as_p4(office: Office) -> None:
    office.customer("priority-matrix")
    office.suggests.ready, office.suggests.answer = False, opinion(1)
    office.mail_in(mail())
    office.wait(seconds=4.9)
    assert office.mails() == []
    office.wait(seconds=0.2)
    assert stands(office.case()) == ("P4", "P4", True)
    assert len(office.mails()) == 1
    office.suggests.ready = True
    office.wait(seconds=1)
    assert stands(office.case()) == ("P4", "P4", True), "an opinion that comes late does not change the promise"
    assert office.case().attention_at == datetime.fromisoformat("2026-05-12T10:30:00-04:00")


def test_the_clock_runs_from_the_receipt_and_not_from_when_we_got_round_to_it(office: Office) -> None:
    office.customer("helpdesk")
    office.accept(mail())
    office.wait(minutes=45)
    assert office.case().due_at == datetime.fromisoformat("2026-05-12T12:00:00-04:00")


def test_a_mail_in_the_night_is_counted_from_the_next_opening(office: Office) -> None:
    office.customer("helpdesk")
    office.now = datetime.fromisoformat("2026-05-12T22:00:00-04:00")
    office.mail_in(mail())
    assert office.case().due_at == datetime.fromisoformat("2026-05-13T11:00:00-04:00")
    assert "closed_now" in str((office.case().promise or {})["notices"])


def test_what_was_decided_is_on_record_with_its_promise(office: Office) -> None:
    office.customer("erp-maestro")
    office.mail_in(mail())
    (decision,) = office.decided()
    assert (decision.actor, decision.action, decision.level) == ("rule", "decided", "3")
    assert decision.promise == office.case().promise
    assert office.trail() == ["message.opened", "case.assessed", "acknowledgement.written", "case.suggested"]
