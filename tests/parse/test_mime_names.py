"""What attached files are called, from every way of writing a name down."""

import pytest

from tests.parse.mime_mails import PLAIN, attached, multi, part, whole


def name_of(fields: bytes) -> str:
    return attached(whole(multi(b"mixed", PLAIN, part(fields, b"x"))))[0][0]


TYPE = b"Content-Type: application/pdf"
BOTH = b"Content-Type: application/pdf; name=%b\nContent-Disposition: attachment; filename=%b"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        pytest.param(b"filename=a.pdf", "a.pdf", id="bare"),
        pytest.param(b'filename="a b.pdf"', "a b.pdf", id="quoted"),
        pytest.param(b"filename=a b.pdf", "a b.pdf", id="spaces without quotes"),
        pytest.param(b"filename='a b.pdf'", "a b.pdf", id="single quotes"),
        pytest.param(b'filename="a b.pdf', "a b.pdf", id="quote not closed"),
        pytest.param(b'FileName = "a.pdf" ; size=3', "a.pdf", id="spaces around the sign"),
        pytest.param(b'filename="a; b.pdf"', "a; b.pdf", id="semicolon in quotes"),
        pytest.param(b"filename=a, b.pdf", "a, b.pdf", id="comma without quotes"),
        pytest.param(b'filename="a (1).pdf"', "a (1).pdf", id="brackets in quotes"),
        pytest.param(b"filename=a (1).pdf", "a (1).pdf", id="brackets without quotes"),
        pytest.param(b'filename="a\n .pdf"', "a .pdf", id="folded in the quotes"),
        pytest.param(b"filename*=utf-8''l%C3%B8s.pdf", "løs.pdf", id="RFC 2231"),
        pytest.param(b"filename*=UTF-8'nb-NO'l%C3%B8s.pdf", "løs.pdf", id="RFC 2231 with a language"),
        pytest.param(b"filename*=''l%C3%B8s.pdf", "løs.pdf", id="RFC 2231 without a charset"),
        pytest.param(b"filename*=l%C3%B8s.pdf", "løs.pdf", id="RFC 2231 without its quotes"),
        pytest.param(b"filename*=\"utf-8''l%C3%B8s.pdf\"", "løs.pdf", id="RFC 2231 in quotes"),
        pytest.param(b"filename*=iso-8859-1''l%F8s.pdf", "løs.pdf", id="RFC 2231 in latin-1"),
        pytest.param(b"filename*=iso-8859-1''l%C3%B8s.pdf", "løs.pdf", id="RFC 2231, UTF-8 in disguise"),
        pytest.param(b"filename*=utf-8''100%%20l%C3%B8s.pdf", "100% løs.pdf", id="a percent sign that means itself"),
        pytest.param(b"filename*0=lo; filename*1=ng.pdf", "long.pdf", id="two pieces"),
        pytest.param(b"filename*1=ng.pdf; filename*0=lo", "long.pdf", id="two pieces, the last first"),
        pytest.param(
            b"filename*0=\"It's 'so' lo\"; filename*1=ng.pdf", "It's 'so' long.pdf", id="quotes that name no charset"
        ),
        pytest.param(
            b"filename*0*=utf-8''l%C3; filename*1*=%B8s; filename*2=.pdf", "løs.pdf", id="a letter cut in two"
        ),
        pytest.param(
            b"filename*0*=utf-8''l%C3%B8; filename*1=\"%41.pdf\"", "lø%41.pdf", id="a plain piece stays as it is"
        ),
        pytest.param(
            b'filename*0="=?utf-8?Q?l=C3"; filename*1="=B8s.pdf?="', "løs.pdf", id="an encoded word in two pieces"
        ),
        pytest.param(
            b"filename*0*=iso-2022-jp''%1B%24B%46%7C; filename*1*=%4B%5C%1B%28B.pdf",
            "日本.pdf",
            id="Japanese cut between two signs",
        ),
        pytest.param(b"filename=a.pdf; filename*=utf-8''l%C3%B8s.pdf", "løs.pdf", id="both forms, the richer one"),
        pytest.param(b'filename="=?utf-8?Q?l=C3=B8s.pdf?="', "løs.pdf", id="encoded word in quotes"),
        pytest.param(b"filename==?utf-8?B?bMO4cy5wZGY=?=", "løs.pdf", id="encoded word without quotes"),
        pytest.param(b'filename="=?utf-8?Q?l=C3=B8?=\n =?utf-8?Q?s.pdf?="', "løs.pdf", id="two encoded words, folded"),
        pytest.param(b'filename="=?utf-8?Q?l=C3=B8s?=.pdf"', "løs.pdf", id="an ending behind the encoded word"),
        pytest.param(b'filename="2_=?utf-8?Q?l=C3=B8s?=.pdf"', "2_løs.pdf", id="an encoded word in the middle"),
        pytest.param(b'filename="l%C3%B8s.pdf"', "løs.pdf", id="percent signs in a plain name"),
        pytest.param(b'filename="100%25.pdf"', "100%25.pdf", id="percent signs that spell nothing foreign"),
        pytest.param("filename=løs.pdf".encode(), "løs.pdf", id="raw UTF-8"),
        pytest.param('filename="løs.pdf"'.encode("latin-1"), "løs.pdf", id="raw latin-1"),
        pytest.param('filename="отчёт за март.pdf"'.encode("cp1251"), "отчёт за март.pdf", id="raw windows-1251"),
        pytest.param('filename="日本語の表.pdf"'.encode("cp932"), "日本語の表.pdf", id="raw Shift_JIS"),
        pytest.param(b'filename="C:\\\\stock\\\\a.pdf"', "a.pdf", id="a Windows path, escaped"),
        pytest.param(b'filename="C:\\stock\\a.pdf"', "a.pdf", id="a Windows path"),
        pytest.param(b'filename="../../a.pdf"', "a.pdf", id="a path that climbs"),
        pytest.param(b"filename*=utf-8''..%2F..%2Fa.pdf", "a.pdf", id="a path in percent signs"),
        pytest.param(b"filename*=utf-8''a%0D%0AX: y.pdf", "a X: y.pdf", id="a line end in percent signs"),
        pytest.param(b"filename*=utf-8''a%00.pdf", "a.pdf", id="NUL in percent signs"),
        pytest.param(b'filename="=?utf-8?B?YS5leGUNCi5wZGY=?="', "a.exe .pdf", id="a line end in an encoded word"),
        pytest.param(b'filename="one.pdf"; filename="two.pdf"', "one.pdf", id="the first of two"),
        pytest.param(b"filename*=nonsense''l%C3%B8s.pdf", "løs.pdf", id="a charset nobody knows"),
    ],
)
def test_names_in_the_disposition(disposition: bytes, name: str) -> None:
    assert name_of(TYPE + b"\nContent-Disposition: attachment; " + disposition) == name


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        pytest.param(BOTH % (b"type.pdf", b"file.pdf"), "file.pdf", id="filename before name"),
        pytest.param(BOTH % (b"type.pdf", b'""'), "type.pdf", id="an empty filename"),
        pytest.param(TYPE + b"; name=type.pdf", "type.pdf", id="name alone"),
        pytest.param(TYPE + b"; filename=type.pdf", "type.pdf", id="filename in the type"),
        pytest.param(TYPE + b"\nContent-Disposition: attachment; name=a.pdf", "a.pdf", id="name in the disposition"),
        pytest.param(TYPE + b'; name="type.pdf"\nContent-Disposition: attachment', "type.pdf", id="a bare disposition"),
        pytest.param(TYPE + b"; name*=utf-8''l%C3%B8s.pdf", "løs.pdf", id="RFC 2231 in the type"),
        pytest.param(TYPE + b"\nContent-Disposition: filename=a.pdf", "a.pdf", id="no kind of disposition"),
        pytest.param(TYPE + b"\nContent-Disposition: attachment\n filename=a.pdf", "a.pdf", id="semicolon missing"),
        pytest.param(
            TYPE + b"\nContent-Disposition: attachment;\nfilename=a.pdf", "a.pdf", id="folded without a space"
        ),
        pytest.param(b'Content-Type: application/pdf; charset="utf-8"; name=a.pdf', "a.pdf", id="a charset before"),
        pytest.param(TYPE, "", id="no name at all"),
    ],
)
def test_where_the_name_stands(fields: bytes, name: str) -> None:
    assert name_of(fields) == name
