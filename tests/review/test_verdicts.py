"""What an engineer's word does under each contract: who may set which level, and what the customer is then told."""

from collections.abc import Callable
from datetime import datetime

import pytest

from intake.contract.versions import Contracts
from intake.domain.case import MailKind, Standing
from intake.domain.contract import Channel
from intake.domain.errors import BadInput
from intake.domain.suggestion import Kind, Suggestion
from intake.review.evidence import seen
from intake.review.verdict import declare_emergency
from tests.kept.desk import closes
from tests.review.engineers import confirms, engineer, overrides, refusal
from tests.stages.office import UNSURE, Office, mail, opinion

BOTH = "Nobody can connect, from both offices."


def on(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-05-{day}T{clock}:00-04:00")


def opened(office: Office, contract: str, words: str = "The list is empty.", suggested: Suggestion = UNSURE) -> None:
    """Open case 1001 by mail at ten on a Tuesday; the engineer looks at it an hour later."""
    office.customer(contract)
    office.suggests.answer = suggested
    office.mail_in(mail(words))
    office.wait(hours=1)


@pytest.mark.parametrize(
    ("contract", "level", "due"),
    [
        pytest.param("gotomyerp-plans", "1", on(12, "11:00"), id="000 silver, level 1: one hour"),
        pytest.param("gotomyerp-plans", "2", on(12, "14:00"), id="000 silver, level 2: four hours"),
        pytest.param("gotomyerp-plans", "4", on(13, "10:00"), id="000 silver, level 4: a business day"),
        pytest.param("gotomyerp", "1", on(12, "12:00"), id="001, level 1: two hours"),
        pytest.param("gotomyerp", "2", on(12, "21:00"), id="001, level 2: the same day, until Los Angeles closes"),
        pytest.param("gotomyerp", "4", on(15, "10:00"), id="001, level 4: three business days"),
        pytest.param("priority-matrix", "P1", on(12, "10:00"), id="003, P1: at once, and an engineer may say it"),
        pytest.param("priority-matrix", "P2", on(12, "10:30"), id="003, P2: half an hour"),
        pytest.param("priority-matrix", "P5", on(19, "10:00"), id="003, P5: a week"),
        pytest.param("priority-matrix", "P6", None, id="003, P6: when the customer wants it"),
    ],
)
def test_an_override_moves_the_promise_counted_from_the_original_receipt(
    office: Office, contract: str, level: str, due: datetime | None
) -> None:
    opened(office, contract)
    verdict = overrides(office, level, reason="more are hit than it says")
    case = office.case()
    assert (case.level, case.clock_level, case.due_at, case.attention_at) == (level, level, due, due)
    assert (case.standing, case.provisional, verdict.told) == (Standing.OVERRIDDEN, False, True)
    assert [sent.kind for sent in office.mails()] == [MailKind.ACKNOWLEDGEMENT, MailKind.LEVEL_CHANGE]
    letter = office.letter()
    assert "n engineer has looked at case 1001." in letter
    runs = "The time runs from when your message reached us: Tuesday 12 May 2026, 10:00 am EDT" in letter
    assert runs is (due is not None), "where nothing is due no time runs"
    assert "provisional" not in letter


@pytest.mark.parametrize("contract", ["gotomyerp-plans", "gotomyerp"])
def test_what_an_override_leaves_on_record(office: Office, contract: str) -> None:
    opened(office, contract, suggested=opinion(2))
    overrides(office, "1", reason="payroll cannot run", by="Kim")
    decision, taught = office.decided()[-1], office.feedback()[-1]
    assert (decision.actor, decision.action, decision.level, decision.reason) == (
        "Kim",
        "overridden",
        "1",
        "payroll cannot run",
    )
    assert decision.promise == office.case().promise
    assert (taught.suggested, taught.severity, taught.level, taught.model) == (2, 1, "1", "severity@test")
    assert office.details("case.overridden") == [{"level": "1", "emergency": False, "reason": "payroll cannot run"}]
    assert office.trail()[-2:] == ["case.overridden", "level_change.written"]
    assert office.chain_holds()


@pytest.mark.parametrize(
    ("contract", "suggested", "level", "due", "told"),
    [
        pytest.param("gotomyerp-plans", opinion(2), "2", on(12, "14:00"), True, id="000: the confident suggestion's"),
        pytest.param("gotomyerp-plans", opinion(3), "3", on(12, "16:00"), False, id="000: a 3 is what was promised"),
        pytest.param("gotomyerp-plans", UNSURE, "3", on(12, "16:00"), False, id="000: unsure, so the clock's level"),
        pytest.param(
            "gotomyerp-plans", opinion(1, sure=False), "3", on(12, "16:00"), False, id="000: unsure of a 1 is no 1"
        ),
        pytest.param("gotomyerp", opinion(1), "1", on(12, "12:00"), True, id="001: the confident suggestion's"),
        pytest.param("gotomyerp", UNSURE, "3", on(14, "10:00"), False, id="001: unsure, so the clock's level"),
        pytest.param("priority-matrix", opinion(1), "P2", on(12, "10:30"), False, id="003: what the suggestion gave"),
        pytest.param("priority-matrix", UNSURE, "P4", on(15, "10:00"), False, id="003: P4 where it was unsure"),
        pytest.param(
            "priority-matrix", opinion(2, kind=Kind.ENHANCEMENT), "P6", None, False, id="003: an enhancement stays P6"
        ),
        pytest.param("erp-maestro", opinion(1), "3", on(13, "10:00"), False, id="004: the level that holds"),
        pytest.param("helpdesk", opinion(2), None, on(12, "12:00"), False, id="002: there is no level to confirm"),
    ],
)
def test_a_confirmation_of_a_mail_s_case(
    office: Office, contract: str, suggested: Suggestion, level: str | None, due: datetime | None, *, told: bool
) -> None:
    opened(office, contract, suggested=suggested)
    verdict = confirms(office)
    case = office.case()
    assert (case.level, case.due_at, case.standing, case.provisional) == (level, due, Standing.CONFIRMED, False)
    assert (case.promise or {})["provisional"] is False
    assert (verdict.told, len(office.mails())) == (told, 2 if told else 1)


@pytest.mark.parametrize(
    ("contract", "suggested", "severity"),
    [
        pytest.param("gotomyerp", opinion(2), 2, id="001: the severity of the confirmed level"),
        pytest.param("gotomyerp", UNSURE, 3, id="001: of the clock's level where the model was unsure"),
        pytest.param("priority-matrix", opinion(1), 1, id="003: P2 is severity 1"),
        pytest.param("priority-matrix", opinion(2, kind=Kind.ENHANCEMENT), None, id="003: P6 is no severity"),
        pytest.param("helpdesk", opinion(2), 2, id="002: the suggestion's own, confirmed"),
        pytest.param("helpdesk", UNSURE, None, id="002: nothing, where the model was unsure"),
    ],
)
def test_what_a_confirmation_teaches(
    office: Office, contract: str, suggested: Suggestion, severity: int | None
) -> None:
    opened(office, contract, suggested=suggested)
    confirms(office)
    (taught,) = office.feedback()
    assert (taught.suggested, taught.severity) == (suggested.severity, severity)


def test_confirming_an_emergency_keeps_it_and_teaches_the_highest_severity(office: Office) -> None:
    opened(office, "gotomyerp", BOTH, suggested=opinion(3))
    verdict = confirms(office)
    case = office.case()
    assert (case.emergency, case.provisional, case.standing) == (True, False, Standing.CONFIRMED)
    assert case.due_at == on(12, "10:30")
    assert (verdict.told, len(office.mails())) == (False, 1)
    assert office.feedback()[0].severity == 1
    assert verdict.after is not None
    assert not verdict.after.provisional


@pytest.mark.parametrize(
    ("contract", "words", "level", "clock", "due"),
    [
        pytest.param("gotomyerp-plans", BOTH, "2", "2", on(12, "14:00"), id="000: level 2 instead"),
        pytest.param("gotomyerp", BOTH, "3", "3", on(14, "10:00"), id="001: level 3 instead"),
        pytest.param(
            "helpdesk", "Nobody can connect.", "2", None, on(12, "12:00"), id="002: the ordinary reply instead"
        ),
    ],
)
def test_an_override_withdraws_an_emergency(
    office: Office, contract: str, words: str, level: str, clock: str | None, due: datetime
) -> None:
    opened(office, contract, words)
    assert office.case().emergency
    overrides(office, level, reason="one user's line")
    case = office.case()
    assert (case.emergency, case.clock_level, case.due_at) == (False, clock, due)
    assert "It is not an emergency in the sense of" in office.letter()
    assert len(office.mails()) == 2
    assert office.feedback()[-1].severity == int(level)


def test_an_emergency_can_be_withdrawn_to_the_level_that_it_hides(office: Office) -> None:
    opened(office, "gotomyerp", BOTH)
    overrides(office, "1", reason="one location only")
    confirms(office)
    assert (office.case().level, office.case().standing) == ("1", Standing.CONFIRMED)


def test_the_customer_is_told_of_an_override_after_an_emergency_in_a_follow_up(office: Office) -> None:
    """The two notices are told apart, whatever numbers their message and their decision happen to have."""
    office.customer("gotomyerp")
    office.mail_in(mail("Nobody can connect."))
    office.mail_in(mail("Unrelated."))
    office.mail_in(mail("It fails from both offices.", f"In-Reply-To: {office.mails()[0].message_id}"))
    overrides(office, "2", reason="it is the customer's own line")
    assert [sent.kind for sent in office.mails()] == [
        MailKind.ACKNOWLEDGEMENT,
        MailKind.LEVEL_CHANGE,
        MailKind.LEVEL_CHANGE,
    ]


def test_under_002_an_override_is_an_opinion_and_promises_nothing_else(office: Office) -> None:
    opened(office, "helpdesk", suggested=opinion(3))
    before = office.case().promise
    verdict = overrides(office, "1", reason="orders cannot ship")
    assert (office.case().promise, verdict.told, len(office.mails())) == (before, False, 1)
    assert (office.feedback()[-1].severity, office.feedback()[-1].level) == (1, None)
    assert office.case().standing is Standing.OVERRIDDEN


def test_the_case_of_an_unknown_sender_takes_an_opinion_too(office: Office) -> None:
    office.suggests.answer = opinion(3)
    office.mail_in(mail(sender="joe@home.example"), mail_from="joe@home.example")
    verdict = overrides(office, "2", reason="looks serious")
    assert (verdict.before, verdict.after, verdict.told, len(office.mails())) == (None, None, False, 1)
    assert office.feedback()[-1].severity == 2
    confirms(office)
    assert (office.case().standing, len(office.mails())) == (Standing.CONFIRMED, 1)


def test_a_request_that_carries_no_level_keeps_none_when_confirmed(office: Office) -> None:
    office.customer("erp-maestro")
    office.suggests.answer = opinion(2, kind=Kind.ENHANCEMENT)
    office.mail_in(mail("Please add a dark mode."), channel=Channel.SLACK)
    assert (office.case().level, office.case().clock_level) == (None, None)
    confirms(office)
    assert (office.case().level, office.case().due_at, len(office.mails())) == (None, None, 1)


@pytest.mark.parametrize(
    ("contract", "level", "said"),
    [
        pytest.param("gotomyerp", "5", "level: gotomyerp has no level '5'; write one of 1, 2, 3, 4", id="001: level 5"),
        pytest.param("gotomyerp", "P1", "level: gotomyerp has no level 'P1'", id="001: another vendor's level"),
        pytest.param("priority-matrix", "2", "write one of P1, P2, P3, P4, P5, P6", id="003: a bare number"),
        pytest.param("priority-matrix", "P4", "level: case 1001 stands at P4 already", id="003: the level it has"),
        pytest.param("erp-maestro", "3", "level: case 1001 stands at 3 already", id="004: the level it has"),
        pytest.param("erp-maestro", "9", "level: erp-maestro has no level '9'", id="004: before consent is asked for"),
        pytest.param("helpdesk", "high", "level: 'high' is not a severity", id="002: a word"),
        pytest.param("helpdesk", "5", "write 1, 2, 3 or 4", id="002: severity 5"),
        pytest.param("gotomyerp", "", "level: gotomyerp has no level ''", id="no level"),
    ],
)
def test_an_override_that_cannot_be_is_refused_and_leaves_no_trace(
    office: Office, contract: str, level: str, said: str
) -> None:
    opened(office, contract)
    before = office.everything()
    assert said in refusal(office, level)
    assert office.everything() == before


def declares(office: Office) -> None:
    with office.database.write() as connection:
        declare_emergency(engineer(office, connection), 1001, "we see it as well")


def sees_it_from_here(office: Office) -> None:
    with office.database.write() as connection:
        seen(engineer(office, connection), 1001, "two_locations", "tried from our own desk")


@pytest.mark.parametrize(
    ("contract", "decide"),
    [
        pytest.param("gotomyerp", lambda office: overrides(office, "1"), id="001: another level"),
        pytest.param("gotomyerp-plans", confirms, id="000: a suggestion that is graver"),
        pytest.param("erp-maestro", lambda office: overrides(office, "2"), id="004: the customer would be asked"),
        pytest.param("gotomyerp-plans", declares, id="000: an emergency"),
        pytest.param("gotomyerp-plans", sees_it_from_here, id="000: the second location is our own"),
    ],
)
def test_a_closed_case_is_promised_nothing_new(
    office: Office, contract: str, decide: Callable[[Office], object]
) -> None:
    """Nobody watches it: no warning would come before the new deadline, and a question would be void at once."""
    opened(office, contract, "Nobody can connect.", suggested=opinion(1))
    closes(office, resolved=False)
    before = office.everything()
    with pytest.raises(BadInput, match="case 1001 is closed, so its promise stays; `intake reply 1001` opens it again"):
        decide(office)
    assert office.everything() == before


def test_a_closed_case_may_be_confirmed_as_it_stands(office: Office) -> None:
    opened(office, "gotomyerp", suggested=opinion(3))
    closes(office)
    assert confirms(office).case.closed_at is not None
    assert office.feedback()[-1].level == "3"


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_an_override_needs_a_reason(office: Office, reason: str) -> None:
    opened(office, "gotomyerp")
    assert "reason: an override needs one" in refusal(office, "2", reason=reason)


@pytest.mark.parametrize("number", [1, 1002, 0, -1, 10**30])
def test_a_case_that_is_not_there(office: Office, number: int) -> None:
    opened(office, "gotomyerp")
    with pytest.raises(BadInput, match=f"there is no case {number}; `intake cases` lists them"):
        confirms(office, number)


def test_a_contract_that_is_gone_is_named(office: Office) -> None:
    opened(office, "gotomyerp")
    object.__setattr__(office.desk, "contracts", Contracts())
    with pytest.raises(BadInput, match="its contract 'gotomyerp', version 'first', is not installed any more"):
        confirms(office)


def test_two_engineers_one_after_the_other_are_both_on_record_and_the_last_word_holds(office: Office) -> None:
    opened(office, "gotomyerp-plans", suggested=opinion(2))
    confirms(office, by="Ada")
    office.wait(minutes=1)
    overrides(office, "1", reason="payroll", by="Bob")
    office.wait(minutes=1)
    assert "stands at 1 already" in refusal(office, "1")
    confirms(office, by="Ada")
    assert [(one.actor, one.action, one.level) for one in office.decided()] == [
        ("rule", "decided", None),
        ("Ada", "confirmed", "2"),
        ("Bob", "overridden", "1"),
        ("Ada", "confirmed", "1"),
    ]
    assert [one.actor for one in office.feedback()] == ["Ada", "Bob", "Ada"]
    assert len(office.mails()) == 3, "the acknowledgement, level 2, level 1; the last word changed nothing"


def test_a_level_set_back_is_told_as_well(office: Office) -> None:
    opened(office, "gotomyerp")
    overrides(office, "1")
    overrides(office, "3")
    assert [sent.kind for sent in office.mails()][1:] == [MailKind.LEVEL_CHANGE, MailKind.LEVEL_CHANGE]
    assert office.case().due_at == on(14, "10:00")


@pytest.mark.parametrize(
    ("raw", "mail_from", "why"),
    [
        pytest.param(mail("x", "X-Spam-Flag: YES"), "ann@acme.example", "spam", id="marked as spam"),
        pytest.param(mail(), "a(b@acme.example", "no address that could be answered", id="no address to write to"),
    ],
)
def test_who_must_not_be_answered_is_not_told_of_a_decision_either(
    office: Office, raw: bytes, mail_from: str, why: str
) -> None:
    office.customer("gotomyerp")
    office.mail_in(raw, mail_from=mail_from)
    verdict = overrides(office, "1")
    assert (verdict.told, office.case().level, office.mails()) == (False, "1", [])
    assert why in (verdict.why_not_told or "")
    assert why in office.details("level_change.withheld")[0]["reason"]
