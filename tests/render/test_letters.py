"""What a letter says beside its times: greeting, subject, force of a promise, telephone, what is left unsaid."""

from dataclasses import replace
from datetime import datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.domain.contract import Channel, Contract, Fact, Force, PromiseKind, When
from intake.domain.promise import Situation
from intake.domain.target import Target, TargetKind
from intake.render.flow import laid_out, one_line
from intake.render.letter import ConsentLinks, Medium
from intake.render.write import (
    acknowledgement,
    consent,
    consent_refused,
    consent_reminder,
    level_change,
    receipt,
    receipt_unproved,
)
from tests.render.backed import unbacked
from tests.render.situations import NEW_YORK, contracts, letter, templates

RECEIVED = datetime.fromisoformat("2026-03-06T20:40:00-05:00")
EMAIL = Situation(received_at=RECEIVED, channel=Channel.EMAIL)
NO_LINKS = ConsentLinks(agree=None, refuse=None)
SILVER = replace(EMAIL, plan="silver")


def body(contract_id: str, situation: Situation, **more: str | None) -> str:
    """Return an acknowledgement in one line."""
    contract = contracts()[contract_id]
    return " ".join(acknowledgement(letter(contract, situation, **more), templates()).body.split())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        pytest.param("Cannot print", "Re: Cannot print [case 1042]", id="plain"),
        pytest.param("Re: Cannot print", "Re: Cannot print [case 1042]", id="one prefix"),
        pytest.param("RE: AW: Fwd: Re[2]: Cannot print", "Re: Cannot print [case 1042]", id="many prefixes"),
        pytest.param("Re: Cannot print [case 977]", "Re: Cannot print [case 1042]", id="another case's tag"),
        pytest.param("Reboot: how?", "Re: Reboot: how? [case 1042]", id="no prefix, though it begins like one"),
        pytest.param("", "Re: your message [case 1042]", id="none"),
        pytest.param("Re: ", "Re: your message [case 1042]", id="a prefix alone"),
        pytest.param("a\r\nBcc: x@y.example", "Re: a Bcc: x@y.example [case 1042]", id="a line break"),
        pytest.param("re:" * 300_000, "Re: … [case 1042]", id="nothing but prefixes"),
        pytest.param("x" * 500, "Re: " + "x" * 119 + "… [case 1042]", id="too long"),
        pytest.param("印刷できません", "Re: 印刷できません [case 1042]", id="Japanese"),
    ],
)
def test_the_subject_answers_theirs_and_carries_the_case(theirs: str, ours: str) -> None:
    contract = contracts()["helpdesk"]
    assert acknowledgement(letter(contract, EMAIL, subject=theirs), templates()).subject == ours


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Ann Lee", "Hello Ann Lee, we have your message"),
        ("Zoë Müller", "Hello Zoë Müller, we have your message"),
        (None, "We have your message"),
        ("", "We have your message"),
        ("  ", "We have your message"),
        ("ann@customer.example", "We have your message"),
        ("Win at www.prize.example", "We have your message"),
        ("https://prize.example", "We have your message"),
        ("Ann\r\n\r\nPay here", "Hello Ann Pay here, we have your message"),
        ("x" * 300, "Hello " + "x" * 39 + "…, we have your message"),
    ],
)
def test_a_contact_is_greeted_by_a_name_and_by_nothing_else(name: str | None, greeting: str) -> None:
    assert body("helpdesk", EMAIL, name=name).startswith(greeting)


def with_force(force: Force, promise: PromiseKind) -> Contract:
    """Return the helpdesk contract with one promise of another force beside the reply."""
    contract = contracts()["helpdesk"]
    rows = [row for row in contract.commitments if row.promise is PromiseKind.INITIAL_RESPONSE]
    if promise is PromiseKind.INITIAL_RESPONSE:
        return replace(contract, commitments=tuple(replace(row, force=force) for row in rows))
    return replace(contract, commitments=(*rows, replace(rows[0], promise=promise, force=force)))


WORDS = {
    Force.COMMITMENT: ("We will ", "we have your message and will give you a first answer "),
    Force.TARGET: ("We aim to ", "we have your message and aim to give you a first answer "),
    Force.EXPECTED: (" is expected ", "we have your message, and a first answer is expected "),
    Force.TYPICAL: ("We typically ", "we have your message and typically give a first answer "),
    Force.GOAL: ("Our goal is to ", "we have your message, and our goal is to give you a first answer "),
}


IF_NEEDED = {
    Force.COMMITMENT: "If an appointment is needed, it will take place ",
    Force.TARGET: "If an appointment is needed, we aim to hold it ",
    Force.EXPECTED: "If an appointment is needed, it is expected ",
    Force.TYPICAL: "If an appointment is needed, it typically takes place ",
    Force.GOAL: "If an appointment is needed, our goal is to hold it ",
}


@pytest.mark.parametrize(("force", "promise"), list(product(Force, PromiseKind)))
def test_each_promise_is_said_with_its_force(force: Force, promise: PromiseKind) -> None:
    contract = with_force(force, promise)
    asked = letter(contract, EMAIL)
    text = acknowledgement(asked, templates()).body
    said = (
        IF_NEEDED[force]
        if promise is PromiseKind.APPOINTMENT
        else WORDS[force][promise is PromiseKind.INITIAL_RESPONSE]
    )
    assert said in " ".join(text.split())
    assert unbacked(text, asked.promise, contract, NEW_YORK, RECEIVED) == []


@pytest.mark.parametrize(
    ("level", "printed"), [("P1", True), ("P2", True), ("P3", True), ("P4", False), ("P5", False), ("P6", False)]
)
def test_the_telephone_numbers_stand_where_the_contract_lists_them(level: str, printed: bool) -> None:
    text = body("priority-matrix", replace(EMAIL, level=level))
    assert ("1-855-760-1700" in text) is printed
    assert ("+1-212-760-1700" in text) is printed


def test_a_telephone_number_set_by_the_operator_replaces_the_website() -> None:
    contract = contracts()["erp-maestro"]
    claim = replace(EMAIL, claimed="1")
    assert "Please call the number given on the ERP Maestro website now" in body("erp-maestro", claim)
    known = replace(contract, telephones=("+1-305-555-0100",))
    text = acknowledgement(letter(known, claim), templates()).body
    assert "Please call +1-305-555-0100 now to report it as level 1" in " ".join(text.split())
    nothing = replace(contract, website=None)
    assert "Please call our support number now" in acknowledgement(letter(nothing, claim), templates()).body


def test_a_claim_is_acknowledged_and_not_obeyed() -> None:
    assert "You named level 1: an engineer will see that." in body("gotomyerp-plans", replace(SILVER, claimed="1"))
    assert "You named level P1: an engineer" in body("priority-matrix", replace(EMAIL, claimed="P1", suggested=3))
    assert "You named" not in body("gotomyerp-plans", replace(SILVER, channel=Channel.PORTAL, claimed="1"))


def test_a_receipt_tells_nothing_of_a_contract_or_a_person() -> None:
    for contract in contracts().values():
        plan = contract.plans[0].id if contract.plans else None
        known = letter(contract, replace(EMAIL, plan=plan))
        telling = ["Ann", "Example", contract.vendor, contract.title, "clause", "section", "level", "hours", "aim"]
        for write in (receipt, receipt_unproved):
            text = write(known, templates()).body
            assert "case 1042" in text
            assert [word for word in telling if word in text] == []


def test_a_letter_without_a_contract_is_the_receipt() -> None:
    unknown = letter(None, EMAIL)
    for write in (acknowledgement, level_change, consent_refused):
        assert write(unknown, templates()) == receipt(unknown, templates())
    for ask in (consent, consent_reminder):
        assert ask(unknown, templates(), NO_LINKS) == receipt(unknown, templates())


def test_a_notice_without_figures_or_clause_still_reads() -> None:
    contract = contracts()["helpdesk"]
    plain = replace(contract, notices=tuple(replace(notice, facts=(), clause=None) for notice in contract.notices))
    assert "- Charges may apply.\n" in acknowledgement(letter(plain, EMAIL), templates()).body


def test_hours_without_words_are_left_out() -> None:
    contract = contracts()["helpdesk"]
    wordless = replace(contract, calendars=tuple(replace(calendar, words="") for calendar in contract.calendars))
    text = acknowledgement(letter(wordless, EMAIL), templates()).body
    assert "- We were closed when your message came: we open next on Monday 9 March" in text
    assert "hours are" not in text


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        pytest.param(TargetKind.SAME_DAY, "we open next on Monday 9 March 2026, 9:00 am EDT", id="a deadline"),
        pytest.param(TargetKind.SCHEDULED, "we open next on Monday 9 March 2026, 9:00 am EDT", id="none yet"),
        pytest.param(TargetKind.IMMEDIATE, "What we promise above holds all the same.", id="at once"),
    ],
)
def test_closed_now_is_said_right_whatever_the_promise(kind: TargetKind, says: str) -> None:
    contract = contracts()["helpdesk"]
    target = Target(kind=kind, words="as our contract says")
    always = tuple(replace(notice, when=frozenset({When.ALWAYS})) for notice in contract.notices)
    rows = tuple(replace(row, target=target) for row in contract.commitments if not row.emergency)
    changed = replace(contract, commitments=rows[:1], notices=always)
    asked = letter(changed, EMAIL)
    text = " ".join(acknowledgement(asked, templates()).body.split())
    assert says in text
    assert ("The time runs from then." in text) is (kind is TargetKind.SAME_DAY)
    assert unbacked(text, asked.promise, changed, NEW_YORK, RECEIVED) == []


def test_a_decision_is_no_longer_provisional() -> None:
    contract = contracts()["gotomyerp-plans"]
    before = replace(SILVER, channel=Channel.SLACK, suggested=2)
    assert "provisional" in acknowledgement(letter(contract, before), templates()).body
    assert "provisional" not in level_change(letter(contract, before, previous=before), templates()).body


def test_no_engineer_is_named() -> None:
    contract = contracts()["gotomyerp-plans"]
    asked = letter(contract, replace(SILVER, level="1"), previous=SILVER)
    assert "Sam" not in level_change(asked, templates()).body


@settings(deadline=None)
@given(st.text("ab -\n\t\N{NO-BREAK SPACE}", max_size=400))
def test_laid_out_text_keeps_every_word_and_no_line_is_long(text: str) -> None:
    found = laid_out(text)
    assert found.split() == text.split()
    assert all(
        len(line) <= 72 or " " not in line.strip() or "\N{NO-BREAK SPACE}" in text for line in found.splitlines()
    )
    assert "\n\n\n" not in found


@given(st.text(), st.integers(1, 80))
def test_one_line_is_one_short_line(text: str, longest: int) -> None:
    found = one_line(text, longest)
    assert len(found) <= longest
    assert len(found.splitlines()) <= 1
    assert found.encode("utf-8") == found.encode("utf-8", "replace")


EITHER = "If the connection fails at two of your locations or more (clause 2.1.2), or none of your users can reach"


@pytest.mark.parametrize("contract", ["gotomyerp-plans", "gotomyerp"])
def test_either_way_to_an_emergency_is_told_with_its_clause(contract: str) -> None:
    """A connection that fails at several locations is one by itself (2.1.2), whoever is hit; all users is another."""
    asked = SILVER if contract == "gotomyerp-plans" else EMAIL
    text = body(contract, asked)
    assert EITHER in text
    assert "it fails from a second location (clause 1.1), reply and say so: that is an emergency." in text


def test_where_all_users_must_be_hit_only_that_is_told() -> None:
    contract = contracts()["gotomyerp"]
    assert contract.emergency is not None
    rule = replace(contract.emergency, evidence=(frozenset({Fact.ALL_USERS, Fact.TWO_LOCATIONS}),), evidence_clauses=())
    text = acknowledgement(letter(replace(contract, emergency=rule), EMAIL), templates()).body
    said = " ".join(text.split())
    assert "If none of your users can reach the service, and it fails from two locations, reply and say so" in said
    assert "If the connection fails" not in said


@pytest.mark.parametrize(
    ("channel", "says"),
    [
        pytest.param(Channel.EMAIL, "takes it over and answers by e-mail.", id="by mail"),
        pytest.param(
            Channel.SLACK, "takes it over and answers (the contract has them answer by e-mail).", id="in a chat"
        ),
    ],
)
def test_charges_name_the_contract_s_way_and_promise_no_mail_to_whoever_chats(channel: Channel, says: str) -> None:
    made = letter(contracts()["helpdesk"], replace(EMAIL, channel=channel))
    medium = Medium.CHAT if channel is Channel.SLACK else Medium.MAIL
    text = acknowledgement(replace(made, medium=medium, threaded=medium is Medium.CHAT), templates()).body
    assert f"Charges: one incident when our support team {says}" in " ".join(text.split())


@pytest.mark.parametrize(
    ("level", "channel", "is_said"),
    [
        pytest.param("1", Channel.SLACK, True, id="level 1 on agreement, no call"),
        pytest.param("2", Channel.SLACK, False, id="level 2 never needed one"),
        pytest.param("1", Channel.PHONE, False, id="they have telephoned"),
    ],
)
def test_a_level_by_telephone_that_is_set_on_agreement_says_that_no_call_is_needed(
    level: str, channel: Channel, is_said: bool
) -> None:
    asked = replace(EMAIL, channel=channel, level=level)
    made = letter(contracts()["erp-maestro"], asked, previous=replace(EMAIL, claimed="3"))
    said = " ".join(level_change(made, templates()).body.split())
    note = (
        "You need not telephone for this level: your agreement is enough "
        '(our reading of section "Classification of Errors: Level 1").'
    )
    assert (note in said) is is_said
