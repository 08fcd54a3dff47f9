"""What a server's words say of the cause, where no code of RFC 3463 is written."""

import pytest

from intake.parse.machines.status_words import status_told
from intake.parse.message import parse_mail

WORDS = [
    ("said: 550 5.1.1 mailbox is full", "5.1.1"),
    ("550 User unknown", "5.1.1"),
    ("450 mailbox full, try later", "4.2.2"),
    ("550", "5.0.0"),
    ("no such user here", "5.1.1"),
    ("User olga not listed in Domino Directory", "5.1.1"),
    ("Das E-Mail-Konto ist nicht vorhanden", "5.1.1"),
    ("destinataire inconnu", "5.1.1"),
    ("почтовый ящик не существует", "5.1.1"),
    ("宛先不明", "5.1.1"),
    ("The user's mailbox is over its quota", "5.2.2"),
    ("Postfach voll", "5.2.2"),
    ("User mailbox exceeds allowed size", "5.2.2"),
    ("The user(s) account is disabled.", "5.2.1"),
    ("Host unknown", "5.1.2"),
    ("all relevant MX records point to non-existent hosts", "5.1.2"),
    ("Unrouteable address", "5.1.2"),
    ("host mx.customer.example [192.0.2.9]: 550 unknown user", "5.1.1"),
    ("Message size exceeds fixed limit", "5.3.4"),
    ("554 rejected as spam", "5.7.1"),
    ("Relay access denied", "5.7.1"),
    ("too many hops", "5.4.6"),
    ("connection timed out", "4.4.1"),
    ('unknown local-part "kim" in domain "c.example"', "5.1.1"),
    ("Benutzer kim nicht im Domino-Verzeichnis", "5.1.1"),
    ("skrzynka odbiorcy jest pelna", "5.2.2"),
    ("宛先のメールボックスがいっぱいです。", "5.2.2"),
    ("421 Host not reachable", "4.4.1"),
    ("it did not work", ""),
]


@pytest.mark.parametrize(("words", "status"), [pytest.param(*one, id=one[0]) for one in WORDS])
def test_words_have_a_status(words: str, status: str) -> None:
    assert status_told(words) == status


def test_what_is_only_late_is_of_class_4() -> None:
    assert status_told("mailbox full", delayed=True) == "4.2.2"


REPORT = """Return-Path: <>
From: MAILER-DAEMON@mx.example
Subject: Returned mail
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

%s
--b--
"""
BLOCKS = [
    pytest.param(
        "Final-Recipient: rfc822; kim\nOriginal-Recipient: rfc822; kim@c.example\nAction: failed\nStatus: 5.1.1",
        ("kim@c.example", "failed", "5.1.1", True),
        id="the final recipient is a bare name",
    ),
    pytest.param(
        "Final-Recipient: rfc822; new@c.example\nOriginal-Recipient: rfc822; kim@c.example\nAction: failed\n"
        "Status: 5.1.1",
        ("new@c.example", "failed", "5.1.1", True),
        id="an alias led elsewhere",
    ),
    pytest.param(
        "X-Actual-Recipient: rfc822; kim@c.example\nAction: Failed (really)\nDiagnostic-Code: smtp; 550 user unknown",
        ("kim@c.example", "failed", "5.1.1", True),
        id="no Status: its words tell",
    ),
    pytest.param(
        "Final-Recipient: rfc822; kim@c.example\nAction: delayed\nDiagnostic-Code: smtp; mailbox full",
        ("kim@c.example", "delayed", "4.2.2", False),
        id="late, no Status",
    ),
    pytest.param(
        "Final-Recipient: rfc822; kim@c.example\nAction: expanded\nStatus: 2.0.0",
        ("kim@c.example", "expanded", "2.0.0", False),
        id="expanded is no failure",
    ),
    pytest.param(
        "Final-Recipient: rfc822; kim@c.example\nAction: relayed\nStatus: 2.1.9",
        ("kim@c.example", "relayed", "2.1.9", False),
        id="relayed is no failure",
    ),
]


@pytest.mark.parametrize(("block", "expected"), BLOCKS)
def test_a_recipient_block_is_read(block: str, expected: tuple[str, str, str, bool]) -> None:
    bounce = parse_mail((REPORT % block).encode()).bounce
    assert bounce is not None
    assert [(one.address, one.action, one.status, one.permanent) for one in bounce.recipients] == [expected]


def test_a_block_without_a_diagnostic_takes_it_from_the_prose() -> None:
    block = "Final-Recipient: rfc822; kim@c.example\nAction: failed\nStatus: 5.0.0"
    prose = "--b\n\nkim@c.example\n  exceeded the failures per hour\n--b\n"
    bounce = parse_mail((REPORT.replace("--b\n", prose, 1) % block).encode()).bounce
    assert bounce is not None
    assert [(one.status, one.diagnostic) for one in bounce.recipients] == [("5.0.0", "exceeded the failures per hour")]


def test_recipients_of_one_report_in_words_have_each_their_own_fate() -> None:
    report = (
        "From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\nYour message could not be delivered:\n\n"
        "<kim@c.example>:\n550 no such user\n\n<joe@c.example>:\nmailbox is full\n\n<ann@c.example>:\n450 busy\n"
    )
    bounce = parse_mail(report.encode()).bounce
    assert bounce is not None
    assert [(one.address, one.status, one.permanent) for one in bounce.recipients] == [
        ("kim@c.example", "5.1.1", True),
        ("joe@c.example", "5.2.2", True),
        ("ann@c.example", "4.0.0", False),
    ]
