"""A closed case says at its top who closed it and why, and owes nothing any more."""

import pytest

from intake.review.portal.resolved import resolved
from intake.stages.desk import Run
from tests.cli.command import Place
from tests.kept.desk import closes, replies
from tests.stages.office import mail


def shown(place: Place) -> str:
    return " ".join(place.intake("case", "1001").out.split())


def opened(place: Place) -> None:
    place.office.customer("erp-maestro")
    place.office.mail_in(mail())


@pytest.mark.parametrize(
    ("is_resolved", "said"),
    [
        pytest.param(True, "Closed as resolved Tue 12 May 2026 10:30 EDT by Sam: they rang", id="resolved"),
        pytest.param(False, "Closed Tue 12 May 2026 10:30 EDT by Sam: they rang", id="not resolved"),
    ],
)
def test_an_engineer_has_closed_it(place: Place, is_resolved: bool, said: str) -> None:
    opened(place)
    place.office.wait(minutes=30)
    closes(place.office, resolved=is_resolved, reason="they rang")
    assert said in shown(place)


def test_the_customer_has_closed_it(place: Place) -> None:
    opened(place)
    with place.office.database.write() as connection:
        assert resolved(
            Run(connection=connection, desk=place.office.desk, now=place.office.now), place.office.case(), 1
        )
    assert "by the customer: the customer says that it is resolved" in shown(place)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        pytest.param(1, "first answer not given; closed 23 h before its deadline, ", id="in time"),
        pytest.param(30, "first answer not given; closed 6 h after its deadline, ", id="too late"),
    ],
)
def test_what_was_never_done_is_owed_no_more(place: Place, hours: int, said: str) -> None:
    opened(place)
    place.office.wait(hours=hours)
    closes(place.office, resolved=False)
    assert said in shown(place)
    assert not [word for word in ("pending", "OVERDUE") if word in shown(place).partition("How it is promised")[0]]


def test_what_was_done_is_said_as_ever(place: Place) -> None:
    opened(place)
    replies(place.office)
    closes(place.office)
    assert "first answer kept by Sam" in shown(place)
