"""The bytes of an acknowledgement: the headers that keep loops away, and nothing a stranger can add to them."""

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.domain.errors import BadInput
from intake.domain.message import Address
from intake.domain.promise import Situation
from intake.render.letter import Written
from intake.render.mail import MailHeaders, mail
from intake.render.write import acknowledgement, receipt
from tests.render.situations import letter, templates

WRITTEN = Written(
    subject="Re: Cannot post invoices [case 1042]",
    body="We have your message.\n",
    html="<!DOCTYPE html>\n<p>We have your message.</p>\n",
)
HEADERS = MailHeaders(
    sender=Address(name="Example support", address="help@desk.example"),
    to="ann@customer.example",
    message_id="<a1@desk.example>",
    date=datetime(2026, 3, 6, 20, 40, 5, tzinfo=timezone(timedelta(hours=-5))),
    in_reply_to="<m2@customer.example>",
    references=("<m1@customer.example>",),
    reply_to="help+1042.c2lnbmVk@desk.example",
    loop_mark="desk.example/4f2a",
)
EXPECTED = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Intake-Loop",
    "MIME-Version",
    "Content-Type",
]


def read(raw: bytes) -> Message:
    return message_from_bytes(raw, policy=policy.compat32)


def subject_of(raw: bytes) -> str:
    return str(make_header(decode_header(re.sub(r"\r\n ", " ", str(read(raw)["Subject"])))))


def test_the_mail_as_it_goes_out() -> None:
    assert mail(WRITTEN, HEADERS).decode("ascii").split("\r\n") == [
        'From: "Example support"',
        " <help@desk.example>",
        "To: <ann@customer.example>",
        "Reply-To: <help+1042.c2lnbmVk@desk.example>",
        "Subject: Re: Cannot post invoices [case 1042]",
        "Date: Fri, 06 Mar 2026 20:40:05 -0500",
        "Message-ID: <a1@desk.example>",
        "In-Reply-To: <m2@customer.example>",
        "References: <m1@customer.example>",
        " <m2@customer.example>",
        "Auto-Submitted: auto-replied",
        "X-Auto-Response-Suppress: All",
        "X-Intake-Loop: desk.example/4f2a",
        "MIME-Version: 1.0",
        "Content-Type: multipart/alternative;",
        ' boundary="=_2ee1d4eb6ec29d188f308eebb14e63fa"',
        "",
        "--=_2ee1d4eb6ec29d188f308eebb14e63fa",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "We have your message.",
        "",
        "--=_2ee1d4eb6ec29d188f308eebb14e63fa",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "<!DOCTYPE html>",
        "<p>We have your message.</p>",
        "",
        "--=_2ee1d4eb6ec29d188f308eebb14e63fa--",
        "",
    ]


def test_a_mail_that_answers_nothing_has_no_thread() -> None:
    raw = mail(WRITTEN, replace(HEADERS, in_reply_to=None, references=()))
    assert [name for name in read(raw) if name in ("In-Reply-To", "References")] == []


ATTACKS = [
    pytest.param("x\r\nBcc: victim@other.example", id="CRLF"),
    pytest.param("x\nBcc: victim@other.example", id="LF"),
    pytest.param("x\rBcc: victim@other.example", id="CR"),
    pytest.param("x\r\n\r\nA body of their own", id="end of headers"),
    pytest.param("x\x00\r\n .\r\n", id="NUL and a dot"),
    pytest.param("x\x85Bcc: victim@other.example", id="NEL"),
    pytest.param("x\u2028Bcc: victim@other.example", id="line separator"),
    pytest.param("x\x0b\x0cBcc: victim@other.example", id="vertical tab and form feed"),
    pytest.param("=?utf-8?Q?x=0D=0ABcc:_victim@other.example?=", id="encoded CRLF, not decoded by us"),
    pytest.param("=?utf-8?B?eA0KQmNjOiB2aWN0aW1Ab3RoZXIuZXhhbXBsZQ==?=", id="base64 CRLF, not decoded by us"),
    pytest.param("é\r\nBcc: victim@other.example", id="CRLF beside other letters"),
    pytest.param("\ud800 half a pair", id="a lone surrogate"),
    pytest.param("x" * 5000, id="a very long word"),
    pytest.param("word " * 2000, id="very many words"),
    pytest.param("é" * 5000, id="a very long word of other letters"),
    pytest.param("\u202egpj.exe", id="direction override"),
    pytest.param("", id="nothing"),
    pytest.param(" \t ", id="blanks"),
]


def wrongs(raw: bytes) -> list[str]:
    """Return what is wrong with a mail's form."""
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    names = [line.partition(b":")[0].decode() for line in lines if not line.startswith(b" ")]
    found = [] if names == EXPECTED else [f"headers {names}"]
    found += [f"long {line!r}" for line in lines if len(line) > 120]
    found += ["an empty folded line"] * any(line.strip() == b"" for line in lines)
    found += ["a bare CR, LF or NUL"] * bool(re.search(rb"[\r\n\x00]", raw.replace(b"\r\n", b"")))
    found += [f"long body line {line!r}" for line in body.split(b"\r\n") if len(line) > 78]
    return found


@pytest.mark.parametrize("theirs", ATTACKS)
def test_a_subject_stays_one_header(theirs: str) -> None:
    raw = mail(replace(WRITTEN, subject=theirs), HEADERS)
    assert wrongs(raw) == []
    assert len(subject_of(raw)) <= 200


@pytest.mark.parametrize("theirs", ATTACKS)
def test_a_subject_stays_one_line_on_its_way_through_a_letter(theirs: str) -> None:
    written = receipt(letter(None, Situation(received_at=HEADERS.date), subject=theirs), templates())
    raw = mail(written, HEADERS)
    assert wrongs(raw) == []
    assert subject_of(raw).startswith("Re: ")
    assert subject_of(raw).endswith(" [case 1042]")
    assert "Bcc" not in written.body


@pytest.mark.parametrize("theirs", ATTACKS)
def test_a_display_name_stays_in_its_header(theirs: str) -> None:
    raw = mail(WRITTEN, replace(HEADERS, sender=Address(name=theirs, address="help@desk.example")))
    assert wrongs(raw) == []


@pytest.mark.parametrize("theirs", ATTACKS)
def test_their_message_ids_stay_in_their_headers_or_out(theirs: str) -> None:
    headers = replace(HEADERS, in_reply_to=f"<{theirs}@x>", references=(theirs, f"<{theirs}>", "<m1@customer.example>"))
    raw = mail(WRITTEN, headers)
    names = [line.partition(b":")[0].decode() for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n")]
    assert [name for name in names if not name.startswith(" ") and name not in EXPECTED] == []
    assert "<m1@customer.example>" in str(read(raw)["References"])


BAD_ADDRESSES = [
    "",
    "ann",
    "@customer.example",
    "ann@",
    "ann@customer.example\r\nBcc: victim@other.example",
    "ann@customer.example\n",
    "ann@customer.example\x00",
    "ann\x85@customer.example",
    "ann@cust\u2028omer.example",
    "ann@customer.example, victim@other.example",
    "ann@customer.example>, <victim@other.example",
    "ann lee@customer.example",
    "\ud800@customer.example",
    '"ann\r\n"@customer.example',
    "ann@@customer.example",
    "a" * 400 + "@customer.example",
]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
@pytest.mark.parametrize("header", ["From", "To", "Reply-To"])
def test_an_address_that_is_none_is_refused(header: str, address: str) -> None:
    changed = {"From": {"sender": Address(address=address)}, "To": {"to": address}, "Reply-To": {"reply_to": address}}
    with pytest.raises(BadInput, match=f"^{header}: ") as told:
        mail(WRITTEN, replace(HEADERS, **changed[header]))  # type: ignore[arg-type]
    assert len(str(told.value).splitlines()) == 1


@pytest.mark.parametrize("value", ["", "a b", "<a@b>\r\nBcc: x@y", "<a@b> <c@d>", "<é@b>", "<" + "a" * 300 + "@b>"])
def test_a_message_id_of_ours_that_cannot_stand_is_refused(value: str) -> None:
    with pytest.raises(BadInput, match=r"^Message-ID: "):
        mail(WRITTEN, replace(HEADERS, message_id=value))


@pytest.mark.parametrize("value", ["", "a b", "a\r\nBcc: x@y", "é"])
def test_a_loop_mark_that_cannot_stand_is_refused(value: str) -> None:
    with pytest.raises(BadInput, match=r"^X-Intake-Loop: "):
        mail(WRITTEN, replace(HEADERS, loop_mark=value))


def test_a_date_without_offset_is_refused() -> None:
    with pytest.raises(BadInput, match=r"^Date: .* carries no offset"):
        mail(WRITTEN, replace(HEADERS, date=datetime(2026, 3, 6, 20, 40)))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("address", ["zoë@müller.example", "用户@例子.example", '"ann lee"@customer.example'])
def test_an_unusual_address_is_kept(address: str) -> None:
    raw = mail(WRITTEN, replace(HEADERS, to=address))
    assert f"To: <{address}>\r\n".encode() in raw


def test_an_ordinary_mail_needs_no_smtputf8() -> None:
    written = replace(WRITTEN, subject="Re: Größe [case 1042]", body="Zoë, 你好\n")
    assert mail(written, replace(HEADERS, sender=Address(name="Zoë", address="help@desk.example"))).isascii()


def test_a_long_thread_keeps_its_first_message_and_its_latest() -> None:
    references = tuple(f"<m{number}@customer.example>" for number in range(100))
    found = str(
        read(mail(WRITTEN, replace(HEADERS, references=references, in_reply_to="<m99@customer.example>")))["References"]
    )
    assert found.split() == ["<m0@customer.example>", *[f"<m{number}@customer.example>" for number in range(81, 100)]]


def test_a_long_message_id_is_not_taken_apart() -> None:
    long = f"<{'a' * 200}@customer.example>"
    raw = mail(WRITTEN, replace(HEADERS, in_reply_to=long, references=(long,)))
    assert raw.count(long.encode()) == 2


def test_a_very_long_subject_keeps_its_case() -> None:
    assert subject_of(mail(replace(WRITTEN, subject="x" * 500 + " [case 1042]"), HEADERS)).endswith("x… [case 1042]")


def parts(raw: bytes) -> list[tuple[str, str]]:
    """Return content type and text of each part, decoded by the standard library."""
    found = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    assert found.get_content_type() == "multipart/alternative"
    assert not found.defects
    return [(part.get_content_type(), part.get_content().replace("\r\n", "\n")) for part in found.iter_parts()]


BODIES = ["é\n", "x" * 300 + "\n", ".\n", "From me\n", "a\r\nb\rc\n", "a = b \t\n", "", "\x00"]
LIKE_A_BOUNDARY = ["--=_2ee1d4eb6ec29d188f308eebb14e63fa\n", "--=_2ee1d4eb6ec29d188f308eebb14e63fa--\n", "=_\n--=\n"]


@pytest.mark.parametrize("body", [*BODIES, *LIKE_A_BOUNDARY])
def test_both_parts_come_out_as_they_went_in(body: str) -> None:
    raw = mail(replace(WRITTEN, body=body, html=f"<p>{body}"), HEADERS)
    assert wrongs(raw) == []
    wanted = body.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").rstrip("\n") + "\n"
    assert parts(raw) == [("text/plain", wanted), ("text/html", f"<p>{wanted}")]


def test_a_repeat_is_the_same_mail_and_another_one_has_its_own_boundary() -> None:
    other = mail(WRITTEN, replace(HEADERS, message_id="<a2@desk.example>"))
    assert mail(WRITTEN, HEADERS) == mail(WRITTEN, HEADERS)
    assert read(mail(WRITTEN, HEADERS)).get_boundary() != read(other).get_boundary()


@settings(deadline=None)
@given(body=st.text(st.characters(), max_size=300) | st.text("=_-2ae\n\r \t.é", max_size=300))
def test_no_text_ends_a_part_or_adds_one(body: str) -> None:
    raw = mail(replace(WRITTEN, body=body, html=body), HEADERS)
    assert wrongs(raw) == []
    assert [kind for kind, _ in parts(raw)] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    ("submitted", "headers"),
    [
        pytest.param("auto-replied", ["auto-replied", "All"], id="an answer"),
        pytest.param("auto-generated", ["auto-generated", "All"], id="a page"),
        pytest.param(None, [None, None], id="a person's own words"),
    ],
)
def test_a_machine_says_that_it_writes_and_a_person_does_not(submitted: str | None, headers: list[str | None]) -> None:
    found = read(mail(WRITTEN, replace(HEADERS, auto_submitted=submitted)))
    assert [found["Auto-Submitted"], found["X-Auto-Response-Suppress"]] == headers
    assert found["X-Intake-Loop"] == "desk.example/4f2a"


ANY_TEXT = st.text(st.characters(), max_size=300) | st.text('aé\r\n\t =?<>",;:\\\x00\u2028\ud800', max_size=300)


@settings(deadline=None)
@given(subject=ANY_TEXT, name=ANY_TEXT, contact=ANY_TEXT, thread=st.lists(ANY_TEXT, max_size=4))
def test_no_text_of_anybody_breaks_a_mail(subject: str, name: str, contact: str, thread: list[str]) -> None:
    written = acknowledgement(
        letter(None, Situation(received_at=HEADERS.date), subject=subject, name=contact), templates()
    )
    headers = replace(HEADERS, sender=Address(name=name, address="help@desk.example"), references=tuple(thread))
    raw = mail(written, headers)
    assert wrongs(raw) == []
    parsed = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    assert [address.addr_spec for address in parsed["To"].addresses] == ["ann@customer.example"]
    assert str(parsed["Subject"]).endswith("[case 1042]")
    assert subject_of(raw) == written.subject
    assert not parsed.defects


@settings(deadline=None)
@given(name=ANY_TEXT)
def test_a_display_name_is_read_back(name: str) -> None:
    raw = mail(WRITTEN, replace(HEADERS, sender=Address(name=name, address="help@desk.example")))
    sender = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)["From"]
    assert [address.addr_spec for address in sender.addresses] == ["help@desk.example"]
