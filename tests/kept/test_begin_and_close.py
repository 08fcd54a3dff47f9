"""Work that has begun, cases that are closed, and what opens them again."""

from datetime import datetime

import pytest

from intake.domain.contract import Channel
from intake.domain.errors import BadInput
from intake.domain.timer import Timer, TimerKind
from intake.storage import timers
from tests.kept.desk import acts, begins, closes, replies, rings_at, standing
from tests.stages.office import Office, mail, opinion


def opened(office: Office, contract: str = "erp-maestro", words: str = "Severity 1, all is down.") -> None:
    """Open case 1001 on the portal, where a customer's level 1 counts for contracts 000 and 001, or by telephone."""
    office.customer(contract)
    channel = Channel.PHONE if contract == "erp-maestro" else Channel.PORTAL
    office.mail_in(mail(words, message_id="<first@acme.example>"), channel=channel)


@pytest.mark.parametrize(
    ("contract", "minutes", "state"),
    [
        pytest.param("erp-maestro", 45, "kept -0:15:00", id="004: begun within the hour"),
        pytest.param("erp-maestro", 61, "late +0:01:00", id="004: a minute too late"),
        pytest.param("gotomyerp-plans", 60, "kept -0:00:00", id="000: on the second"),
        pytest.param("gotomyerp", 90, "late +0:30:00", id="001: half an hour too late"),
    ],
)
def test_begin_work_is_a_promise_of_its_own(office: Office, contract: str, minutes: int, state: str) -> None:
    opened(office, contract)
    assert standing(office)["begin_work"] == "pending"
    office.wait(minutes=minutes)
    begins(office)
    assert standing(office)["begin_work"] == state
    assert standing(office)["initial_response"] == "pending", "the customer has heard nothing yet"
    assert "case.work_begun" in office.trail()


def test_work_that_has_begun_has_begun_once(office: Office) -> None:
    opened(office)
    office.wait(minutes=5)
    begins(office, by="Kim")
    office.wait(minutes=5)
    begins(office, by="Lee")
    assert [act.actor for act in acts(office)] == ["Kim"]
    assert standing(office)["begin_work"] == "kept -0:55:00"


def test_a_reply_may_begin_the_work(office: Office) -> None:
    opened(office)
    office.wait(minutes=20)
    replies(office, "On it.", begins_work=True)
    assert standing(office) == {
        "initial_response": "kept -3:40:00",
        "begin_work": "kept -0:40:00",
        "resolution": "pending",
    }


def test_work_that_no_contract_promises_to_begin_is_on_record_all_the_same(office: Office) -> None:
    office.customer("helpdesk")
    office.mail_in(mail())
    assert begins(office) is None
    assert begins(office) is None
    assert len(acts(office)) == 1


@pytest.mark.parametrize(
    ("resolved", "state"),
    [
        pytest.param(
            True,
            {"initial_response": "kept -3:00:00", "begin_work": "late +1:00:00", "resolution": "kept"},
            id="resolved",
        ),
        pytest.param(
            False,
            {"initial_response": "kept -3:00:00", "begin_work": "pending", "resolution": "pending"},
            id="given up",
        ),
    ],
)
def test_closing(office: Office, *, resolved: bool, state: dict[str, str]) -> None:
    """What is resolved has been begun, at the latest then."""
    opened(office)
    office.wait(hours=1)
    replies(office)
    office.wait(hours=1)
    closes(office, resolved=resolved)
    found = standing(office)
    assert {**found, "resolution": found["resolution"].partition(" ")[0]} == state
    assert office.case().closed_at == office.now
    assert rings_at(office) == []
    assert office.details("case.closed") == [{"resolved": resolved, "reason": "done"}]


def test_closing_silences_every_timer(office: Office) -> None:
    opened(office)
    with office.database.write() as connection:
        for kind in TimerKind:
            timers.put(connection, Timer(kind=kind, case_id=1001, key=f"t:{kind}", due_at=office.now))
    closes(office)
    office.wait(days=30)
    assert rings_at(office) == []
    assert not {"case.due_soon", "case.overdue"} & set(office.trail())


@pytest.mark.parametrize("reason", ["", "  "])
def test_closing_needs_a_reason(office: Office, reason: str) -> None:
    opened(office)
    with pytest.raises(BadInput, match="reason: closing a case needs one"):
        closes(office, reason=reason)


def test_what_is_closed_is_not_closed_again_nor_begun(office: Office) -> None:
    opened(office)
    closes(office)
    with pytest.raises(BadInput, match="case 1001 is closed already, since Tue 12 May 2026 10:00 EDT"):
        closes(office)
    with pytest.raises(BadInput, match="case 1001 is closed; `intake reply 1001` opens it again"):
        begins(office)


def test_a_customer_who_writes_again_opens_the_case_and_is_promised_nothing_new(office: Office) -> None:
    opened(office)
    promised = office.case().promise
    office.wait(hours=1)
    replies(office)
    closes(office)
    assert standing(office)["resolution"].startswith("kept")
    mails = len(office.mails())
    office.wait(hours=1)
    office.mail_in(mail("It is back.", "In-Reply-To: <first@acme.example>"))
    case = office.case()
    assert (case.closed_at, case.promise, len(office.mails())) == (None, promised, mails)
    assert standing(office)["initial_response"].startswith("kept")
    assert standing(office)["resolution"] == "pending", "what came back was not resolved"
    assert "case.reopened" in office.trail()
    assert case.attention_at == datetime.fromisoformat("2026-05-13T10:00:00-04:00"), "the completion goal runs again"
    closes(office)
    assert standing(office)["resolution"].startswith("kept")
    assert office.ledger() == {"opened": 1, "continued": 1}


def test_a_machine_opens_nothing_again(office: Office) -> None:
    opened(office)
    closes(office)
    office.mail_in(mail("I am away.", "In-Reply-To: <first@acme.example>", "Auto-Submitted: auto-replied"))
    assert office.case().closed_at is not None


def test_an_opinion_that_comes_after_the_closing_calls_nobody(office: Office) -> None:
    """The model was still loading when the case was dealt with."""
    office.customer("erp-maestro")
    office.suggests.ready, office.suggests.answer = False, opinion(1, alert=True)
    office.mail_in(mail())
    closes(office)
    attention_at = office.case().attention_at
    office.suggests.ready = True
    office.wait(seconds=5)
    assert "case.suggested" in office.trail()
    assert "page.opened" not in office.trail()
    assert office.case().attention_at == attention_at
