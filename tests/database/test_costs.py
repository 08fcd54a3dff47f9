"""What grows with the store and what does not: counted in statements, which no busy machine makes more."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from intake.database.engine import Database
from intake.review.queue import queue
from tests.stages.office import Office, mail, open_office

HALF = "We cannot connect since this morning."
WHOLE = "Nobody can connect, from both offices."


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = open_office(tmp_path, most_mails=500)
    office.customer("gotomyerp")
    return office


@contextmanager
def counted(database: Database) -> Iterator[list[int]]:
    """Count the statements of a block, and the rows that its queries returned, into a list of two."""
    found = [0, 0]

    def before(connection: Any, cursor: Any, statement: str, *_: object) -> None:
        found[0] += 1
        if "FROM evidence" in statement or "FROM cases" in statement:
            found[1] += 1

    sa.event.listen(database.engine, "before_cursor_execute", before)
    yield found
    sa.event.remove(database.engine, "before_cursor_execute", before)


def report(office: Office, number: int, body: str) -> None:
    sender = f"user{number}@acme.example"
    office.accept(mail(body, sender=f"User <{sender}>"), mail_from=sender)


def of_the_next(office: Office, number: int, body: str) -> int:
    """Return how many statements it takes to carry one more report through."""
    report(office, number, body)
    with counted(office.database) as found:
        office.run()
    return found[0]


@pytest.mark.parametrize("body", [HALF, WHOLE], ids=["half of an emergency", "an emergency each"])
def test_one_more_report_of_an_outage_costs_as_much_as_the_fifth(office: Office, body: str) -> None:
    for number in range(4):
        report(office, number, body)
    office.run()
    early = of_the_next(office, 100, body)
    for number in range(4, 40):
        report(office, number, body)
    office.run()
    assert of_the_next(office, 101, body) <= early + 3


def test_one_more_word_of_who_reported_an_outage_first_costs_as_much_with_many_others(office: Office) -> None:
    """The case that all others are linked with asks for these once, not one by one."""

    def again(number: int) -> int:
        office.accept(
            mail(WHOLE, "In-Reply-To: <base@acme.example>", sender="User <user0@acme.example>"),
            mail_from="user0@acme.example",
        )
        with counted(office.database) as found:
            office.run()
        return found[0]

    first = mail(WHOLE, sender="User <user0@acme.example>", message_id="<base@acme.example>")
    office.mail_in(first, mail_from="user0@acme.example")
    for number in range(1, 4):
        report(office, number, WHOLE)
    office.run()
    again(0)
    early = again(1)
    for number in range(4, 30):
        report(office, number, WHOLE)
    office.run()
    again(2)
    assert again(3) <= early + 3
    assert len(office.cases()) == 30


@pytest.mark.parametrize("closed_too", [False, True], ids=["open cases", "all cases"])
def test_a_list_of_cases_takes_as_many_statements_however_long_it_is(office: Office, *, closed_too: bool) -> None:
    asked = []
    for most in (2, 20):
        for number in range(most):
            report(office, 1000 * most + number, "The invoice list stays empty.")
        office.run()
        with counted(office.database) as found, office.reading() as connection:
            rows = queue(connection, office.now, closed_too=closed_too)
        asked.append(found[0])
    assert len(rows) == 22
    assert all(row.heard_at is not None and row.suggestion is not None and row.standing for row in rows)
    assert asked[0] == asked[1]
