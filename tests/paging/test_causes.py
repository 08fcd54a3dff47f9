"""What calls somebody, how often, and what ends it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from intake.domain.contract import Channel
from intake.domain.paging import Cause, OnCall
from intake.review.close import close
from intake.review.engineer import Engineer
from intake.review.evidence import seen
from intake.review.paging import acknowledge, acknowledge_call
from intake.review.reply import Reply, reply
from intake.stages.calls.page import page
from tests.paging.rota import (
    BOTH,
    HALF,
    THREE,
    all_pages,
    calls,
    confirms,
    declares,
    emergency,
    later,
    names,
    on_call,
    page_of,
    run_of,
    withdraws,
)
from tests.review.engineers import engineer, overrides
from tests.stages.office import Office, mail, opinion


@pytest.mark.parametrize(
    ("contract", "words", "channel", "paged"),
    [
        pytest.param("gotomyerp-plans", BOTH, Channel.EMAIL, True, id="000: an emergency"),
        pytest.param("gotomyerp", BOTH, Channel.SLACK, True, id="001: an emergency in a chat"),
        pytest.param("helpdesk", HALF, Channel.EMAIL, True, id="002: site down"),
        pytest.param("gotomyerp-plans", HALF, Channel.EMAIL, False, id="000: half of the evidence"),
        pytest.param("gotomyerp-plans", "Severity 1!", Channel.EMAIL, False, id="000: a claim is no emergency"),
        pytest.param("erp-maestro", "Severity 1!", Channel.EMAIL, True, id="004: level 1 in writing"),
        pytest.param("erp-maestro", "Severity 1!", Channel.PHONE, False, id="004: level 1 by telephone"),
        pytest.param("erp-maestro", "Severity 2!", Channel.EMAIL, False, id="004: level 2 in writing"),
        pytest.param("priority-matrix", BOTH, Channel.EMAIL, False, id="003 knows no emergency"),
    ],
)
def test_what_calls_somebody(office: Office, contract: str, words: str, channel: Channel, paged: bool) -> None:
    on_call(office, *THREE).customer(contract)
    office.mail_in(mail(words), channel=channel)
    assert names(office) == (["Kim"] if paged else [])


@pytest.mark.parametrize(
    ("sure", "paged"), [pytest.param(True, True, id="confident"), pytest.param(False, False, id="unsure")]
)
def test_a_suggestion_of_what_goes_by_telephone_calls_somebody(office: Office, sure: bool, paged: bool) -> None:
    on_call(office, *THREE).customer("erp-maestro")
    office.suggests.answer = opinion(1, sure=sure)
    office.mail_in(mail("Nothing works."))
    assert names(office) == (["Kim"] if paged else [])


def test_a_follow_up_that_completes_the_evidence_calls_once(office: Office) -> None:
    emergency(on_call(office, *THREE), HALF)
    for words in ("It fails from both offices.", BOTH):
        office.mail_in(mail(words, f"In-Reply-To: {office.mails()[0].message_id}"))
    assert names(office) == ["Kim"]
    assert all_pages(office) == 1


def test_evidence_of_two_contacts_calls_to_the_case_that_becomes_the_emergency(office: Office) -> None:
    emergency(on_call(office, *THREE), HALF)
    office.mail_in(mail("It fails from both offices.", sender="bob@acme.example"), mail_from="bob@acme.example")
    assert (names(office, 1001), names(office, 1002)) == (["Kim"], [])


def test_an_emergency_that_is_promised_earlier_anyway_calls_all_the_same(office: Office) -> None:
    on_call(office, *THREE).customer("gotomyerp-plans", plan="platinum")
    office.mail_in(mail(HALF))
    office.wait(minutes=50)
    office.mail_in(mail("It fails from both offices.", f"In-Reply-To: {office.mails()[0].message_id}"))
    assert (office.case().emergency, names(office)) == (False, ["Kim"])


def test_an_engineer_s_emergency_calls(office: Office) -> None:
    emergency(on_call(office, *THREE), HALF)
    declares(office)
    assert names(office) == ["Kim"]
    assert page_of(office).why == "an emergency, declared by Sam"


def test_an_engineer_s_check_that_completes_the_evidence_calls(office: Office) -> None:
    emergency(on_call(office, *THREE), HALF)
    with office.database.write() as connection:
        seen(Engineer(name="Sam", run=run_of(office, connection)), 1001, "two_locations", "tried it")
    assert names(office) == ["Kim"]


def test_a_second_cause_is_added_to_the_open_page(office: Office) -> None:
    emergency(on_call(office, *THREE))
    with office.database.write() as connection:
        for _ in range(2):
            page(run_of(office, connection), office.case(), Cause(key="second", why="something else"))
    assert (names(office), all_pages(office)) == (["Kim"], 1)
    assert page_of(office).why.endswith("; something else")


@pytest.mark.parametrize("first", [pytest.param(THREE, id="all called in vain"), pytest.param((), id="nobody there")])
def test_a_second_cause_calls_anew_where_nobody_is_being_called_any_more(office: Office, first: tuple[OnCall]) -> None:
    emergency(on_call(office, *first))
    for _ in range(12):
        later(office, minutes=5)
    silent = len(calls(office))
    on_call(office, *THREE)
    with office.database.write() as connection:
        page(run_of(office, connection), office.case(), Cause(key="second", why="something else"))
    later(office, minutes=5)
    assert len(calls(office)) == silent + 2
    assert all_pages(office) == 1


def test_nobody_on_call_is_said_and_the_page_can_be_taken(office: Office) -> None:
    emergency(office)
    assert "page.nobody" in office.trail()
    assert calls(office) == []
    assert page_of(office).is_open
    confirms(office)
    assert page_of(office).acknowledged_by == "Sam"


def _closes(office: Office) -> None:
    with office.database.write() as connection:
        close(Engineer(name="Sam", run=run_of(office, connection)), 1001, "done", resolved=True)


def reports_it(office: Office, *who: str, words: str = BOTH) -> None:
    """Let contacts of Acme report an emergency, each in a case of their own."""
    for name in who:
        office.wait(minutes=1)
        office.mail_in(mail(words, sender=f"{name}@acme.example"), mail_from=f"{name}@acme.example")


def test_one_outage_is_one_page_however_many_report_it(office: Office) -> None:
    emergency(on_call(office, *THREE))
    reports_it(office, "bob", "cy", "di")
    assert (all_pages(office), names(office)) == (1, ["Kim"])
    assert page_of(office).why == (
        "an emergency, by what the customer states; it is not confirmed; "
        "other cases of the customer state it as well: 1002, 1003, 1004"
    )
    assert [cause.case_id for cause in page_of(office).causes] == [None, 1002, 1003, 1004]
    assert office.details("page.joined")[0]["case"] == 1001


def test_the_one_page_can_be_taken_by_the_number_of_any_case_on_it(office: Office) -> None:
    emergency(on_call(office, *THREE))
    reports_it(office, "bob")
    with office.database.write() as connection:
        taken = acknowledge(Engineer(name="Lou", run=run_of(office, connection)), 1002)
    assert (taken.case_id, page_of(office).acknowledged_by) == (1001, "Lou")


@pytest.mark.parametrize(
    ("wait", "domain", "taken"),
    [
        pytest.param({"hours": 3}, "acme.example", False, id="hours later"),
        pytest.param({"minutes": 1}, "rival.example", False, id="another customer's"),
        pytest.param({"minutes": 1}, "acme.example", True, id="the first is taken"),
    ],
)
def test_what_is_another_matter_has_a_page_of_its_own(
    office: Office, wait: dict[str, float], domain: str, taken: bool
) -> None:
    office.customer("gotomyerp-plans", name="Rival", domain="rival.example")
    emergency(on_call(office, *THREE))
    if taken:
        _acknowledges(office)
    office.now += timedelta(**wait)
    office.mail_in(mail(BOTH, sender=f"bob@{domain}"), mail_from=f"bob@{domain}")
    assert names(office, 1002)[0] == "Kim"


@pytest.mark.parametrize("act", [withdraws, _closes], ids=["withdrawn", "closed"])
def test_when_the_case_of_the_page_turns_out_to_be_none_somebody_is_called_to_the_others(
    office: Office, act: Callable[[Office], object]
) -> None:
    emergency(on_call(office, *THREE))
    reports_it(office, "bob", "cy", "di")
    withdraws(office, 1003)
    assert page_of(office).is_open, "the others still wait"
    act(office)
    assert (names(office, 1002), names(office, 1003), names(office, 1004)) == (["Kim"], [], [])
    assert [cause.case_id for cause in page_of(office, 1002).causes] == [None, 1004]


def test_a_late_report_calls_at_once_where_everybody_was_called_in_vain(office: Office) -> None:
    emergency(on_call(office, *THREE))
    for _ in range(12):
        later(office, minutes=5)
    assert len(names(office)) == 9
    reports_it(office, "bob", "cy")
    assert names(office)[9:] == ["Kim"]
    later(office, minutes=5)
    assert names(office)[9:] == ["Kim", "Lou"]


def _acknowledges(office: Office) -> None:
    with office.database.write() as connection:
        acknowledge(Engineer(name="Sam", run=run_of(office, connection)), 1001)


def _replies(office: Office) -> None:
    with office.database.write() as connection:
        reply(Engineer(name="Sam", run=run_of(office, connection)), 1001, Reply(text="We are on it."))


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(_acknowledges, id="who takes it"),
        pytest.param(confirms, id="who confirms the emergency"),
        pytest.param(_replies, id="who answers the customer"),
    ],
)
def test_somebody_takes_it(office: Office, act: Callable[[Office], object]) -> None:
    emergency(on_call(office, *THREE))
    act(office)
    assert (page_of(office).acknowledged_by, page_of(office).acknowledged_at) == ("Sam", office.now)
    assert office.trail().count("page.acknowledged") == 1


def test_a_withdrawn_emergency_ends_it_and_says_so(office: Office) -> None:
    emergency(on_call(office, *THREE))
    withdraws(office)
    assert (page_of(office).is_open, page_of(office).closed_why) == (False, "Sam has withdrawn the emergency")
    assert "page.ended" in office.trail()


def test_a_closed_case_ends_it(office: Office) -> None:
    emergency(on_call(office, *THREE))
    _closes(office)
    assert not page_of(office).is_open


def test_an_override_that_waits_for_the_customer_takes_it_too(office: Office) -> None:
    on_call(office, *THREE).customer("erp-maestro")
    office.mail_in(mail("Severity 1!"))
    withdraws(office)
    assert page_of(office).acknowledged_by == "Sam"


def test_an_emergency_stated_anew_after_its_withdrawal_calls_anew(office: Office) -> None:
    emergency(on_call(office, *THREE))
    withdraws(office)
    office.mail_in(mail(BOTH, f"In-Reply-To: {office.mails()[0].message_id}"))
    assert (all_pages(office), names(office)) == (2, ["Kim", "Kim"])


def test_acknowledging_twice_says_who_was_first(office: Office) -> None:
    emergency(on_call(office, *THREE))
    _acknowledges(office)
    with office.database.write() as connection:
        found = acknowledge(Engineer(name="Lou", run=run_of(office, connection)), 1001)
    assert found.acknowledged_by == "Sam"
    assert office.trail().count("page.acknowledged") == 1


def test_the_link_in_a_call_takes_the_page_in_the_name_that_was_called(office: Office) -> None:
    emergency(on_call(office, *THREE))
    later(office, minutes=5)
    call = calls(office)[1]
    with office.database.write() as connection:
        taken = acknowledge_call(run_of(office, connection), 1001, call.id)
    assert taken is not None
    assert taken.acknowledged_by == "Lou"


@pytest.mark.parametrize(
    ("number", "call_id"), [pytest.param(1002, 1, id="of another case"), pytest.param(1001, 9, id="of no call")]
)
def test_a_link_that_leads_nowhere(office: Office, number: int, call_id: int) -> None:
    emergency(on_call(office, *THREE))
    office.mail_in(mail("The list is empty."))
    with office.database.write() as connection:
        assert acknowledge_call(run_of(office, connection), number, call_id) is None
    assert page_of(office).is_open


def test_the_link_of_a_page_that_has_ended_takes_no_later_one(office: Office) -> None:
    emergency(on_call(office, *THREE))
    old = calls(office)[0]
    withdraws(office)
    office.mail_in(mail(BOTH, f"In-Reply-To: {office.mails()[0].message_id}"))
    with office.database.write() as connection:
        found = acknowledge_call(run_of(office, connection), 1001, old.id)
    assert found is not None
    assert found.closed_why == "Sam has withdrawn the emergency"
    assert page_of(office).is_open


SUNDAY, TUESDAY = "2026-05-17T14:00:00-04:00", "2026-05-12T10:00:00-04:00"


@pytest.mark.parametrize(
    ("contract", "at", "level", "paged"),
    [
        pytest.param("gotomyerp-plans", SUNDAY, "1", True, id="000: work begins within an hour of a Sunday's mail"),
        pytest.param("gotomyerp-plans", SUNDAY, "2", False, id="000: level 2 waits for Monday"),
        pytest.param("gotomyerp-plans", TUESDAY, "1", False, id="000: in the contract's hours somebody is there"),
        pytest.param("gotomyerp", SUNDAY, "1", False, id="001: level 1 itself waits for Monday"),
        pytest.param("priority-matrix", SUNDAY, "P2", True, id="003: half an hour on a Sunday"),
        pytest.param("priority-matrix", SUNDAY, "P5", False, id="003: three business days"),
    ],
)
def test_a_verdict_that_nobody_would_see_in_time_calls_somebody(
    office: Office, contract: str, at: str, level: str, paged: bool
) -> None:
    office.now = datetime.fromisoformat(at)
    on_call(office, *THREE).customer(contract)
    office.mail_in(mail())
    overrides(office, level)
    assert names(office) == (["Kim"] if paged else [])


def test_a_verdict_that_is_late_on_a_sunday_calls_and_the_next_one_does_not(office: Office) -> None:
    """A call is for the promise: confirming it makes none, and takes the call that is open."""
    office.now = datetime.fromisoformat(SUNDAY)
    on_call(office, *THREE).customer("gotomyerp-plans")
    office.mail_in(mail())
    later(office, hours=2)
    overrides(office, "1", by="Lou")
    assert page_of(office).why == "Lou has promised what falls due before anybody is there by the contract's hours"
    confirms(office)
    assert (names(office), page_of(office).is_open, all_pages(office)) == (["Kim"], False, 1)


def test_what_is_answered_already_calls_nobody(office: Office) -> None:
    """Platinum's level 2 promises a first answer alone: once it is given nothing is left to be seen."""
    office.now = datetime.fromisoformat(SUNDAY)
    on_call(office, *THREE).customer("gotomyerp-plans", plan="platinum")
    office.mail_in(mail())
    with office.database.write() as connection:
        reply(engineer(office, connection), 1001, Reply(text="We are on it."))
    overrides(office, "2")
    assert names(office) == []
