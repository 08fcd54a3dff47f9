"""What somebody says within seconds is read as one. Fed by our own payloads, as the door hands them over."""

from datetime import timedelta

import pytest

from intake.review.again import Order, carry_again
from intake.storage import ledger
from intake.storage.slack import people
from tests.slack import payloads
from tests.slack.heard.desk import Chat, at
from tests.slack.ids import DIRECT, KIM, TEAM


def test_a_burst_is_one_case(chat: Chat) -> None:
    first = chat.hears("Our till")
    second = chat.hears("is frozen", after=3)
    third = chat.hears("since this morning, nobody can post invoices", after=5)
    chat.settle()
    made = [chat.message_of(one) for one in (first, second, third)]
    assert [(one.outcome, one.reason) for one in made] == [
        ("opened", ""), ("continued", "part of message 1"), ("continued", "part of message 1"),
    ]  # fmt: skip
    assert {one.case_id for one in made} == {1001}
    case = chat.office.case()
    assert case.subject == "Our till"
    assert case.opened_at == made[0].envelope.received_at
    assert chat.office.suggests.heard[-1] == "Our till\n\nis frozen\n\nsince this morning, nobody can post invoices"
    assert (case.contact_address, case.contact_name) == ("ann@acme.example", "Ann Lee")


def test_it_is_read_when_its_writer_has_been_quiet(chat: Chat) -> None:
    said = chat.hears("The printer is broken")
    chat.office.run()
    chat.office.wait(seconds=7)
    assert chat.message_of(said).outcome == "accepted"
    chat.office.wait(seconds=1.001)
    assert chat.message_of(said).outcome == "opened"
    assert chat.office.now - chat.message_of(said).envelope.received_at <= timedelta(seconds=8.1)


def test_who_never_stops_is_read_after_the_longest_time(chat: Chat) -> None:
    first = chat.hears("One more thing about the ledger that fails")
    for number in range(1, 12):
        chat.hears(f"and line {number} of it is wrong", after=6)
        chat.office.run()
    assert chat.message_of(first).outcome == "opened"
    chat.settle()
    assert [case.id for case in chat.office.cases()] == [1001], "what they say within the same breath is the same case"


@pytest.mark.parametrize(
    ("pause", "more", "cases"),
    [
        pytest.param(7.0, {}, 1, id="within the quiet time"),
        pytest.param(9.0, {}, 2, id="after it"),
        pytest.param(3.0, {"user": "U0BEN"}, 2, id="somebody else's words are another turn"),
        pytest.param(3.0, {"channel": "C0OTHER"}, 2, id="so are words in another channel"),
        pytest.param(3.0, {"channel": DIRECT}, 2, id="and words to the bot alone"),
        pytest.param(3.0, {"thread_ts": "1778000000.000001"}, 2, id="and in a thread"),
    ],
)
def test_what_belongs_together(chat: Chat, pause: float, more: dict[str, str], cases: int) -> None:
    chat.hears("The invoices are not printed")
    chat.hears("The ledger shows wrong totals", after=pause, **more)
    chat.settle()
    assert len(chat.office.cases()) == cases


@pytest.mark.parametrize("ahead", [timedelta(minutes=3), timedelta(days=365)])
def test_a_time_that_has_not_come_keeps_nobody_waiting(chat: Chat, ahead: timedelta) -> None:
    came_at = chat.office.now
    said = chat.says("The invoice list stays empty", ts=at(came_at + ahead))
    assert (said.outcome, said.envelope.received_at) == ("opened", came_at)


def test_a_mention_and_its_message_are_one(chat: Chat) -> None:
    said = payloads.message("<@U0BOT> the export fails", ts=at(chat.office.now))
    chat.deliver(chat.event(payloads.mention(said)))
    chat.deliver(chat.event(said))
    chat.settle()
    assert chat.outcomes() == [("opened", "")]
    assert chat.office.case().subject == "the export fails"


def test_what_slack_sends_again_is_heard_once(chat: Chat) -> None:
    event = chat.event(payloads.message("The export fails", ts=at(chat.office.now)))
    for _ in range(3):
        chat.deliver(event)
    chat.settle()
    assert chat.outcomes() == [("opened", "")]


def test_what_comes_late_belongs_to_the_breath_in_which_it_was_said(chat: Chat) -> None:
    """As when Slack had no answer and sent the second message again a minute later."""
    early = chat.office.now
    chat.hears("The export of the invoices fails", ts=at(early))
    chat.settle()
    late = chat.says("with error 17", ts=at(early + timedelta(seconds=4)))
    assert (late.outcome, late.case_id) == ("continued", 1001)


def test_messages_that_come_in_another_order_are_read_as_they_were_said(chat: Chat) -> None:
    early = chat.office.now
    chat.hears("every night at two", ts=at(early + timedelta(seconds=4)))
    chat.hears("The export fails", ts=at(early))
    chat.settle()
    assert chat.office.suggests.heard == ["The export fails\n\nevery night at two"]
    assert len(chat.office.cases()) == 1


def test_what_slack_says_of_somebody_is_waited_for_and_not_for_long(chat: Chat) -> None:
    said = chat.hears("The ledger is locked", user="U0NEW", team="T0ELSE")
    chat.office.run()
    chat.office.wait(seconds=9)
    assert chat.message_of(said).outcome == "accepted"
    chat.office.wait(seconds=1.5)
    assert chat.message_of(said).outcome == "opened"
    assert chat.office.case().contact_address == "slack:T0ELSE/U0NEW"


def test_a_turn_that_was_set_aside_is_carried_through_together_again(chat: Chat) -> None:
    chat.office.suggests.fault = RuntimeError("the model is broken")
    said = [chat.hears("The ledger is locked"), chat.hears("for everybody here", after=2)]
    for _ in range(8):
        chat.office.wait(seconds=700)
    assert {chat.message_of(one).outcome for one in said} == {"parked"}
    assert "part of message 1" in chat.message_of(said[1]).reason
    chat.office.suggests.fault = None
    with chat.office.database.write() as connection:
        carry_again(connection, (), Order(by="Kim", reason="it works now", at=chat.office.now))
    chat.settle()
    assert [chat.message_of(one).case_id for one in said] == [1001, 1001]
    assert len(chat.office.cases()) == 1


def test_the_rows_balance_and_the_chain_holds(chat: Chat) -> None:
    for number in range(5):
        chat.hears(f"Report number {number} is empty", after=4 + number)
    chat.hears("Thanks", user=KIM, team=TEAM)
    chat.settle()
    with chat.office.reading() as connection:
        assert list(ledger.unbalanced(connection)) == []
    assert chat.office.chain_holds()


def test_those_who_are_called_are_read_by_name_and_asked_about(chat: Chat) -> None:
    """Kim is known, Ben is asked about; of a crowd only a few are."""
    first = chat.hears("<@U0KIM> and <@U0BEN> saw that the ledger is locked")
    assert asked(chat) == ["slack:T0DESK/U0BEN"]
    chat.settle()
    assert chat.office.suggests.heard == ["@Kim Doe and @someone saw that the ledger is locked"]
    chat.hears("U0BEN writes himself", user="U0BEN", after=60)
    assert sorted(asked(chat)) == ["slack:T0DESK/U0BEN", "slack:T0GOLD/U0BEN"]
    with chat.office.reading() as connection:
        found = people.by_user(connection, "U0BEN")
    assert (found.handle if found else None) == "slack:T0GOLD/U0BEN", "as they wrote, not as they were called"
    chat.hears(" ".join(f"<@U0MANY{number}>" for number in range(9)), after=60)
    assert len([one for one in asked(chat) if "U0MANY" in one]) == 5
    assert first["user"] not in "".join(asked(chat)), "who is known is not asked about"


def asked(chat: Chat) -> list[str]:
    with chat.office.reading() as connection:
        return [one.person.handle for one in people.wanted(connection, 50)]
