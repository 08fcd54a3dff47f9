"""What stops the clock of the first answer: a person's words to the customer, and nothing else."""

from datetime import datetime

import pytest

from intake.domain.case import MailKind
from intake.domain.errors import BadInput
from intake.thread.token import Purpose
from tests.kept.desk import KIM, acts, answers_by_mail, closes, header_of, of_kind, replies, rings_at, standing, text_of
from tests.review.engineers import confirms, overrides
from tests.stages.office import SUPPORT, Office, mail, opinion

BOTH = "Nobody can connect, from both offices."


def opened(office: Office, contract: str = "gotomyerp-plans", words: str = "The list is empty.") -> None:
    """Open case 1001 by mail at ten on a Tuesday."""
    office.customer(contract)
    office.mail_in(mail(words, message_id="<first@acme.example>"))


@pytest.mark.parametrize(
    ("contract", "wait", "state"),
    [
        pytest.param("gotomyerp-plans", {"hours": 1}, "kept -5:00:00", id="000 silver: six hours, answered in one"),
        pytest.param("gotomyerp-plans", {"hours": 6}, "kept", id="on the very second is in time"),
        pytest.param("gotomyerp-plans", {"hours": 6, "milliseconds": 900}, "kept", id="within that second too"),
        pytest.param("gotomyerp-plans", {"hours": 6, "seconds": 1}, "late +0:00:01", id="a second after it is late"),
        pytest.param(
            "gotomyerp-plans", {"hours": 6, "minutes": 12, "seconds": 30}, "late +0:12:30", id="late by 12:30"
        ),
        pytest.param("gotomyerp", {"days": 1}, "kept -24:00:00", id="001: 24-48 hours, answered the next day"),
        pytest.param("helpdesk", {"hours": 3}, "late +1:00:00", id="002: two business hours, answered in three"),
        pytest.param("priority-matrix", {"days": 2}, "kept -24:00:00", id="003, P4: three business days"),
        pytest.param("erp-maestro", {"days": 1}, "kept", id="004: one business day, to the second"),
    ],
)
def test_an_answer_is_held_against_the_deadline(
    office: Office, contract: str, wait: dict[str, float], state: str
) -> None:
    opened(office, contract)
    office.wait(**wait)
    replies(office)
    found = standing(office)["initial_response"]
    assert found == (state if " " in state else f"{state} -0:00:00")


def test_the_words_go_to_the_customer_in_the_thread_as_a_person_s(office: Office) -> None:
    opened(office)
    office.mail_in(mail("And the chart too.", "In-Reply-To: <first@acme.example>", message_id="<second@acme.example>"))
    replies(office, "Please restart it.\n\n  then press F5", by="Kim")
    (sent,) = of_kind(office, MailKind.REPLY)
    assert (sent.recipient, sent.kind) == ("ann@acme.example", MailKind.REPLY)
    assert "Please restart it. then press F5 Kim, " in text_of(sent)
    assert header_of(sent, "In-Reply-To") == "<second@acme.example>"
    assert header_of(sent, "Subject") == "Re: Cannot post invoices [case 1001]"
    assert header_of(sent, "From").endswith(f"<{SUPPORT}>")
    assert header_of(sent, "Auto-Submitted") == header_of(sent, "X-Auto-Response-Suppress") == ""
    assert office.desk.signer.read(header_of(sent, "Reply-To").strip("<>"), Purpose.CASE, office.now) == 1001
    assert office.trail()[-2:] == ["reply.written", "case.answered"]
    (told,) = office.details("case.answered")
    assert told["counts_for"] == {"initial_response": "kept, 6:00:00 before its deadline"}


@pytest.mark.parametrize("what", ["acknowledgement", "confirmation", "override"])
def test_what_is_no_answer(office: Office, what: str) -> None:
    opened(office)
    if what != "acknowledgement":
        office.wait(hours=1)
        confirms(office) if what == "confirmation" else overrides(office, "2")
    assert standing(office) == {"initial_response": "pending"}
    assert office.mails()


def test_a_second_reply_is_not_a_first_answer(office: Office) -> None:
    opened(office)
    office.wait(hours=7)
    replies(office, "We are late, and sorry.")
    office.wait(hours=1)
    replies(office, "It works now.")
    assert standing(office)["initial_response"] == "late +1:00:00"
    assert [told["counts_for"] for told in office.details("case.answered")] == [
        {"initial_response": "late, 1:00:00 after its deadline"},
        {},
    ]
    assert len(of_kind(office, MailKind.REPLY)) == len(acts(office)) == 2


def test_the_same_words_twice_are_sent_once(office: Office) -> None:
    opened(office)
    first = replies(office)
    before = office.everything()
    again = replies(office)
    assert (first.mail_id is not None, again.mail_id) == (True, None)
    assert office.everything() == before
    office.mail_in(mail("It does not help.", "In-Reply-To: <first@acme.example>"))
    assert replies(office).mail_id is not None, "to a new message they are an answer of their own"


def test_a_level_counted_from_the_original_receipt_finds_the_answer_given_before(office: Office) -> None:
    opened(office)
    office.wait(minutes=30)
    replies(office)
    office.wait(hours=2)
    overrides(office, "1", reason="more are hit than it says")
    assert office.case().due_at == datetime.fromisoformat("2026-05-12T11:00:00-04:00")
    assert standing(office)["initial_response"] == "kept -0:30:00"


def test_a_level_counted_from_the_original_receipt_may_have_been_answered_too_late(office: Office) -> None:
    opened(office)
    office.wait(hours=2)
    replies(office)
    overrides(office, "1", reason="more are hit than it says")
    assert standing(office)["initial_response"] == "late +1:00:00"


def test_an_emergency_that_begins_later_wants_an_answer_of_its_own(office: Office) -> None:
    opened(office, words="Nobody can connect.")
    office.wait(minutes=10)
    replies(office)
    assert standing(office)["initial_response"].startswith("kept")
    office.wait(minutes=50)
    office.mail_in(mail("It fails from both offices.", "In-Reply-To: <first@acme.example>"))
    assert office.case().emergency
    assert standing(office)["initial_response"] == "pending"
    office.wait(minutes=40)
    replies(office, "All of us are on it.")
    assert standing(office)["initial_response"] == "late +0:10:00"
    overrides(office, "3", reason="it was their own line")
    assert standing(office)["initial_response"] == "kept -5:50:00", "withdrawn: the first of all answers counts again"


def test_a_case_without_a_contract_is_answered_without_a_deadline(office: Office) -> None:
    office.mail_in(mail("Who are you?", sender="joe@home.example"), mail_from="joe@home.example")
    assert standing(office) == {"initial_response": "pending"}
    replies(office)
    assert standing(office) == {"initial_response": "kept"}
    assert office.details("case.answered")[0]["counts_for"] == {"initial_response": "kept, no deadline"}


def test_an_answered_case_leaves_the_top_of_the_queue(office: Office) -> None:
    office.customer("gotomyerp")
    office.customer("erp-maestro", name="Brindle", domain="brindle.example")
    office.mail_in(mail("Severity 2, please.", sender="bo@brindle.example"), mail_from="bo@brindle.example")
    office.mail_in(mail("Nothing urgent."))
    assert [case.id for case in office.cases()] == [1001, 1002]
    replies(office, number=1001)
    assert office.case(1001).attention_at == datetime.fromisoformat("2026-05-14T10:00:00-04:00"), "its completion goal"
    replies(office, number=1002)
    assert office.case(1002).attention_at is None, "nothing more is owed"
    assert [case.id for case in office.cases()] == [1001, 1002]


@pytest.mark.parametrize(
    ("suggested", "text", "stays"),
    [
        pytest.param(
            opinion(2), "One more thing.", True, id="what the model thinks is no news once a person has answered"
        ),
        pytest.param(opinion(1, alert=True), "Now it has stopped for all of us.", False, id="an alarm is"),
    ],
)
def test_a_follow_up_after_the_answer(office: Office, suggested: object, text: str, *, stays: bool) -> None:
    opened(office)
    replies(office)
    office.suggests.answer = suggested  # type: ignore[assignment] # a table's column
    office.mail_in(mail(text, "In-Reply-To: <first@acme.example>"))
    assert (office.case().attention_at is None) is stays


@pytest.mark.parametrize("text", ["", "   ", "\n\n\t"])
def test_no_words_are_no_answer(office: Office, text: str) -> None:
    opened(office)
    before = office.everything()
    with pytest.raises(BadInput, match="nothing can be sent to the customer of case 1001: there are no words in it"):
        replies(office, text)
    assert office.everything() == before


@pytest.mark.parametrize(
    ("raw", "mail_from", "why"),
    [
        pytest.param(mail("x", "X-Spam-Flag: YES"), "ann@acme.example", "spam", id="marked as spam"),
        pytest.param(mail(), "a(b@acme.example", "no address that could be answered", id="no address to write to"),
    ],
)
def test_who_must_not_be_written_to(office: Office, raw: bytes, mail_from: str, why: str) -> None:
    office.customer("gotomyerp")
    office.mail_in(raw, mail_from=mail_from)
    with pytest.raises(BadInput, match=why):
        replies(office)
    assert acts(office) == []


def test_a_case_that_is_not_there(office: Office) -> None:
    with pytest.raises(BadInput, match="there is no case 1001; `intake cases` lists them"):
        replies(office)


def test_the_limit_for_machines_does_not_hold_a_person_back(office: Office) -> None:
    opened(office)
    for number in range(30):
        assert replies(office, f"Part {number} of the guide.").mail_id is not None


def test_a_reply_opens_a_closed_case_again(office: Office) -> None:
    opened(office, "erp-maestro")
    closes(office)
    assert rings_at(office) == []
    done = replies(office)
    assert (done.was_closed, office.case().closed_at) == (True, None)
    assert "case.reopened" in office.trail()
    assert rings_at(office) != [], "completion is watched again"


def test_an_answer_by_mail_and_one_at_the_command_line_count_alike(office: Office) -> None:
    opened(office)
    office.wait(hours=1)
    answers_by_mail(office, "Have you restarted it?")
    office.wait(hours=1)
    replies(office)
    first, second = acts(office)
    assert (first.actor, first.how, second.actor, second.how) == (KIM.name, "mail", "Sam", "cli")
    assert standing(office)["initial_response"] == "kept -5:00:00"
