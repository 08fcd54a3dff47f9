"""What the SMTP door takes, what it refuses, and what of a message is kept: over real sockets."""

import smtplib
import threading
from datetime import UTC, datetime

import pytest

from intake.thread.token import Purpose, Signer
from tests.acceptance import mails, store
from tests.acceptance.mails import Desk, raw_client
from tests.acceptance.running import DESK, SECRET

SIGNER = Signer(f"{SECRET} {DESK}".encode())
NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        pytest.param(DESK, 250, id="the desk's address"),
        pytest.param(DESK.upper(), 250, id="the desk's address in capitals"),
        pytest.param(SIGNER.address(DESK, Purpose.CASE, 1001, NOW), 250, id="a signed reply address"),
        pytest.param(SIGNER.address(DESK, Purpose.BOUNCE, 1, NOW), 250, id="a signed bounce address"),
        pytest.param("support+anything@desk.example", 250, id="a tag of somebody's own"),
        pytest.param("postmaster", 250, id="postmaster without a domain"),
        pytest.param("Postmaster@desk.example", 250, id="postmaster of the desk's domain"),
        pytest.param("postmaster@elsewhere.example", 550, id="postmaster of another domain"),
        pytest.param("sales@desk.example", 550, id="an address that is not the desk's"),
        pytest.param("support@elsewhere.example", 550, id="the same name elsewhere"),
        pytest.param("support@desk.example.elsewhere", 550, id="a domain that begins like ours"),
        pytest.param("support%elsewhere@desk.example", 550, id="a route through us"),
    ],
)
def test_recipients(desk: Desk, address: str, code: int) -> None:
    with smtplib.SMTP("127.0.0.1", desk.bot.port, timeout=30) as client:
        client.ehlo()
        client.mail("ann@gold.example")
        assert client.rcpt(address)[0] == code


def test_mail_to_the_postmaster_is_kept(desk: Desk) -> None:
    raw = mails.letter("<postmaster@gold.example>", sender="one@gold.example")
    assert mails.send(desk.bot, raw, sender="one@gold.example", to="postmaster").startswith("250")
    store.until_quiet(desk.place)
    assert outcomes(desk, "<postmaster@gold.example>") == ["opened"]


def test_a_hundred_and_twenty_recipients_are_one_message(desk: Desk) -> None:
    with raw_client(desk.bot, sender=b"many@gold.example") as client:
        for number in range(120):
            assert client.ask(f"RCPT TO:<support+{number}@desk.example>\r\n".encode()).startswith("250")
        assert client.ask(b"DATA\r\n").startswith("354")
        assert client.ask(mails.letter("<many@gold.example>") + b".\r\n").startswith("250")
    assert store.count(desk.place, "SELECT id FROM messages WHERE message_id = '<many@gold.example>'") == 1


def test_the_null_sender_is_accepted_and_never_answered(desk: Desk) -> None:
    raw = mails.letter("<null@gold.example>", sender="nobody@gold.example")
    assert mails.send(desk.bot, raw, sender="").startswith("250")
    store.until_quiet(desk.place)
    assert outcomes(desk, "<null@gold.example>") == ["filed"]
    assert store.column(desk.place, "SELECT mail_from FROM messages WHERE message_id = '<null@gold.example>'") == [""]
    assert desk.sink.to("nobody@gold.example") == []


def test_a_mail_announced_as_too_large_is_refused_at_once(desk: Desk) -> None:
    with smtplib.SMTP("127.0.0.1", desk.bot.port, timeout=30) as client:
        client.ehlo()
        assert client.esmtp_features["size"] == "1048576"
        assert client.mail("big@gold.example", ["SIZE=1048577"])[0] == 552
        assert client.mail("big@gold.example", ["SIZE=1048576"])[0] == 250


def test_a_mail_that_grows_too_large_is_refused_and_the_session_goes_on(desk: Desk) -> None:
    small = mails.letter("<small@gold.example>", sender="big@gold.example")
    with raw_client(desk.bot, sender=b"big@gold.example") as client:
        client.ask(b"DATA\r\n")
        client.say(b"Message-ID: <big@gold.example>\r\n\r\n" + (b"x" * 998 + b"\r\n") * 1100)
        assert client.ask(b".\r\n").startswith("552")
        assert client.ask(b"MAIL FROM:<big@gold.example>\r\n").startswith("250")
        assert client.ask(f"RCPT TO:<{DESK}>\r\n".encode()).startswith("250")
        assert client.ask(b"DATA\r\n").startswith("354")
        assert client.ask(small + b".\r\n").startswith("250")
    assert not outcomes(desk, "<big@gold.example>")


BODIES = [
    pytest.param(b"one\r\n.\r\n..\r\n...two\r\n.\r\n", id="lines that begin with dots"),
    pytest.param("Größe, 大きさ\r\n".encode(), id="raw UTF-8"),
    pytest.param(b"\x80\xff\x00\r\n", id="bytes that are no text"),
    pytest.param(b"x" * 60_000 + b"\r\n", id="a line of 60 KB"),
    pytest.param(b"\r\n\r\n \t\r\n\r\n", id="blank lines at the end"),
    pytest.param(b"", id="no body"),
]


@pytest.mark.parametrize("body", BODIES)
def test_what_is_sent_is_what_is_kept(desk: Desk, body: bytes) -> None:
    message_id = f"<body{abs(hash(body))}@gold.example>"
    raw = mails.letter(message_id).partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body
    assert mails.send(desk.bot, raw, sender="bytes@gold.example").startswith("250")
    assert [kept for found, kept in store.raws(desk.place) if found == message_id] == [raw]


def test_an_address_beyond_ascii_is_kept_and_answered(desk: Desk) -> None:
    sender = "zoë@gold.example"
    raw = mails.letter("<zoe@gold.example>", sender="zoe@gold.example").replace(b"zoe@", "zoë@".encode(), 1)
    with smtplib.SMTP("127.0.0.1", desk.bot.port, timeout=30) as client:
        client.ehlo()
        client.command_encoding = "utf-8"
        assert client.mail(sender, ["SMTPUTF8", "BODY=8BITMIME"])[0] == 250
        client.rcpt(DESK)
        assert client.data(raw)[0] == 250
    store.until_quiet(desk.place)
    assert store.count(desk.place, "SELECT id FROM messages WHERE mail_from = ?", sender) == 1
    assert len(desk.sink.to(sender)) == 1


def test_a_sender_that_is_no_text_is_refused_for_good(desk: Desk) -> None:
    with raw_client(desk.bot) as client:
        assert client.ask(b"RSET\r\n").startswith("250")
        assert client.ask(b"MAIL FROM:<zo\xff@gold.example>\r\n").startswith("553")


@pytest.mark.parametrize(
    "ending",
    [
        b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r.\r\n", b"\r\n.\r", b"\n.\r", b"\r.\n",
        b"\r\n\x00.\r\n", b"\r\n.\r\r\n",
    ],
    ids=repr,
)  # fmt: skip
def test_no_second_message_is_smuggled_behind_the_first(desk: Desk, ending: bytes) -> None:
    before = store.count(desk.place, "SELECT id FROM messages")
    second = b"MAIL FROM:<boss@gold.example>\r\nRCPT TO:<" + DESK.encode() + b">\r\nDATA\r\nSubject: smuggled\r\n\r\nx"
    with raw_client(desk.bot, sender=b"smuggler@gold.example") as client:
        client.ask(b"DATA\r\n")
        client.say(b"Subject: first\r\n\r\nx" + ending + second + b"\r\n.\r\n")
        assert client.answer().startswith("250")
        assert client.ask(b"NOOP\r\n").startswith("250")
    kept = store.raws(desk.place)[before:]
    assert len(kept) == 1
    assert b"smuggled" in kept[0][1]


def test_two_mails_in_one_breath(desk: Desk) -> None:
    envelope = b"MAIL FROM:<breath@gold.example>\r\nRCPT TO:<" + DESK.encode() + b">\r\nDATA\r\n"
    first, second = (mails.letter(f"<breath{number}@gold.example>") + b".\r\n" for number in (1, 2))
    with raw_client(desk.bot, sender=b"breath@gold.example") as client:
        client.say(b"DATA\r\n" + first + envelope + second + b"QUIT\r\n")
        said = [client.answer()[:3] for _ in range(6)]
    assert said == ["354", "250", "250", "250", "354", "250"]


def test_a_duplicate_makes_no_second_case_and_no_second_answer(desk: Desk) -> None:
    raw = mails.letter("<twice@gold.example>", sender="twice@gold.example")
    again = raw.replace(b"\r\n", b"\r\nReceived: by another.example\r\n", 1)
    for copy in (raw, again):
        assert mails.send(desk.bot, copy, sender="twice@gold.example").startswith("250")
    store.until_quiet(desk.place)
    assert outcomes(desk, "<twice@gold.example>") == ["opened", "filed"]
    assert len(desk.sink.to("twice@gold.example")) == 1


def test_eight_clients_with_one_message_at_the_same_moment(desk: Desk) -> None:
    raw = mails.letter("<same@gold.example>", sender="same@gold.example")
    start, said = threading.Barrier(8), []

    def client() -> None:
        start.wait(10)
        said.append(mails.send(desk.bot, raw, sender="same@gold.example")[:3])

    threads = [threading.Thread(target=client) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.until_quiet(desk.place)
    assert said == ["250"] * 8
    assert outcomes(desk, "<same@gold.example>") == ["opened"] + ["filed"] * 7
    assert len(desk.sink.to("same@gold.example")) == 1


def test_a_client_that_hangs_up_in_the_middle_of_data_leaves_nothing(desk: Desk) -> None:
    with raw_client(desk.bot, sender=b"gone@gold.example") as client:
        client.ask(b"DATA\r\n")
        client.say(mails.letter("<gone@gold.example>"))
    raw = mails.letter("<stayed@gold.example>", sender="gone@gold.example")
    assert mails.send(desk.bot, raw, sender="gone@gold.example").startswith("250")
    store.until_quiet(desk.place)
    assert outcomes(desk, "<gone@gold.example>") == []
    assert outcomes(desk, "<stayed@gold.example>") == ["opened"]


def outcomes(desk: Desk, message_id: str) -> list[str]:
    """Return what became of a message's copies, in the order of their arrival."""
    return store.column(desk.place, "SELECT outcome FROM messages WHERE message_id = ? ORDER BY id", message_id)
