"""Whose word the envelope of a fetched mail is: that of the servers which delivered it, never the writer's."""

from datetime import UTC, datetime

import pytest

from intake.doors.imap_envelope import fetched_envelope
from intake.doors.imap_login import Login
from intake.doors.imap_mailbox import Mailbox
from intake.doors.imap_session import Server

EVE = "Return-Path: <victim@else.example>"
HERS = "From: eve@evil.example\nSubject: Hello"
TAKEN = "Received: from evil.example (evil.example [192.0.2.9])\n by mx.desk.example (Postfix) with ESMTP id 1"
FORGED = "Received: from b.example by a.example"
INSIDE = "Received: by 2002:a05:6a10:1:b0:2 with SMTP id x7csp"
REAL = "Return-Path: <eve@evil.example>"


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        pytest.param([REAL, "Delivered-To: s@desk.example", TAKEN, HERS], "eve@evil.example", id="on top"),
        pytest.param(["Delivered-To: s@desk.example", REAL, TAKEN, HERS], "eve@evil.example", id="below Delivered-To"),
        pytest.param([INSIDE, "X-Received: by x", REAL, TAKEN, HERS], "eve@evil.example", id="as Gmail has it"),
        pytest.param([REAL, TAKEN, EVE, HERS], "eve@evil.example", id="the writer's is below the server's"),
        pytest.param([TAKEN, EVE, HERS], None, id="the writer's alone, below the line of who took it in"),
        pytest.param([TAKEN, EVE, FORGED, HERS], None, id="with a way that the writer made up"),
        pytest.param([TAKEN, HERS, EVE], None, id="at the end, as some servers write it and anybody can"),
        pytest.param(["Received: by h (Postfix, from userid 33)", EVE, FORGED, HERS], None, id="a program's own mail"),
        pytest.param([INSIDE, EVE, HERS], None, id="no line says whom it came from"),
        pytest.param([EVE, HERS], None, id="nothing says that a server has had it"),
        pytest.param([TAKEN, HERS], None, id="none"),
        pytest.param(["Return-Path: <>", TAKEN, HERS], "", id="the null sender"),
        pytest.param([TAKEN, HERS, "Return-Path: <>"], "", id="the null sender, whoever says so"),
        pytest.param(["Return-Path: rubbish", TAKEN, HERS], None, id="no address"),
    ],
)
def test_who_a_fetched_mail_says_it_was_sent_by(head: list[str], sender: str | None) -> None:
    assert sender_in(head) == sender


def sender_in(head: list[str], return_path_by: str = "") -> str | None:
    """Return the envelope sender of a mail with these headers, as it is read from a mailbox."""
    raw = ("\n".join([*head, "", "Words.", ""])).replace("\n", "\r\n").encode()
    login = Login(user="s@desk.example", password="")
    mailbox = Mailbox(
        number=1,
        server=Server(host="imap.desk.example", port=993, tls=None, implicit=False, login=login),
        folder="INBOX",
        address="s@desk.example",
        own=frozenset({"s@desk.example"}),
        return_path_by=return_path_by,
    )
    return fetched_envelope(raw, datetime(2026, 5, 12, tzinfo=UTC), mailbox).mail_from


CLOUD = "Received: from AB1.eurprd04.prod.cloud.example\n by CD2.eurprd04.prod.cloud.example with HTTPS; today"


@pytest.mark.parametrize(
    ("head", "by", "sender"),
    [
        pytest.param([CLOUD, TAKEN, HERS, REAL], "cloud.example", "eve@evil.example", id="among the writer's headers"),
        pytest.param([CLOUD, TAKEN, HERS, REAL], "cd2.eurprd04.prod.cloud.example", "eve@evil.example", id="by name"),
        pytest.param([CLOUD, TAKEN, HERS, REAL], "", None, id="no server is named"),
        pytest.param([CLOUD, TAKEN, HERS, REAL], "loud.example", None, id="only the end of a name"),
        pytest.param([TAKEN, CLOUD, HERS, EVE], "cloud.example", None, id="the server's line is not the topmost"),
        pytest.param([CLOUD, TAKEN, EVE, HERS, REAL], "cloud.example", None, id="two: one may be the writer's"),
        pytest.param([HERS, EVE], "cloud.example", None, id="no server has had it"),
        pytest.param([REAL, CLOUD, TAKEN, HERS], "else.example", "eve@evil.example", id="on top it needs no name"),
        pytest.param([CLOUD, HERS, "Return-Path: <>"], "cloud.example", "", id="the null sender"),
    ],
)
def test_a_server_that_writes_it_further_down_is_believed_by_name(head: list[str], by: str, sender: str | None) -> None:
    assert sender_in(head, by) == sender
