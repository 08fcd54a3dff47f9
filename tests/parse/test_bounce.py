"""Who was not reached, from standard delivery reports and from servers that write only prose."""

import pytest

from intake.domain.message import Bounce
from intake.parse.message import parse_mail


def bounce(raw: str) -> Bounce:
    parsed = parse_mail(raw.encode())
    assert parsed.acknowledge is False
    assert parsed.bounce is not None
    return parsed.bounce


STANDARD = """Return-Path: <>
From: Mail Delivery System <mailer-daemon@mx.example>
Subject: Undelivered Mail
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

We could not deliver your message.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; gone@customer.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such
 user

Original-Recipient: rfc822;full@customer.example
Final-Recipient: rfc822; full@customer.example
Action: delayed
Status: 4.2.2
--b
Content-Type: %s

Message-ID: <ack-7@vendor.example>
Subject: Received
%s
--b--
"""


@pytest.mark.parametrize(("returned", "body"), [("message/rfc822", "\nHello"), ("text/rfc822-headers", "")])
def test_each_recipient_has_its_status(returned: str, body: str) -> None:
    report = bounce(STANDARD % (returned, body))
    gone, full = report.recipients
    assert (gone.address, gone.action, gone.status, gone.permanent) == (
        "gone@customer.example",
        "failed",
        "5.1.1",
        True,
    )
    assert gone.diagnostic == "550 5.1.1 no such user"
    assert (full.address, full.action, full.status, full.permanent) == (
        "full@customer.example",
        "delayed",
        "4.2.2",
        False,
    )
    assert report.original_message_id == "<ack-7@vendor.example>"


QMAIL = """Return-Path: <>
From: MAILER-DAEMON@mx.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<gone@customer.example>:
192.0.2.1 does not like recipient.
Remote host said: 550 sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-ID: <ack-7@vendor.example>
From: help@vendor.example
To: gone@customer.example
"""
EXIM = """From: Mail Delivery System <Mailer-Daemon@mx.example>
X-Failed-Recipients: gone@customer.example
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  gone@customer.example
    host mx.customer.example: 550 5.1.1 unknown user

------ This is a copy of the message, including all the headers. ------

Message-ID: <ack-7@vendor.example>
From: help@vendor.example
"""
POSTFIX = """From: MAILER-DAEMON@mx.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender

This is the Postfix program at host mx.example.

<gone@customer.example>: host mx.customer.example[192.0.2.1] said: 550 5.1.1
    <gone@customer.example>: Recipient address rejected (in reply to RCPT TO)

Message-ID: <ack-7@vendor.example>
"""
EXCHANGE = """Return-Path: <>
From: System Administrator <postmaster@customer.example>
Subject: Undeliverable: Received

Your message did not reach some or all of the intended recipients.

      Subject: Received
      Sent: 3/3/2026 9:14 AM

The following recipient(s) could not be reached:

      gone@customer.example on 3/3/2026 9:14 AM
            The e-mail account does not exist. <mx.example #5.1.1>

Message-ID: <ack-7@vendor.example>
"""


@pytest.mark.parametrize("raw", [QMAIL, EXIM, POSTFIX, EXCHANGE], ids=["qmail", "Exim", "old Postfix", "Exchange"])
def test_prose_is_read_as_well_as_can_be(raw: str) -> None:
    report = bounce(raw)
    assert [(one.address, one.action, one.status, one.permanent) for one in report.recipients] == [
        ("gone@customer.example", "failed", "5.1.1", True)
    ]
    assert report.original_message_id == "<ack-7@vendor.example>"


def test_a_delay_is_not_permanent() -> None:
    report = bounce(
        "From: MAILER-DAEMON@mx.example\nSubject: Delayed Mail (still being retried)\n\n"
        "Your message could not be delivered for 4 hours. It will be retried.\n\n"
        "<slow@customer.example>: 451 4.4.1 timed out\n"
    )
    assert [(one.address, one.action, one.permanent) for one in report.recipients] == [
        ("slow@customer.example", "delayed", False)
    ]


def test_a_report_that_names_nobody_is_still_a_report() -> None:
    report = bounce("Return-Path: <>\nFrom: x@mx.example\nSubject: sorry\n\nIt did not work.\n")
    assert report == Bounce(recipients=(), original_message_id="")
