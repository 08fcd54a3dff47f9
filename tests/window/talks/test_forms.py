"""What a form of the portal sends: a case with the level that was chosen, or words to a case of one's own company."""

import pytest

from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.portal import Submission
from intake.stages.window.submitted import submit
from tests.stages.office import opinion
from tests.window.talks.room import Room, acme

ANN = "ann@acme.example"


def sends(room: Room, text: str, **more: object) -> Accepted:
    """Let Ann send a form, and return it as it stands once it is carried through."""
    sent = Submission(**{"key": "k1", "by": ANN, "text": text, "subject": "Posting", **more})  # type: ignore[arg-type]
    with room.office.database.write() as connection:
        accepted = submit(connection, sent, room.office.now)
    room.office.run()
    return room.office.message(accepted.id)


@pytest.mark.parametrize(
    ("contract", "plan", "chosen", "holds"),
    [
        pytest.param("gotomyerp-plans", "silver", "2", "2", id="000: the customer's choice"),
        pytest.param("gotomyerp-plans", "silver", None, "3", id="000: none chosen"),
        pytest.param("gotomyerp", None, "1", "1", id="001: the customer's choice"),
        pytest.param("priority-matrix", None, "P1", "P4", id="003: the provider assigns"),
        pytest.param("erp-maestro", None, "1", "2", id="004: level 1 by telephone only"),
        pytest.param("erp-maestro", None, "2", "2", id="004: the customer's choice"),
    ],
)
def test_the_chosen_level_counts_as_the_contract_says(
    room: Room, contract: str, plan: str | None, chosen: str | None, holds: str
) -> None:
    acme(room, contract, plan)
    room.office.suggests.answer = opinion(3)

    sends(room, "Posting fails.", level=chosen)

    case = room.office.case()
    assert (case.channel, case.contact_address, case.subject) == (Channel.PORTAL, ANN, "Posting")
    assert case.clock_level == holds
    assert [mail.recipient for mail in room.office.mails() if mail.kind == "acknowledgement"] == [ANN]


def test_a_form_that_is_sent_twice_is_one_message(room: Room) -> None:
    acme(room)

    sends(room, "Posting fails.")
    sends(room, "Posting fails.")

    assert room.office.ledger() == {"opened": 1}


def test_words_to_a_case_join_it(room: Room) -> None:
    acme(room)
    sends(room, "Posting fails.")

    sends(room, "It is error 18 now.", key="k2", case=1001)

    assert room.office.ledger() == {"opened": 1, "continued": 1}


def test_words_to_another_companys_case_join_nothing(room: Room) -> None:
    acme(room)
    other = room.office.customer("helpdesk", name="Other", domain="other.example")
    room.office.mail_in(_mail(), mail_from="joe@other.example")

    sends(room, "Let me in.", case=1001)

    assert room.office.case(1001).customer_id == other.id
    assert room.office.case(1002).contact_address == ANN
    assert room.office.ledger() == {"opened": 2}


def _mail() -> bytes:
    from tests.stages.office import mail

    return mail(sender="Joe <joe@other.example>")
