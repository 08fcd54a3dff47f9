"""What is promised at once has no figure that could be over: it says since when, and is never called overdue."""

from datetime import timedelta

import pytest

from intake.review.slack.listed import counts, open_rows, rows_of
from intake.stages.desk import Run
from tests.cli.command import Place
from tests.cli.conftest import place
from tests.kept.desk import replies, staffed
from tests.stages.office import mail

__all__ = ["place"]


@pytest.fixture
def down(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return a desk that was told three minutes ago, at 10:00, that a site of contract 002 is down."""
    monkeypatch.setattr("intake.bootstrap.clock.now", lambda: place.office.now)
    staffed(place.office)
    place.office.customer("helpdesk")
    place.office.mail_in(mail("Nobody can connect."))
    place.office.wait(minutes=3)
    return place


def test_the_queue_says_since_when_until_somebody_answers(down: Place) -> None:
    said = down.intake("cases").out
    assert "at once, since 10:00" in said
    assert "OVERDUE" not in said
    down.office.wait(days=1)
    assert "at once, since Tue 12 May 10:00" in down.intake("cases").out
    replies(down.office)
    assert "answered 1 day after it was promised" in down.intake("cases").out


def test_a_case_says_it_and_how_long_it_took(down: Place) -> None:
    assert "first answer pending, at once, since Tue 12 May 2026 10:00 EDT" in down.intake("case", "1001").out
    replies(down.office, by="Kim")
    said = " ".join(down.intake("case", "1001").out.split())
    assert "first answer given by Kim, Tue 12 May 2026 10:03 EDT (by command), 3 min after it was promised" in said


def test_the_lists_in_slack_say_the_same(down: Place) -> None:
    office = down.office
    with office.reading() as connection:
        run = Run(connection=connection, desk=office.desk, now=office.now + timedelta(hours=1))
        rows = open_rows(run)
        (row,), found = rows_of(run, rows), counts(run, rows)
    assert row.due.startswith("at once, since <!date^")
    assert (row.marks[0], "OVERDUE" in row.marks, found.overdue) == ("emergency", False, 0)


def test_engineers_are_written_to_once_and_not_that_it_is_overdue(down: Place) -> None:
    trail = down.office.trail()
    assert ("case.due_soon" in trail, "case.overdue" in trail) == (True, False)
