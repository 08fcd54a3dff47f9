"""Which messages a machine wrote, and which may be acknowledged: one mark at a time."""

import pytest

from intake.domain.message import AutomaticKind
from intake.parse.machines.own import OwnAddresses
from intake.parse.message import parse_mail

PERSON = {
    "Return-Path": "<lee@customer.example>",
    "From": "Lee Moss <lee@customer.example>",
    "To": "help@vendor.example",
    "Subject": "Invoices cannot be posted",
    "Message-ID": "<1@customer.example>",
    "Date": "Tue, 3 Mar 2026 09:14:00 +0100",
}


def mail(changed: dict[str, str | None] | dict[str, str], body: str = "Nothing works since this morning.\n") -> bytes:
    headers = PERSON | {name.replace("_", "-"): value for name, value in changed.items()}
    return (
        "".join(f"{name}: {value}\n" for name, value in headers.items() if value is not None) + "\n" + body
    ).encode()


MACHINES = [
    pytest.param({"Auto_Submitted": "auto-replied"}, "auto_reply", id="Auto-Submitted: auto-replied"),
    pytest.param(
        {"Auto_Submitted": "Auto-Generated (by cron); owner-email=x@y"},
        "auto_reply",
        id="Auto-Submitted with comment and parameter",
    ),
    pytest.param({"Auto_Submitted": "auto-notified"}, "auto_reply", id="Auto-Submitted: auto-notified"),
    pytest.param({"X_Auto_Response_Suppress": "All"}, "auto_reply", id="X-Auto-Response-Suppress: All"),
    pytest.param(
        {"X_Auto_Response_Suppress": "OOF, AutoReply"}, "auto_reply", id="X-Auto-Response-Suppress: OOF, AutoReply"
    ),
    pytest.param(
        {"X_Auto_Response_Suppress": "DR, OOF"}, "auto_reply", id="X-Auto-Response-Suppress with OOF among others"
    ),
    pytest.param({"X_Autoreply": "yes"}, "auto_reply", id="X-Autoreply"),
    pytest.param({"X_Autorespond": "Away"}, "auto_reply", id="X-Autorespond"),
    pytest.param({"Precedence": "auto_reply"}, "auto_reply", id="Precedence: auto_reply"),
    pytest.param({"Precedence": "Auto-Reply (vacation)"}, "auto_reply", id="Precedence with hyphen and comment"),
    pytest.param({"X_Precedence": "bulk"}, "bulk", id="X-Precedence"),
    pytest.param({"AUTO_SUBMITTED": "AUTO-REPLIED"}, "auto_reply", id="a mark in capitals"),
    pytest.param({"X_Auto_Response_Suppress": "AutoReply"}, "auto_reply", id="X-Auto-Response-Suppress: AutoReply"),
    pytest.param({"X_Auto_Response_Suppress": "oof;dr"}, "auto_reply", id="X-Auto-Response-Suppress with semicolon"),
    pytest.param({"X_Autoreply_From": "lee@c.example"}, "auto_reply", id="X-Autoreply-From"),
    pytest.param({"X_Mail_Autoreply": "on"}, "auto_reply", id="X-Mail-Autoreply"),
    pytest.param({"X_Fc_Machinegenerated": "true"}, "auto_reply", id="X-FC-MachineGenerated"),
    pytest.param({"X_Apple_Action": "vacation"}, "auto_reply", id="X-Apple-Action: vacation"),
    pytest.param({"X_Cron_Env": "<SHELL=/bin/sh>"}, "auto_reply", id="X-Cron-Env"),
    pytest.param({"X_Mailer": "qmail-autoresponder 0.96"}, "auto_reply", id="written by an autoresponder"),
    pytest.param({"Message_ID": "<20260303091400.FMLAAB1.users@ml.example>"}, "list", id="Message-ID of fml"),
    pytest.param({"X_Xarf": "PLAIN"}, "feedback_report", id="X-XARF"),
    pytest.param({"From": "sympa@lists.example"}, "list", id="From sympa"),
    pytest.param({"From": "users-confirm+1a2b@lists.example"}, "list", id="From *-confirm"),
    pytest.param({"From": "MAILER-DAEMON@mx.example (Mail Delivery System)"}, "bounce", id="daemon with a comment"),
    pytest.param({"From": "Mail Delivery System <x@mx.example>"}, "bounce", id="a name that leaves no doubt"),
    pytest.param({"Precedence": "BULK"}, "bulk", id="Precedence in capitals"),
    pytest.param({"Precedence": "junk"}, "bulk", id="Precedence: junk"),
    pytest.param({"Precedence": "list"}, "list", id="Precedence: list"),
    pytest.param({"List_Id": "<users.lists.example>"}, "list", id="List-Id"),
    pytest.param({"List_Unsubscribe": "<mailto:off@lists.example>"}, "list", id="List-Unsubscribe alone"),
    pytest.param({"Return_Path": "<>"}, "bounce", id="null sender"),
    pytest.param({"From": "MAILER-DAEMON@mx.example"}, "bounce", id="From mailer-daemon"),
    pytest.param({"From": "Postmaster <postmaster@mx.example>"}, "bounce", id="From postmaster"),
    pytest.param({"From": "no-reply@shop.example"}, "bulk", id="From no-reply"),
    pytest.param({"From": "noreply@shop.example"}, "bulk", id="From noreply"),
    pytest.param({"From": "alerts-noreply@shop.example"}, "bulk", id="From something-noreply"),
    pytest.param({"From": "users-request@lists.example"}, "list", id="From *-request"),
    pytest.param({"From": "owner-users@lists.example"}, "list", id="From owner-*"),
    pytest.param({"From": "users-owner@lists.example"}, "list", id="From *-owner"),
    pytest.param({"From": "majordomo@lists.example"}, "list", id="From majordomo"),
    pytest.param({"Return_Path": "<bounce+1a2b@news.example>"}, "bulk", id="bounce address as envelope sender"),
    pytest.param({"Subject": "Out of Office: Re: Invoices"}, "auto_reply", id="vacation, English"),
    pytest.param({"Subject": "Automatic reply: Invoices"}, "auto_reply", id="vacation, Exchange"),
    pytest.param({"Subject": "Automatische Antwort: Rechnungen"}, "auto_reply", id="vacation, German"),
    pytest.param({"Subject": "Abwesenheitsnotiz"}, "auto_reply", id="vacation, German, Outlook"),
    pytest.param({"Subject": "Réponse automatique : Factures"}, "auto_reply", id="vacation, French"),
    pytest.param({"Subject": "Respuesta automática: Facturas"}, "auto_reply", id="vacation, Spanish"),
    pytest.param({"Subject": "Risposta automatica: Fatture"}, "auto_reply", id="vacation, Italian"),
    pytest.param({"Subject": "Automatisch antwoord: Facturen"}, "auto_reply", id="vacation, Dutch"),
    pytest.param({"Subject": "Autosvar: Fakturor"}, "auto_reply", id="vacation, Swedish"),
    pytest.param({"Subject": "Odpowiedź automatyczna: Faktury"}, "auto_reply", id="vacation, Polish"),
    pytest.param({"Subject": "Автоматический ответ: Счета"}, "auto_reply", id="vacation, Russian"),
    pytest.param({"Subject": "自動応答: 請求書"}, "auto_reply", id="vacation, Japanese"),
    pytest.param({"Subject": "Undelivered Mail Returned to Sender"}, "bounce", id="subject of a delivery report"),
    pytest.param({"X_Failed_Recipients": "kim@other.example"}, "bounce", id="X-Failed-Recipients"),
    pytest.param({"Subject": "Read: Invoices", "Return_Path": "<>"}, "read_receipt", id="read receipt by its subject"),
    pytest.param({"Content_Type": "text/calendar; method=REPLY"}, "calendar", id="answer to an invitation"),
    pytest.param({"Content_Type": "text/calendar; method=CANCEL"}, "calendar", id="meeting called off"),
    pytest.param(
        {"Subject": "Report domain: a.example Submitter: b.example Report-ID: 1"}, "feedback_report", id="DMARC report"
    ),
]


@pytest.mark.parametrize(("changed", "kind"), MACHINES)
def test_a_machine_gets_no_answer(changed: dict[str, str], kind: str) -> None:
    parsed = parse_mail(mail(changed))
    assert parsed.automatic.kind == kind
    assert parsed.automatic.reason
    assert parsed.acknowledge is False
    assert parsed.why_not


@pytest.mark.parametrize(
    ("report_type", "part", "kind"),
    [
        ("delivery-status", "message/delivery-status", "bounce"),
        ("disposition-notification", "message/disposition-notification", "read_receipt"),
        ("feedback-report", "message/feedback-report", "feedback_report"),
    ],
)
@pytest.mark.parametrize("declared", [True, False], ids=["report-type declared", "only the part tells"])
def test_a_report_gets_no_answer(report_type: str, part: str, kind: str, *, declared: bool) -> None:
    parameter = f"; report-type={report_type}" if declared else ""
    content_type = f"multipart/report{parameter}; boundary=b" if declared else "multipart/mixed; boundary=b"
    body = f"--b\n\nHello\n--b\nContent-Type: {part}\n\nX: y\n--b--\n"
    parsed = parse_mail(mail({"Content_Type": content_type}, body))
    assert parsed.automatic.kind == kind
    assert parsed.acknowledge is False


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="nothing special"),
        pytest.param({"Auto_Submitted": "no"}, id="Auto-Submitted: no"),
        pytest.param({"Auto_Submitted": "No (a person wrote this)"}, id="Auto-Submitted: No with a comment"),
        pytest.param({"X_Auto_Response_Suppress": "DR, RN, NRN"}, id="suppresses receipts only"),
        pytest.param({"Disposition_Notification_To": "lee@customer.example"}, id="asks for a read receipt"),
        pytest.param({"Precedence": "first-class"}, id="Precedence: first-class"),
        pytest.param(
            {"Subject": "Out of office replies are not sent by the portal"}, id="writes about out-of-office replies"
        ),
        pytest.param({"Subject": "Mail delivery fails for all our invoices"}, id="writes about mail delivery"),
        pytest.param({"Subject": "Fwd: Undeliverable: Invoice 17"}, id="forwards a delivery report"),
        pytest.param({"Subject": "Read access is missing"}, id="subject begins with Read"),
        pytest.param({"From": "replyto.norton@customer.example"}, id="a name that contains reply and no"),
        pytest.param({"X_Spam_Flag": "NO"}, id="filter says no spam"),
        pytest.param({"X_Autoreply": "no"}, id="X-Autoreply: no"),
        pytest.param({"X_Apple_Action": "junk"}, id="X-Apple-Action that is no absence"),
    ],
)
def test_a_person_may_get_an_answer(changed: dict[str, str]) -> None:
    parsed = parse_mail(mail(changed))
    assert (parsed.automatic.kind, parsed.acknowledge, parsed.why_not) == (AutomaticKind.NONE, True, None)


@pytest.mark.parametrize(
    ("changed", "why_not"),
    [
        pytest.param({"From": None}, "no From header", id="no From"),
        pytest.param({"From": "a@c.example, b@c.example"}, "several From addresses", id="two From addresses"),
        pytest.param({"From": "lee@c.example\nFrom: kim@c.example"}, "several From addresses", id="two From headers"),
        pytest.param({"From": "Lee Moss"}, "From holds no address that can be read", id="From without an address"),
        pytest.param({"X_Spam_Flag": "YES"}, "marked as spam by the filter in front of us", id="spam flag"),
    ],
)
def test_in_doubt_no_answer(changed: dict[str, str | None], why_not: str) -> None:
    parsed = parse_mail(mail(changed))
    assert parsed.automatic.kind is AutomaticKind.NONE
    assert (parsed.acknowledge, parsed.why_not) == (False, why_not)


@pytest.mark.parametrize(
    ("mail_from", "kind"),
    [("lee@customer.example", "none"), ("", "bounce"), ("MAILER-DAEMON", "bounce"), ("listserv@lists.example", "list")],
)
def test_the_envelope_sender_counts_before_return_path(mail_from: str, kind: str) -> None:
    assert parse_mail(mail({}), mail_from=mail_from).automatic.kind == kind


@pytest.mark.parametrize(
    ("rcpt_to", "own", "acknowledge"),
    [
        pytest.param(None, OwnAddresses(), True, id="nobody knows the envelope: not asked"),
        pytest.param(("help@vendor.example",), OwnAddresses(), True, id="the recipient is in To"),
        pytest.param(("HELP+case7@vendor.example",), OwnAddresses(), True, id="letter case and tag do not matter"),
        pytest.param(("other@vendor.example",), OwnAddresses(), False, id="the recipient is neither in To nor in Cc"),
        pytest.param(
            ("other@x.example",), OwnAddresses(frozenset({"help@vendor.example"})), True, id="our address is in To"
        ),
        pytest.param(
            ("sos@v.example",), OwnAddresses(frozenset({"sos@v.example"})), True, id="our address is in the envelope"
        ),
        pytest.param(("x@x.example",), OwnAddresses(frozenset({"sos@v.example"})), False, id="our address is nowhere"),
    ],
)
def test_mail_that_was_not_sent_to_us(rcpt_to: tuple[str, ...] | None, own: OwnAddresses, *, acknowledge: bool) -> None:
    assert parse_mail(mail({}), rcpt_to=rcpt_to, own=own).acknowledge is acknowledge


@pytest.mark.parametrize(
    ("changed", "own"),
    [
        pytest.param({}, OwnAddresses(frozenset({"Lee@customer.example"})), id="our address in From"),
        pytest.param(
            {"Return_Path": "<us@v.example>"},
            OwnAddresses(frozenset({"us@v.example"})),
            id="our address in the envelope",
        ),
        pytest.param({}, OwnAddresses(domains=frozenset({"customer.example"})), id="our domain in the Message-ID"),
        pytest.param({"X_Intake_Loop": "k7"}, OwnAddresses(loop_mark="k7"), id="our loop mark"),
        pytest.param(
            {"Received": "from a by b" + "\nReceived: from a by b" * 60}, OwnAddresses(), id="more than 60 Received"
        ),
    ],
)
def test_our_own_mail_gets_no_answer(changed: dict[str, str], own: OwnAddresses) -> None:
    parsed = parse_mail(mail(changed), own=own)
    assert (parsed.automatic.kind, parsed.acknowledge) == (AutomaticKind.OWN, False)


def test_sixty_received_are_still_fine() -> None:
    assert parse_mail(mail({"Received": "from a by b" + "\nReceived: from a by b" * 59})).acknowledge
