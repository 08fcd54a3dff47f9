"""What a card quotes of a message in Slack that was edited after it was read. Fed by our own payloads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake.domain.case import Outcome
from intake.review.slack.drawn import drawn
from intake.stages.desk import Run
from tests.slack import payloads
from tests.slack.engineers.floor import text_of
from tests.slack.heard.conftest import acme
from tests.slack.heard.desk import Chat, at, open_chat
from tests.stages.office import mail


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    with open_chat(tmp_path) as chat:
        acme(chat)
        yield chat


def card(chat: Chat) -> str:
    """Return all that a card says, in one line: a quote is in pieces where facts were read from it."""
    with chat.office.reading() as connection:
        run = Run(connection=connection, desk=chat.office.desk, now=chat.office.now)
        return text_of(drawn(run, 1001).message.blocks).replace("\n", "")


def edits(chat: Chat, of: dict[str, Any], text: str, *, after: float = 60.0) -> None:
    inner = payloads.edited(of, text)
    inner["message"]["edited"]["ts"] = at(chat.office.now)
    chat.happens(inner, after=after)
    chat.settle()


def test_an_edited_message_is_quoted_as_it_stands(chat: Chat) -> None:
    said = chat.hears("We cannot connect, the password is hunter2")
    chat.settle()
    assert "hunter2" in card(chat)
    assert "edited" not in card(chat)
    edits(chat, said, "We cannot connect")
    edits(chat, said, "We cannot connect to the till")
    shown = card(chat)
    assert "We cannot connect to the till" in shown
    assert "hunter2" not in shown, "not in the title either"
    assert " · edited" in shown
    assert "in between" not in shown
    assert "last wrote" not in shown


def test_an_edit_among_later_words_stands_where_the_message_stood(chat: Chat) -> None:
    said = chat.hears("The ledger is locked")
    chat.settle()
    more = chat.hears("It is the till as well", after=60, thread_ts=said["ts"])
    chat.settle()
    edits(chat, said, "The ledger is slow")
    shown = card(chat)
    assert shown.index("The ledger is slow") < shown.index("It is the till as well")
    edits(chat, more, "It was the till")
    shown = card(chat)
    assert ("It is the till as well" in shown, "It was the till" in shown) == (False, True)
    assert shown.count(" · edited") == 2


def test_an_edit_of_one_message_of_a_turn_leaves_the_others(chat: Chat) -> None:
    said = chat.hears("The ledger is locked")
    chat.hears("since nine", after=2)
    chat.settle()
    edits(chat, said, "The ledger is slow")
    shown = card(chat)
    assert "The ledger is slow" in shown
    assert "since nine" in shown


def test_a_message_that_was_deleted_names_no_case(chat: Chat) -> None:
    said = chat.hears("We cannot connect, the password is hunter2")
    chat.settle()
    chat.happens(payloads.deleted(said), after=60)
    assert "hunter2" not in card(chat)


def test_a_mail_is_called_one_among_words_in_slack(chat: Chat) -> None:
    first = chat.office.mail_in(mail("The invoice list stays empty.", message_id="<first@acme.example>"))
    assert first.outcome is Outcome.OPENED
    assert "wrote by e-mail, " in card(chat)
