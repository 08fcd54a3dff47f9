"""Files and text that Outlook wrapped into winmail.dat."""

import base64
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.message import ParsedMessage
from intake.parse.message import parse_mail
from intake.parse.tree.tnef import SIGNATURE, read_tnef
from intake.parse.tree.tnef_properties import read_properties


def attribute(level: int, tag: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, tag, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def long_name(kind: bytes, raw: bytes) -> bytes:
    return struct.pack("<I", 1) + kind + b"\x00\x07\x37" + struct.pack("<II", 1, len(raw)) + raw


START = SIGNATURE + b"\x01\x00" + attribute(1, 0x00089006, b"\x00\x00\x01\x00")
BODY = attribute(1, 0x0002800C, b"Nothing works since noon.\r\n\x00")
FILE = (
    attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x00018010, b"LOG~1.TXT\x00") + attribute(2, 0x0006800F, b"line")
)
UNICODE = attribute(2, 0x00069005, long_name(b"\x1f", "Prüfung.txt\0".encode("utf-16-le")))
ANSI = attribute(2, 0x00069005, long_name(b"\x1e", b"server log.txt\0"))


def wrapped(stream: bytes, text: str = "") -> ParsedMessage:
    content = base64.b64encode(stream).decode()
    return parse_mail(
        (
            "From: lee@customer.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
            f"--b\nContent-Type: text/plain\n\n{text}\n"
            "--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
            f"{content}\n--b--\n"
        ).encode()
    )


@pytest.mark.parametrize(
    ("stream", "names"),
    [
        pytest.param(START + BODY, [], id="text only"),
        pytest.param(START + FILE, ["LOG~1.TXT"], id="a file with its short name"),
        pytest.param(START + FILE + UNICODE, ["Prüfung.txt"], id="the long name, Unicode"),
        pytest.param(START + FILE + ANSI, ["server log.txt"], id="the long name, one byte a letter"),
        pytest.param(START + FILE + ANSI + FILE, ["server log.txt", "LOG~1.TXT"], id="two files"),
        pytest.param(START + FILE + FILE[:-9], ["LOG~1.TXT", "LOG~1.TXT"], id="cut off within the second file"),
    ],
)
def test_the_files_stand_beside_their_wrapping(stream: bytes, names: list[str]) -> None:
    attachments = wrapped(stream).attachments
    assert [one.name for one in attachments] == ["winmail.dat", *names]
    assert {one.content for one in attachments[1:2]} <= {b"line"}


def test_the_text_within_counts_where_there_is_no_other() -> None:
    assert wrapped(START + BODY).text == "Nothing works since noon."
    assert wrapped(START + BODY, "Good morning").text == "Good morning"


def prop(kind: int, tag: int, raw: bytes) -> bytes:
    return struct.pack("<HHII", kind, tag, 1, len(raw)) + raw + bytes(-len(raw) % 4)


def number(tag: int) -> bytes:
    return struct.pack("<HHI", 3, tag, 7)


NAMED = struct.pack("<HH", 0x1F, 0x8001) + bytes(16) + struct.pack("<II", 1, 6) + b"a\0b\0\0\0\0\0"
NAMED += struct.pack("<II", 1, 2) + b"x\0\0\0"


def properties(level: int, tag: int, *rows: bytes) -> bytes:
    return attribute(level, tag, struct.pack("<I", len(rows)) + b"".join(rows))


def test_the_properties_name_text_type_and_file() -> None:
    text = properties(1, 0x00069003, number(0x0E08), NAMED, prop(0x1F, 0x1000, "Größe fehlt.\0".encode("utf-16-le")))
    file = attribute(2, 0x00069002, bytes(14)) + properties(
        2,
        0x00069005,
        prop(0x1E, 0x3707, b"hall.png\0"),
        prop(0x1E, 0x370E, b"image/PNG\0"),
        prop(0x102, 0x3701, b"PNG"),
    )
    parsed = wrapped(START + text + file)
    assert parsed.text == "Größe fehlt."
    assert [(one.name, one.content_type, one.content) for one in parsed.attachments[1:]] == [
        ("hall.png", "image/png", b"PNG")
    ]


def test_html_within_is_read_where_there_is_no_plain_text() -> None:
    html = properties(1, 0x00069003, prop(0x102, 0x1013, "<p>Größe <b>fehlt</b>.".encode()))
    assert wrapped(START + html).text == "Größe fehlt."


def test_the_files_of_a_message_within_are_unpacked() -> None:
    inner = properties(2, 0x00069005, prop(0x0D, 0x3701, bytes(16) + START + FILE))
    attachments = wrapped(START + attribute(2, 0x00069002, bytes(14)) + inner).attachments
    assert [(one.name, one.content) for one in attachments][2:] == [("LOG~1.TXT", b"line")]


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(noise: bytes) -> None:
    read_tnef(SIGNATURE + noise)
    read_tnef(START + FILE[:-2] + noise)
    read_properties(noise)
    read_properties(struct.pack("<I", 9) + prop(0x1F, 0x1000, b"a\0") + noise)
