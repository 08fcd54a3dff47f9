"""What is refused and found in notices: levels, plans, halves of a sentence, and next business days."""

from datetime import datetime

import pytest

from intake.contract.file.load import load_contract
from intake.contract.promise import promise
from intake.domain.errors import BadInput
from intake.domain.promise import Situation
from tests.contracts_cli.made import MADE, changed, findings, made

LAST = 'id = "second_location_needed"\nwhen = ["emergency_half_shown"]\n'


def charges(facts: str) -> str:
    return MADE + f'\n[[notices]]\nid = "charges"\nwhen = ["always"]\nclause = "6"\nfacts = {{ {facts} }}\n'


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        pytest.param(
            'turned_over = "one", increment = "one"',
            "the fact increment without appointment_first_hour",
            id="a step alone",
        ),
        pytest.param(
            'appointment_first_hour = "two"',
            "the fact appointment_first_hour without increment",
            id="a first hour alone",
        ),
        pytest.param(
            'rollover_clause = "7"', "rollover_clause is where the fact rollover stands", id="the clause of nothing"
        ),
    ],
)
def test_half_of_a_notice_stops(facts: str, told: str) -> None:
    (found,) = [each for each in findings(charges(facts)) if each.stops]
    assert found.place == "notices, charges, facts"
    assert told in found.sentence


def test_a_whole_notice_is_silent() -> None:
    hours = 'appointment_first_hour = "two", increment = "30 minutes"'
    facts = f'turned_over = "one", {hours}, rollover = "five", rollover_clause = "7"'
    assert not [each for each in findings(charges(facts)) if each.place.startswith("notices")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            changed(LAST, LAST + 'levels = ["high"]\n'),
            "add it to when, or leave them out",
            id="levels nobody looks at",
        ),
        pytest.param(
            changed(LAST, LAST.replace("emergency_half_shown", "clock_level")), "needs levels", id="no levels"
        ),
        pytest.param(changed(LAST, LAST + 'plans = ["gold"]\n'), "write one of basic, best", id="a plan that is none"),
        pytest.param(
            changed('name = "Best"', 'name = "basic"'), "basic and best have the same name", id="plans of one name"
        ),
        pytest.param(
            changed('name = "Low"', 'name = "High"'), "high and low have the same name", id="levels of one name"
        ),
        pytest.param(changed('["+1-555-0100"]', '["our hotline"]'), "holds no digit", id="a telephone without digits"),
        pytest.param(
            changed('half = ["all_users"]', 'evidence_clauses = ["3", "4"]'),
            "one for each list of evidence, 1 in all",
            id="a clause too many",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_a_line(text: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_contract(text, "made.toml")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("plan", "level", "given"),
    [
        pytest.param("best", "high", True, id="plan and level"),
        pytest.param("basic", "high", False, id="another plan"),
        pytest.param("best", "low", False, id="another level"),
    ],
)
def test_a_notice_of_plans_and_levels_wants_both(plan: str, level: str, given: bool) -> None:
    text = MADE + '\n[[notices]]\nid = "staff_available"\nwhen = ["clock_level"]\nlevels = ["high"]\nplans = ["best"]\n'
    found = promise(
        made(text), Situation(received_at=datetime.fromisoformat("2026-05-12T10:00-04:00"), plan=plan, level=level)
    )
    assert ("staff_available" in found.notices) == given


LOW = """\
target = { kind = "within", at_least = 6, at_most = 8, unit = "hours", words = "6 to 8 hours" }
force = "expected"
"""
DAYS = """
[[rulings]]
id = "day"
clause = "2"
question = "When is a business day over?"
readings = ["at closing", "at the hour of receipt"]
in_force = "at the hour of receipt"
"""


def next_day(counted: str, words: str = "next business day", more: str = "", rulings: str = "") -> str:
    """Return the made contract with words that name the next day for level low."""
    row = f'target = {{ {counted}, words = "{words}" }}\nforce = "expected"\n{more}'
    return changed(LOW, row) + rulings


ONE_DAY = 'kind = "within", at_most = 1, unit = "business_days"'


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        pytest.param(next_day(ONE_DAY), "open_ambiguity", "asks when a business day is over", id="nobody has asked"),
        pytest.param(
            next_day(ONE_DAY, "by the next day"), "open_ambiguity", "that day's opening or closing", id="the next day"
        ),
        pytest.param(
            next_day('kind = "same_day"'),
            "contradiction",
            '"next business day", but "same_day" is counted',
            id="counted as today",
        ),
        pytest.param(
            next_day('kind = "within", at_most = 2, unit = "business_days"'),
            "contradiction",
            "write 1 business_days",
            id="two days",
        ),
    ],
)
def test_the_next_business_day_wants_a_ruling(text: str, kind: str, told: str) -> None:
    (found,) = [each for each in findings(text) if each.stops]
    assert (found.kind, found.place) == (kind, "commitments, initial_response level low")
    assert told in found.sentence


def test_a_ruling_on_when_a_day_is_over_settles_it() -> None:
    text = next_day(ONE_DAY, more='rulings = ["day"]\n', rulings=DAYS)
    assert not [each for each in findings(text) if each.stops]
