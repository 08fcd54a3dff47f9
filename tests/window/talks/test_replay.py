"""What was said in the window comes out the same in a replay, whatever was proved or pressed since."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from intake.cli.replayed import Ended, Wanted, replay
from intake.domain.identity import Degree
from intake.domain.window import Visitor
from intake.review.answers import hear
from intake.review.pressing import FACT, LEVEL, NO, WORSE, YES
from intake.review.replay_people import People
from intake.storage import cases, identities, past
from intake.storage.window import visitors
from intake.storage.window.visitors import Known
from intake.worker.rehearsal import Cast, Rehearsal, rehearsal
from tests.review.engineers import engineer
from tests.stages.office import mail
from tests.window.talks.room import Room, acme

ANN, BEN, BOB = "ann@acme.example", "ben@acme.example", "bob@elsewhere.example"


def in_time(room: Room) -> None:
    """Somebody who is proved from the start says it in two breaths, greets, and asks for more."""
    ann = room.visitor(ANN, proved=True)
    room.hears(ann, "The invoice list")
    room.says(ann, "stays empty.", after=1)
    room.says(ann, "Thanks!")
    room.says(ann, "It is severity 2.")


def proved_later(room: Room) -> None:
    somebody = room.visitor()
    room.says(somebody, "Posting fails.")
    room.office.wait(minutes=10)
    room.proves(somebody, ANN)
    room.says(somebody, "It is severity 2.")


def proved_last(room: Room) -> None:
    somebody = room.visitor()
    room.says(somebody, "Posting fails.")
    room.says(somebody, "It is severity 2.")
    room.proves(somebody, ANN)


def named_before(room: Room) -> None:
    somebody = room.visitor(ANN)
    room.says(somebody, "Posting fails.")
    room.proves(somebody, ANN)
    room.says(somebody, "Nobody can connect.")


def named_between(room: Room) -> None:
    somebody = room.visitor()
    room.says(somebody, "Good morning")
    room.says(somebody, "Posting fails.")
    names(room, somebody, ANN)
    room.says(somebody, "It is severity 2.")
    room.proves(somebody, BEN)
    room.says(somebody, "Are you there?")


def named_another(room: Room) -> None:
    """The address that was named before the first word was a customer's, the one that was proved is nobody's."""
    somebody = room.visitor(ANN)
    room.says(somebody, "Posting fails.")
    room.proves(somebody, BOB)
    room.says(somebody, "It is severity 2.")


def proved_to_be_nobody_s(room: Room) -> None:
    """Their mail about the case finds it, as it is theirs from their proof on."""
    somebody = room.visitor()
    room.says(somebody, "Posting fails.")
    room.proves(somebody, BOB)
    room.says(somebody, "Any news?")
    subject = f"Re: [Case {room.office.case().id}] Posting fails."
    room.office.mail_in(mail("Any news?", subject=subject, sender=BOB), mail_from=BOB)


def proved_twice(room: Room) -> None:
    somebody = room.visitor()
    room.proves(somebody, BOB)
    room.says(somebody, "Posting fails.")
    room.proves(somebody, ANN)
    room.says(somebody, "It is severity 2.")


def chosen(room: Room) -> None:
    """What is said after a level was chosen asks for the same level: nothing comes of it."""
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")
    room.presses(ann, LEVEL, "2")
    room.presses(ann, WORSE)
    room.says(ann, "As I said: severity 2.")


def stated(room: Room) -> None:
    """What is said after a fact was pressed is about a case that is an emergency already."""
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Nobody can connect.")
    room.presses(ann, FACT, "two_locations")
    room.says(ann, "It is so from both offices.")


def stated_for_another(room: Room) -> None:
    """What was pressed on one case makes an emergency of what a colleague says of another."""
    ann, ben = room.visitor(ANN, proved=True), room.visitor(BEN, proved=True)
    room.says(ann, "Posting is slow, severity 1.")
    room.presses(ann, FACT, "two_locations")
    room.says(ben, "Nobody can connect.")


def proved_and_chosen(room: Room) -> None:
    somebody = room.visitor()
    room.says(somebody, "Posting fails.")
    room.proves(somebody, ANN)
    room.presses(somebody, LEVEL, "2")
    room.says(somebody, "As I said: severity 2.")


def refused(room: Room) -> None:
    """Somebody who is not proved presses what is not theirs to press."""
    somebody = room.visitor(ANN)
    room.says(somebody, "Nobody can connect.")
    for action, choice in ((LEVEL, "1"), (FACT, "two_locations"), (YES, ""), (NO, "")):
        room.presses(somebody, action, choice)
    room.says(somebody, "It is severity 2.")


def assigned(room: Room) -> None:
    """An engineer said whom it is for, and the visitor proved it afterwards."""
    from intake.review.assign import assign

    somebody = room.visitor()
    room.says(somebody, "Posting fails.")
    with room.office.database.write() as connection:
        assign(engineer(room.office, connection), 1001, BEN, "they rang")
    room.proves(somebody, ANN)
    room.says(somebody, "It is severity 2.")


def names(room: Room, visitor: Visitor, address: str) -> None:
    with room.office.database.write() as connection:
        visitors.is_now(connection, visitor.talk.number, Known(name="Ann", address=address, degree=Degree.PLAUSIBLE))


@pytest.mark.parametrize("contract", ["gotomyerp-plans", "erp-maestro"])
@pytest.mark.parametrize(
    "happens",
    [
        pytest.param(in_time, id="a talk that opened a case"),
        pytest.param(proved_later, id="proved after the first word"),
        pytest.param(proved_last, id="proved after the last word"),
        pytest.param(named_before, id="named, and proved afterwards"),
        pytest.param(named_between, id="named between two words, and proved to be another"),
        pytest.param(named_another, id="named a customer's address and proved nobody's"),
        pytest.param(proved_to_be_nobody_s, id="proved an address of no customer"),
        pytest.param(proved_twice, id="proved one address and then another"),
        pytest.param(chosen, id="chose a level"),
        pytest.param(stated, id="stated a fact"),
        pytest.param(stated_for_another, id="stated a fact that counts for another case"),
        pytest.param(proved_and_chosen, id="proved later and chose a level then"),
        pytest.param(refused, id="pressed what was not theirs"),
        pytest.param(assigned, id="assigned by an engineer"),
    ],
)
def test_a_talk_comes_out_the_same(room: Room, happens: Callable[[Room], None], contract: str) -> None:
    acme(room, contract, "silver" if contract == "gotomyerp-plans" else None)

    happens(room)

    assert replayed(room) == dict.fromkeys(_numbers(room), ())


def test_a_visitor_is_in_a_replay_who_they_were_and_who_they_proved_to_be(room: Room) -> None:
    acme(room, "gotomyerp-plans", "silver")
    proved_later(room)

    with room.office.reading() as source, rehearsal(source, cast(room, source)) as beside:
        first, second = _carried(room, beside, 1), _carried(room, beside, 2)

    assert first == ("web:1/", Degree.UNKNOWN)
    assert second == (ANN, Degree.PROVED)


def test_a_level_that_was_chosen_is_chosen_in_a_replay_before_the_next_word(room: Room) -> None:
    acme(room, "gotomyerp-plans", "silver")
    chosen(room)

    with room.office.reading() as source, rehearsal(source, cast(room, source)) as beside:
        levels = [(_carried(room, beside, number), _level(beside))[1] for number in (1, 2)]

    assert levels == ["3", "2"]


def test_a_word_of_a_talk_is_replayed_with_what_was_said_and_proved_before(room: Room) -> None:
    acme(room, "gotomyerp-plans", "silver")
    proved_later(room)

    assert replayed(room, (2,)) == {2: ()}


def replayed(room: Room, numbers: tuple[int, ...] = ()) -> dict[int, tuple[str, ...]]:
    """Return what differs of each message, as "what: was -> now"."""
    found: dict[int, tuple[str, ...]] = {}
    with room.office.reading() as source, rehearsal(source, cast(room, source)) as beside:
        wanted = Wanted(numbers=numbers or past.numbers(source, None), since=None)
        for one in replay(source, beside, wanted, lambda _done, _total: None):
            assert one.ended in (Ended.SAME, Ended.DIFFERS)
            found[one.message_id] = tuple(f"{that.what}: {that.was} -> {that.now}" for that in one.differences)
    return found


def cast(room: Room, source: Connection) -> Cast:
    return Cast(desk=replace(room.office.desk), suggests=room.office.suggests, hear=hear, before=People(source).before)


def _numbers(room: Room) -> list[int]:
    with room.office.reading() as connection:
        return past.numbers(connection, None)


def _carried(room: Room, beside: Rehearsal, number: int) -> tuple[str, Degree | None]:
    """Carry a message through again; return whom its case is of then, and how sure that is."""
    beside.carry(room.office.message(number))
    with beside.database.read() as connection:
        case = cases.find(connection, 1001)
        assert case is not None
        return case.contact_address, identities.of_case(connection, 1001).degree


def _level(beside: Rehearsal) -> str | None:
    with beside.database.read() as connection:
        case = cases.find(connection, 1001)
    return None if case is None else case.level
