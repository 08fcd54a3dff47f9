"""A level that counts by telephone only, named in writing: whoever makes addresses up calls once, not each time."""

from datetime import timedelta

import pytest

from intake.domain.identity import FactsFor
from intake.review.assign import assign
from intake.review.close import close
from intake.review.engineer import Engineer
from intake.review.paging import acknowledge
from intake.stages.calls.page import page_claimed, phone_cause
from tests.identify.checked import PROVED, checking
from tests.paging.rota import THREE, all_pages, calls, later, names, on_call, page_of, run_of
from tests.review.engineers import engineer
from tests.stages.office import Office, mail, opinion

SEVERE = "Severity 1!"


def claims(office: Office, *who: str, words: str = SEVERE, domain: str = "acme.example") -> None:
    """Let addresses of a customer's domain each claim level 1 by mail, in a case of their own."""
    for name in who:
        office.mail_in(mail(words, sender=f"{name}@{domain}"), mail_from=f"{name}@{domain}")


def a_desk(office: Office, *proved: str, facts_for: FactsFor = FactsFor.PROVED) -> Office:
    on_call(office, *THREE).customer("erp-maestro")
    checking(office, facts_for, **dict.fromkeys(proved, PROVED))
    return office


def closes(office: Office, number: int) -> None:
    with office.database.write() as connection:
        close(Engineer(name="Sam", run=run_of(office, connection)), number, "nobody wrote it", resolved=False)


def takes(office: Office, number: int) -> None:
    with office.database.write() as connection:
        acknowledge(Engineer(name="Lou", run=run_of(office, connection)), number)


@pytest.mark.parametrize("facts_for", list(FactsFor))
def test_made_up_addresses_are_one_page_and_each_case_is_answered_and_looked_at(
    office: Office, facts_for: FactsFor
) -> None:
    claims(a_desk(office, facts_for=facts_for), *(f"p{number}" for number in range(20)))
    assert (all_pages(office), len(office.details("page.called"))) == (1, 1)
    assert len(page_of(office).causes) == 20
    assert page_of(office).why.endswith("also of other cases of the customer: 1002, 1003, 1004, 1005, 1006 and 14 more")
    assert all(any(sent.recipient.startswith("p") for sent in office.mails(number)) for number in (1001, 1020))
    assert all(case.attention_at is not None for case in office.cases())
    assert "page.joined" in office.trail(1020)


def test_what_a_model_reads_in_passed_on_words_is_one_page_too(office: Office) -> None:
    a_desk(office).suggests.answer = opinion(1)
    passed_on = "---------- Forwarded message ---------\nFrom: Monitor <m@far.example>\nSubject: down\n\nDown."
    alarm = f"Help please.\n\n{passed_on}"
    claims(office, "p1", "p2", "p3", words=alarm)
    assert (all_pages(office), names(office)) == (1, ["Kim"])


@pytest.mark.parametrize(
    ("first", "second", "paged"),
    [
        pytest.param("ann", "bob", 2, id="two proved contacts: each calls"),
        pytest.param("eve", "ann", 2, id="a proved contact behind an unproved one calls"),
        pytest.param("ann", "eve", 1, id="an unproved one joins a proved one's page"),
    ],
)
def test_who_is_proved_calls_for_each_case(office: Office, first: str, second: str, paged: int) -> None:
    claims(a_desk(office, "ann", "bob"), first, second)
    assert all_pages(office) == paged


def test_a_proved_contact_s_second_case_calls(office: Office) -> None:
    claims(a_desk(office, "ann"), "ann", "ann")
    assert (names(office, 1001), names(office, 1002)) == (["Kim"], ["Kim"])


def test_another_customer_s_page_is_not_joined(office: Office) -> None:
    a_desk(office).customer("erp-maestro", name="Rival", domain="rival.example")
    claims(office, "eve")
    claims(office, "eve", domain="rival.example")
    assert (names(office, 1001), names(office, 1002)) == (["Kim"], ["Kim"])


def test_a_page_that_is_taken_each_time_calls_again_only_after_a_while(office: Office) -> None:
    """Whoever has just come looks at the queue: ten minutes' further claims are one call."""
    a_desk(office)
    for number in range(5):
        claims(office, f"p{number}")
        if number == 0:
            takes(office, 1001)
        later(office, minutes=1)
    assert (names(office, 1001), names(office, 1002)) == (["Kim"], [])
    later(office, minutes=10)
    assert names(office, 1002)[:1] == ["Kim"]
    assert all_pages(office) == 2


def test_a_flood_keeps_the_names_from_being_called_without_end(office: Office) -> None:
    """Further claims of nobody we know begin no new round where everybody was called in vain."""
    claims(a_desk(office), "p0")
    for number in range(1, 60):
        claims(office, f"p{number}")
        later(office, minutes=5)
    assert len(calls(office)) <= 9 + 5


@pytest.mark.parametrize(("number", "called"), [(1001, 1002), (1003, 1001)], ids=["its case", "one that joined"])
def test_when_the_page_s_case_is_closed_somebody_is_called_to_the_others(
    office: Office, number: int, called: int
) -> None:
    claims(a_desk(office), "p1", "p2", "p3")
    closes(office, number)
    assert page_of(office, called).is_open
    assert all_pages(office) == (2 if number == 1001 else 1)


def test_it_is_taken_by_the_number_of_any_of_its_cases(office: Office) -> None:
    claims(a_desk(office), "p1", "p2")
    takes(office, 1002)
    assert page_of(office).acknowledged_by == "Lou"


def test_a_case_is_named_once_however_often_it_claims(office: Office) -> None:
    a_desk(office).suggests.answer = opinion(1)
    claims(office, "p1", "p2")
    assert [cause.case_id for cause in page_of(office).causes].count(1002) >= 1
    assert page_of(office).why.count("1002") == 1


def test_an_endless_flood_does_not_fill_the_page(office: Office) -> None:
    claims(a_desk(office), "p0")
    with office.database.write() as connection:
        for number in range(220):
            page_claimed(run_of(office, connection), office.case(), phone_cause(10_000 + number, quiet=True))
    assert len(page_of(office).causes) == 200


def test_an_engineer_who_says_whose_case_it_is_vouches_for_nobody_else(office: Office) -> None:
    claims(a_desk(office), "p1", "p2")
    with office.database.write() as connection:
        assign(engineer(office, connection), 1002, "ann@acme.example", "she called")
    assert all_pages(office) == 1
    office.now += timedelta(minutes=1)
    assert page_of(office).is_open
