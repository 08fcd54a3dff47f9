"""Edits and deletions, before and after a message was read. Fed by our own payloads, carried out by the clerk."""

from typing import Any

import pytest

from intake.storage import ledger
from tests.slack import payloads
from tests.slack.heard.desk import Chat, at


def edit(chat: Chat, of: dict[str, Any], text: str) -> dict[str, Any]:
    inner = payloads.edited(of, text)
    inner["message"]["edited"]["ts"] = at(chat.office.now)
    return inner


def test_an_edit_before_it_is_read_changes_what_is_read(chat: Chat) -> None:
    said = chat.hears("The legder is locked")
    chat.happens(edit(chat, said, "The ledger is locked, and the till"), after=2)
    chat.settle()
    assert chat.outcomes() == [("opened", ""), ("continued", "part of message 1")]
    assert chat.office.suggests.heard == ["The ledger is locked, and the till"]
    assert chat.office.case().subject == "The ledger is locked, and the till"


def test_a_deletion_before_it_is_read_leaves_nothing_to_read(chat: Chat) -> None:
    said = chat.hears("The ledger is locked")
    chat.happens(payloads.deleted(said), after=2)
    chat.settle()
    assert chat.outcomes() == [("filed", "deleted by its writer")]
    assert (chat.office.cases(), chat.office.suggests.heard) == ([], [])


def test_the_rest_of_a_turn_is_read_without_its_first_message(chat: Chat) -> None:
    first = chat.hears("Ignore me")
    chat.hears("The ledger is locked", after=2)
    chat.hears("since nine", after=2)
    chat.happens(edit(chat, first, "Ignore me please"))
    chat.happens(payloads.deleted(first), after=1)
    chat.settle()
    assert chat.outcomes() == [
        ("filed", "deleted by its writer"),
        ("opened", ""),
        ("continued", "part of message 2"),
        ("filed", "deleted by its writer"),
    ]
    assert chat.office.suggests.heard == ["The ledger is locked\n\nsince nine"]


@pytest.mark.parametrize("before", [True, False], ids=["before it is read", "afterwards"])
@pytest.mark.parametrize("names", ["previous_message", "nothing"])
def test_an_edit_is_its_writer_s_whatever_it_names(chat: Chat, before: bool, names: str) -> None:
    said = chat.hears("We cannot connect")
    if not before:
        chat.settle()
    new = edit(chat, said, "Nobody can connect")
    for which in ("message", *(("previous_message",) if names == "nothing" else ())):
        for name in ("team", "user_team", "source_team"):
            new[which].pop(name, None)
    chat.happens(new, after=2)
    chat.settle()
    part = "SELECT DISTINCT person FROM chat_turns"
    with chat.office.reading() as connection:
        assert connection.exec_driver_sql(part).all() == [("slack:T0GOLD/U0ANN",)]
    assert [outcome for outcome, _ in chat.outcomes()] == ["opened", "continued"]
    assert len(chat.office.cases()) == 1


def test_an_edit_of_a_case_s_message_continues_it(chat: Chat) -> None:
    said = chat.hears("We cannot connect")
    chat.settle()
    new = edit(chat, said, "Nobody can connect, from both offices")
    chat.happens(new, after=60)
    chat.settle()
    assert chat.outcomes()[1] == ("continued", "an edit of message 1")
    assert chat.office.case().emergency, "it is assessed as any other follow-up is"
    assert "level_change.written" in chat.office.trail() or chat.office.details("acknowledgement.withheld")


@pytest.mark.parametrize("again", ["the same words", "the same event"])
def test_what_changes_no_words_changes_nothing(chat: Chat, again: str) -> None:
    """As Slack's preview of a link does, and an event that comes twice."""
    said = chat.hears("See https://desk.example/log")
    chat.settle()
    if again == "the same words":
        preview = payloads.edited(said, said["text"])
        del preview["message"]["edited"]
        chat.happens(preview)
    else:
        event = chat.event(edit(chat, said, "See the log"))
        for _ in range(2):
            chat.deliver(event)
            chat.clerk()
        chat.happens(event.body["event"])
    chat.settle()
    assert len(chat.outcomes()) == (1 if again == "the same words" else 2)


def test_a_filed_greeting_that_becomes_a_request_opens_a_case(chat: Chat) -> None:
    said = chat.hears("Hi")
    chat.settle()
    chat.happens(edit(chat, said, "Hi, the ledger is locked"))
    chat.settle()
    assert [one[0] for one in chat.outcomes()] == ["filed", "opened"]
    reply = chat.says("still locked", thread_ts=said["ts"])
    assert (reply.outcome, reply.case_id) == ("continued", 1001)


@pytest.mark.parametrize("tombstone", [False, True], ids=["by itself", "as it comes where it has a thread"])
def test_a_deletion_after_it_was_read_is_noted_and_the_case_stays(chat: Chat, tombstone: bool) -> None:
    said = chat.hears("The ledger is locked")
    chat.settle()
    gone = payloads.deleted(said)
    if tombstone:
        gone = {**payloads.edited(said, "This message was deleted."), "subtype": "message_changed"}
        gone["message"] |= {"subtype": "tombstone", "user": "USLACKBOT"}
    for _ in range(2):
        chat.happens(gone)
    assert chat.office.details("message.deleted_by_writer") == [{"message": 1}]
    assert chat.outcomes() == [("opened", "")]
    assert chat.office.case().closed_at is None


def test_what_is_edited_and_was_never_heard_is_left_alone(chat: Chat) -> None:
    unknown = payloads.message("from before the bot", ts="1600000000.000001")
    chat.happens(edit(chat, unknown, "from before, edited"))
    assert chat.events() == [("waiting", "NotYet: the message that it is about has not come yet")]
    chat.office.wait(seconds=40)
    chat.clerk()
    assert chat.events() == [("done", "of a message that we do not have")]


def test_an_edit_that_overtakes_its_message_waits_for_it(chat: Chat) -> None:
    said = payloads.message("The legder", ts=at(chat.office.now))
    chat.happens(edit(chat, said, "The ledger is locked"))
    chat.deliver(chat.event(said))
    chat.office.now = chat.office.now.replace(second=chat.office.now.second + 2)
    chat.settle()
    assert chat.office.suggests.heard == ["The ledger is locked"]


def test_the_ledger_balances(chat: Chat) -> None:
    said = [chat.hears(f"Report {number} is empty", after=3) for number in range(4)]
    chat.happens(payloads.deleted(said[0]))
    chat.happens(edit(chat, said[1], "Report 1 is full"))
    chat.settle()
    chat.happens(payloads.deleted(said[2]))
    chat.happens(edit(chat, said[3], "Report 3 is full"))
    chat.settle()
    with chat.office.reading() as connection:
        assert list(ledger.unbalanced(connection)) == []
    assert chat.office.chain_holds()
    assert {state for state, _ in chat.events()} == {"done"}
