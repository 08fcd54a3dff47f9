"""After its 250 a mail is ours and nobody gets a report, whatever is wrong with it; what we do not take is refused."""

import smtplib
from email import message_from_bytes

import pytest

from tests.acceptance import mails, store
from tests.acceptance.mails import Desk
from tests.acceptance.running import DESK

HOPS = b"Received: from a.example by b.example; Mon, 9 Mar 2026 10:00:00 +0000\r\n" * 101
BAD = [
    pytest.param('"ann lee"@gold.example', b"", "opened", id="a sender that is quoted"),
    pytest.param("a" * 200 + "@gold.example", b"", "opened", id="a sender too long to be one"),
    pytest.param("ann@[192.0.2.1]", b"", "opened", id="a sender at an address of the network"),
    pytest.param("ann@localhost", b"", "opened", id="a sender without a domain"),
    pytest.param("ann", b"", "opened", id="a sender that is a name alone"),
    pytest.param("round@gold.example", HOPS, "parked", id="a loop"),
    pytest.param("", b"", "filed", id="the null sender"),
    pytest.param("robot@gold.example", b"Auto-Submitted: auto-generated\r\n", "filed", id="a machine"),
    pytest.param("lost@gold.example", b"To: nobody@elsewhere.example\r\n", "opened", id="addressed to others as well"),
    pytest.param("spam@gold.example", b"X-Spam-Flag: YES\r\n", "opened", id="spam"),
]


@pytest.mark.parametrize(("sender", "head", "outcome"), BAD)
def test_whatever_is_wrong_with_it_nobody_gets_a_report(
    desk: Desk, sender: str, head: bytes, outcome: str, request: pytest.FixtureRequest
) -> None:
    message_id = f"<bad{request.node.callspec.indices['sender']}@mails.example>"
    desk.take(head + mails.letter(message_id, sender="x@gold.example"), sender=sender)
    desk.rest()
    assert desk.became(message_id)["outcome"] == outcome
    for caught in desk.sink.caught:
        told = message_from_bytes(caught.raw)
        assert (told.get_content_type(), told["Auto-Submitted"]) == ("multipart/alternative", "auto-replied")
        assert caught.mail_from.startswith("support+b"), "no mail of ours has the null sender"


def test_an_unknown_recipient_is_refused_before_the_mail_and_the_others_get_it(desk: Desk) -> None:
    sender = "several@gold.example"
    with smtplib.SMTP("127.0.0.1", desk.bot.port, timeout=30) as client:
        client.ehlo()
        client.mail(sender)
        said = [client.rcpt(to) for to in ("nobody@desk.example", DESK, "support@elsewhere.example", "postmaster")]
        assert [code for code, _ in said] == [550, 250, 550, 250]
        assert [words[:5] for code, words in said if code == 550] == [b"5.1.1", b"5.1.1"]
        assert client.data(mails.letter("<several@gold.example>", sender=sender))[0] == 250
    store.until_quiet(desk.place)
    assert [answer.rcpt_to for answer in desk.answers("<several@gold.example>")] == [(sender,)]


def test_a_mail_for_unknown_recipients_only_is_not_taken(desk: Desk) -> None:
    with smtplib.SMTP("127.0.0.1", desk.bot.port, timeout=30) as client:
        client.ehlo()
        client.mail("wrong@gold.example")
        assert client.rcpt("nobody@desk.example")[0] == 550
        assert client.docmd("DATA")[0] == 503
    assert store.count(desk.place, "SELECT id FROM messages WHERE mail_from = 'wrong@gold.example'") == 0


@pytest.mark.parametrize("to", ["postmaster", "POSTMASTER@desk.example"])
def test_who_writes_to_the_postmaster_is_read(desk: Desk, to: str) -> None:
    message_id, sender = f"<{len(to)}.one@gold.example>", "one@gold.example"
    raw = mails.letter(message_id, sender=sender).replace(DESK.encode(), b"postmaster@desk.example")
    desk.take(raw, sender=sender, to=to)
    desk.rest()
    assert desk.became(message_id)["outcome"] == "opened"
