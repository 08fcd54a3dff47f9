"""No loop can begin, whoever answers by machine: the engineer, the customer, or both."""

import pytest

from intake.domain.case import MailKind, Outcome
from tests.kept.desk import KIM, acts, address_of, answers_by_mail, closes, header_of, of_kind, replies
from tests.stages.office import SUPPORT, Office, mail

ANN = "ann@acme.example"


@pytest.fixture
def waiting(office: Office) -> Office:
    """Return an office with case 1001, of which the engineers have been warned once."""
    office.customer("gotomyerp-plans")
    office.mail_in(mail(message_id="<first@acme.example>"))
    office.wait(hours=4)
    return office


def away(office: Office, which: int, sender: str, address: str) -> None:
    """Let a vacation responder answer one of our mails, as those do: to its Reply-To, or to the envelope's sender."""
    sent = office.mails()[which]
    for to in (header_of(sent, "Reply-To").strip("<>"), sent.mail_from):
        raw = mail(
            "I am away.", "Auto-Submitted: auto-replied", f"In-Reply-To: {sent.message_id}", sender=sender, to=to
        )
        for mail_from in (address, ""):
            office.mail_in(
                raw.replace(b"<m", f"<{to[:20]}{mail_from[:3]}".encode()), mail_from=mail_from, rcpt_to=(to,)
            )


@pytest.mark.parametrize("who", ["the engineer's", "the customer's"])
def test_a_vacation_responder_says_nothing_to_anybody(waiting: Office, who: str) -> None:
    answers_by_mail(waiting, "Have you restarted it?")
    before = len(waiting.mails())
    sender, address = (f"Kim <{KIM.address}>", KIM.address) if who == "the engineer's" else (f"Ann <{ANN}>", ANN)
    for which in range(before):
        away(waiting, which, sender, address)
    assert len(waiting.mails()) == before, "nothing is sent"
    assert len(acts(waiting)) == 1, "nothing counts"
    assert set(waiting.ledger()) == {"opened", "continued", "filed"}
    assert waiting.ledger()["opened"] == 1


def test_two_responders_without_any_mark_fall_silent(waiting: Office) -> None:
    """The rudest: Kim's goes to the customer, whose own answers every mail of ours."""
    answers_by_mail(waiting, "Monday is my first day back.")
    for _ in range(10):
        sent = of_kind(waiting, MailKind.REPLY)[-1]
        to = header_of(sent, "Reply-To").strip("<>")
        waiting.mail_in(mail("I am away as well.", f"In-Reply-To: {sent.message_id}", to=to), rcpt_to=(to,))
    assert len(of_kind(waiting, MailKind.REPLY)) == 1, "a customer's mail is never passed on to an engineer"


def test_our_own_mail_sent_back_by_an_engineer_is_set_aside(waiting: Office) -> None:
    sent = of_kind(waiting, MailKind.WARNING)[0]
    to = address_of(waiting)
    bounced = sent.raw.replace(SUPPORT.encode(), KIM.address.encode(), 1)
    accepted = waiting.mail_in(bounced, mail_from=KIM.address, rcpt_to=(to,))
    assert accepted.outcome is Outcome.PARKED
    assert of_kind(waiting, MailKind.REPLY) == []


@pytest.mark.parametrize("words", ["", "I am away. Nobody has answered the customer yet."], ids=["empty", "quoting us"])
def test_a_responder_without_any_mark_is_told_a_few_times_that_nothing_was_passed_on(
    waiting: Office, words: str
) -> None:
    for _ in range(20):
        sent = [one for one in waiting.mails() if one.recipient == KIM.address][-1]
        answers_by_mail(waiting, words, f"In-Reply-To: {sent.message_id}")
    told = [one for one in waiting.mails() if one.key.startswith("note:")]
    assert (len(told), len(waiting.details("reply.withheld"))) == (5, 20)


@pytest.mark.parametrize("to", ["the envelope's sender", "the customer's address"])
def test_an_engineer_s_mail_to_another_address_of_a_case_is_no_customer_s(waiting: Office, to: str) -> None:
    """A vacation responder without a mark, or a remark that was meant for a colleague."""
    sent = waiting.mails()[-1]
    closes(waiting)
    address = sent.mail_from if to == "the envelope's sender" else header_of(waiting.mails()[0], "Reply-To").strip("<>")
    raw = mail("Away.", f"In-Reply-To: {sent.message_id}", sender=f"Kim <{KIM.address}>", to=address)
    accepted = waiting.mail_in(raw, mail_from=KIM.address, rcpt_to=(address,))
    assert (accepted.outcome, accepted.case_id) == (Outcome.FILED, 1001)
    assert accepted.reason.startswith("an engineer's words, which did not come to the case's address for engineers")
    assert waiting.case().closed_at is not None, "no customer has written again"
    replies(waiting, "Have you restarted it?")
    assert header_of(of_kind(waiting, MailKind.REPLY)[-1], "In-Reply-To") == "<first@acme.example>"
