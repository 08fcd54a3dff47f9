"""Words in whatever charset and however badly labelled: what stands in the store, and what our answer says back."""

import base64
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count

import pytest

from intake.parse.message import parse_mail
from tests.acceptance import mails, store
from tests.acceptance.mails import Desk
from tests.acceptance.running import DESK

_numbers = count(1)


def b64(text: str, charset: str) -> bytes:
    return base64.b64encode(text.encode(charset))


def write(desk: Desk, *fields: bytes, body: bytes = b"It is down.\r\n", name: bytes = b"") -> str:
    """Let one of a customer's people write; return the mail's Message-ID once it is carried through."""
    sender = f"words{next(_numbers)}@gold.example"
    whole = (name + b" <%b>" % sender.encode(), b"To: " + DESK.encode(), *fields)
    desk.take(mails.written(f"<{sender}>", b"From: " + whole[0], *whole[1:], body=body), sender=sender)
    store.until_quiet(desk.place)
    return f"<{sender}>"


def answer(desk: Desk, message_id: str) -> EmailMessage:
    (caught,) = desk.answers(message_id)
    found = message_from_bytes(caught.raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


GERMAN, RUSSIAN, JAPANESE, CHINESE = "Größe der Ausgabe", "Ошибка выгрузки", "出荷の不具合", "導出錯誤,請看鎔"
UTF8 = GERMAN.encode()
SUBJECTS = [
    pytest.param(b"=?utf-8?Q?Gr=C3=B6=C3=9Fe_der_Ausgabe?=", GERMAN, id="Q"),
    pytest.param(b"=?UTF-8?b?" + b64(RUSSIAN, "utf-8") + b"?=", RUSSIAN, id="B"),
    pytest.param(b"=?utf-8?Q?Gr=C3?=\r\n =?utf-8?Q?=B6=C3=9Fe_der_Ausgabe?=", GERMAN, id="a letter cut in two"),
    pytest.param(b"=?utf-8*de?Q?Gr=C3=B6=C3=9Fe?= der Ausgabe", GERMAN, id="with a language"),
    pytest.param(b"=?utf-8?Q?Gr=C3=B6=C3=9Fe der Ausgabe?=", GERMAN, id="with spaces inside"),
    pytest.param(b"=?utf-8?B?" + b64(GERMAN, "utf-8").rstrip(b"="), GERMAN, id="without an end"),
    pytest.param(b"=?us-ascii?Q?Gr=C3=B6=C3=9Fe_der_Ausgabe?=", GERMAN, id="UTF-8 that is called ASCII"),
    pytest.param(b"=?x-none?Q?Gr=C3=B6=C3=9Fe_der_Ausgabe?=", GERMAN, id="in a charset of no name"),
    pytest.param(b"=?iso-8859-1?Q?=93Gr=F6=DFe=94?= der Ausgabe", f"“{GERMAN[:5]}”{GERMAN[5:]}", id="windows-1252"),
    pytest.param(b"=?koi8-r?B?" + b64(RUSSIAN, "koi8-r") + b"?=", RUSSIAN, id="KOI8-R"),
    pytest.param(b"=?gb2312?B?" + b64(CHINESE, "gbk") + b"?=", CHINESE, id="GBK that is called GB2312"),
    pytest.param(b"=?iso-2022-jp?B?" + b64(JAPANESE, "iso2022_jp") + b"?=", JAPANESE, id="ISO-2022-JP"),
    pytest.param(JAPANESE.encode("iso2022_jp"), JAPANESE, id="ISO-2022-JP, unlabelled"),
    pytest.param(UTF8, GERMAN, id="raw UTF-8"),
    pytest.param(GERMAN.encode("latin-1"), GERMAN, id="raw Latin-1"),
    pytest.param(RUSSIAN.encode("cp1251"), RUSSIAN, id="raw windows-1251, as the text is labelled"),
]


@pytest.mark.parametrize(("subject", "read"), SUBJECTS)
def test_a_subject(desk: Desk, subject: bytes, read: str) -> None:
    text = (b"MIME-Version: 1.0", b"Content-Type: text/plain; charset=windows-1251")
    labelled = text if read == RUSSIAN else ()
    message_id = write(desk, b"Subject: " + subject, *labelled)
    row = desk.became(message_id)
    assert row["subject"] == read
    assert str(answer(desk, message_id)["Subject"]) == f"Re: {read} [case {row['case_id']}]"


NAMES = [
    pytest.param(b"=?utf-8?Q?J=C3=B6rg_Gr=C3=BCn?=", "Jörg Grün", id="Q"),
    pytest.param(b"=?utf-8?Q?J=C3=B6rg?=\r\n =?utf-8?Q?_Gr=C3=BCn?=", "Jörg Grün", id="split over two words"),
    pytest.param(b'"=?utf-8?Q?J=C3=B6rg_Gr=C3=BCn?="', "Jörg Grün", id="quoted, which it must not be"),
    pytest.param("Jörg Grün".encode(), "Jörg Grün", id="raw UTF-8"),
    pytest.param("Jörg Grün".encode("latin-1"), "Jörg Grün", id="raw Latin-1"),
    pytest.param(b"=?shift_jis?B?" + b64("山田太郎", "cp932") + b"?=", "山田太郎", id="Shift_JIS"),
]


@pytest.mark.parametrize(("name", "read"), NAMES)
def test_a_name_that_we_greet(desk: Desk, name: bytes, read: str) -> None:
    message_id = write(desk, b"Subject: x", name=name)
    (kept,) = store.column(
        desk.place, "SELECT contact_name FROM cases WHERE contact_address = ?", message_id.strip("<>")
    )
    assert kept == read
    plain = answer(desk, message_id).get_body(("plain",))
    assert plain is not None
    assert f"Hello {read}," in plain.get_content()


BODIES = [
    pytest.param("utf-8", GERMAN.encode(), GERMAN, id="UTF-8"),
    pytest.param("iso-8859-1", GERMAN.encode(), GERMAN, id="UTF-8 that is called Latin-1"),
    pytest.param("us-ascii", GERMAN.encode("latin-1"), GERMAN, id="Latin-1 that is called ASCII"),
    pytest.param("x-unknown", GERMAN.encode(), GERMAN, id="a charset that nobody knows"),
    pytest.param("", RUSSIAN.encode("cp1251"), RUSSIAN, id="windows-1251 without a label"),
    pytest.param("", "Нет доступа к базе".encode("cp1251"), "Нет доступа к базе", id="a few words of that"),
    pytest.param("", RUSSIAN.encode("koi8-r"), RUSSIAN, id="KOI8-R without a label"),
    pytest.param("gb2312", CHINESE.encode("gbk"), CHINESE, id="GBK that is called GB2312"),
    pytest.param("iso-8859-1", JAPANESE.encode("iso2022_jp"), JAPANESE, id="ISO-2022-JP that is called Latin-1"),
    pytest.param("utf-16", JAPANESE.encode(), JAPANESE, id="UTF-8 that is called UTF-16"),
]


@pytest.mark.parametrize(("label", "body", "read"), BODIES)
def test_a_body(desk: Desk, label: str, body: bytes, read: str) -> None:
    kind = f"Content-Type: text/plain; charset={label}" if label else "Content-Type: text/plain"
    message_id = write(desk, b"Subject: x", b"MIME-Version: 1.0", kind.encode(), body=body + b"\r\n")
    assert read in desk.became(message_id)["words"]


FILES = [
    pytest.param(b"filename*=utf-8''Gr%C3%B6%C3%9Fe.txt", "Größe.txt", id="RFC 2231"),
    pytest.param(b"filename*0*=utf-8''Gr%C3%B6;\r\n filename*1*=%C3%9Fe.txt", "Größe.txt", id="RFC 2231, in two"),
    pytest.param(b'filename="=?utf-8?Q?Gr=C3=B6=C3=9Fe.txt?="', "Größe.txt", id="an encoded word, as most do"),
    pytest.param('filename="Größe.txt"'.encode(), "Größe.txt", id="raw UTF-8"),
    pytest.param(b'filename="../../etc/passwd"', "passwd", id="a path"),
    pytest.param(rb'filename="C:\\Users\\ann\\log.txt"', "log.txt", id="a path of Windows"),
    pytest.param(b"filename*=utf-8''a%0D%0AX-Evil:%20b%00.txt", "aX-Evil: b.txt", id="line ends and NUL"),
]


@pytest.mark.parametrize(("parameter", "read"), FILES)
def test_a_file_s_name(desk: Desk, parameter: bytes, read: str) -> None:
    file = b"Content-Type: text/plain\r\nContent-Disposition: attachment; " + parameter + b"\r\n\r\nx\r\n"
    body = b"--cut\r\nContent-Type: text/plain\r\n\r\nIt is down.\r\n--cut\r\n" + file + b"--cut--\r\n"
    mixed = b'Content-Type: multipart/mixed; boundary="cut"'
    message_id = write(desk, b"Subject: x", b"MIME-Version: 1.0", mixed, body=body)
    (raw,) = [raw for found, raw in store.raws(desk.place) if found == message_id]
    (name,) = [one.name for one in parse_mail(raw).attachments]
    assert not set(name) & set("\r\n\0/\\")
    assert name.replace(" ", "") == read.replace(" ", "")
