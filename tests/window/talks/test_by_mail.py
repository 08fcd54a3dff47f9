"""A talk by mail: whole where it is asked for, later what nobody has seen of it; to a proved address alone."""

from intake.domain.case import MailKind, Outgoing
from tests.window.talks.room import Room, acme

ANN = "ann@acme.example"


def mailed(room: Room) -> list[Outgoing]:
    return [mail for mail in room.office.mails() if mail.kind is MailKind.TRANSCRIPT]


def test_what_nobody_has_seen_is_mailed_after_a_while(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")

    room.office.wait(minutes=2)
    assert mailed(room) == []
    room.office.wait(minutes=2)

    (mail,) = mailed(room)
    assert mail.recipient == ANN
    assert "You had left the chat before you could read this." in room.office.letter()
    assert "case 1001" in room.office.letter()
    assert "Posting fails." not in room.office.letter()  # what they wrote themselves they know


def test_what_was_seen_is_not_mailed(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")
    room.sees(ann, room.lines(ann)[-1].id)

    room.office.wait(hours=1)

    assert mailed(room) == []


def test_nothing_is_mailed_to_an_address_that_was_only_named(room: Room) -> None:
    acme(room)
    somebody = room.visitor(ANN)
    room.says(somebody, "Posting fails.")

    room.office.wait(hours=1)

    assert mailed(room) == []
    assert not room.asks_for_transcript(somebody)
    assert "window.unseen" in room.office.trail()


def test_a_transcript_has_both_sides_in_order_and_is_mailed_once(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails <b>often</b>.")
    room.sees(ann, room.lines(ann)[-1].id)

    assert room.asks_for_transcript(ann)
    assert not room.asks_for_transcript(ann)

    letter = room.office.letter()
    assert "Here it is, as it was written." in letter
    assert letter.index("You: Posting fails <b>often</b>.") < letter.index("case 1001. We")
    assert "<b>often" not in room.office.mails()[-1].raw.decode(errors="replace").split("text/html")[-1]
    assert len(mailed(room)) == 1
