"""A change of hours from a date: a case keeps the version that was in force when its message was received."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from intake.contract.versions import Contracts, gathered
from intake.domain.case import Outcome
from tests.stages import office as made
from tests.stages.office import Office, mail

# TUESDAY is 2026-05-12, 10:15:30 in New York.
LONGER = "always"


def with_new_hours(begins: date) -> Contracts:
    """Return gotomyerp as shipped, and a second version whose every row is counted around the clock."""
    first = made.contracts("gotomyerp").newest("gotomyerp")
    assert first is not None
    rows = tuple(replace(row, calendar=LONGER) for row in first.commitments)
    return gathered([first, replace(first, commitments=rows, effective_from=begins)])


@pytest.mark.parametrize(
    ("begins", "version", "later"),
    [
        pytest.param(date(2026, 5, 12), "2026-05-12", False, id="it holds from that morning"),
        pytest.param(date(2026, 5, 13), "first", True, id="it holds from the next day: the old hours are counted"),
    ],
)
def test_a_case_is_promised_by_the_version_of_its_receipt(
    office: Office, begins: date, version: str, later: bool
) -> None:
    office.customer("gotomyerp")
    office.desk = made.the_desk(installed=with_new_hours(begins))
    office.mail_in(mail())
    case = office.case()
    assert case.promise is not None
    assert (case.contract_version, case.promise["contract_version"]) == (version, version)
    assert case.due_at is not None
    # Level 3 is promised within two business days: at this hour, or a moment earlier where no day is skipped.
    assert case.due_at.date() == (made.TUESDAY + timedelta(days=2)).date()
    counted = case.promise["counted"]
    assert isinstance(counted, list)
    assert (len(counted) > 1) is later


def test_a_case_keeps_its_version_when_the_next_begins(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail())
    before = office.case()
    office.desk = made.the_desk(installed=with_new_hours(date(2026, 5, 12)))
    found = office.mail_in(mail("More of it.", f"In-Reply-To: {office.mails()[0].message_id}"))
    after = office.case()
    assert found.outcome is Outcome.CONTINUED
    assert (after.contract_version, after.due_at, after.promise) == ("first", before.due_at, before.promise)


def test_before_the_first_version_begins_the_message_is_kept_for_a_person(office: Office) -> None:
    office.customer("gotomyerp")
    first = made.contracts("gotomyerp").newest("gotomyerp")
    assert first is not None
    office.desk = made.the_desk(installed=gathered([replace(first, effective_from=date(2030, 1, 1))]))
    found = office.mail_in(mail())
    assert found.outcome is Outcome.PARKED
    assert "no version of it held then" in found.reason
