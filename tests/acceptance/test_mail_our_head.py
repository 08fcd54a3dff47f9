"""The head of an answer and its envelope, as the smarthost is handed them."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest

from intake.thread.token import Purpose, Signer
from tests.acceptance import mails, store
from tests.acceptance.mails import Desk
from tests.acceptance.running import DESK, SECRET

SIGNER = Signer(f"{SECRET} {DESK}".encode())
NOW = datetime.now(UTC)
WORDS = "Our till number is 4711-0815, and the export stops at line 12."


def answered(desk: Desk, sender: str, *fields: str | bytes, message_id: str = "") -> tuple[bytes, str]:
    """Let somebody write; return our answer's bytes and its envelope sender."""
    named = message_id or f"<{sender}>"
    desk.take(mails.written(named, f"To: {DESK}", *fields, body=WORDS), sender=sender)
    store.until_quiet(desk.place)
    (caught,) = desk.sink.to(sender)
    return caught.raw, caught.mail_from


def read(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_what_an_answer_carries(desk: Desk) -> None:
    sender = "head@gold.example"
    fields = (f"From: {sender}", "Subject: The export", "References: <older@gold.example> <old@gold.example>")
    raw, mail_from = answered(desk, sender, *fields)
    found, now = read(raw), datetime.now(UTC)
    row = store.rows(desk.place, "SELECT id, case_id, message_id FROM outbox WHERE recipient = ?", sender)[0]
    assert found["Auto-Submitted"] == "auto-replied"
    assert found["X-Auto-Response-Suppress"] == "All"
    assert found["X-Intake-Loop"]
    assert found["To"] == sender
    assert found["In-Reply-To"] == f"<{sender}>"
    assert str(found["References"]).split() == ["<older@gold.example>", "<old@gold.example>", f"<{sender}>"]
    assert found["Message-ID"] == row["message_id"]
    assert re.fullmatch(r"<[^@<>]{10,}@desk\.example>", row["message_id"])
    assert now - parsedate_to_datetime(str(found["Date"])) < timedelta(minutes=5)
    assert SIGNER.read(str(found["Reply-To"]).strip("<>"), Purpose.CASE, now) == row["case_id"]
    assert SIGNER.read(mail_from, Purpose.BOUNCE, now) == row["id"]
    assert str(found["Subject"]) == f"Re: The export [case {row['case_id']}]"


def test_it_is_short_and_quotes_nothing(desk: Desk) -> None:
    raw, _ = answered(desk, "short@gold.example", "From: short@gold.example", "Subject: The export")
    texts = [part.get_content() for part in read(raw).walk() if part.get_content_maintype() == "text"]
    assert len(texts) == 2
    assert not any("4711" in text or "line 12" in text for text in texts)
    assert len(raw) < 20_000
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


INJECTIONS = [
    pytest.param("Subject: =?utf-8?Q?Help=0D=0ABcc:_eve@evil.example=0D=0A=0D=0AWin?=", id="line ends in a Q word"),
    pytest.param("Subject: =?utf-8?B?SGVscA0KQmNjOiBldmVAZXZpbC5leGFtcGxl?=", id="line ends in a B word"),
    pytest.param(b"Subject: Help\rBcc: eve@evil.example", id="a bare carriage return"),
    pytest.param(b"Subject: Help\nBcc: eve@evil.example", id="a bare line feed"),
    pytest.param(b"Subject: Help\r\n Bcc: eve@evil.example", id="a folded line"),
    pytest.param("Subject: Help\u2028Bcc: eve@evil.example\u2029\u0085", id="line ends of Unicode"),
    pytest.param("Subject: =?utf-8?Q?=00Help=0B=0C=1B[31m?=", id="control characters"),
    pytest.param("Subject: " + "long " * 5000, id="without an end"),
    pytest.param("Subject: =?utf-8?Q?=F0=9F=9A=A8?= \u202egnol", id="a picture, and letters that turn round"),
    pytest.param("References: <a@b>\r\n <c@d>\r\n\t<=?utf-8?Q?e=0D=0ABcc:_eve@evil.example?=>", id="in References"),
    pytest.param("References: " + "\r\n ".join(f"<{n}@gold.example>" for n in range(900)), id="a long thread"),
]


@pytest.mark.parametrize("field", INJECTIONS)
def test_no_stranger_s_words_add_a_header(desk: Desk, field: str | bytes, request: pytest.FixtureRequest) -> None:
    sender = f"evil{request.node.callspec.indices['field']}@gold.example"
    name = f"From: =?utf-8?Q?Ann=0D=0ABcc:_eve@evil.example?= <{sender}>"
    raw, _ = answered(desk, sender, name, field)
    head = raw.partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0].lower() for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert sorted(names) == [
        b"auto-submitted", b"content-type", b"date", b"from", b"in-reply-to", b"message-id", b"mime-version",
        b"references", b"reply-to", b"subject", b"to", b"x-auto-response-suppress", b"x-intake-loop",
    ]  # fmt: skip
    assert re.fullmatch(rb"(?:[\t -~]*\r\n)*[\t -~]*", head), "visible ASCII in lines, and nothing else"
    assert len(head) < 4000
    assert desk.sink.rcpts.count("eve@evil.example") == 0


def test_a_message_id_that_cannot_be_named_is_not_and_the_answer_goes_all_the_same(desk: Desk) -> None:
    endless = f"<{'x' * 400}@gold.example>"
    raw, _ = answered(desk, "endless@gold.example", "From: endless@gold.example", "Subject: x", message_id=endless)
    assert (read(raw)["In-Reply-To"], read(raw)["References"]) == (None, None)


@pytest.mark.parametrize("made", [NOW, NOW - timedelta(days=400)], ids=["that holds", "that has ended"])
def test_an_address_that_our_mail_returns_to_never_answers(desk: Desk, made: datetime) -> None:
    sender = f"back{made.year}@other.example"
    to = SIGNER.address(DESK, Purpose.BOUNCE, 1, made)
    desk.take(mails.letter(f"<{sender}>", sender=sender), sender=sender, to=to)
    desk.rest()
    assert not desk.answers(f"<{sender}>")
    assert desk.sink.to(sender) == []
