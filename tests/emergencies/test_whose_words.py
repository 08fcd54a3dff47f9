"""Whose words a checklist shows: a case's own, and those of the customer's other open cases, which say so."""

import pytest

from intake.review.slack.drawn import drawn
from intake.stages.desk import Run
from tests.cli.command import Place
from tests.slack.engineers.floor import text_of
from tests.stages.office import mail

BOB = "bob@acme.example"
TITLE = "Evidence of an emergency"


def card(place: Place, number: int) -> str:
    office = place.office
    with office.reading() as connection:
        found = drawn(Run(connection=connection, desk=office.desk, now=office.now), number)
    return text_of(found.message.blocks)


def a_half_and_the_rest(place: Place) -> None:
    """Ann opens 1001, Bob 1002, which makes it whole; he asks for something else in 1003."""
    place.office.customer("gotomyerp-plans")
    place.office.mail_in(mail("Nobody can connect."))
    for words in ("It fails from both offices.", "How do I print a price list?"):
        place.office.mail_in(mail(words, sender=BOB), mail_from=BOB)


def test_words_of_another_case_say_from_which(place: Place) -> None:
    a_half_and_the_rest(place)
    (there,) = (line for line in card(place, 1001).splitlines() if "second location" in line)
    assert there == f"☑ Seen from a second location: said by {BOB} from case 1002: “from both offices”"
    (own,) = (line for line in card(place, 1001).splitlines() if "Connection failure" in line)
    assert own == "☑ Connection failure: said by ann@acme.example: “Nobody can connect”"
    shown = " ".join(place.intake("case", "1001").out.split())
    assert f"[x] second location: said by {BOB} in message 2 from case 1002, " in shown
    assert "[x] connection failure: said by ann@acme.example in message 1, " in shown


@pytest.mark.parametrize(("number", "shows"), [(1001, True), (1002, True), (1003, False)])
def test_a_case_that_asks_for_something_else_shows_no_checklist(place: Place, number: int, shows: bool) -> None:
    a_half_and_the_rest(place)
    assert (TITLE in card(place, number)) is shows
    assert (TITLE in place.intake("case", str(number)).out) is shows
