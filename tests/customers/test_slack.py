"""`intake customers slack`: workspaces and channels of customers who are there already."""

import pytest

from tests.cli.command import Place


@pytest.fixture(autouse=True)
def _two(place: Place) -> None:
    """Have Gold with a workspace, and Bit with another."""
    for name, workspace in (("Gold Company", "T0OLD"), ("Bit", "T0BIT")):
        place.intake("customers", "add", "--name", name, "--contract", "helpdesk", "--slack", workspace)


def gold(place: Place, *words: str) -> str:
    """Change what Gold has; return what is said."""
    ran = place.intake("customers", "slack", "Gold Company", *words, "--by", "Kim")
    assert (ran.code, ran.err) == (0, ""), ran
    return ran.out


def test_places_are_given_and_taken_and_stand_on_the_trail(place: Place) -> None:
    said = gold(place, "--add", "T0GOLD", "--add", "T0DESK/C0GOLD", "--remove", "T0OLD")
    assert said == "Gold Company has T0GOLD, T0DESK/C0GOLD in Slack.\n"
    assert "    Slack T0GOLD, Slack T0DESK/C0GOLD" in place.intake("customers", "list").out.splitlines()
    assert place.office.details("customer.slack") == [
        {"customer": "Gold Company", "added": ["T0GOLD", "T0DESK/C0GOLD"], "removed": ["T0OLD"]}
    ]
    assert place.office.chain_holds()
    assert place.intake("verify").code == 0


def test_twice_is_once(place: Place) -> None:
    gold(place, "--add", "T0GOLD")
    before = place.office.everything()
    assert gold(place, "--add", "T0GOLD") == "Gold Company has T0OLD, T0GOLD in Slack.\n"
    assert gold(place) == "Gold Company has T0OLD, T0GOLD in Slack.\n"
    assert place.office.everything() == before


def test_the_last_one_can_go_and_be_anothers(place: Place) -> None:
    assert gold(place, "--remove", "T0OLD") == "Gold Company has nothing in Slack.\n"
    ran = place.intake("customers", "slack", "Bit", "--add", "T0OLD")
    assert (ran.code, ran.out) == (0, "Bit has T0BIT, T0OLD in Slack.\n")
    assert place.intake("verify").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(
            ["--add", "T0NEW", "--add", "T0BIT"],
            "slack: 'T0BIT' belongs to another customer already, Bit; a workspace or channel has one owner",
            id="another's",
        ),
        pytest.param(
            ["--add", "T0NEW", "--remove", "T0BIT"],
            "--remove: 'T0BIT' is not Gold Company's; they have T0OLD",
            id="not theirs",
        ),
        pytest.param(
            ["--add", "T0NEW", "--remove", "T0NEW"], "'T0NEW' is to be added and removed; write it once", id="both"
        ),
        pytest.param(["--add", "#support"], "--add: '#support' is no workspace or channel; write T0123", id="a name"),
        pytest.param(["--remove", "c0gold"], "--remove: 'c0gold' is no workspace or channel", id="no place to remove"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line_and_changes_nothing(place: Place, words: list[str], said: str) -> None:
    before = place.office.everything()
    assert place.intake("customers", "slack", "Gold Company", *words).refusal.startswith(said)
    assert place.office.everything() == before


def test_a_customer_that_there_is_none_of(place: Place) -> None:
    said = place.intake("customers", "slack", "Silver", "--add", "T0NEW").refusal
    assert said == "there is no customer 'Silver'; `intake customers list` shows their names"
