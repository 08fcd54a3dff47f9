"""What engineers get, and what an engineer writes: plain words, the case's number, the customer's language."""

from dataclasses import replace
from datetime import datetime

import pytest

from intake.domain.contract import PromiseKind
from intake.render.internal import PageWords, ReplyWords, WarningWords, page, reply, warning
from tests.render.situations import NEW_YORK, templates

DUE = datetime.fromisoformat("2026-05-12T10:45:00-04:00")
WARNING = WarningWords(
    case_number=1042,
    customer="Example Ltd",
    subject="Re: Cannot post invoices",
    promise="initial_response",
    due_at=DUE,
    zone=NEW_YORK,
    fraction=0.8,
    answer_address="support+e1042.c2ln@desk.example",
)
PAGE = PageWords(
    case_number=1042,
    customer="Example Ltd",
    subject="Cannot post invoices",
    why="an emergency, not confirmed yet",
    due_at=DUE,
    zone=NEW_YORK,
    acknowledge_url="https://support.example.com/page/abc",
    words="Nobody can log in.\nWe tried both offices.",
    answer_address="support+e1042.c2ln@desk.example",
)
REPLY = ReplyWords(
    case_number=1042,
    subject="Cannot post invoices",
    text="Hi Ann,\n\nit works again.",
    engineer="Sam",
    vendor="gotomyerp",
    language="en",
)


def said(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("promise", "begins", "adds"),
    [
        ("initial_response", "The first answer in case 1042 for Example Ltd is due by", "Nobody has answered"),
        ("begin_work", "The start of work in case 1042 for Example Ltd is due by", "run `intake begin 1042`"),
        ("resolution", "The completion of work in case 1042", "run `intake close 1042 --resolved`"),
        ("appointment", "The appointment in case 1042 for Example Ltd", "No appointment is on record."),
    ],
)
def test_a_warning_says_what_is_due_and_when(promise: str, begins: str, adds: str) -> None:
    written = warning(replace(WARNING, promise=promise), templates())
    text = said(written.body)
    assert text.startswith(begins)
    assert "Tuesday 12 May 2026, 10:45 am EDT. 80% of the time has gone." in text
    assert adds in text
    assert "write to support+e1042.c2ln@desk.example" in text
    assert written.subject == "Due soon: Cannot post invoices [case 1042]"


def test_a_warning_after_the_deadline_says_that_it_is_over() -> None:
    written = warning(replace(WARNING, fraction=1.0, answer_address=None), templates())
    assert "was due by Tuesday 12 May 2026, 10:45 am EDT. That time has passed." in said(written.body)
    assert "run `intake reply 1042`" in said(written.body)
    assert "%" not in written.body
    assert written.subject == "Overdue: Cannot post invoices [case 1042]"


def test_a_warning_of_what_is_promised_at_once_says_since_when_and_not_that_it_is_over() -> None:
    written = warning(replace(WARNING, fraction=1.0, at_once=True), templates())
    assert "has been due since Tuesday 12 May 2026, 10:45 am EDT" in said(written.body)
    assert "passed" not in written.body
    assert written.subject == "Due: Cannot post invoices [case 1042]"


def test_every_kind_of_promise_can_be_warned_of() -> None:
    for promise in PromiseKind:
        assert warning(replace(WARNING, promise=promise), templates()).body


def test_a_page_says_why_and_how_to_take_it() -> None:
    written = page(PAGE, templates())
    text = said(written.body)
    assert text.startswith("Please take case 1042 for Example Ltd now: an emergency, not confirmed yet.")
    assert "It is due by Tuesday 12 May 2026, 10:45 am EDT." in text
    assert 'The customer wrote: "Nobody can log in. We tried both offices."' in text
    assert "Take the case: https://support.example.com/page/abc" in text
    assert '<a href="https://support.example.com/page/abc">Take the case</a>' in written.html
    assert written.subject == "On call: Cannot post invoices [case 1042]"


def test_a_page_without_a_web_address_names_the_command() -> None:
    bare = replace(PAGE, acknowledge_url=None, due_at=None, words="", customer="", answer_address=None)
    text = said(page(bare, templates()).body)
    assert "run `intake page 1042 --ack`" in text
    assert [word for word in ("due", "wrote", "http", "answer the customer") if word in text] == []


def test_a_reply_is_the_engineers_words_and_one_line_about_the_case() -> None:
    written = reply(REPLY, templates())
    assert written.subject == "Re: Cannot post invoices [case 1042]"
    assert written.body == (
        "Hi Ann,\n\nit works again.\n\nSam, gotomyerp support\n\nThis is about case 1042. Just reply to add to it.\n"
    )
    assert "<p>it works again.</p>" in written.html


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("a\n  b\tc\n", "a\n  b c\n", id="indentation"),
        pytest.param("\n\n a \n\n\n\nb\n\n", " a\n\nb\n", id="empty lines"),
        pytest.param("a\r\nb\rc\x0bd", "a\nb\nc\nd\n", id="every kind of line end"),
        pytest.param("a\x00\x1b[31m\u202eb\ufeff", "a  [31mb\n", id="control and direction characters"),
        pytest.param("x" * 300, "x" * 300 + "\n", id="a long line"),
        pytest.param("- not a list of ours\n- either", "- not a list of ours\n- either\n", id="a list"),
    ],
)
def test_an_engineers_lines_stand_as_they_were_written(text: str, kept: str) -> None:
    body = reply(replace(REPLY, text=text), templates()).body
    assert body == f"{kept}\nSam, gotomyerp support\n\nThis is about case 1042. Just reply to add to it.\n"


@pytest.mark.parametrize(
    ("language", "closing"),
    [
        ("es", "Sam, asistencia de gotomyerp\n\nSe trata del caso 1042. Para añadir algo, basta con responder.\n"),
        ("fr", "Sam, assistance gotomyerp\n\nIl s'agit du dossier 1042. Pour le compléter, il suffit de répondre.\n"),
        ("de", "Sam, gotomyerp Support\n\nEs geht um Fall 1042. Um ihn zu ergänzen, antworten Sie einfach.\n"),
        ("it", "Sam, gotomyerp support\n\nThis is about case 1042. Just reply to add to it.\n"),
    ],
)
def test_a_reply_closes_in_the_customers_language(language: str, closing: str) -> None:
    assert reply(replace(REPLY, language=language), templates()).body.endswith(closing)


def test_a_reply_without_a_name_is_the_desks() -> None:
    assert "\n\nAsistencia de gotomyerp\n" in reply(replace(REPLY, engineer="", language="es"), templates()).body


def test_a_page_names_what_is_due_first_and_what_was_pressed() -> None:
    pressed = 'Ann Lee pressed in the chat window: "We cannot connect"'
    text = said(page(replace(PAGE, promise="begin_work", pressed=pressed), templates()).body)
    assert "The start of work is due by Tuesday 12 May 2026, 10:45 am EDT." in text
    assert f"{pressed}." in text
