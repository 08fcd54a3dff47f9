"""What becomes of a message: every one ends as opened, continued, filed or parked, and the ledger adds up."""

import pytest

from intake.domain.case import Outcome
from intake.thread.token import Purpose
from tests.stages.office import SUPPORT, Office, mail

VACATION = ("Auto-Submitted: auto-replied",)


def bounce_of(message_id: str, sender: str = "MAILER-DAEMON@mx.example") -> bytes:
    """Return a delivery report (RFC 3464) that returns the mail of that Message-ID."""
    return "\r\n".join(
        [
            f"From: Mail Delivery <{sender}>",
            "To: support@desk.example",
            "Subject: Undelivered Mail Returned to Sender",
            "Message-ID: <report@mx.example>",
            "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
            "",
            "--b",
            "Content-Type: text/plain",
            "",
            "ann@acme.example could not be reached.",
            "--b",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.example",
            "",
            "Final-Recipient: rfc822; ann@acme.example",
            "Action: failed",
            "Status: 5.1.1",
            "--b",
            "Content-Type: text/rfc822-headers",
            "",
            f"Message-ID: {message_id}",
            "--b--",
            "",
        ]
    ).encode()


@pytest.fixture
def opened(office: Office) -> Office:
    """Return an office where Acme's Ann has opened case 1001 with message <first@acme.example>."""
    office.customer("gotomyerp")
    office.customer("helpdesk", name="Rival", domain="rival.example")
    office.mail_in(mail(message_id="<first@acme.example>"))
    return office


def test_a_first_mail_opens_a_case_numbered_from_1001(opened: Office) -> None:
    assert opened.message(1).outcome is Outcome.OPENED
    assert [case.id for case in opened.cases()] == [1001]
    case = opened.case()
    assert (case.contact_address, case.contact_name, case.subject) == (
        "ann@acme.example",
        "Ann Lee",
        "Cannot post invoices",
    )


@pytest.mark.parametrize(
    ("mail_from", "headers", "subject", "joins"),
    [
        pytest.param("ann@acme.example", ("In-Reply-To: <first@acme.example>",), "Re: x", True, id="her own reply"),
        pytest.param("bob@acme.example", ("In-Reply-To: <first@acme.example>",), "Re: x", True, id="a colleague's"),
        pytest.param("bob@acme.example", ("References: <first@acme.example>",), "Re: x", True, id="by References"),
        pytest.param(
            "bob@acme.example",
            ("In-Reply-To: <unknown@acme.example>", "References: <first@acme.example> <unknown@acme.example>"),
            "Re: x",
            True,
            id="an unknown In-Reply-To does not hide a known reference",
        ),
        pytest.param("bob@acme.example", ("In-Reply-To: {ours}",), "Re: x", True, id="an answer to our answer"),
        pytest.param("bob@acme.example", (), "AW: Invoices [case 1001]", True, id="the tag, from the same customer"),
        pytest.param("eve@evil.example", (), "Invoices [case 1001]", False, id="a stranger who knows the number"),
        pytest.param("eve@rival.example", (), "Invoices [case 1001]", False, id="another customer with the number"),
        pytest.param("eve@evil.example", ("In-Reply-To: {ours}",), "Re: x", False, id="a stranger with our Message-ID"),
        pytest.param(
            "eve@rival.example", ("References: <first@acme.example>",), "Re: x", False, id="a rival with the Message-ID"
        ),
        pytest.param("ann@acme.example", (), "Another thing", False, id="her next question is another case"),
        pytest.param("ann@acme.example", (), "Old [case 999]", False, id="a number that no case has"),
        pytest.param("ann@acme.example", (), "x [case 999999999999]", False, id="a number that no case will have"),
    ],
)
def test_who_continues_a_case(
    opened: Office, mail_from: str, headers: tuple[str, ...], subject: str, joins: bool
) -> None:
    lines = [line.format(ours=opened.mails()[0].message_id) for line in headers]
    found = opened.mail_in(mail("More of it.", *lines, subject=subject, sender=mail_from), mail_from=mail_from)
    assert (found.outcome, found.case_id) == ((Outcome.CONTINUED, 1001) if joins else (Outcome.OPENED, 1002))


@pytest.mark.parametrize("how", ["as it was written", "upper-cased by a mail system"])
def test_our_reply_address_lets_a_colleague_from_anywhere_in(opened: Office, how: str) -> None:
    address = opened.header("Reply-To")
    address = address if how == "as it was written" else address.upper()
    raw = mail("I look after this now.", sender="joe@home.example", to=address)
    found = opened.mail_in(raw, mail_from="joe@home.example", rcpt_to=(address,))
    assert (found.outcome, found.case_id) == (Outcome.CONTINUED, 1001)


def test_a_tampered_reply_address_lets_nobody_in(opened: Office) -> None:
    opened.mail_in(mail("Something else.", sender="zed@rival.example"), mail_from="zed@rival.example")
    address = opened.header("Reply-To", 1002).replace("+c1002", "+c1001")
    raw = mail("Let me in.", sender="eve@evil.example", to=address)
    found = opened.mail_in(raw, mail_from="eve@evil.example", rcpt_to=(address,))
    assert (found.outcome, found.case_id) == (Outcome.OPENED, 1003)


@pytest.mark.parametrize(
    ("mail_from", "headers", "subject", "reason"),
    [
        pytest.param("ann@acme.example", VACATION, "Out of office", "auto_reply: ", id="a vacation notice"),
        pytest.param("ann@acme.example", ("Precedence: bulk",), "News", "bulk: ", id="bulk mail"),
        pytest.param("list@acme.example", ("List-Id: <l.acme.example>",), "[l] Hi", "list: ", id="a mailing list"),
        pytest.param("no-reply@acme.example", (), "Your parcel", "bulk: ", id="a sender that takes no replies"),
        pytest.param("", (), "Hello", "bounce: null sender", id="the null sender"),
        pytest.param("support@desk.example", (), "Re: x", "own: ", id="our own address"),
    ],
)
def test_machines_are_filed_and_never_answered(
    office: Office, mail_from: str, headers: tuple[str, ...], subject: str, reason: str
) -> None:
    office.customer("gotomyerp")
    sender = mail_from or "ann@acme.example"
    found = office.mail_in(mail("I am away.", *headers, subject=subject, sender=sender), mail_from=mail_from)
    assert found.outcome is Outcome.FILED
    assert found.reason.startswith(reason)
    assert (office.cases(), office.ledger()) == ([], {"filed": 1})


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        pytest.param(("X-Intake-Loop: loop-of-tests",), "a loop: X-Intake-Loop", id="our own mail back"),
        pytest.param(("Received: from a by b",) * 101, "a loop: more than 60 Received: a mail loop", id="101 servers"),
    ],
)
def test_what_goes_round_is_set_aside_for_a_person(office: Office, headers: tuple[str, ...], reason: str) -> None:
    office.customer("gotomyerp")
    found = office.mail_in(mail("I am away.", *headers))
    assert (found.outcome, found.reason, office.ledger()) == (Outcome.PARKED, reason, {"parked": 1})
    assert office.cases() == []


def test_an_automatic_reply_to_a_case_is_filed_with_it(opened: Office) -> None:
    found = opened.mail_in(mail("I am away.", *VACATION, "In-Reply-To: <first@acme.example>", subject="Out of office"))
    assert (found.outcome, found.case_id, len(opened.mails())) == (Outcome.FILED, 1001, 1)


def test_a_delivery_report_is_linked_by_the_address_our_mail_returns_to(opened: Office) -> None:
    address = opened.mails()[0].mail_from
    found = opened.mail_in(bounce_of("<nothing@known>"), mail_from="", rcpt_to=(address,))
    assert (found.outcome, found.case_id, len(opened.mails())) == (Outcome.FILED, 1001, 1)
    assert "message.filed" in opened.trail()


def test_a_delivery_report_is_linked_by_the_message_id_it_returns(opened: Office) -> None:
    found = opened.mail_in(bounce_of(opened.mails()[0].message_id), mail_from="")
    assert (found.outcome, found.case_id) == (Outcome.FILED, 1001)


@pytest.mark.parametrize(
    ("message_id", "mail_from"),
    [
        pytest.param("<mail1.aaaaaaaaaaaaaaaa@desk.example>", "", id="a guessed Message-ID of ours"),
        pytest.param("<first@acme.example>", "", id="a customer's own Message-ID that did not come from us"),
    ],
)
def test_a_delivery_report_of_somebody_else_s_mail_is_filed_apart(
    opened: Office, message_id: str, mail_from: str
) -> None:
    found = opened.mail_in(bounce_of(message_id), mail_from=mail_from)
    assert (found.outcome, found.case_id) == (Outcome.FILED, None)


def test_a_bounce_address_with_a_forged_number_names_no_case(opened: Office) -> None:
    forged = opened.mails()[0].mail_from.replace("+b1", "+b2")
    found = opened.mail_in(bounce_of("<nothing@known>"), mail_from="", rcpt_to=(forged,))
    assert (found.outcome, found.case_id) == (Outcome.FILED, None)


def test_an_unmarked_answer_to_our_bounce_address_joins_its_case_and_is_never_answered(opened: Office) -> None:
    address = opened.mails()[0].mail_from
    raw = mail("I am on a boat until Monday.", sender="ann@private.example", to=address)
    found = opened.mail_in(raw, mail_from="ann@private.example", rcpt_to=(address,))
    assert (found.outcome, found.case_id, len(opened.mails())) == (Outcome.CONTINUED, 1001, 1)


def test_what_comes_to_a_bounce_address_of_no_mail_opens_a_case_and_is_never_answered(opened: Office) -> None:
    address = opened.desk.signer.address(SUPPORT, Purpose.BOUNCE, 77, opened.now)
    found = opened.mail_in(
        mail("I am on a boat.", sender="x@new.example"), mail_from="x@new.example", rcpt_to=(address,)
    )
    assert (found.outcome, found.case_id, opened.mails(1002)) == (Outcome.OPENED, 1002, [])
    assert "never answers" in opened.details("acknowledgement.withheld")[0]["reason"]


@pytest.mark.parametrize(
    ("first", "second", "duplicate"),
    [
        pytest.param(mail("x", message_id="<d1@a>"), mail("x", message_id="<d1@a>"), True, id="the same mail twice"),
        pytest.param(mail("x", message_id="<d1@a>"), mail("y", message_id="<d1@a>"), False, id="one id, other words"),
        pytest.param(mail("x", message_id="<d1@a>"), mail("x", message_id="<d2@a>"), False, id="one text, two ids"),
    ],
)
def test_a_duplicate_is_filed_with_the_first_one_s_case(
    office: Office, first: bytes, second: bytes, duplicate: bool
) -> None:
    office.customer("gotomyerp")
    office.mail_in(first)
    found = office.mail_in(second)
    if duplicate:
        assert (found.outcome, found.case_id, found.reason) == (Outcome.FILED, 1001, "duplicate of message 1")
    assert office.ledger() == ({"opened": 1, "filed": 1} if duplicate else {"opened": 2})
    assert len(office.mails(1001)) == 1


def test_two_copies_in_one_round_of_work_make_one_case(office: Office) -> None:
    raw = mail(message_id="<same@acme.example>")
    office.accept(raw)
    office.accept(raw)
    office.run()
    assert (office.ledger(), len(office.cases())) == ({"opened": 1, "filed": 1}, 1)


def test_the_ledger_adds_up_after_a_day_of_everything(opened: Office) -> None:
    opened.mail_in(mail("More.", "In-Reply-To: <first@acme.example>"))
    opened.mail_in(mail("Away.", *VACATION))
    opened.mail_in(mail("Who are you?", sender="x@new.example"), mail_from="x@new.example")
    opened.suggests.fault = ValueError("no such word")
    opened.mail_in(mail("This one breaks us."))
    for _ in range(8):
        opened.wait(hours=1)
    assert opened.ledger() == {"opened": 2, "continued": 1, "filed": 1, "parked": 1}
    assert opened.chain_holds()
