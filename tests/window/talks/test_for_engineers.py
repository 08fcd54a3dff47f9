"""What engineers read of a case from the window: who pressed what, what is owed still, where an answer goes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from intake.bootstrap.clock import now
from intake.domain.window import Visitor, WindowRules
from intake.review.pressing import FACT, LEVEL
from tests.cli.command import Place, settle
from tests.paging.rota import THREE, on_call, paged_mails
from tests.stages.office import mail
from tests.window.talks.room import Room, acme

ANN = "ann@acme.example"
SETTINGS = """
[web]
public_url = "https://support.desk.example"
[window]
origins = ["https://shop.desk.example"]
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Return a desk with a window, whose commands live in the present, and names on call."""
    found = settle(tmp_path)
    found.settings.write_text(found.settings.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    found.office.desk = replace(found.office.desk, window=WindowRules())
    found.office.now = now() - timedelta(minutes=20)  # so that commands come after all that happens here
    on_call(found.office, *THREE)
    yield found
    found.office.database.close()


def pressed_level_one(room: Room, plan: str = "silver") -> Visitor:
    acme(room, "gotomyerp-plans", plan)
    ann = room.visitor(ANN, proved=True, name="Ann Lee")
    room.says(ann, "The label printer prints each label twice.")
    room.presses(ann, LEVEL, "1")
    return ann


def pressed_to_an_emergency(room: Room, plan: str = "silver", minutes: int = 5) -> Visitor:
    ann = pressed_level_one(room, plan)
    room.office.wait(minutes=minutes)
    room.presses(ann, FACT, "all_users")
    room.presses(ann, FACT, "two_locations")
    assert room.office.case().emergency
    return ann


def called(place: Place) -> str:
    """Return the last mail to a name on call, on one line."""
    found = message_from_bytes(paged_mails(place.office)[-1].raw, policy=policy.default)
    plain = found.get_body(("plain",))
    assert plain is not None
    return " ".join(str(plain.get_content()).replace("\N{NO-BREAK SPACE}", " ").split())


def shown(place: Place, number: int = 1001) -> str:
    return " ".join(place.intake("case", str(number)).out.split())


def test_a_reply_goes_where_it_is_said_to_go(place: Place) -> None:
    pressed_level_one(Room(place.office))
    ran = place.intake("reply", "1001", "--text", "We look at it.", "--by", "Kim")
    assert ran.out.startswith("Case 1001: your answer goes to Ann Lee in the chat window.")


def test_the_call_says_what_was_pressed_and_by_whom(place: Place) -> None:
    pressed_to_an_emergency(Room(place.office))
    pressed = 'Ann Lee pressed in the chat window: level 1, "Nobody can get in", "It fails from two locations".'
    assert pressed in called(place)


@pytest.mark.parametrize(
    ("plan", "minutes", "said"),
    [
        pytest.param("silver", 5, "The first answer is due by ", id="the emergency's answer"),
        pytest.param("starter", 40, "The start of work is due by ", id="work promised before it"),
    ],
)
def test_the_call_names_what_is_due_first(place: Place, plan: str, minutes: int, said: str) -> None:
    pressed_to_an_emergency(Room(place.office), plan, minutes)
    assert said in called(place)


def test_the_checklist_says_how_each_fact_is_known(place: Place) -> None:
    pressed_to_an_emergency(Room(place.office))
    said = shown(place)
    assert "[x] connection failure: pressed by Ann Lee in the chat window, " in said
    assert "[x] second location: pressed by Ann Lee in the chat window, " in said
    ran = place.intake("evidence", "1001", "--seen", "two_locations", "--reason", "tried it", "--by", "Kim")
    assert "[x] second location: seen by Kim, " in ran.out


def test_a_proved_visitor_is_called_by_name(place: Place) -> None:
    pressed_level_one(Room(place.office))
    assert "Ann Lee, visitor 1 of the chat window" in shown(place)


def test_who_is_not_proved_has_no_name(place: Place) -> None:
    room = Room(place.office)
    acme(room)
    room.says(room.visitor(ANN, name="Ann Lee"), "Posting fails.")
    assert "Ann Lee, visitor" not in shown(place)


def test_work_that_was_to_begin_stays_owed_when_an_emergency_begins(place: Place) -> None:
    room = Room(place.office)
    ann = pressed_to_an_emergency(room)
    assert "begin work pending, due " in shown(place)
    assert "begin work" in room.told(ann)[-1]
    place.intake("confirm", "1001", "--by", "Kim")
    assert "begin work pending, due " in shown(place)


def test_work_that_has_begun_before_an_emergency_is_not_promised_again(place: Place) -> None:
    room = Room(place.office)
    ann = pressed_level_one(room)
    place.intake("begin", "1001", "--by", "Kim")
    room.office.now = now()
    room.office.wait(seconds=5)
    room.presses(ann, FACT, "all_users")
    room.presses(ann, FACT, "two_locations")
    assert room.office.case().emergency
    assert "begin work kept by Kim" in shown(place)
    assert "begin work" not in room.told(ann)[-1]


def test_a_case_beside_an_emergency_says_why_it_is_none(place: Place) -> None:
    pressed_to_an_emergency(Room(place.office))
    place.office.mail_in(mail("The printer at one office is slow.", subject="Printer"))
    why = "No emergency here: what is needed was said in case 1001, nothing of it in this case"
    why = f"{why}; the emergency is case 1001."
    assert why in shown(place, 1002)
    assert place.intake("evidence", "1002").out.endswith(f"{why}\n")
    assert "No emergency" not in shown(place, 1001)
