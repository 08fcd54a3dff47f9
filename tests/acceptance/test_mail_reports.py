"""Delivery reports on our answers: never answered, read recipient by recipient, tied to the case, and their end."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from intake.demo.sink import Caught
from tests.acceptance import mails, server_reports, store
from tests.acceptance.mails import Desk
from tests.acceptance.running import DESK
from tests.acceptance.server_reports import Returned

_numbers = count(1)
DAEMON = "MAILER-DAEMON@mx.gold.example"
FAILED = [
    pytest.param(server_reports.postfix, "5.1.1", id="Postfix"),
    pytest.param(server_reports.sendmail, "5.1.1", id="Sendmail"),
    pytest.param(server_reports.exchange, "5.1.10", id="Exchange"),
    pytest.param(server_reports.domino, "5.1.1", id="Domino"),
    pytest.param(server_reports.exim, "5.1.1", id="Exim, in words"),
    pytest.param(server_reports.qmail, "5.1.1", id="qmail, in words"),
    pytest.param(server_reports.in_german, "5.1.1", id="a German provider, in words"),
    pytest.param(server_reports.of_two, "5.1.1", id="one of two recipients"),
]
NOT_GONE = [
    pytest.param(server_reports.delayed, "mail.sent", id="a delay"),
    pytest.param(server_reports.full, "mail.bounced", id="a full mailbox"),
    pytest.param(server_reports.of_another, "mail.bounced", id="somebody else was not reached"),
]
Server = Callable[[Returned], str]


def answered(desk: Desk) -> Caught:
    """Let somebody write; return our answer."""
    sender = f"gone{next(_numbers)}@gold.example"
    desk.take(mails.letter(f"<{sender}>", sender=sender), sender=sender)
    store.until_quiet(desk.place)
    (found,) = desk.sink.to(sender)
    return found


def come_back(desk: Desk, answer: Caught, server: Server, *, to: str = DESK, sender: str = "") -> dict[str, Any]:
    """Let a server report on our answer; return what became of the report."""
    message_id = f"<report{next(_numbers)}@mx.gold.example>"
    said = server(Returned(answer.rcpt_to[0], answer.raw))
    head = f"Message-ID: {message_id}\r\nTo: {to}\r\nDate: Mon, 09 Mar 2026 10:00:00 +0000\r\n"
    desk.take((head + said).encode(), sender=sender, to=to)
    desk.rest()
    assert not desk.answers(message_id), "a report is never answered"
    return desk.became(message_id)


def case_of(desk: Desk, answer: Caught) -> int:
    return int(desk.became(f"<{answer.rcpt_to[0]}>")["case_id"])


def marks(desk: Desk, answer: Caught) -> list[str]:
    return store.column(desk.place, "SELECT status FROM unreachable WHERE address = ?", answer.rcpt_to[0])


@pytest.mark.parametrize(("server", "status"), FAILED)
def test_a_failure_is_tied_to_its_case_and_stops_our_answers(desk: Desk, server: Server, status: str) -> None:
    answer = answered(desk)
    report = come_back(desk, answer, server, to=answer.mail_from)
    assert (report["outcome"], report["reason"].partition(":")[0]) == ("filed", "bounce")
    assert report["case_id"] == case_of(desk, answer)
    assert marks(desk, answer) == [status]
    sender, message_id = answer.rcpt_to[0], f"<next{next(_numbers)}@gold.example>"
    desk.take(mails.letter(message_id, sender=sender, subject="Another matter"), sender=sender)
    store.until_quiet(desk.place)
    assert "takes no mail" in desk.silence(message_id)
    assert len(desk.sink.to(sender)) == 1


@pytest.mark.parametrize(
    "sender", [pytest.param("", id="nobody"), pytest.param(DAEMON, id="a server that names itself")]
)
@pytest.mark.parametrize(("server", "status"), FAILED)
def test_one_that_only_returns_our_message_id_is_tied_to_its_case_and_silences_nobody(
    desk: Desk, server: Server, status: str, sender: str
) -> None:
    """Whoever had an answer to our letter has read its id."""
    answer = answered(desk)
    report = come_back(desk, answer, server, sender=sender)
    assert (report["outcome"], report["reason"].partition(":")[0]) == ("filed", "bounce")
    assert report["case_id"] == case_of(desk, answer)
    wanted = "SELECT detail FROM audit WHERE event = 'mail.bounced' AND case_id = ?"
    (detail,) = store.column(desk.place, wanted, case_of(desk, answer))
    assert json.loads(detail)["status"] == status
    assert marks(desk, answer) == []


@pytest.mark.parametrize(("server", "event"), NOT_GONE)
def test_what_is_not_for_ever_or_not_theirs_is_noted_and_stops_nothing(desk: Desk, server: Server, event: str) -> None:
    answer = answered(desk)
    report = come_back(desk, answer, server, to=answer.mail_from)
    case = case_of(desk, answer)
    assert (report["outcome"], report["reason"].partition(":")[0], report["case_id"]) == ("filed", "bounce", case)
    assert marks(desk, answer) == []
    events = store.column(desk.place, "SELECT event FROM audit WHERE case_id = ? AND event LIKE 'mail.%'", case)
    assert events[-1] == event


def test_each_recipient_has_its_own_end(desk: Desk) -> None:
    answer = answered(desk)
    come_back(desk, answer, server_reports.of_two, to=answer.mail_from)
    wanted = "SELECT detail FROM audit WHERE event = 'mail.bounced' AND case_id = ?"
    (detail,) = store.column(desk.place, wanted, case_of(desk, answer))
    assert (json.loads(detail)["to"], json.loads(detail)["status"]) == (answer.rcpt_to[0], "5.1.1")


def test_a_stranger_who_makes_a_report_up_silences_nobody(desk: Desk) -> None:
    answer = answered(desk)
    made_up = Caught(mail_from="", rcpt_to=answer.rcpt_to, raw=answer.raw.replace(b"<mail", b"<mail9"))
    for server in (server_reports.postfix, server_reports.qmail):
        report = come_back(desk, made_up, server)
        assert (report["outcome"], report["case_id"]) == ("filed", None)
    assert marks(desk, answer) == []
