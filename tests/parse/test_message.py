"""Whole messages: which text, which attachments, which forward."""

import hashlib

import pytest

from intake.parse.key import message_key
from intake.parse.message import parse_mail

HEAD = (
    b"From: Lee <lee@customer.example>\nTo: help@vendor.example\nSubject: Import\n"
    b"Date: Tue, 3 Mar 2026 09:14:00 +0100\n"
)


def alternative(plain: bytes, html: bytes) -> bytes:
    return (
        HEAD + b"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n" + plain
        + b"\n--b\nContent-Type: text/html\n\n" + html + b"\n--b--\n"
    )  # fmt: skip


def test_every_field_of_a_plain_mail() -> None:
    raw = (
        HEAD + b"Message-ID: <1@c.example>\nIn-Reply-To: <0@v.example>\n"
        b"References: <a@v.example>\n <0@v.example>\nCc: K <k@c.example>\n"
    )
    parsed = parse_mail(raw + b"Reply-To: desk@c.example\n\nThe import fails.\n")
    assert parsed.message_id == "<1@c.example>"
    assert parsed.in_reply_to == "<0@v.example>"
    assert parsed.references == ("<a@v.example>", "<0@v.example>")
    assert parsed.date is not None
    assert parsed.date.isoformat() == "2026-03-03T09:14:00+01:00"
    assert (parsed.sender.name, parsed.sender.address) == ("Lee", "lee@customer.example")
    assert [one.address for one in (*parsed.to, *parsed.cc, *parsed.reply_to)] == [
        "help@vendor.example",
        "k@c.example",
        "desk@c.example",
    ]
    assert parsed.text == parsed.reply_text == "The import fails."
    assert parsed.defects == ()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(alternative(b"plain words", b"<p>other words</p>"), "plain words", id="plain text is preferred"),
        pytest.param(alternative(b" \n", b"<p>other words</p>"), "other words", id="empty plain text"),
        pytest.param(
            alternative(
                b"Your mail program cannot show HTML.",
                b"<p>The import fails since this morning, for all of us in the branch.</p>",
            ),
            "The import fails since this morning, for all of us in the branch.",
            id="plain text that only announces HTML",
        ),
        pytest.param(
            HEAD + b"Content-Type: text/html\n\n<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree", id="HTML only"
        ),
        pytest.param(
            HEAD + b"Content-Type: text/html\n\n<ol><li>a<li>b<ul><li>c</ul></ol>",
            "1. a\n2. b\n  - c",
            id="lists keep their shape",
        ),
        pytest.param(
            HEAD + b"Content-Type: text/html\n\n<table><tr><th>No<th>Sum</tr><tr><td>1<td><p>9.50</table>",
            "No | Sum\n1 | 9.50",
            id="tables keep their rows",
        ),
        pytest.param(
            HEAD
            + b'Content-Type: text/html\n\nSee <a href="https://x.example/log">the log</a>, '
            + b'<a href="mailto:a@b.example">a@b.example</a>',
            "See the log <https://x.example/log>, a@b.example",
            id="links keep their address",
        ),
        pytest.param(
            HEAD + b"Content-Type: text/html\n\n<style>p{}</style><script>x()</script><p>words",
            "words",
            id="no styles and scripts",
        ),
        pytest.param(
            HEAD + b"Content-Type: text/plain; format=flowed\n\nThe import \nfails.\n-- \nLee",
            "The import fails.\n-- \nLee",
            id="flowed",
        ),
        pytest.param(
            HEAD + b"Content-Type: text/plain; format=flowed; delsp=yes\n\nThe im \nport fails.",
            "The import fails.",
            id="flowed with DelSp",
        ),
        pytest.param(
            HEAD + b"Content-Type: text/plain; format=flowed\n\n >500 users \n >here\n> old",
            ">500 users >here\n> old",
            id="flowed with signs that are no quotes",
        ),
        pytest.param(
            HEAD + b"Content-Type: text/plain; format=flowed\n\n> old \n> words\nnew",
            "> old words\nnew",
            id="flowed quotes",
        ),
        pytest.param(
            HEAD + b"Content-Transfer-Encoding: base64\n\nVGhlIGltcG9ydA==\n____\nlist footer",
            "The import\n____\nlist footer",
            id="footer behind base64",
        ),
        pytest.param(
            HEAD + b"Content-Type: multipart/mixed; boundary=b\n\nno parts", "no parts", id="multipart without parts"
        ),
        pytest.param(
            HEAD + b"Content-Type: multipart/mixed\n\n--x\n\nwords\n--x--\n", "words", id="boundary not named"
        ),
        pytest.param(
            HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nwords", "words", id="closing boundary missing"
        ),
        pytest.param(HEAD + b"Content-Type: text\n\nwords", "words", id="type that is none"),
        pytest.param(
            HEAD + b"Content-Type: text/plain; charset=nonsense\n\nGr\xc3\xbc\xc3\x9fe", "Grüße", id="unknown charset"
        ),
    ],
)
def test_text(raw: bytes, text: str) -> None:
    assert parse_mail(raw).text == text


def mixed(*parts: bytes) -> bytes:
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n"
        + b"".join(b"--b\n" + part + b"\n" for part in parts)
        + b"--b--\n"
    )


def test_attachments_keep_name_and_content() -> None:
    disposition = b'Content-Disposition: attachment; filename="../a.pdf"\n'
    part = b"Content-Type: application/pdf\n" + disposition + b"Content-Transfer-Encoding: base64\n\nJVBERg=="
    (attachment,) = parse_mail(mixed(b"\nwords", part)).attachments
    assert (attachment.name, attachment.content_type, attachment.size) == ("a.pdf", "application/pdf", 4)
    assert attachment.content == b"%PDF"
    assert attachment.sha256 == hashlib.sha256(b"%PDF").hexdigest()
    assert attachment.inline is False


def test_an_image_in_the_text_is_told_from_an_attachment() -> None:
    html = b'Content-Type: text/html\n\n<p>see <img src="cid:pic1@c"></p>'
    shown = b"Content-Type: image/png; name=a.png\nContent-ID: <pic1@c>\n\nx"
    added = b"Content-Type: image/png; name=b.png\nContent-Disposition: attachment\n\nx"
    attachments = parse_mail(mixed(html, shown, added)).attachments
    assert [(one.name, one.inline, one.content_id) for one in attachments] == [
        ("a.png", True, "pic1@c"),
        ("b.png", False, None),
    ]


def test_winmail_dat_is_kept() -> None:
    part = b'Content-Type: application/ms-tnef; name="winmail.dat"\nContent-Disposition: attachment\n\nx'
    (attachment,) = parse_mail(mixed(b"\nwords", part)).attachments
    assert (attachment.name, attachment.content_type) == ("winmail.dat", "application/ms-tnef")


def test_a_uuencoded_block_is_an_attachment() -> None:
    parsed = parse_mail(HEAD + b"\nsee below\nbegin 644 ../x.txt\n#86)C\n`\nend\nthat is all\n")
    assert [(one.name, one.content) for one in parsed.attachments] == [("x.txt", b"abc")]
    assert parsed.text.split() == ["see", "below", "that", "is", "all"]


INNER = (
    b"Content-Type: message/rfc822\n\nFrom: Kim <kim@c.example>\nSubject: Broken\n"
    b"Date: Mon, 2 Mar 2026 08:00:00 +0100\n\nThe import fails."
)


def test_an_attached_mail_is_a_forward() -> None:
    parsed = parse_mail(mixed(b"\nPlease look.", INNER))
    assert parsed.reply_text == "Please look."
    assert parsed.forwarded is not None
    assert (parsed.forwarded.sender.address, parsed.forwarded.subject) == ("kim@c.example", "Broken")
    assert parsed.forwarded.text == "The import fails."
    assert [one.content_type for one in parsed.attachments] == ["message/rfc822"]


def test_an_attached_mail_without_a_comment_is_what_the_writer_sends() -> None:
    assert parse_mail(mixed(INNER)).reply_text == "The import fails."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The import fails since this morning and nobody can log in.", "en"),
        ("Seit heute Morgen kann sich niemand mehr anmelden.", "de"),
        ("Plus personne ne peut se connecter depuis ce matin.", "fr"),
        ("今朝から誰もログインできません。", "ja"),
        ("С утра никто не может войти в систему.", "ru"),
        ("ok", None),
        ("12345 67890", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    raw = b"From: a@c.example\nSubject: 1\nContent-Type: text/plain; charset=utf-8\n\n" + text.encode()
    assert parse_mail(raw).language == language


@pytest.mark.parametrize(
    "date",
    [
        "yesterday",
        "Tue, 99 Mar 2026 09:14:00 +0100",
        "Tue, 3 Mar 99999 09:14:00",
        "",
        "Tue, 3 Mar 2026 09:14:00 +9999999",
    ],
)
def test_a_date_that_cannot_be_read_is_none(date: str) -> None:
    parsed = parse_mail(f"From: a@c.example\nDate: {date}\n\nx".encode())
    assert parsed.date is None
    assert parsed.defects


@pytest.mark.parametrize(
    "date", ["Tue, 3 Mar 2026 09:14:00 -0000", "Tue, 3 Mar 2026 09:14:00", "3 Mar 2026 04:14:00 EST"]
)
def test_every_date_has_an_offset(date: str) -> None:
    parsed = parse_mail(f"From: a@c.example\nDate: {date}\n\nx".encode())
    assert parsed.date is not None
    assert parsed.date.timestamp() == 1772529240


def test_two_copies_of_a_message_have_one_key() -> None:
    raw = b"Received: by a\nMessage-ID: <1@c.example>\n\nwords\n"
    other = b"Received: by b\r\nMessage-Id:\r\n <1@c.example>\r\n\r\nwords\r\n\r\n"
    assert message_key(raw).dedupe == message_key(other).dedupe
    assert message_key(raw).message_id == "<1@c.example>"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"Message-ID: <1@c.example>\n\nwords", b"Message-ID: <2@c.example>\n\nwords"),
        (b"Message-ID: <1@c.example>\n\nwords", b"Message-ID: <1@c.example>\n\nother"),
        (b"Date: 1\n\nwords", b"Date: 2\n\nwords"),
    ],
    ids=["other id", "other body", "no id, other bytes"],
)
def test_different_messages_have_different_keys(one: bytes, other: bytes) -> None:
    assert message_key(one).dedupe != message_key(other).dedupe


def test_a_message_without_an_id_is_known_by_its_bytes() -> None:
    key = message_key(b"Subject: x\n\nMessage-ID: <in@the.body>")
    assert key.message_id is None
    assert key.dedupe == key.raw_sha256
