"""What a visitor presses below their talk counts as if they had written it, and never for anybody else."""

import pytest

from intake.domain.window import LineSide
from intake.review.pressing import FACT, LEVEL, NO, WORSE, YES, Told
from intake.review.verdict import override
from tests.stages.office import opinion
from tests.window.talks.room import Room, acme

ANN, BOB = "ann@acme.example", "bob@acme.example"


def test_the_levels_of_the_contract_are_offered_and_the_chosen_one_holds(room: Room) -> None:
    acme(room, "gotomyerp-plans", "silver")
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")
    offered = room.state(ann)["controls"]["levels"]["options"]

    said = room.presses(ann, LEVEL, "2")

    assert [one["id"] for one in offered] == [level.id for level in _contract(room).levels]
    assert said is None
    assert room.office.case().claimed == "2"
    assert room.office.case().level == "2"
    assert [one["id"] for one in room.state(ann)["controls"]["levels"]["options"] if one["chosen"]] == ["2"]
    assert len(room.told(ann)) == 2  # the acknowledgement, and what holds now


def test_the_checklist_completes_an_emergency(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Nobody can connect.")
    offered = [one["id"] for one in room.state(ann)["controls"]["facts"]["options"]]

    room.presses(ann, FACT, "two_locations")

    assert "two_locations" in offered
    assert room.office.case().emergency
    assert room.state(ann)["controls"]["facts"] is None


@pytest.mark.parametrize(
    ("action", "choice"),
    [
        pytest.param(LEVEL, "1", id="a level"),
        pytest.param(FACT, "two_locations", id="a fact"),
        pytest.param(YES, "", id="an agreement"),
    ],
)
def test_who_is_not_proved_presses_nothing_of_a_contract(room: Room, action: str, choice: str) -> None:
    acme(room)
    somebody = room.visitor(ANN)
    room.says(somebody, "Nobody can connect.")
    before = room.office.case()

    told = room.presses(somebody, action, choice)

    assert told == Told(macro="not_known")
    assert room.office.case() == before


def test_it_got_worse_is_told_to_the_engineers_once(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")

    first, again = room.presses(ann, WORSE), room.presses(ann, WORSE)

    assert (first, again) == (Told(macro="tell_us_more", words=("1001",)), Told(macro="told_already"))
    assert room.office.trail().count("case.said_worse") == 1
    assert room.office.case().attention_at == room.office.now


@pytest.mark.parametrize(("action", "level"), [pytest.param(YES, "1", id="yes"), pytest.param(NO, "3", id="no")])
def test_consent_is_given_or_refused_by_a_button(room: Room, action: str, level: str) -> None:
    acme(room, "erp-maestro")
    room.office.suggests.answer = opinion(3)
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")
    _override(room, "1")
    asked = room.state(ann)["controls"]["consent"]

    room.presses(ann, action)

    assert asked == {"ask": "Do you agree to level 1?", "yes": "Yes, I agree", "no": "No, leave it as it is"}
    assert room.office.case().clock_level in (level, "2" if level == "1" else level)
    assert room.state(ann)["controls"]["consent"] is None
    assert room.presses(ann, action) == Told(macro="answered", words=(action == YES,))


def test_what_may_be_pressed_ends_with_the_case(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")
    _close(room)

    assert room.state(ann)["controls"] is None
    assert room.state(ann)["closed"]
    assert room.presses(ann, WORSE) == Told(macro="is_closed", words=("1001",))


def test_every_letter_is_a_line_once(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")
    for _ in range(3):
        room.lay()

    assert [line.side for line in room.lines(ann)] == [LineSide.VISITOR, LineSide.DESK]
    assert room.laid == [{ann.talk.number}]


def _contract(room: Room):  # type: ignore[no-untyped-def] # a contract
    found = room.office.desk.contract_of(room.office.case())
    assert found is not None
    return found


def _override(room: Room, level: str) -> None:
    from intake.review.engineer import Engineer

    with room.office.database.write() as connection:
        override(Engineer(name="Kim", run=room.run(connection)), 1001, level, "their whole site")
    room.office.run()
    room.lay()


def _close(room: Room) -> None:
    from intake.review.close import close
    from intake.review.engineer import Engineer

    with room.office.database.write() as connection:
        close(Engineer(name="Kim", run=room.run(connection)), 1001, reason="they rang and said so", resolved=True)


@pytest.mark.parametrize(
    ("action", "choice", "line"),
    [
        pytest.param(LEVEL, "2", "You chose level 2: ", id="a level"),
        pytest.param(FACT, "connectivity", "You pressed: We cannot connect", id="a fact"),
        pytest.param(WORSE, "", "You pressed: This got worse", id="that it got worse"),
    ],
)
def test_what_was_pressed_stands_in_the_talk_once_and_in_its_transcript(
    room: Room, action: str, choice: str, line: str
) -> None:
    acme(room, "gotomyerp-plans", "silver")
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")

    room.presses(ann, action, choice)
    room.presses(ann, action, choice)

    (stands,) = [one.body["text"] for one in room.lines(ann) if one.side is LineSide.VISITOR][1:]
    assert stands.startswith(line)
    assert room.asks_for_transcript(ann)
    assert room.office.letter().count(line) == 1


def test_what_somebody_may_not_press_leaves_no_line(room: Room) -> None:
    acme(room)
    somebody = room.visitor()
    room.says(somebody, "Posting fails.")
    before = len(room.lines(somebody))

    room.presses(somebody, LEVEL, "2")

    assert len(room.lines(somebody)) == before


def test_where_the_level_can_be_chosen_the_letter_says_so(room: Room) -> None:
    acme(room, "gotomyerp-plans", "silver")
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")
    assert room.state(ann)["controls"]["levels"] is not None
    assert "choose the level below" in room.told(ann)[-1]
    assert "an engineer can change the level" not in room.told(ann)[-1]
