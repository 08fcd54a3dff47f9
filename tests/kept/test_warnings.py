"""Engineers are warned before a promise is missed, and once when it is: how often, when, whom, and about what."""

from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy

import pytest

from intake.domain.case import MailKind
from intake.domain.contract import Channel
from intake.thread.token import Purpose
from tests.kept.desk import KIM, LEE, begins, closes, header_of, of_kind, replies, rings_at, staffed, text_of
from tests.review.engineers import confirms, overrides
from tests.stages.office import Office, mail


def on(text: str) -> datetime:
    """Return a time of New York in May or, with a date of its own, as written."""
    return datetime.fromisoformat(text if len(text) > 10 else f"2026-05-{text.replace(' ', 'T')}-04:00")


def warned(office: Office, number: int = 1001) -> list[tuple[str, str]]:
    """Return what the trail says was warned of: which promise, how much of its time was over."""
    told = [
        (one["promise"], one["fraction"]) for name in ("case.due_soon", "case.overdue") for one in office.details(name)
    ]
    return sorted((promise, f"{fraction:.0%}") for promise, fraction in told)


@pytest.mark.parametrize(
    ("contract", "received", "moments"),
    [
        pytest.param(
            "gotomyerp-plans", "2026-05-12T10:00-04:00", ["12 13:00", "12 14:48", "12 16:00"], id="six hours in a day"
        ),
        pytest.param(
            "gotomyerp-plans", "2026-05-12T18:00-04:00", ["12 21:00", "13 08:48", "13 10:00"], id="over a night"
        ),
        pytest.param(
            "gotomyerp-plans", "2026-05-15T20:40-04:00", ["18 09:40", "18 11:28", "18 12:40"], id="over a weekend"
        ),
        pytest.param(
            "gotomyerp-plans",
            "2026-03-06T20:40-05:00",
            ["2026-03-09T09:40-04:00", "2026-03-09T11:28-04:00", "2026-03-09T12:40-04:00"],
            id="over the weekend on which clocks change",
        ),
        pytest.param("helpdesk", "2026-05-12T16:30-04:00", ["13 09:30", "13 10:06", "13 10:30"], id="002: two hours"),
    ],
)
def test_when_a_warning_rings(office: Office, contract: str, received: str, moments: list[str]) -> None:
    office.now = on(received)
    office.customer(contract)
    office.mail_in(mail())
    assert rings_at(office) == [on(moment) for moment in moments]


def test_a_warning_as_it_is_read(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    office.now = on("12 13:00") - timedelta(seconds=1)
    office.run()
    assert of_kind(office, MailKind.WARNING) == []
    office.wait(seconds=1)
    first, second = of_kind(office, MailKind.WARNING)
    assert (first.recipient, second.recipient) == (KIM.address, LEE.address)
    said = text_of(first)
    assert "The first answer in case 1001 for Acme is due by Tuesday 12 May 2026, 4:00 pm EDT. 50% of the time" in said
    assert header_of(first, "Subject") == "Due soon: Cannot post invoices [case 1001]"
    assert header_of(first, "Auto-Submitted") == "auto-generated"
    assert header_of(first, "In-Reply-To") == ""
    reply_to = header_of(first, "Reply-To").strip("<>")
    assert office.desk.signer.read(reply_to, Purpose.ENGINEER, office.now) == 1001
    assert reply_to in said
    assert message_from_bytes(first.raw, policy=policy.default)["To"] == KIM.address
    assert office.details("case.due_soon")[0]["told"] == ["Kim", "Lee"]


def test_a_promise_that_nobody_keeps_is_warned_of_three_times(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    for _ in range(12):
        office.wait(minutes=45)
    assert warned(office) == [("initial_response", "100%"), ("initial_response", "50%"), ("initial_response", "80%")]
    mails = of_kind(office, MailKind.WARNING)
    assert len(mails) == 6
    assert header_of(mails[-1], "Subject").startswith("Overdue: ")
    assert "That time has passed." in text_of(mails[-1])


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        pytest.param(3.5, "50%", id="half of the time"),
        pytest.param(5, "80%", id="most of it, not half as well"),
        pytest.param(70, "100%", id="all of it: once overdue, and not that it soon will be"),
    ],
)
def test_a_bot_that_was_away_warns_once(office: Office, hours: float, expected: str) -> None:
    office.customer("gotomyerp-plans")
    office.accept(mail())
    office.wait(hours=hours)
    assert warned(office) == [("initial_response", expected)]
    assert len(of_kind(office, MailKind.WARNING)) == 2
    office.run()
    assert len(of_kind(office, MailKind.WARNING)) == 2


def test_one_that_was_away_between_two_warnings_warns_once(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    office.wait(hours=3)
    office.wait(days=3)
    assert warned(office) == [("initial_response", "100%"), ("initial_response", "50%")]


def test_who_has_answered_is_not_warned(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    office.wait(hours=3)
    replies(office)
    assert rings_at(office) == []
    office.wait(days=3)
    assert warned(office) == [("initial_response", "50%")]


def test_a_case_that_is_closed_warns_of_nothing(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    closes(office, resolved=False)
    office.wait(days=3)
    assert warned(office) == []


def test_each_undertaking_is_watched_by_itself(office: Office) -> None:
    office.customer("erp-maestro")
    office.mail_in(mail("Severity 1, all is down."), channel=Channel.PHONE)
    assert {one["promise"] for one in (office.case().promise or {})["others"]} == {"begin_work", "resolution"}  # type: ignore[attr-defined] # JSON
    office.wait(minutes=50)
    begins(office)
    office.wait(hours=2)
    replies(office)
    office.wait(days=7)
    assert warned(office) == [
        ("begin_work", "80%"),
        ("initial_response", "50%"),
        ("resolution", "100%"),
    ]


def test_a_changed_promise_is_warned_of_by_its_own_times(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    overrides(office, "2")
    assert rings_at(office) == [on("12 12:00"), on("12 13:12"), on("12 14:00")]
    office.wait(hours=6)
    assert warned(office) == [("initial_response", "100%")]


def test_a_confirmed_promise_is_not_warned_of_again(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    office.wait(hours=3)
    confirms(office)
    office.wait(minutes=1)
    confirms(office, by="Lee")
    office.run()
    assert warned(office) == [("initial_response", "50%")]
    assert len(of_kind(office, MailKind.WARNING)) == 2
    assert rings_at(office) == [on("12 14:48"), on("12 16:00")]


def test_a_promise_that_comes_back_is_watched_again(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    overrides(office, "2")
    overrides(office, "3", reason="no, it is not")
    assert rings_at(office) == [on("12 13:00"), on("12 14:48"), on("12 16:00")]


def test_a_deadline_that_has_passed_when_it_is_set_is_said_once(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    office.wait(hours=2)
    overrides(office, "1")
    office.run()
    due = [(one["promise"], one["fraction"]) for one in office.details("case.overdue")]
    assert due == [("initial_response", 1.0), ("begin_work", 1.0)]
    assert office.details("case.due_soon") == []


def test_an_emergency_is_warned_of_within_its_half_hour(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail("Nobody can connect, from both offices."))
    assert on("12 10:15") in rings_at(office)
    assert on("12 10:24") in rings_at(office)
    assert on("12 10:30") in rings_at(office)


def test_at_a_desk_without_listed_engineers_the_trail_alone_is_told(office: Office) -> None:
    office.desk = replace(office.desk, engineers=())
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    office.wait(hours=3)
    assert of_kind(office, MailKind.WARNING) == []
    assert office.details("case.due_soon")[0]["told"] == "nobody: no engineers are listed"


def test_nothing_is_warned_of_where_nothing_is_due(office: Office) -> None:
    office.mail_in(mail("Who are you?", sender="joe@home.example"), mail_from="joe@home.example")
    assert rings_at(office) == []


def test_the_fractions_are_the_desk_s(office: Office) -> None:
    staffed(office, KIM, warn_at=(0.25,))
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    assert rings_at(office) == [on("12 11:30"), on("12 16:00")]


def test_warnings_survive_a_fault(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    with monkeypatch.context() as broken:
        broken.setattr("intake.stages.warn.warning", lambda words, templates: 1 / 0)
        office.wait(hours=3)
        assert of_kind(office, MailKind.WARNING) == []
        assert office.details("case.due_soon") == []
    office.wait(minutes=1)
    assert len(of_kind(office, MailKind.WARNING)) == 2
