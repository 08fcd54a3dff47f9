"""Which raw mails are let go, at which age: carried through, received and their case closed long enough ago."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from intake.review.erase import Order, Wanted, erase
from tests.retention.old import KEEP, closes, lets_go
from tests.stages.office import Office, mail

Happens = Callable[[Office], None]


def opened(office: Office) -> None:
    office.mail_in(mail())


def closed(office: Office) -> None:
    opened(office)
    closes(office)


def closed_later(days: float) -> Happens:
    def happens(office: Office) -> None:
        opened(office)
        office.wait(days=days)
        closes(office)

    return happens


def written_to_again(office: Office) -> None:
    closed(office)
    office.wait(days=1)
    office.mail_in(mail("And again.", f"In-Reply-To: {office.mails()[0].message_id}"))
    assert office.case().closed_at is None


def a_machine_s(office: Office) -> None:
    office.mail_in(mail("Away", "Auto-Submitted: auto-replied"))


def a_machine_s_in_a_case(office: Office) -> None:
    opened(office)
    office.mail_in(
        mail("Away", "Auto-Submitted: auto-replied", f"In-Reply-To: {office.mails()[0].message_id}"),
        rcpt_to=(office.header("Reply-To"),),
    )


def parked(office: Office) -> None:
    office.suggests.fault = RuntimeError("a fault that lasts")
    office.accept(mail())
    for _ in range(8):
        office.wait(hours=1)
    assert office.ledger() == {"parked": 1}


def waiting(office: Office) -> None:
    office.accept(mail())


def without_opinion_yet(office: Office) -> None:
    office.suggests.ready = False
    office.accept(mail(), at=office.now)
    office.run()
    closes(office)


def a_person_erased(office: Office) -> None:
    closed(office)
    with office.database.write() as connection:
        order = Order(by="Kim", reason="asked for", at=office.now)
        erase(connection, Wanted(address="ann@acme.example", key=b"k"), order)


@pytest.mark.parametrize(
    ("happens", "days", "expected"),
    [
        pytest.param(closed, 91, [1], id="its case closed at once, 91 days ago"),
        pytest.param(closed, 90, [], id="90 days to the second are not longer than 90 days"),
        pytest.param(closed, 89, [], id="89 days"),
        pytest.param(opened, 400, [], id="its case still open after a year"),
        pytest.param(closed_later(60), 89, [], id="received 149 days ago, its case closed 89 days ago"),
        pytest.param(closed_later(60), 91, [1], id="received 151 days ago, its case closed 91 days ago"),
        pytest.param(closed_later(60), 90, [], id="its case closed 90 days ago to the second"),
        pytest.param(written_to_again, 400, [], id="its case open again, since somebody wrote to it"),
        pytest.param(a_machine_s, 91, [1], id="a machine's, filed without a case"),
        pytest.param(a_machine_s, 90, [], id="a machine's, 90 days to the second"),
        pytest.param(a_machine_s, 89, [], id="a machine's, filed lately"),
        pytest.param(a_machine_s_in_a_case, 400, [], id="a machine's, filed in a case that is still open"),
        pytest.param(parked, 400, [], id="set aside for a person"),
        pytest.param(waiting, 400, [], id="not carried through yet"),
        pytest.param(without_opinion_yet, 400, [], id="to be read once more, for an opinion of it"),
        pytest.param(a_person_erased, 400, [], id="erased before"),
    ],
)
def test_which_messages_go(office: Office, happens: Happens, days: float, expected: list[int]) -> None:
    office.customer("gotomyerp")
    happens(office)
    office.now += timedelta(days=days)
    assert lets_go(office, KEEP) == expected
