"""Who gets an answer, what stands in its envelope and headers, and why some get none."""

import re
from pathlib import Path

import pytest

from intake.domain.case import MailKind, Outcome
from intake.thread.token import Purpose
from tests.stages.office import SUPPORT, Office, mail, open_office

CONTRACT_WORDS = re.compile(r"clause|level|within|business|deadline|priority|severity|Acme|Ann", re.IGNORECASE)


def test_an_answer_s_envelope_and_headers(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail("x", "References: <old@acme.example>", message_id="<new@acme.example>"))
    (sent,) = office.mails()
    signer = office.desk.signer
    assert (sent.recipient, sent.state) == ("ann@acme.example", "queued")
    assert signer.read(sent.mail_from, Purpose.BOUNCE, office.now) == sent.id
    assert signer.read(office.header("Reply-To"), Purpose.CASE, office.now) == 1001
    assert office.header("To") == "ann@acme.example"
    assert office.header("From").endswith(SUPPORT)
    assert office.header("In-Reply-To") == "new@acme.example"
    assert office.header("References") == "old@acme.example> <new@acme.example"
    assert office.header("Auto-Submitted") == "auto-replied"
    assert office.header("X-Auto-Response-Suppress") == "All"
    assert office.header("X-Intake-Loop") == "loop-of-tests"
    assert office.header("Subject") == "Re: Cannot post invoices [case 1001]"


def test_an_unknown_sender_gets_a_receipt_without_any_contract_fact(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail("Severity 1!", sender="Joe <joe@home.example>"), mail_from="joe@home.example")
    (sent,) = office.mails()
    case = office.case()
    assert (sent.kind, sent.recipient) == (MailKind.RECEIPT, "joe@home.example")
    assert (case.customer_id, case.contract, case.promise, case.due_at) == (None, None, None, None)
    body = office.letter().replace("If you have a support contract", "")
    assert "reached us on Tuesday 12 May 2026, 10:00 am EDT, and is now case 1001" in body
    assert CONTRACT_WORDS.findall(body) == []


def test_somebody_who_borrows_a_customer_s_from_gets_no_contract_facts(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail(sender="Ann Lee <ann@acme.example>"), mail_from="eve@evil.example")
    (sent,) = office.mails()
    assert (sent.kind, sent.recipient) == (MailKind.RECEIPT, "eve@evil.example")


def test_reply_to_and_a_differing_from_are_never_written_to(office: Office) -> None:
    office.customer("gotomyerp")
    raw = mail("x", "Reply-To: victim@elsewhere.example", sender="boss@acme.example")
    office.mail_in(raw, mail_from="ann@acme.example")
    assert [sent.recipient for sent in office.mails()] == ["ann@acme.example"]


@pytest.mark.parametrize(
    ("raw", "mail_from", "reason"),
    [
        pytest.param(
            mail(sender="ann@acme.example, bob@acme.example"), "ann@acme.example", "several From", id="two authors"
        ),
        pytest.param(mail().replace(b"From: Ann Lee", b"X-From: Ann"), "ann@acme.example", "no From", id="no author"),
        pytest.param(mail(sender="Ann"), "ann@acme.example", "From holds no address", id="an author without address"),
        pytest.param(mail("x", "X-Spam-Flag: YES"), "ann@acme.example", "spam", id="spam, by the filter before us"),
        pytest.param(mail(), 'a"b@acme.example', "no address that could be", id="a sender no mail can be written to"),
        pytest.param(mail(), "ann@acme .example", "no address that could be", id="a sender with a blank in it"),
    ],
)
def test_in_doubt_a_case_is_opened_and_nothing_is_sent(office: Office, raw: bytes, mail_from: str, reason: str) -> None:
    office.customer("gotomyerp")
    found = office.mail_in(raw, mail_from=mail_from)
    assert (found.outcome, found.case_id, office.mails()) == (Outcome.OPENED, 1001, [])
    (told,) = office.details("acknowledgement.withheld")
    assert reason in told["reason"]


@pytest.mark.parametrize("mail_from", ["<ann>", "ann"], ids=["in brackets", "bare"])
def test_a_sender_that_is_no_address_gets_a_case_and_no_answer_at_from_in_its_stead(
    office: Office, mail_from: str
) -> None:
    office.customer("gotomyerp")
    found = office.mail_in(mail(), mail_from=mail_from)
    assert (found.outcome, office.case().contract, office.mails()) == (Outcome.OPENED, None, [])


def test_mail_that_names_us_nowhere_is_not_answered(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail(to="somebody@else.example"), rcpt_to=("postmaster",))
    assert (len(office.cases()), office.mails()) == (1, [])


def test_a_follow_up_gets_no_second_acknowledgement(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail())
    for _ in range(3):
        office.mail_in(mail("And this.", f"In-Reply-To: {office.mails()[0].message_id}"))
    assert (office.ledger(), len(office.mails())) == ({"opened": 1, "continued": 3}, 1)


def test_a_stranger_s_follow_up_gets_no_second_receipt(office: Office) -> None:
    office.mail_in(mail(sender="joe@home.example"), mail_from="joe@home.example")
    raw = mail("Acme Ltd.", f"In-Reply-To: {office.mails()[0].message_id}", sender="joe@home.example")
    office.mail_in(raw, mail_from="joe@home.example")
    assert (office.ledger(), len(office.mails())) == ({"opened": 1, "continued": 1}, 1)


def test_one_address_gets_so_many_mails_an_hour_and_no_more(tmp_path: Path) -> None:
    office = open_office(tmp_path, most_mails=3)
    office.customer("gotomyerp")
    for _ in range(5):
        office.mail_in(mail())
        office.wait(minutes=1)
    assert office.ledger() == {"opened": 5}, "every one of them is a case"
    assert [len(office.mails(number)) for number in range(1001, 1006)] == [1, 1, 1, 0, 0]
    assert "3 mails to this address already" in office.details("acknowledgement.withheld")[0]["reason"]
    office.mail_in(mail(), mail_from="bob@acme.example")
    assert len(office.mails(1006)) == 1, "another address has its own count"
    office.wait(hours=1)
    office.mail_in(mail())
    assert len(office.mails(1007)) == 1, "an hour later she is answered again"
    office.database.close()


def test_the_cap_counts_the_address_however_its_letters_are_cased(tmp_path: Path) -> None:
    office = open_office(tmp_path, most_mails=1)
    office.mail_in(mail(), mail_from="ann@acme.example")
    office.mail_in(mail(), mail_from="Ann@ACME.example")
    assert [len(office.mails(1001)), len(office.mails(1002))] == [1, 0]
    office.database.close()


def test_the_cap_holds_for_the_address_that_is_written_to(tmp_path: Path) -> None:
    office = open_office(tmp_path, most_mails=1)
    office.customer("gotomyerp")
    office.mail_in(mail("Nobody can connect."))
    raw = mail("It fails from both offices.", f"In-Reply-To: {office.mails()[0].message_id}", sender="bob@acme.example")
    office.mail_in(raw, mail_from="bob@acme.example")
    assert (office.case().emergency, len(office.mails())) == (True, 1)
    office.database.close()


def test_two_bots_that_write_to_each_other_fall_silent(office: Office) -> None:
    """The other bot answers each of our mails from its own address, without any mark, as bad ones do."""
    office.mail_in(mail("Ticket opened.", sender="bot@other.example"), mail_from="bot@other.example")
    for _ in range(5):
        last = office.mails()[-1]
        raw = mail("We have your message.", f"In-Reply-To: {last.message_id}", sender="bot@other.example", to=SUPPORT)
        office.mail_in(raw, mail_from="bot@other.example", rcpt_to=(office.header("Reply-To"),))
    assert len(office.mails()) == 1


def test_a_subject_that_would_add_a_header_stays_a_subject(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail(subject="=?utf-8?B?SGVsbG8NCkJjYzogZXZlQGV2aWwuZXhhbXBsZQ==?="))
    raw = office.mails()[0].raw
    assert b"\r\nBcc:" not in raw
    assert [sent.recipient for sent in office.mails()] == ["ann@acme.example"]
