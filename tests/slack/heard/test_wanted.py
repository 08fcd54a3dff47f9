"""A message is made a case by somebody: shortcut or emoji. Fed by our own payloads, carried out by the clerk."""

import pytest

from tests.slack import payloads
from tests.slack.heard.desk import Chat
from tests.slack.ids import ANN, BOT, BOT_ID, CUSTOMER, KIM, TEAM

REFUSED = "Only the customers and engineers of this support desk can make a case of a message."


@pytest.mark.parametrize("user", [ANN, KIM], ids=["the customer", "an engineer"])
@pytest.mark.parametrize("how", ["shortcut", "emoji"])
def test_a_message_that_was_filed_becomes_its_writer_s_case(chat: Chat, how: str, user: str) -> None:
    said = chat.hears("Thanks team", user="U0BEN")
    chat.settle()
    assert chat.outcomes() == [("filed", "not_a_request: nothing but thanks")]
    if how == "shortcut":
        chat.presses("make_case", said, user=user, team=CUSTOMER if user == ANN else TEAM)
    else:
        chat.happens(payloads.reaction(said, "ticket", user=user))
    chat.settle()
    assert chat.outcomes() == [("opened", "")]
    assert chat.office.case().contact_address == "slack:T0GOLD/U0BEN"
    assert chat.whispered == []


def test_the_trail_says_who_wanted_it(chat: Chat) -> None:
    said = chat.hears("Thanks team")
    chat.settle()
    chat.happens(payloads.reaction(said, "ticket", user=KIM))
    with chat.office.reading() as connection:
        wanted = "SELECT actor, detail FROM audit WHERE event = 'message.case_wanted'"
        assert [tuple(row) for row in connection.exec_driver_sql(wanted)] == [("Kim", '{"how": "emoji"}')]


def test_a_whole_turn_that_was_filed_becomes_one_case(chat: Chat) -> None:
    chat.hears("Hi")
    said = chat.hears("thanks", after=2)
    chat.settle()
    chat.happens(payloads.reaction(said, "ticket"))
    chat.settle()
    assert chat.outcomes() == [("opened", ""), ("continued", "part of message 1")]


def test_another_emoji_means_nothing(chat: Chat) -> None:
    said = chat.hears("Thanks team")
    chat.settle()
    chat.happens(payloads.reaction(said, "heart"))
    chat.settle()
    assert chat.outcomes()[0][0] == "filed"


def test_a_message_of_before_the_bot_comes_with_the_shortcut_and_its_clock_runs_from_then(chat: Chat) -> None:
    old = payloads.message("The ledger is locked", ts="1778000000.000001")
    chat.presses("make_case", old)
    pressed = chat.office.now
    chat.settle()
    assert chat.outcomes() == [("opened", "")]
    assert chat.office.case().opened_at == pressed
    more = chat.says("still", thread_ts=old["ts"])
    assert more.case_id == 1001


def test_for_an_emoji_slack_is_asked_for_it(chat: Chat) -> None:
    old = payloads.message("The ledger is locked", ts="1778000000.000001")
    chat.history[old["ts"]] = {name: old[name] for name in ("type", "user", "text", "ts", "team")}
    chat.happens(payloads.reaction(old, "ticket"))
    chat.settle()
    assert chat.outcomes() == [("opened", "")]
    assert chat.office.case().subject == "The ledger is locked"


def test_where_slack_does_not_have_it_who_asked_is_told(chat: Chat) -> None:
    old = payloads.message("The ledger is locked", ts="1778000000.000001")
    chat.happens(payloads.reaction(old, "ticket"))
    assert chat.outcomes() == []
    assert [(one.user, one.text) for one in chat.whispered] == [
        (ANN, "I cannot read that message. Use the shortcut “Make this a case” on it, or write it once more.")
    ]


@pytest.mark.parametrize(
    ("user", "team"),
    [
        pytest.param("U0EVE", "T0OTHER", id="a stranger"),
        pytest.param("U0LEE", TEAM, id="a colleague who is no engineer"),
    ],
)
def test_who_may_not_is_refused(chat: Chat, user: str, team: str) -> None:
    chat.knows("U0LEE", team=TEAM, address="lee@desk.example")
    chat.knows("U0EVE", team="T0OTHER", address="eve@elsewhere.example")
    said = chat.hears("Thanks team")
    chat.settle()
    chat.presses("make_case", said, user=user, team=team)
    chat.happens(payloads.reaction(said, "ticket", user=user))
    chat.settle()
    assert chat.outcomes()[0][0] == "filed"
    assert [one.text for one in chat.whispered] == [REFUSED, REFUSED]


def test_what_is_a_case_already_is_said_to_be_one(chat: Chat) -> None:
    said = chat.hears("The ledger is locked")
    chat.settle()
    chat.presses("make_case", said)
    assert [one.text for one in chat.whispered] == ["That message belongs to case 1001 already."]
    assert chat.outcomes() == [("opened", "")]


def test_nothing_is_made_of_a_bot_s_words(chat: Chat) -> None:
    chat.presses("make_case", payloads.message("Case 1001", user=BOT, bot_id=BOT_ID, ts="1778000000.000001"))
    assert [one.text for one in chat.whispered] == ["There is nothing in that message that could be a case."]


def test_an_emoji_while_it_waits_makes_a_case_of_a_greeting(chat: Chat) -> None:
    said = chat.hears("Hi")
    chat.happens(payloads.reaction(said, "ticket", user=KIM), after=1)
    chat.settle()
    assert chat.outcomes() == [("opened", "")]


def test_pressed_twice_it_is_one_case(chat: Chat) -> None:
    said = chat.hears("Thanks team")
    chat.settle()
    for user in (ANN, KIM):
        chat.happens(payloads.reaction(said, "ticket", user=user))
    chat.settle()
    assert len(chat.office.cases()) == 1
