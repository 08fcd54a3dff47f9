"""No bytes make a parser raise, and what it returns can be printed."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.parse.as_json import parsed_to_json
from intake.parse.claim import claimed_level
from intake.parse.decode.addresses import parse_addresses
from intake.parse.decode.charset import decode_text
from intake.parse.decode.dates import read_date
from intake.parse.decode.headers import split_head
from intake.parse.decode.params import parse_value, safe_name
from intake.parse.decode.transfer import split_uuencoded, undo_transfer
from intake.parse.decode.words import decode_words
from intake.parse.key import message_key
from intake.parse.message import parse_mail
from intake.parse.subject import case_tag, is_forward, subject_base
from intake.parse.tree.calendar_text import calendar_words
from intake.parse.tree.flowed import unfold
from intake.parse.tree.html_text import html_to_text
from intake.parse.tree.long_tags import short_tags
from intake.parse.tree.safe_html import console_html

UNHURRIED = settings(deadline=None)  # the first example loads libraries

MAIL = b"""Return-Path: <lee@customer.example>
Received: from a by b; Tue, 3 Mar 2026 09:14:00 +0100
From: =?utf-8?Q?L=C3=A9e?= Moss <lee@customer.example>
To: "Help, Desk" <help@vendor.example>, group: a@b.example;
Subject: =?iso-2022-jp?B?GyRCJF4kXyRgGyhC?= Re: [list] Sev 2
Message-ID: <1@customer.example>
Date: Tue, 3 Mar 2026 09:14:00 +0100
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain; charset=gb2312; format=flowed; delsp=yes
Content-Transfer-Encoding: quoted-printable

=C4=E3=BA=C3 \n> quoted

--\x20
Lee
--c
Content-Type: text/html; charset=utf-8

<p>Hi <a href="http://x.example">x</a><table><tr><td>1<td>2</table><blockquote type=cite>old</blockquote>
--c--
--b
Content-Type: application/octet-stream; name*0*=utf-8''a%C3%A9; name*1=".bin"
Content-Transfer-Encoding: base64

AAECAw==
--b
Content-Type: message/rfc822

From: kim@customer.example
Subject: inner

begin 644 x.txt
#86)C
`
end
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; x@y.example
Action: failed
Status: 5.1.1
--b--
"""

TOKENS = st.sampled_from(
    [
        b"=?",
        b"?=",
        b"=?utf-8?B?",
        b"\x1b$B",
        b"--b",
        b"\n",
        b"\r\n",
        b"\r",
        b"\x00",
        b"\xff",
        b"\xc3",
        b'"',
        b"(",
        b"<",
        b">",
        b"begin 644 x\n",
        b"Content-Type: ",
        b"multipart/mixed; boundary=",
        b"charset=",
        b"utf-16",
        b"base64",
        b"*0*=",
        b"''",
        b":",
        b"X-Spam-Flag: YES\n",
        b"From: ",
        b"<div>",
        b"<ul><li>",
        b"&#xd800;",
        b"+2AA-",
        b"utf-7",
        b"Date: ",
        b"99999999",
        b"%",
    ]
)


def check(raw: bytes) -> None:
    parsed = parse_mail(raw)
    shown = json.dumps(parsed_to_json(parsed, "x"), ensure_ascii=False).encode()
    assert b"\\u0000" not in shown
    for attachment in parsed.attachments:
        assert not set(attachment.name) & set("/\\\r\n\0")
    for address in (parsed.sender, *parsed.to, *parsed.cc, *parsed.reply_to):
        assert not set(address.name + address.address) & set("\r\n\0")
    assert "\n" not in parsed.subject
    assert parsed.acknowledge is (parsed.why_not is None)
    message_key(raw)
    console_html(raw)


@UNHURRIED
@given(st.binary(max_size=2000))
def test_any_bytes_are_a_message(raw: bytes) -> None:
    check(raw)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_mutilated_mail_is_a_message(data: st.DataObject) -> None:
    raw = MAIL
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(raw)))
        cut = data.draw(st.integers(0, 40))
        put = data.draw(TOKENS | st.binary(max_size=8))
        raw = raw[:start] + put + raw[start + cut :]
    check(raw)


@UNHURRIED
@given(st.lists(TOKENS | st.binary(max_size=10), max_size=40).map(b"".join))
def test_byte_parsers_never_raise(raw: bytes) -> None:
    decode_words(raw).encode()
    parse_addresses(raw)
    parse_value(raw)
    split_head(raw)
    split_uuencoded(raw)
    for encoding in ("base64", "quoted-printable", "x-uuencode", "7bit"):
        undo_transfer(raw, encoding)


@UNHURRIED
@given(
    st.binary(max_size=300),
    st.sampled_from(["utf-8", "gb2312", "iso-2022-jp", "utf-7", "utf-16", "big5", "nonsense", "rot13"]),
)
def test_every_label_gives_text(data: bytes, label: str) -> None:
    decode_text(data, label).encode()


@UNHURRIED
@given(st.binary(max_size=60), st.text(max_size=30))
def test_any_label_gives_text(data: bytes, label: str) -> None:
    decode_text(data, label).encode()


@UNHURRIED
@given(st.text(max_size=300))
def test_text_parsers_never_raise(text: str) -> None:
    subject_base(text)
    case_tag(text)
    is_forward(text)
    claimed_level(text, text)
    unfold(text, delete_space=True)
    html_to_text(text)
    read_date(text)
    calendar_words(text)
    assert short_tags(text * 3) == text * 3
    assert not set(safe_name(text)) & set("/\\\r\n\0")


@UNHURRIED
@given(
    st.lists(
        st.sampled_from(
            [
                "<ul>",
                "<li>",
                "<p>",
                "</p>",
                "<table>",
                "<tr>",
                "<td>",
                "<a>",
                "</a>",
                "<blockquote>",
                "<pre>",
                "<br>",
                "x",
                "&nbsp;",
                "</div>",
                "<hr>",
            ]
        )
    ).map("".join)
)
def test_any_html_is_text(html: str) -> None:
    assert html_to_text(html).count("x") >= html.count("x")


@UNHURRIED
@given(st.integers(0, len(MAIL)))
def test_a_mail_cut_off_anywhere_is_a_message(end: int) -> None:
    check(MAIL[:end])
    check(MAIL[end:])


FIELDS = st.sampled_from(
    b"From|To|Subject|Date|Message-ID|References|Content-Type|Content-Disposition|Content-Transfer-Encoding|Content-ID|"
    b"Content-Location|content-type ||X|\xff".split(b"|")
)
VALUES = st.lists(
    st.sampled_from(
        b"multipart/mixed|text/html|; boundary=b|; name*0*=|utf-8''|=?utf-8?Q?|?=|=C3|a@b.example|<|>|,|;|:|(|)|\"|"
        b"\\| |"
        b"\n |\n|\r|\0|\xe9|3 Mar 2026 09:14|+0100|inline|attachment; filename=|../a|base64|x-uuencode".split(b"|")
    )
).map(b"".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(FIELDS, VALUES), max_size=12), VALUES)
def test_a_soup_of_header_fields_is_a_message(fields: list[tuple[bytes, bytes]], body: bytes) -> None:
    check(b"\n".join(name + b": " + value for name, value in fields) + b"\n\n--b\n\n" + body)


def test_nesting_and_number_of_parts_are_bounded() -> None:
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (index, index) for index in range(300)
    )
    assert any("deeper than 100" in defect for defect in parse_mail(b"From: a@b.example\n" + deep).defects)
    wide = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: image/png\n\nx\n" * 1500
    parsed = parse_mail(wide)
    assert any("more than 1000 parts" in defect for defect in parsed.defects)
    assert len(parsed.attachments) <= 1000
    assert parse_mail(b"Content-Type: message/rfc822\n\n" * 5000).defects


def test_html_nested_thousands_deep_is_still_text() -> None:
    parsed = parse_mail(b"Content-Type: text/html\n\n" + b"<div>" * 5000 + b"words")
    assert parsed.text == "words"
