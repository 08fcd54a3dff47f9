"""The contract's own words against its figures: targets, hours in words, and rulings that name hours."""

import pytest

from intake.contract.checks.finding import FindingKind
from intake.contract.figures import amounts, same_figures, times
from intake.domain.target import Unit
from tests.contracts_cli.made import changed, findings

TARGET = 'at_most = 4, unit = "hours", words = "4 hours"'
OFFICE = 'id = "office"'
RULED = 'readings = ["nine to five", "all day"]\nin_force = "nine to five"'


def target(counted: str, words: str) -> str:
    """Return the made contract with another target for high and basic."""
    return changed(TARGET, f'{counted}, words = "{words}"')


def office(words: str) -> str:
    """Return the made contract with words for its office hours, Monday to Friday 09:00-17:00 in New York."""
    return changed(OFFICE, f'{OFFICE}\nwords = "{words}"')


def ruled(reading: str) -> str:
    """Return the made contract with another reading in force for its office hours."""
    return changed(RULED, f'readings = ["{reading}", "all day"]\nin_force = "{reading}"')


def contradictions(text: str) -> list[str]:
    found = [each for each in findings(text) if each.kind is FindingKind.CONTRADICTION]
    assert all(each.stops for each in found)
    return [f"{each.place}: {each.sentence}" for each in found]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(target('at_most = 30, unit = "minutes"', "Within 1/2 hour"), id="half an hour is 30 minutes"),
        pytest.param(target('at_most = 90, unit = "minutes"', "1 hour 30 minutes"), id="an hour and a half"),
        pytest.param(target('at_most = 2, unit = "hours"', "a two-hour answer"), id="in words"),
        pytest.param(target('at_least = 1, at_most = 2, unit = "hours"', "within 1 to 2 business hours"), id="a range"),
        pytest.param(target('at_most = 4, unit = "hours"', "as fast as we can"), id="no figure at all"),
        pytest.param(
            target('at_most = 1, unit = "business_days"', "24 hours")
            .replace('force = "target"\nclause = "1"', 'force = "target"\nclause = "1"\nrulings = ["fast"]', 1)
            .replace(
                'question = "From when?"\nreadings = ["from receipt", "from reading it"]\nin_force = "from receipt"',
                'question = "24 hours?"\nreadings = ["a night too", "1 business day"]\nin_force = "1 business day"',
            ),
            id="hours read as days by a ruling",
        ),
        pytest.param(office("Monday to Friday, 9:00 am to 5:00 pm Eastern time"), id="hours in words"),
        pytest.param(office("Montag bis Freitag, 9 bis 17 Uhr"), id="hours in German"),
        pytest.param(office("weekdays, 09:00-17:00 EST"), id="hours with letters"),
        pytest.param(office("when we are there"), id="hours without figures"),
        pytest.param(ruled("09:00-17:00 America/New_York"), id="a ruling with the same hours"),
    ],
)
def test_words_that_agree_are_silent(text: str) -> None:
    assert contradictions(text) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            target('at_most = 3, unit = "hours"', "Within 2 hours"),
            'initial_response level high plan basic: Its words are "Within 2 hours", but 3 hours is counted',
            id="two hours and three",
        ),
        pytest.param(target('at_most = 4, unit = "minutes"', "4 hours"), "but 4 minutes is counted", id="another unit"),
        pytest.param(
            target('at_most = 1, unit = "business_days"', "24 hours"), "add a ruling", id="hours as days, unruled"
        ),
        pytest.param(
            target('at_most = 4, unit = "hours"', "Immediate response"), '"Immediate response"', id="at once in 4"
        ),
        pytest.param(
            changed('words = "1 hour" }', 'words = "1 business hour" }').replace('rulings = ["fast"]\n', ""),
            "calendar always is open around the clock",
            id="business hours around the clock",
        ),
        pytest.param(
            office("Monday to Friday, 9:00 am to 6:00 pm"), "its windows have 09:00, 17:00", id="another closing"
        ),
        pytest.param(
            office("Monday to Saturday"), "have Monday, Tuesday, Wednesday, Thursday, Friday", id="another day"
        ),
        pytest.param(
            office("9:00 am to 5:00 pm Pacific time"), 'name "Pacific", but its zone is America/New_York', id="zone"
        ),
        pytest.param(office("9:00 am to 5:00 pm PST"), 'name "PST"', id="letters of another zone"),
        pytest.param(ruled("08:00-17:00 America/New_York"), "The ruling hours reads", id="a ruling with other hours"),
        pytest.param(
            ruled("09:00-17:00 America/Toronto"), "but its zone is America/New_York", id="a ruling with a zone"
        ),
        pytest.param(
            ruled("09:00-17:00 America/New_York").replace("assumed = true\n", ""),
            "add assumed = true",
            id="not assumed",
        ),
    ],
)
def test_words_that_contradict_stop(text: str, sentence: str) -> None:
    assert sentence in " ".join(contradictions(text))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("24-48 hours", {(1440, Unit.MINUTES), (2880, Unit.MINUTES)}),
        ("3 business day response", {(3, Unit.BUSINESS_DAYS)}),
        ("1 week response", {(1, Unit.WEEKS)}),
        ("Within one hour", {(60, Unit.MINUTES)}),
        ("half an hour", {(30, Unit.MINUTES)}),
        ("innerhalb von zwei Stunden", {(120, Unit.MINUTES)}),
        ("Same day", set()),
        ("1/0 hours, 0/0 days", set()),
    ],
)
def test_amounts_of_time_in_words(words: str, expected: set[tuple[int, Unit]]) -> None:
    assert {(int(number), unit) for number, unit in amounts(words)} == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("9:00 am to 5:30 pm", [540, 1050]),
        ("12 am to 12 pm", [0, 720]),
        ("de 7 h à 21 h 30", [420, 1290]),
        ("9 bis 17 Uhr", [540, 1020]),
        ("de 9:00 a 17:00", [540, 1020]),
        ("99.99% in 24 hours", []),
    ],
)
def test_times_of_day_in_words(words: str, expected: list[int]) -> None:
    assert sorted(times(words)) == expected


@pytest.mark.parametrize(
    ("text", "translation", "same"),
    [
        ("7:00 am Eastern to 6:00 pm Pacific time", "7:00 Uhr Ostküstenzeit bis 18:00 Uhr Westküstenzeit", True),
        ("9:00 am to 5:00 pm", "de 9 h à 18 h", False),
        ("fifteen", "quince", True),
        ("fifteen", "seize", False),
        ("two incidents", "dos incidencias", True),
        ("30 minutes", "30 Minuten", True),
        ("30 minutes", "3 Minuten", False),
        ("one incident", "un incident", True),
        ("4 hours", "4 h", True),
    ],
)
def test_a_translation_keeps_the_figures(text: str, translation: str, same: bool) -> None:
    assert same_figures(text, translation) is same
