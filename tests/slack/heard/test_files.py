"""Files that hang on messages: wanted, refused above the limit, read by name. Fed by our own payloads."""

from dataclasses import replace

from intake.storage.slack import files
from tests.slack import payloads
from tests.slack.heard.desk import Chat
from tests.slack.ids import KIM, TEAM


def test_a_file_without_words_is_a_real_message(chat: Chat) -> None:
    made = chat.says("", subtype="file_share", files=[payloads.file("F1")])
    assert (made.outcome, chat.office.case().subject) == ("opened", "(a file: screenshot.png)")
    with chat.office.reading() as connection:
        (found,) = files.due(connection, chat.office.now, 10)
    assert (found.message_id, found.file, found.team, found.size) == (made.id, "F1", TEAM, 2048)


def test_each_message_of_a_turn_brings_its_own(chat: Chat) -> None:
    chat.hears("The report looks like this", files=[payloads.file("F1", name="a.png")])
    chat.hears("and this", after=2, files=[payloads.file("F2", name="b.log"), payloads.file("F2", name="b.log")])
    chat.settle()
    with chat.office.reading() as connection:
        assert [(one.message_id, one.name) for one in files.of_messages(connection, [1, 2])] == [
            (1, "a.png"),
            (2, "b.log"),
        ]


def test_what_is_too_large_is_refused_with_the_reason(chat: Chat) -> None:
    chat.office.desk = replace(chat.office.desk, slack=replace(chat.rules, largest_file=1000))
    chat.says("The report looks like this", files=[payloads.file("F1")])
    with chat.office.reading() as connection:
        (found,) = files.of_messages(connection, [1])
    assert (found.state, found.why) == ("refused", "it has 2048 bytes, and 1000 at most are fetched")


def test_of_colleagues_and_chatter_nothing_is_fetched(chat: Chat) -> None:
    root = chat.hears("The ledger is locked")
    chat.settle()
    chat.says("see here", user=KIM, team=TEAM, thread_ts=root["ts"], files=[payloads.file("F1")])
    with chat.office.reading() as connection:
        assert files.of_messages(connection, [1, 2]) == []
