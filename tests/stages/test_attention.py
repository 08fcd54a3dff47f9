"""The engineers' own clock: the earliest of the promise, what the opinion asks for, and an emergency's half hour."""

from datetime import datetime

import pytest

from intake.domain.suggestion import Kind, Suggestion
from intake.review.verdict import confirm, override
from tests.review.engineers import engineer
from tests.stages.office import UNSURE, Office, mail, opinion


def on(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-05-{day}T{clock}:00-04:00")


ALARM = opinion(3, sure=False, alert=True)


@pytest.mark.parametrize(
    ("contract", "suggested", "words", "promised", "look_by"),
    [
        pytest.param("gotomyerp-plans", UNSURE, "x", on(12, "16:00"), on(12, "16:00"), id="unsure: the promise"),
        pytest.param("gotomyerp-plans", opinion(4), "x", on(12, "16:00"), on(12, "16:00"), id="a 4 waits no longer"),
        pytest.param("gotomyerp-plans", opinion(2), "x", on(12, "16:00"), on(12, "14:00"), id="a 2: level 2's 4 hours"),
        pytest.param("gotomyerp-plans", opinion(1), "x", on(12, "16:00"), on(12, "11:00"), id="a 1: level 1's hour"),
        pytest.param("gotomyerp", opinion(1), "x", on(14, "10:00"), on(12, "12:00"), id="001, a 1: two hours"),
        pytest.param("gotomyerp", ALARM, "x", on(14, "10:00"), on(12, "12:00"), id="the alarm is a 1, however unsure"),
        pytest.param("erp-maestro", opinion(1), "x", on(13, "10:00"), on(12, "14:00"), id="004, a 1: four hours"),
        pytest.param("erp-maestro", opinion(2), "x", on(13, "10:00"), on(12, "18:00"), id="004, a 2: eight hours"),
        pytest.param("helpdesk", opinion(1), "x", on(12, "12:00"), on(12, "12:00"), id="002 has one clock for all"),
        pytest.param(
            "gotomyerp", opinion(4), "Nobody can connect, from both offices.", on(12, "10:30"), on(12, "10:30"),
            id="an emergency's half hour",
        ),
        pytest.param(
            "priority-matrix", opinion(4, kind=Kind.ENHANCEMENT), "x", None, None, id="003: an enhancement has no clock"
        ),
        pytest.param("priority-matrix", ALARM, "x", on(15, "10:00"), on(12, "10:30"), id="003: the alarm is P2"),
    ],
)  # fmt: skip
def test_when_an_engineer_should_look(
    office: Office,
    contract: str,
    suggested: Suggestion,
    words: str,
    promised: datetime | None,
    look_by: datetime | None,
) -> None:
    office.customer(contract)
    office.suggests.answer = suggested
    office.mail_in(mail(words))
    assert (office.case().due_at, office.case().attention_at) == (promised, look_by)


def test_the_engineers_clock_is_never_printed(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail())
    without = office.letter()
    office.suggests.answer = opinion(1, alert=True)
    office.mail_in(mail())
    assert office.letter(1002).replace("1002", "1001") == without


def test_the_queue_is_sorted_by_it_and_cases_without_a_clock_come_last(office: Office) -> None:
    office.customer("gotomyerp")
    office.customer("helpdesk", name="Rival", domain="rival.example")
    office.mail_in(mail(sender="joe@home.example"), mail_from="joe@home.example")
    office.mail_in(mail())
    office.mail_in(mail(sender="zed@rival.example"), mail_from="zed@rival.example")
    office.suggests.answer = opinion(1)
    office.now = on(12, "09:30")
    office.mail_in(mail())
    assert [case.id for case in office.cases()] == [1004, 1003, 1002, 1001]


def test_an_opinion_of_a_follow_up_moves_it_too(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail())
    office.suggests.answer = opinion(1)
    office.mail_in(mail("Now nothing works.", f"In-Reply-To: {office.mails()[0].message_id}"))
    assert (office.case().due_at, office.case().attention_at) == (on(14, "10:00"), on(12, "12:00"))


def test_an_opinion_that_comes_after_the_engineer_s_word_on_it_changes_nothing(office: Office) -> None:
    office.customer("gotomyerp")
    office.suggests.ready = False
    office.mail_in(mail())
    with office.database.write() as connection:
        confirm(engineer(office, connection), 1001)
    office.suggests.ready, office.suggests.answer = True, opinion(1, alert=True)
    office.wait(seconds=1)
    assert office.case().attention_at == on(14, "10:00")


def test_what_comes_after_the_engineer_s_word_is_looked_at_anew(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail())
    with office.database.write() as connection:
        override(engineer(office, connection), 1001, "4", "a question")
    office.now = on(12, "10:20")
    office.suggests.answer = opinion(1, alert=True)
    office.mail_in(mail("Now nothing works.", f"In-Reply-To: {office.mails()[0].message_id}"))
    assert office.case().level == "4"
    assert office.case().attention_at == on(12, "12:00")
