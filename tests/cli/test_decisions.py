"""`intake confirm`, `override` and `consent`, as an engineer types them."""

import getpass
import json

import pytest

from tests.cli.command import Place
from tests.stages.office import mail, opinion


@pytest.fixture
def plans(place: Place) -> Place:
    """Return a place with case 1001 under contract 000, suggested as 2."""
    place.office.customer("gotomyerp-plans")
    place.office.suggests.answer = opinion(2)
    place.office.mail_in(mail())
    return place


@pytest.fixture
def maestro(place: Place) -> Place:
    """Return a place with case 1001 under contract 004, at level 3."""
    place.office.customer("erp-maestro")
    place.office.mail_in(mail())
    return place


def test_confirm(plans: Place) -> None:
    ran = plans.intake("confirm", "1001", "--by", "Sam")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        'Case 1001: confirmed. Level 2: "Within 4 hours" (clause 3.2), due Tue 12 May 2026 14:00:00 EDT.\n'
        "The customer is told.\n"
    )
    assert plans.office.decided()[-1].actor == "Sam"
    assert len(plans.office.mails()) == 2


def test_confirming_again_changes_nothing_for_the_customer(plans: Place) -> None:
    plans.intake("confirm", "1001")
    ran = plans.intake("confirm", "1001")
    assert ran.out.endswith("The promise is as it was; the customer is not written to.\n")
    assert len(plans.office.mails()) == 2


def test_without_by_the_name_is_that_of_the_account(plans: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "kim")
    plans.intake("confirm", "1001")
    assert plans.office.decided()[-1].actor == "kim"


def test_where_the_account_has_no_name_one_is_asked_for(plans: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert plans.intake("confirm", "1001").refusal.startswith("--by: who decides is not known here; write --by")
    assert plans.intake("confirm", "1001", "--by", " ").refusal.startswith("--by: who decides is not known")


def test_override(plans: Place) -> None:
    ran = plans.intake("override", "1001", "--level", "1", "--reason", "payroll cannot run", "--by", "Sam")
    assert ran.out.startswith('Case 1001: overridden. Level 1: "Within 1 hour" (clause 3.2), due Tue 12 May 2026 11:00')
    assert ran.out.endswith("The customer is told.\n")
    assert plans.office.decided()[-1].reason == "payroll cannot run"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["1001", "--level", "9", "--reason", "x"], "level: gotomyerp-plans has no level '9'", id="level"),
        pytest.param(["1001", "--level", "1", "--reason", " "], "reason: an override needs one", id="empty reason"),
        pytest.param(["1001", "--level", "1"], "Missing option '--reason'.", id="no reason"),
        pytest.param(["1001", "--reason", "x"], "override: write either --level", id="no level"),
        pytest.param(["1002", "--level", "1", "--reason", "x"], "case: there is no case 1002", id="no such case"),
        pytest.param(["--level", "1", "--reason", "x"], "Missing argument 'NUMBER'.", id="no number"),
    ],
)
def test_an_override_that_cannot_be_is_one_line(plans: Place, words: list[str], said: str) -> None:
    before = plans.office.everything()
    assert plans.intake("override", *words).refusal.startswith(said)
    assert plans.office.everything() == before


def test_the_way_to_a_change_that_needs_the_customer(maestro: Place) -> None:
    change = ("override", "1001", "--level", "2", "--reason", "orders cannot ship")
    assert maestro.intake(*change).refusal == (
        "case 1001: erp-maestro changes a level only with the customer's agreement (Classification of Errors); "
        "ask the customer, then write `intake consent 1001 --yes`"
    )
    ran = maestro.intake("consent", "1001", "--yes", "--by", "Sam")
    assert ran.out == (
        "Case 1001: recorded that the customer agreed to level 2.\n"
        'Now `intake override 1001 --level 2 --reason "..."` takes effect.\n'
    )
    assert maestro.intake(*change).out.startswith("Case 1001: overridden. Level 2:")
    found = json.loads(maestro.intake("cases", "--json").out)["cases"][0]
    assert (found["level"], found["standing"], found["wanted_level"]) == ("2", "overridden", None)


def test_an_answer_that_was_not_written_is_not_a_no(maestro: Place) -> None:
    maestro.intake("override", "1001", "--level", "2", "--reason", "x")
    before = maestro.office.everything()
    said = maestro.intake("consent", "1001").refusal
    assert said == "consent: what did the customer answer? write `intake consent 1001 --yes` or --no"
    assert maestro.office.everything() == before


def test_a_customer_who_says_no(maestro: Place) -> None:
    maestro.intake("override", "1001", "--level", "2", "--reason", "x")
    ran = maestro.intake("consent", "1001", "--no")
    assert ran.out == ("Case 1001: recorded that the customer did not agree to level 2.\nIts level stays as it is.\n")
    assert maestro.office.case().wanted_level is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["1001"], "consent: what did the customer answer? write", id="neither yes nor no"),
        pytest.param(["1002", "--yes"], "case: there is no case 1002", id="no such case"),
        pytest.param(["1001", "--yes"], "case 1001: its contract changes levels without", id="not under this contract"),
    ],
)
def test_a_consent_that_cannot_be_is_one_line(plans: Place, words: list[str], said: str) -> None:
    assert plans.intake("consent", *words).refusal.startswith(said)


def test_a_customer_who_cannot_be_written_to_is_to_be_told_by_a_person(place: Place) -> None:
    place.office.customer("gotomyerp")
    place.office.mail_in(mail("x", "X-Spam-Flag: YES"))
    ran = place.intake("override", "1001", "--level", "1", "--reason", "it is none")
    assert ran.out.splitlines()[1] == (
        "The promise has changed and the customer cannot be written to (marked as spam by the filter in front of us):"
        " tell them."
    )


def test_the_case_of_an_unknown_sender(place: Place) -> None:
    place.office.mail_in(mail())
    ran = place.intake("override", "1001", "--level", "2", "--reason", "looks serious")
    assert ran.out == "Case 1001: overridden; there is no contract, so nothing is promised.\n"
    assert (
        "no contract gives this case levels"
        in place.intake("override", "1001", "--level", "P1", "--reason", "x").refusal
    )
