"""Headers, names and charsets as real mailers break them."""

import pytest

from intake.domain.message import Address
from intake.parse.decode.addresses import parse_addresses
from intake.parse.decode.charset import decode_text
from intake.parse.decode.headers import message_ids, split_head
from intake.parse.decode.params import parse_value, safe_name
from intake.parse.decode.words import decode_words


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(b"=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=", "Grüße aus Köln", id="quoted-printable"),
        pytest.param(b"=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße", id="base64"),
        pytest.param(b"=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=", "Grüße", id="a character split over two words"),
        pytest.param(b"=?utf-8?Q?a?=\r\n =?utf-8?Q?b?=", "ab", id="space between two words is dropped"),
        pytest.param(b"Re: =?utf-8?Q?a?= c", "Re: a c", id="space beside plain text is kept"),
        pytest.param(b"=?utf-8?B?R3LDvMOfZQ?=", "Grüße", id="padding missing"),
        pytest.param(b"=?utf-8?Q?Gr=C3=BC=C3=9Fe", "Grüße", id="end mark missing"),
        pytest.param(b"=?utf-8?Q?Gr=C3=BC=C3=9Fe aus K=C3=B6ln?=", "Grüße aus Köln", id="spaces inside a word"),
        pytest.param(b"=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=", "Grüße", id="language suffix (RFC 2231)"),
        pytest.param(b"=?gb2312?B?1tDOxIFC?=", "中文丅", id="GBK labelled gb2312"),
        pytest.param(b"=?iso-8859-1?Q?=93Caf=E9=94?=", "“Café”", id="windows-1252 labelled iso-8859-1"),
        pytest.param(b"=?iso-2022-jp?B?GyRCJF4kXyRgGyhC?=", "まみむ", id="ISO-2022-JP"),
        pytest.param(b"=?nonsense?Q?Gr=C3=BC=C3=9Fe?=", "Grüße", id="unknown charset"),
        pytest.param("Grüße".encode(), "Grüße", id="raw UTF-8"),
        pytest.param("Grüße".encode("latin-1"), "Grüße", id="raw latin-1"),
        pytest.param(b"a\r\nBcc: x@y.example", "a Bcc: x@y.example", id="no line end survives"),
        pytest.param(b"=?utf-8?Q?a=0D=0ABcc:_x?=", "a Bcc: x", id="no encoded line end survives"),
        pytest.param(b"a\x00b\x07c", "abc", id="no control character survives"),
        pytest.param(b"=?utf-8?X?abc?=", "=?utf-8?X?abc?=", id="no encoded word at all"),
        pytest.param(b"=?=?=?", "=?=?=?", id="only marks"),
        pytest.param(b"", "", id="nothing"),
    ],
)
def test_encoded_words(raw: bytes, text: str) -> None:
    assert decode_words(raw) == text


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        pytest.param("Grüße aus Köln", "utf-8", "iso-8859-1", id="UTF-8 labelled latin-1"),
        pytest.param("Grüße aus Köln", "utf-8", "us-ascii", id="UTF-8 labelled ASCII"),
        pytest.param("“Grüße” – 5 €", "cp1252", "iso-8859-1", id="windows-1252 labelled latin-1"),
        pytest.param("Grüße aus Köln", "latin-1", "utf-8", id="latin-1 labelled UTF-8"),
        pytest.param("Grüße aus Köln", "latin-1", None, id="latin-1 without a label"),
        pytest.param("Grüße aus Köln", "latin-1", "unknown-8bit", id="latin-1 labelled unknown-8bit"),
        pytest.param("系统无法登录，請幫忙", "gb18030", "gb2312", id="GB18030 labelled gb2312"),
        pytest.param("系统无法登录", "utf-8", "gb2312", id="UTF-8 labelled gb2312"),
        pytest.param("ログインできません①", "cp932", "shift_jis", id="cp932 labelled shift_jis"),
        pytest.param("ログインできません", "iso2022_jp", "utf-8", id="ISO-2022-JP labelled UTF-8"),
        pytest.param("로그인이 안 됩니다 똠", "cp949", "ks_c_5601-1987", id="cp949 labelled ks_c_5601-1987"),
        pytest.param("無法登入", "cp950", "big5", id="Big5"),
        pytest.param("Не работает вход", "koi8-r", "koi8-r", id="KOI8-R"),
        pytest.param("Не работает вход в систему с самого утра", "cp1251", None, id="windows-1251 without a label"),
        pytest.param("Nie działa", "iso8859-2", "iso-8859-2", id="latin-2"),
        pytest.param("Hello", "utf-16", "utf-16", id="UTF-16 with a mark"),
        pytest.param("Grüße", "utf-8-sig", "latin-1", id="UTF-8 with a mark"),
        pytest.param("Grüße", "utf-7", "utf-7", id="UTF-7"),
    ],
)
def test_charset_ladder(text: str, codec: str, label: str | None) -> None:
    assert decode_text(text.encode(codec), label) == text


def test_signs_that_only_japanese_mailers_know_are_read() -> None:
    assert decode_text(b"\x1b$B-!F|\x1b(B 1\x1b(I1\x1b(B", "iso-2022-jp") == "①日 1ｱ"


@pytest.mark.parametrize(
    ("raw", "addresses"),
    [
        pytest.param(b"Lee <lee@c.example>", [("Lee", "lee@c.example")], id="name and address"),
        pytest.param(b"lee@c.example (Lee Moss)", [("Lee Moss", "lee@c.example")], id="name in a comment"),
        pytest.param(b'"Moss, Lee" <lee@c.example>', [("Moss, Lee", "lee@c.example")], id="comma in quotes"),
        pytest.param(b"Moss, Lee <lee@c.example>", [("Moss, Lee", "lee@c.example")], id="comma without quotes"),
        pytest.param(
            b"=?utf-8?Q?Moss,_L=C3=A9e?= <l@c.example>", [("Moss, Lée", "l@c.example")], id="comma in an encoded word"
        ),
        pytest.param(b"a@x.example, B <b@x.example>", [("", "a@x.example"), ("B", "b@x.example")], id="two"),
        pytest.param(b"Team: a@x.example, b@x.example;", [("", "a@x.example"), ("", "b@x.example")], id="group"),
        pytest.param(b"undisclosed-recipients:;", [], id="empty group"),
        pytest.param(b'"lee@c.example" <lee@c.example>', [("lee@c.example", "lee@c.example")], id="address as a name"),
        pytest.param(b"<@relay.example:lee@c.example>", [("", "lee@c.example")], id="source route"),
        pytest.param("Lée <lée@ç.example>".encode(), [("Lée", "lée@ç.example")], id="raw UTF-8 (RFC 6532)"),
        pytest.param(b"Lee", [("Lee", "")], id="no address"),
        pytest.param(b"Lee <lee@c.example", [("Lee", "lee@c.example")], id="angle not closed"),
        pytest.param(b'"Lee <lee@c.example>', [("Lee", "lee@c.example")], id="quote not closed"),
        pytest.param(b"a@x.example; b@x.example", [("", "a@x.example"), ("", "b@x.example")], id="semicolon"),
        pytest.param(b"", [], id="nothing"),
    ],
)
def test_addresses(raw: bytes, addresses: list[tuple[str, str]]) -> None:
    assert parse_addresses(raw) == tuple(Address(name=name, address=address) for name, address in addresses)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        pytest.param(b'attachment; filename="a.pdf"', "a.pdf", id="quoted"),
        pytest.param(b"attachment; filename=my file.pdf", "my file.pdf", id="spaces without quotes"),
        pytest.param(b"attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf", id="RFC 2231"),
        pytest.param(
            b"attachment; filename*0*=utf-8''Gr%C3%BC; filename*1*=%C3%9Fe; filename*2=.pdf", "Grüße.pdf", id="split"
        ),
        pytest.param(b"attachment; filename*1=b.pdf;\r\n filename*0=a", "ab.pdf", id="split, out of order"),
        pytest.param(b'attachment; filename="=?utf-8?B?R3LDvMOfZS5wZGY=?="', "Grüße.pdf", id="encoded word in quotes"),
        pytest.param(
            b"attachment; filename=\"a.pdf\"; filename*=utf-8''%C3%A4.pdf", "ä.pdf", id="the encoded one is preferred"
        ),
        pytest.param(b'attachment; filename="a\\"b.pdf"', 'a"b.pdf', id="escaped quote"),
        pytest.param("attachment; filename=Grüße.pdf".encode(), "Grüße.pdf", id="raw UTF-8"),
    ],
)
def test_parameters(raw: bytes, name: str) -> None:
    value, params = parse_value(raw)
    assert (value, params["filename"]) == ("attachment", name)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\lee\\a.pdf", "a.pdf"),
        ("a\r\nb\0.pdf", "a b.pdf"),
        ("..", ""),
        ("/", ""),
        (".profile", ".profile"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("x" * 300, "x" * 255),
    ],
    ids=[
        "climbs",
        "Windows path",
        "line end and NUL",
        "only dots",
        "only a slash",
        "hidden",
        "turned direction",
        "too long",
    ],
)
def test_a_file_name_is_only_a_name(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("raw", "subject", "body"),
    [
        pytest.param(b"Subject: a\r\n\r\nbody", "a", b"body", id="CRLF"),
        pytest.param(b"Subject: a\n\nbody", "a", b"body", id="LF"),
        pytest.param(b"Subject: a\r\n b\r\n\r\nbody", "a b", b"body", id="folded"),
        pytest.param(b"garbage\nSubject: a\n\nbody", "a", b"body", id="a line that is no field"),
        pytest.param(
            b"Subject: a\nbody starts here\nand goes on\n\nmore",
            "a",
            b"body starts here\nand goes on\n\nmore",
            id="no empty line",
        ),
        pytest.param(b"From lee Tue Mar 3\nSubject: a\n\nbody", "a", b"body", id="mbox line"),
        pytest.param(b"\nSubject: a\n\nbody", "a", b"body", id="empty line on top"),
        pytest.param(b"Subject: a", "a", b"", id="no body"),
    ],
)
def test_header_block(raw: bytes, subject: str, body: bytes) -> None:
    headers, rest, _ = split_head(raw)
    assert (headers.text("subject"), rest) == (subject, body)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("<1@a.example> <2@a.example>", ("<1@a.example>", "<2@a.example>")),
        ("<1@a.\n example>", ("<1@a.example>",)),
        ("1@a.example", ("<1@a.example>",)),
        ("your message of Tuesday", ()),
        ("<1@a.example> <1@a.example>", ("<1@a.example>",)),
    ],
    ids=["two", "folded inside", "without brackets", "prose", "twice the same"],
)
def test_message_ids(text: str, ids: tuple[str, ...]) -> None:
    assert message_ids(text) == ids
