"""Mails of whatever shape are taken, carried through and never parked; their words are read where there are any."""

import base64
import struct
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.parse.message import parse_mail
from tests.acceptance import store
from tests.acceptance.mails import Desk
from tests.acceptance.running import DESK

_numbers = count(1)
WORDS = "The export stops at noon."
PLAIN = f"Content-Type: text/plain\r\n\r\n{WORDS}\r\n"
TEXT, ENCODED, NO_BOUNDARY = "Content-Type: text/plain", "Content-Transfer-Encoding:", "Content-Type: multipart/mixed"
MIXED = 'Content-Type: multipart/mixed; boundary="cut"'


def nested(depth: int) -> str:
    """Return multiparts in one another, each with the words before the next."""
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n{PLAIN if n == 0 else ""}'
        + (f"--b{n}\r\n" if n == 0 else "")
        for n in range(depth)
    )
    return head + "Content-Type: text/plain\r\n\r\nthe innermost\r\n"


def enclosed(depth: int) -> str:
    return (
        f"{MIXED}\r\n\r\n--cut\r\n{PLAIN}--cut\r\n"
        + "Content-Type: message/rfc822\r\n\r\n" * depth
        + "x\r\n--cut--\r\n"
    )


def parts(number: int) -> str:
    return (
        f"{MIXED}\r\n\r\n--cut\r\n{PLAIN}" + "--cut\r\nContent-Type: text/x-log\r\n\r\nx\r\n" * number + "--cut--\r\n"
    )


def winmail() -> str:
    """Return the words with a winmail.dat (MS-TNEF) that holds log.txt."""

    def attribute(level: int, tag: int, value: bytes) -> bytes:
        return struct.pack("<BII", level, tag, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    file = (
        attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x00018010, b"log.txt\0") + attribute(2, 0x0006800F, b"line")
    )
    tnef = base64.b64encode(struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00089006, b"\0\0\1\0") + file).decode()
    kind = "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return f"{MIXED}\r\n\r\n--cut\r\n{PLAIN}--cut\r\n{kind}{tnef}\r\n--cut--\r\n"


UUENCODED = f"\r\n{WORDS}\r\n\r\nbegin 644 log.txt\r\n$;&EN90\r\n`\r\nend\r\n"
SHAPES = [
    pytest.param(nested(90), True, [], id="ninety parts in one another"),
    pytest.param(nested(2000), True, None, id="two thousand parts in one another"),
    pytest.param(enclosed(200), True, None, id="two hundred messages in one another"),
    pytest.param(parts(999), True, None, id="a thousand parts"),
    pytest.param(parts(15_000), True, None, id="fifteen thousand parts"),
    pytest.param(f"{NO_BOUNDARY}\r\n\r\n--cut\r\n{PLAIN}--cut--\r\n", True, [], id="no boundary named"),
    pytest.param(f"{MIXED}\r\n\r\n{WORDS}\r\n", True, [], id="a boundary that is nowhere"),
    pytest.param(f"{MIXED}\r\n\r\n--cut\r\n{PLAIN}", True, [], id="a last boundary that is missing"),
    pytest.param(f"{TEXT}; charset=none\r\n\r\n{WORDS}\r\n", True, [], id="a charset of no name"),
    pytest.param(f"Content-Type: ;;;=\r\n\r\n{WORDS}\r\n", True, [], id="a type that is none"),
    pytest.param(f"{TEXT}\r\n{ENCODED} x-none\r\n\r\n{WORDS}\r\n", True, [], id="an encoding of no name"),
    pytest.param(f"{TEXT}\r\n{ENCODED} base64\r\n\r\n{WORDS}\r\n", True, [], id="no base64 at all"),
    pytest.param(UUENCODED, True, ["log.txt"], id="a uuencoded file"),
    pytest.param(winmail(), True, ["log.txt", "winmail.dat"], id="winmail.dat"),
    pytest.param(f"X-Broken\r\nno field at all\r\n\r\n{WORDS}\r\n", True, [], id="a line that is no field"),
    pytest.param("X-Long: " + "x" * 60_000 + f"\r\n\r\n{WORDS}\r\n", True, [], id="a long field"),
    pytest.param("X: x\r\n" * 20_000 + f"\r\n{WORDS}\r\n", False, [], id="fields without end"),
    pytest.param("\r\n", False, [], id="no word at all"),
    pytest.param("\r\n" + "(" * 30_000 + "\r\n", False, [], id="brackets without end"),
    pytest.param("Content-Type: text/html\r\n\r\n" + "<div>" * 10_000 + WORDS, True, [], id="ten thousand elements"),
]  # fmt: skip


@pytest.mark.parametrize(("rest", "has_words", "files"), SHAPES)
def test_it_is_carried_through_and_answered(desk: Desk, rest: str, has_words: bool, files: list[str] | None) -> None:
    sender = f"shape{next(_numbers)}@gold.example"
    head = f"From: {sender}\r\nTo: {DESK}\r\nSubject: x\r\nMessage-ID: <{sender}>\r\nMIME-Version: 1.0\r\n"
    desk.take((head + rest).encode(), sender=sender)
    store.until_quiet(desk.place)
    row = desk.became(f"<{sender}>")
    assert (row["outcome"], len(desk.answers(f"<{sender}>"))) == ("opened", 1), desk.silence(f"<{sender}>")
    assert WORDS in row["words"] or not has_words
    if files is not None:
        (raw,) = [raw for found, raw in store.raws(desk.place) if found == f"<{sender}>"]
        assert sorted(one.name for one in parse_mail(raw).attachments if one.name) == files


SOUP = st.lists(
    st.one_of(
        st.sampled_from([
            b"From: a@gold.example\r\n", b"Subject: =?utf-8?Q?", b"Content-Type: multipart/mixed; boundary=b\r\n",
            b"\r\n\r\n", b"--b\r\n", b"--b--\r\n", b"Content-Transfer-Encoding: base64\r\n", b"=?=?B?",
            b"Content-Type: message/rfc822\r\n", b"Content-Type: message/delivery-status\r\n", b"\x1b$B", b"\xff\xfe",
            b"References: <", b"\n.\n", b"\0" * 9, b"<div" * 9, b"> " * 9, b"filename*0*=", b"begin 644 x\r\n",
        ]),
        st.binary(max_size=60),
    ),
    max_size=12,
).map(b"".join)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=SOUP)
def test_any_bytes_are_taken_and_nothing_is_parked(desk: Desk, raw: bytes) -> None:
    desk.take(raw, sender="any@bytes.example")


def test_what_became_of_any_bytes(desk: Desk) -> None:
    """Whatever came before: a mail that cannot be read at all would stand here as parked, or as a failed job."""
    desk.rest()
    assert set(store.ledger(desk.place)) <= {"opened", "filed"}
    assert not [event for event in desk.bot.events() if event["event"] in ("job.failed", "job.parked", "smtp.failed")]
