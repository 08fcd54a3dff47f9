"""What a visitor of the window is answered: by their contract when they are proved, else that we have their message."""

import pytest

from intake.domain.contract import Channel
from intake.domain.window import LineSide
from tests.stages.office import opinion
from tests.window.talks.room import Room, acme

ANN = "ann@acme.example"


def test_a_proved_visitor_is_told_what_the_contract_promises(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)

    room.says(ann, "Since this morning the invoice list stays empty.")

    case = room.office.case()
    assert (case.channel, case.contact_address, case.contract) == (Channel.WEB_CHAT, ANN, "gotomyerp")
    (answer,) = room.told(ann)
    assert "case 1001" in answer
    assert "clause" in answer or "section" in answer
    assert room.office.trail().count("acknowledgement.written") == 1
    assert [mail.recipient for mail in room.office.mails()] == [ann.talk.address]  # and nothing by mail


def test_the_deadline_is_an_instant_that_the_readers_clock_can_show(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)

    room.says(ann, "The invoice list stays empty. Severity 2.")

    due = room.office.case().due_at
    body = next(line.body for line in room.lines(ann) if line.side is LineSide.DESK)
    instants = [piece for one in body["paragraphs"] for piece in one["pieces"] if isinstance(piece, dict)]
    assert due is not None
    assert due.replace(microsecond=0).timestamp() in {
        __import__("datetime").datetime.fromisoformat(piece["at"]).timestamp() for piece in instants if "at" in piece
    }


@pytest.mark.parametrize(
    ("address", "tells"),
    [
        pytest.param("", "could not match you to a customer", id="nobody knows who they are"),
        pytest.param("someone@elsewhere.example", "could not match you", id="an address of no customer's"),
        pytest.param(ANN, "could not confirm it", id="a contact's address that they only named"),
    ],
)
def test_an_unproved_visitor_is_told_nothing_of_a_contract(room: Room, address: str, tells: str) -> None:
    acme(room)
    visitor = room.visitor(address)

    room.says(visitor, "Severity 1! Nobody can connect, from both offices.")

    (answer,) = room.told(visitor)
    assert tells in answer
    assert "clause" not in answer
    assert "minutes" not in answer
    controls = room.state(visitor)["controls"]
    assert (controls["levels"], controls["facts"], controls["consent"]) == (None, None, None)
    assert room.office.case().contact_address == visitor.talk.address  # no mail goes to an address that was only named


def test_a_burst_is_one_message_of_one_case(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)

    room.hears(ann, "hello")
    room.hears(ann, "the invoice list stays empty", after=2)
    room.hears(ann, "since this morning", after=3)
    room.settle()

    assert len(room.office.cases()) == 1
    assert room.office.suggests.heard == ["hello\n\nthe invoice list stays empty\n\nsince this morning"]
    assert len(room.told(ann)) == 1


def test_a_greeting_alone_opens_no_case_and_what_follows_does(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)

    room.says(ann, "Hi there!")
    assert room.office.cases() == []
    room.says(ann, "Posting fails with error 17.")

    assert len(room.office.cases()) == 1
    assert room.office.ledger() == {"filed": 1, "opened": 1}


def test_what_follows_in_a_talk_goes_to_its_case(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails with error 17.")

    room.says(ann, "It is error 18 now.", after=3600)

    assert len(room.office.cases()) == 1
    assert room.office.ledger() == {"opened": 1, "continued": 1}


def test_what_is_sent_again_under_its_key_is_one_message_and_one_line(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)

    first = room.hears(ann, "Posting fails.", key="a1")
    again = room.hears(ann, "Posting fails.", key="a1")
    room.settle()
    after = room.hears(ann, "Posting fails.", key="a1")

    assert first == again == after
    assert sum(room.office.ledger().values()) == 1
    assert [line.key for line in room.lines(ann)] == ["a1", ""]


def test_the_same_key_in_another_talk_is_another_message(room: Room) -> None:
    acme(room)
    for _ in range(2):
        room.says(room.visitor(ANN, proved=True), "Posting fails.", key="a1")

    assert room.office.ledger() == {"opened": 2}


def test_a_confident_suggestion_sets_the_level_where_the_contract_lets_it(room: Room) -> None:
    acme(room, "gotomyerp-plans", "silver")
    room.office.suggests.answer = opinion(2)
    ann = room.visitor(ANN, proved=True)

    room.says(ann, "Posting fails for the whole sales team.")

    case = room.office.case()
    assert (case.level, case.provisional) == ("2", True)
