"""Whose word the envelope of a fetched mail is: that of the servers which delivered it, never the writer's."""

from datetime import UTC, datetime

import pytest

from intake.doors.imap_envelope import fetched_envelope

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
    raw = ("\n".join([*head, "", "Words.", ""])).replace("\n", "\r\n").encode()
    at = datetime(2026, 5, 12, tzinfo=UTC)
    assert fetched_envelope(raw, at, frozenset({"s@desk.example"}), "s@desk.example").mail_from == sender
