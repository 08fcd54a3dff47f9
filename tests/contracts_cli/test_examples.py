"""Promises worked by hand are counted again: what comes out otherwise stops, what none tries is listed."""

import pytest

from intake.contract.checks.finding import FindingKind
from tests.contracts_cli.made import MADE, findings

BEST = 'at = 2026-05-12T10:00:00-04:00\nplan = "best"\nlevel = "high"\n'
MAIL = 'at = 2026-05-12T10:00:00-04:00\nplan = "basic"\nchannel = "email"\nclaimed = "high"\n'


def told(*examples: str) -> list[str]:
    """Return the sentences about examples, each with its place."""
    text = MADE + "".join(f"\n[[examples.promises]]\n{example}\n" for example in examples)
    return [f"{found.place}: {found.sentence}" for found in findings(text) if found.kind is FindingKind.EXAMPLE]


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(BEST + 'due = 2026-05-12T11:00:00-04:00\nforce = "commitment"\nothers = []', id="an hour later"),
        pytest.param(
            MAIL + 'due = 2026-05-13T10:00:00-04:00\ngiven_level = false\nclock_level = "low"', id="by e-mail"
        ),
        pytest.param(
            MAIL + 'due = 2026-05-13T10:00:00-04:00\nnotices = ["email_carries_no_level"]', id="with a notice"
        ),
        pytest.param(MAIL + "due = 2026-05-13T10:00:00-04:00\nearliest = 2026-05-12T16:00:00-04:00", id="a range"),
        pytest.param(BEST + 'due = 2026-05-12T11:00:00-04:00\nrulings = ["fast"]', id="resting on a ruling"),
        pytest.param(BEST.replace("best", "gold") + 'refused = "no plan"', id="refused"),
        pytest.param(BEST.replace("best", "premium") + 'refused = "basic or best"', id="refused with both candidates"),
    ],
)
def test_an_example_that_comes_out_is_silent(example: str) -> None:
    assert told(example) == []


@pytest.mark.parametrize(
    ("example", "sentence"),
    [
        pytest.param(
            BEST + "due = 2026-05-12T12:00:00-04:00",
            "It says due 2026-05-12T12:00:00-04:00; counted is 2026-05-12T11:00:00-04:00. "
            "Look at commitments, initial_response level high plan best; calendars, always (zone America/New_York).",
            id="another hour",
        ),
        pytest.param(
            BEST + "due = 2026-05-12T10:00:00-05:00",
            "(the same instant by another zone's clock)",
            id="another zone",
        ),
        pytest.param(BEST + "due = false", "It says due false; counted is 2026-05-12T11", id="no time expected"),
        pytest.param(
            MAIL + 'due = 2026-05-13T10:00:00-04:00\ngiven_level = "high"',
            "It says given_level high; counted is false",
            id="level",
        ),
        pytest.param(
            MAIL + "due = 2026-05-13T10:00:00-04:00\nnotices = []",
            "It says notices []; counted is [email_carries_no_level]. Look at ",
            id="a notice too many",
        ),
        pytest.param(
            MAIL + "due = 2026-05-13T10:00:00-04:00\nprovisional = true",
            "It says provisional true",
            id="not provisional",
        ),
        pytest.param(
            BEST + 'due = 2026-05-12T11:00:00-04:00\nothers = [{ promise = "begin_work", due = false }]',
            "It says others begin_work; counted is none.",
            id="no second promise",
        ),
        pytest.param(BEST + 'refused = "no plan"', "a promise comes out", id="not refused"),
        pytest.param(
            BEST.replace("best", "gold") + "due = false", "no plan 'gold'; write one of basic, best", id="refused"
        ),
        pytest.param(
            BEST.replace("best", "gold") + 'refused = "closed"', 'It says "closed"; what comes out', id="otherwise"
        ),
    ],
)
def test_an_example_that_comes_out_otherwise_says_both_and_where_to_look(example: str, sentence: str) -> None:
    (line,) = told(BEST + "due = 2026-05-12T11:00:00-04:00", example)
    assert line.startswith("examples, promises 2: ")
    assert sentence in line


def test_what_no_example_tries_is_listed_and_stops_nothing() -> None:
    text = f"{MADE}\n[[examples.promises]]\n{BEST}due = 2026-05-12T11:00:00-04:00\n"
    untried = [found for found in findings(text) if found.kind is FindingKind.UNTRIED]
    assert [found.place for found in untried] == [
        "commitments, initial_response level high plan basic",
        "commitments, initial_response level low",
        "commitments, initial_response emergency",
        *(f"channels, {channel}" for channel in ("email", "slack", "web_chat", "portal", "phone")),
        *(f"notices, {notice}" for notice in ("email_carries_no_level", "provisional_level", "second_location_needed")),
        "calendars, office",
    ]
    assert not any(found.stops for found in untried)


def test_a_contract_without_examples_is_told_so_once() -> None:
    (untried,) = [found for found in findings(MADE) if found.kind is FindingKind.UNTRIED]
    assert untried.place == "examples, promises"
    assert not untried.stops
