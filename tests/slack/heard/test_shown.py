"""What an engineer reads of a case in Slack: turns as one, what was deleted only when asked for."""

import json
from io import StringIO

from rich.console import Console

from intake.cli.case import _plain
from intake.cli.case_text import show_case
from intake.review.deleted import without_deleted
from intake.review.queue import CaseFile, case_file
from intake.stages.desk import Run
from tests.slack import payloads
from tests.slack.heard.desk import Chat


def read(chat: Chat, *, deleted: bool = False) -> CaseFile:
    with chat.office.reading() as connection:
        found = case_file(Run(connection=connection, desk=chat.office.desk, now=chat.office.now), 1001)
    return found if deleted else without_deleted(found)


def shown(found: CaseFile) -> str:
    written = StringIO()
    show_case(found, "America/New_York", Console(file=written, width=120))
    return written.getvalue()


def test_a_turn_is_shown_once_with_its_parts_below(chat: Chat) -> None:
    chat.hears("The ledger is locked")
    chat.hears("for all of us", after=2, files=[payloads.file("F1")])
    chat.settle()
    said = shown(read(chat))
    assert said.count("for all of us") == 1
    assert "message 2, Tue 12 May 2026 10:00 EDT: part of message 1" in said
    assert "attached: screenshot.png (2048 bytes)" in said
    assert "Message 1 sent by slack:T0GOLD/U0ANN: proved (Slack: workspace T0GOLD is Acme's)" in said


def test_what_was_deleted_is_hidden_unless_asked_for(chat: Chat) -> None:
    first = chat.hears("My password is swordfish")
    second = chat.hears("nobody can connect", after=2)
    chat.settle()
    chat.happens(payloads.deleted(first))
    said = shown(read(chat))
    assert "swordfish" not in said
    assert "nobody can connect" in said
    assert "swordfish" in shown(read(chat, deleted=True))
    chat.happens(payloads.deleted(second))
    assert "nobody can connect" not in shown(read(chat))
    assert "(deleted by its writer)" in shown(read(chat))


def test_it_is_the_same_as_json(chat: Chat) -> None:
    said = chat.hears("My password is swordfish")
    chat.settle()
    chat.happens(payloads.deleted(said))
    plain = json.dumps(_plain(read(chat)), default=str)
    assert "swordfish" not in plain
    assert '"deleted_by_writer": true' in plain
