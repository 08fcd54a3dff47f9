"""A visitor who proves who they are: their case becomes their company's from its receipt on, and they are told."""

from datetime import timedelta

from intake.domain.identity import Degree
from intake.storage.window import visitors
from tests.window.talks.room import Room, acme

ANN, BOB = "ann@acme.example", "bob@elsewhere.example"


def test_the_acknowledgement_follows_the_proof_and_counts_from_the_receipt(room: Room) -> None:
    acme(room, "gotomyerp-plans", "silver")
    somebody = room.visitor()
    begun = room.office.now
    room.says(somebody, "Posting fails. Severity 2.")
    room.office.wait(minutes=10)

    room.proves(somebody, ANN)

    case = room.office.case()
    assert (case.contact_address, case.contract, case.opened_at) == (ANN, "gotomyerp-plans", begun)
    receipt, answer = room.told(somebody)
    assert "could not match you" in receipt
    assert "Within 4 hours" in answer or "hours" in answer
    assert case.due_at is not None
    assert case.due_at - begun < timedelta(days=1)
    assert room.state(somebody)["controls"]["levels"] is not None


def test_a_second_proof_changes_nothing(room: Room) -> None:
    acme(room)
    somebody = room.visitor()
    room.says(somebody, "Posting fails.")
    room.proves(somebody, ANN)
    before = room.office.everything()

    room.proves(somebody, ANN)

    assert room.office.everything() == before


def test_a_talk_stays_whose_it_is_when_another_address_is_proved_in_it(room: Room) -> None:
    acme(room)
    somebody = room.visitor()
    room.says(somebody, "Posting fails.")
    room.proves(somebody, ANN)

    room.proves(somebody, BOB)

    assert room.state(somebody)["who"]["address"] == ANN
    assert room.office.case().contact_address == ANN


def test_who_proves_an_address_of_no_customer_can_be_written_to_and_is_told_nothing(room: Room) -> None:
    acme(room)
    somebody = room.visitor()
    room.says(somebody, "Posting fails.")

    room.proves(somebody, BOB)

    assert room.office.case().contact_address == BOB
    assert room.office.case().contract is None
    assert len(room.told(somebody)) == 1


def test_a_proof_before_the_first_word_counts_for_it(room: Room) -> None:
    acme(room)
    somebody = room.visitor()
    room.proves(somebody, ANN)

    room.says(somebody, "Posting fails.")

    (answer,) = room.told(somebody)
    assert "clause" in answer or "section" in answer


def test_a_contacts_address_that_was_named_lets_nobody_into_their_cases(room: Room) -> None:
    acme(room)
    ann, somebody = room.visitor(ANN, proved=True), room.visitor(ANN)
    room.says(ann, "Posting fails.")

    room.says(somebody, "What about case 1001?")

    assert len(room.office.cases()) == 2
    assert room.state(somebody)["case"] == 1002
    assert len(room.lines(somebody)) == 2


def test_a_closed_case_is_not_given_to_anybody(room: Room) -> None:
    acme(room)
    somebody = room.visitor()
    room.says(somebody, "Posting fails.")
    with room.office.database.write() as connection:
        from intake.review.close import close
        from intake.review.engineer import Engineer

        close(Engineer(name="Kim", run=room.run(connection)), 1001, reason="nobody answered", resolved=False)

    room.proves(somebody, ANN)

    with room.office.reading() as connection:
        known = visitors.find(connection, somebody.talk.number)
    assert known is not None
    assert known.degree is Degree.PROVED
    assert room.office.case().customer_id is None
