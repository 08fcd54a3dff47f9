"""A case that an engineer gives to somebody else: its old visitor reads nothing more of it, and adds nothing to it."""

import pytest

from intake.domain.case import MailKind
from intake.domain.customer import Customer
from intake.domain.identity import Degree
from intake.review.assign import assign
from intake.review.close import close
from intake.review.engineer import Engineer
from intake.review.reply import Reply, reply
from intake.storage import cases, customers
from intake.storage.window import visitors
from intake.storage.window.visitors import Known
from tests.window.talks.room import Room, acme

ANN, EVE = "ann@acme.example", "eve@other.example"
SECRET = "The key is under the mat."


def other(room: Room) -> None:
    made = Customer(name="Other Works", contract="erp-maestro", zone="America/New_York", contacts=((EVE, "Eve"),))
    with room.office.database.write() as connection:
        customers.add(connection, made)


def given_to(room: Room, address: str) -> None:
    with room.office.database.write() as connection:
        engineer = Engineer(name="Kim", run=room.run(connection))
        assign(engineer, 1001, address, "they rang")
        reply(engineer, 1001, Reply(text=SECRET))
    room.settle()


@pytest.mark.parametrize(
    ("address", "proved"),
    [
        pytest.param(ANN, True, id="somebody of another company"),
        pytest.param(EVE, False, id="a stranger who says that they are who it is given to"),
        pytest.param("", False, id="a stranger"),
    ],
)
def test_what_is_written_then_goes_to_its_new_contact_alone(room: Room, address: str, proved: bool) -> None:
    acme(room)
    other(room)
    visitor = room.visitor(address, proved=proved)
    room.says(visitor, "Posting fails.")
    told = room.told(visitor)

    given_to(room, EVE)

    assert room.told(visitor) == told
    written = [mail for mail in room.office.mails() if mail.kind in (MailKind.ACKNOWLEDGEMENT, MailKind.REPLY)]
    assert [mail.recipient for mail in written[-2:]] == [EVE, EVE]

    room.says(visitor, "Is anybody there?")

    with room.office.reading() as connection:
        contacts = [cases.find(connection, number).contact_address for number in (1001, 1002)]  # type: ignore[union-attr]
    assert contacts == [EVE, address if proved else visitor.talk.address]
    assert SECRET not in " ".join(room.told(visitor))
    assert room.state(visitor)["case"] == 1002
    assert "case 1002" in room.told(visitor)[-1]


def test_it_goes_on_in_the_window_of_whom_it_is_given_to(room: Room) -> None:
    acme(room)
    other(room)
    visitor = room.visitor()
    room.says(visitor, "Posting fails.")
    known = Known(name="Eve", address=EVE, degree=Degree.PROVED, why="the test says so")
    with room.office.database.write() as connection:
        visitors.is_now(connection, visitor.talk.number, known)

    given_to(room, EVE)
    room.says(visitor, "Thank you.")

    assert SECRET in " ".join(room.told(visitor))
    assert room.state(visitor)["case"] == 1001


def test_who_is_proved_to_be_of_another_company_than_they_said_gets_no_closed_case_of_its(room: Room) -> None:
    acme(room)
    other(room)
    visitor = room.visitor(ANN)
    room.says(visitor, "Posting fails.")
    with room.office.database.write() as connection:
        close(Engineer(name="Kim", run=room.run(connection)), 1001, "nobody knows them", resolved=False)

    room.proves(visitor, EVE)
    room.says(visitor, "It fails again.")

    with room.office.reading() as connection:
        first, second = (cases.find(connection, number) for number in (1001, 1002))
    assert first is not None
    assert second is not None
    assert (first.contact_address, first.closed_at is None) == (visitor.talk.address, False)
    assert (second.contact_address, second.contract) == (EVE, "erp-maestro")
    assert room.state(visitor)["case"] == 1002
