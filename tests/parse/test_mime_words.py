"""Encoded words (RFC 2047) as mail programs break them, and raw letters between them."""

import base64

import pytest

from intake.parse.decode.words import decode_words

LONG = base64.b64encode("Bestellung für Größe 42".encode())


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(b"=?UTF-8?q?F=c3=bcr?=", "Für", id="small letters"),
        pytest.param(b"=?utf-8?Q?F=C3?==?utf-8?Q?=BCr?=", "Für", id="no space between two"),
        pytest.param(b"=?utf-8?Q?F=C3?=\r\n\t =?utf-8?Q?=BCr?=", "Für", id="a letter cut in two, folded"),
        pytest.param(b"=?utf-8?B?Rg==?= =?utf-8?Q?=C3=BCr?=", "Für", id="both encodings in turn"),
        pytest.param(
            b"=?utf-8?B?" + LONG[:10] + b"?= =?utf-8?B?" + LONG[10:] + b"?=",
            "Bestellung für Größe 42",
            id="base64 cut at any place",
        ),
        pytest.param(b"=?utf-8?B?RsO8cg?=", "Für", id="padding missing"),
        pytest.param(b"=?utf-8?B?RsO8cg===?=", "Für", id="padding too long"),
        pytest.param(b"=?utf-8?B?RsO8\r\n cg==?=", "Für", id="base64 folded within"),
        pytest.param(b"=?utf-8?Q?F=C3=BC\r\n r_alle?=", "Für alle", id="Q folded within"),
        pytest.param(b"=?utf-8?Q?F=C3=BCr alle?=", "Für alle", id="raw space"),
        pytest.param(b"=?utf-8?Q?F=C3=BCr?alle?=", "Für?alle", id="raw question mark"),
        pytest.param(b"=?utf-8?Q?Was=3F?= =?utf-8?Q?_Wie=3F?=", "Was? Wie?", id="encoded question marks"),
        pytest.param(b"=?utf-8?Q?F=C3=BCr", "Für", id="end missing"),
        pytest.param(b"=?utf-8?Q?F=C3=BCr?", "Für", id="half the end missing"),
        pytest.param(b"=?utf-8?Q?F=C3=BCr alle", "Für alle", id="end missing and a space"),
        pytest.param(b"=?utf-8?Q?50=?=", "50=", id="an equal sign cut off"),
        pytest.param(b"=?utf-8?Q?a=ZZb?=", "a=ZZb", id="an equal sign that means itself"),
        pytest.param(b"=?utf-8?Q??= =?utf-8?Q?a?=", "a", id="an empty one"),
        pytest.param(b"=?utf-8?Q??=", "", id="nothing but an empty one"),
        pytest.param(b"A =?utf-8?Q?b?= c", "A b c", id="between plain words"),
        pytest.param(b"A=?utf-8?Q?b?=c", "Abc", id="within a plain word"),
        pytest.param(b"(=?utf-8?Q?b?=)", "(b)", id="in brackets"),
        pytest.param(b'"=?utf-8?Q?b?="', '"b"', id="in quotes"),
        pytest.param(b"=?utf-8?Q?a_?= =?iso-8859-1?Q?=FCb?=", "a üb", id="two charsets"),
        pytest.param(b"=?utf-8?Q?=3D=3Futf-8=3FQ=3FF=3DC3=3DBCr=3F=3D?=", "Für", id="encoded twice"),
        pytest.param(b"=?iso-8859-1?Q?F=C3=BCr?=", "Für", id="UTF-8 in disguise"),
        pytest.param(b"=?us-ascii?Q?F=FCr?=", "Für", id="latin-1 labelled ASCII"),
        pytest.param(b"=?utf-8?Q?F=FCr_alle?=", "Für alle", id="latin-1 labelled UTF-8"),
        pytest.param(b"=?windows-1252?Q?=80_5?=", "€ 5", id="windows-1252"),
        pytest.param(b"=?cp1252?Q?=80_5?=", "€ 5", id="cp1252"),
        pytest.param(b"=?unknown-8bit?Q?F=C3=BCr?=", "Für", id="charset unknown-8bit"),
        pytest.param(b"=?x-made-up?Q?F=FCr?=", "Für", id="charset made up"),
        pytest.param(b"=?utf8?Q?F=C3=BCr?=", "Für", id="utf8"),
        pytest.param(b"=?utf-8*de-AT?Q?F=C3=BCr?=", "Für", id="with a language (RFC 2231)"),
        pytest.param(b'=?"utf-8"?Q?F=C3=BCr?=', "Für", id="charset in quotes"),
        pytest.param(b"=?shift_jis?B?k/qWew==?=", "日本", id="Shift_JIS"),
        pytest.param(b"=?euc-kr?B?x9GxuQ==?=", "한국", id="EUC-KR"),
        pytest.param(b"=?big5?B?pKSk5Q==?=", "中文", id="Big5"),
        pytest.param(b"=?koi8-r?B?88vMwcQ=?=", "Склад", id="KOI8-R"),
        pytest.param(b"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本", id="ISO-2022-JP"),
        pytest.param(
            b"=?iso-2022-jp?B?GyRCRnw=?= =?iso-2022-jp?B?S1wbKEI=?=", "日本", id="ISO-2022-JP cut without an escape"
        ),
        pytest.param(b"\x1b$BF|K\\\x1b(B", "日本", id="raw ISO-2022-JP"),
        pytest.param("=?utf-8?Q?F=C3=BCr?= Größe".encode(), "Für Größe", id="raw UTF-8 beside an encoded word"),
        pytest.param("Größe".encode("cp1252"), "Größe", id="raw windows-1252"),
        pytest.param("Отчёт за март".encode("cp1251"), "Отчёт за март", id="raw windows-1251"),
        pytest.param("库存清单不完整".encode("gb18030"), "库存清单不完整", id="raw GBK"),
        pytest.param(b"=?utf-8 ?Q?F=C3=BCr?=", "Für", id="a space behind the charset"),
        pytest.param(b"=?utf-8?Q?F=\r\n =C3=BCr?=", "Für", id="a soft line break within"),
        pytest.param("Отчёт за март не открывается".encode("koi8-r"), "Отчёт за март не открывается", id="raw KOI8-R"),
        pytest.param("在庫のお知らせ".encode("cp932"), "在庫のお知らせ", id="raw Shift_JIS"),
        pytest.param("재고 안내입니다".encode("cp949"), "재고 안내입니다", id="raw EUC-KR"),
        pytest.param(b"=?utf-8?Q?a=E2=82?=", "a\ufffd", id="cut off within a letter"),
        pytest.param(b"a =? b", "a =? b", id="a mark that opens nothing"),
        pytest.param(b"=?utf-8?Q?a\r\nBcc: x?=", "a Bcc: x", id="a line end within"),
        pytest.param(b"a\t b", "a  b", id="a tab is a space"),
    ],
)
def test_broken_encoded_words(raw: bytes, text: str) -> None:
    assert decode_words(raw) == text
