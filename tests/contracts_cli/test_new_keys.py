"""Versions, closures, signatures, translations and examples in a contract file: read as written, or told in a line."""

from datetime import UTC, date, datetime

import pytest

from intake.contract.file.load import load_contract
from intake.domain.errors import BadInput
from tests.contracts_cli.made import MADE, changed, made

OFFICE = 'closes = "17:00"'
SIGNED = 'by = "Ada"\non = 2026-11-22'
CLOSED = 'closures = [{ from = 2026-12-24T12:00:00, to = 2026-12-28T09:00:00, why = "stock-taking" }]'


def with_root(lines: str) -> str:
    """Return the made contract with lines before its first table."""
    return changed('telephones = ["+1-555-0100"]', f'{lines}\ntelephones = ["+1-555-0100"]')


def with_closures(lines: str) -> str:
    """Return the made contract with lines in its office hours."""
    return changed('id = "office"', f'id = "office"\n{lines}')


def with_example(*lines: str) -> str:
    """Return the made contract with one example."""
    return f"{MADE}\n[[examples.promises]]\n" + "\n".join(lines) + "\n"


def with_translation(text: str, translation: str, language: str = "de") -> str:
    """Return the made contract with one translation."""
    return f'{MADE}\n[translations.{language}]\n"{text}" = "{translation}"\n'


def test_a_version_says_from_when_it_holds() -> None:
    contract = made(with_root("effective_from = 2027-01-01"))
    assert (contract.effective_from, contract.version) == (date(2027, 1, 1), "2027-01-01")
    assert (made().effective_from, made().version) == (None, "first")


def test_the_digest_is_that_of_the_text() -> None:
    assert len(made().digest) == 64
    assert made().digest != made(MADE + "# a remark\n").digest
    assert made() == made(MADE + "# a remark\n")


def test_a_closure_is_read_by_the_calendars_clock() -> None:
    (closure,) = made(with_closures(CLOSED)).calendar("office").closures
    assert closure.start == datetime(2026, 12, 24, 17, tzinfo=UTC)
    assert closure.end == datetime(2026, 12, 28, 14, tzinfo=UTC)
    assert closure.why == "stock-taking"


def test_a_closure_in_the_hour_that_comes_twice_begins_with_the_first() -> None:
    hour = 'closures = [{ from = 2026-11-01T01:30:00, to = 2026-11-01T02:30:00, why = "x" }]'
    (closure,) = made(with_closures(hour)).calendar("office").closures
    assert (closure.start.hour, closure.end.hour) == (5, 7)


def test_a_text_is_said_in_another_language_or_as_it_is() -> None:
    contract = made(with_translation("High", "Hoch"))
    assert [contract.said("High", language) for language in ("de", "fr")] == ["Hoch", "High"]
    assert contract.said("Low", "de") == "Low"


def test_an_example_is_a_question_and_what_comes_out() -> None:
    lines = ["at = 2026-05-12T10:00:00-04:00", 'plan = "best"', 'level = "high"', "due = 2026-05-12T11:00:00-04:00"]
    (example,) = made(with_example(*lines)).examples
    assert (example.number, example.situation.plan, example.expects) == (1, "best", frozenset({"due"}))


@pytest.mark.parametrize(
    ("text", "place", "mend"),
    [
        pytest.param(
            with_root('effective_from = "2027-01-01"'), "effective_from", "without quotes", id="a date in quotes"
        ),
        pytest.param(
            with_root("effective_from = 2027-01-01T00:00:00"), "effective_from", "without a time", id="a version's hour"
        ),
        pytest.param(with_root("effective_from = 0001-01-01"), "effective_from", "1970 to 2999", id="a year long past"),
        pytest.param(
            with_root('level_change = "provider"'), "level_change_clause", "go together", id="no clause for it"
        ),
        pytest.param(
            with_root('level_change_clause = "1"'),
            "level_change: this key is missing",
            "go together",
            id="only the clause",
        ),
        pytest.param(
            with_root('general_rulings = ["nobody"]'),
            "general_rulings, rulings: 'nobody'",
            "spelling",
            id="no such ruling",
        ),
        pytest.param(
            changed(SIGNED, 'by = "Ada"'), "rulings, hours: Ada signed", "on = 2026-12-24", id="a name, no date"
        ),
        pytest.param(
            changed(SIGNED, "on = 2026-11-22"), "rulings, hours", "write your name in by", id="a date without a name"
        ),
        pytest.param(
            with_closures(CLOSED.replace("from", "form")),
            "calendars 1 (office), closures 1, form",
            "did you mean from?",
            id="a closure's key misspelt",
        ),
        pytest.param(
            with_closures(CLOSED.replace("T12:00:00, ", "T12:00:00Z, ")),
            "closures 1, from",
            "without an offset",
            id="Z",
        ),
        pytest.param(
            with_closures(CLOSED.replace("2026-12-24T12:00:00", "2026-12-24")),
            "closures 1, from",
            "a date and time",
            id="a day",
        ),
        pytest.param(
            with_closures(CLOSED.replace("2026-12-28", "2026-12-23")),
            "calendars, office, closures 1 (stock-taking)",
            "ends before it begins",
            id="a closure backwards",
        ),
        pytest.param(
            with_closures(CLOSED.replace("2026-12-28", "2028-12-28")),
            "closures 1",
            "effective_from",
            id="closed for good",
        ),
        pytest.param(
            with_closures(CLOSED.replace('"stock-taking"', '" "')),
            "closures 1, why",
            "write something",
            id="closed for no reason",
        ),
        pytest.param(
            with_translation("Hihg", "Hoch"),
            "translations, de, 'Hihg'",
            "did you mean 'High' (levels, high, name)?",
            id="no text",
        ),
        pytest.param(with_translation("High", "Hoch", "dee"), "translations, dee", "such as de", id="no language"),
        pytest.param(
            with_translation("+1-555-0100", "+1-555-0101"), "translations, de", "numbers and times", id="other figures"
        ),
        pytest.param(
            with_translation("High", " "), "translations, de, High", "write something", id="an empty translation"
        ),
        pytest.param(
            with_example("at = 2026-05-12T10:00:00", "due = false"),
            "examples, promises 1 (at 2026-05-12T10:00:00), at",
            "with its offset",
            id="no offset",
        ),
        pytest.param(
            with_example("at = 2026-05-12T10:00:00Z", 'level = "high"'),
            "examples, promises 1 (at 2026-05-12T10:00:00+00:00), due",
            "due = false",
            id="no due",
        ),
        pytest.param(
            with_example("at = 2026-05-12T10:00:00Z", "due = true"),
            "examples, promises 1 (at 2026-05-12T10:00:00+00:00), due",
            "date and time",
            id="due is true",
        ),
        pytest.param(
            with_example("at = 2026-05-12T10:00:00Z", "due = false", "duee = false"),
            "examples, promises 1 (at 2026-05-12T10:00:00+00:00), duee",
            "did you mean due?",
            id="an example's key misspelt",
        ),
        pytest.param(
            with_example("at = 2026-05-12T10:00:00Z", "due = false", 'refused = "no"'),
            "examples, promises 1 (at 2026-05-12T10:00:00+00:00), refused",
            "take due out",
            id="refused and due",
        ),
        pytest.param(
            with_example("at = 2026-05-12T10:00:00Z", "due = false", 'facts = ["one_location", "two_locations"]'),
            "examples, promises 1 (at 2026-05-12T10:00:00+00:00), facts",
            "remove one",
            id="at one location and at two",
        ),
        pytest.param(
            with_example("at = 2026-05-12T10:00:00Z", "due = false", 'kind = "question"'),
            "examples, promises 1 (at 2026-05-12T10:00:00+00:00), kind",
            "add suggested",
            id="a kind without a suggestion",
        ),
    ],
)
def test_a_mistake_is_told_in_a_line(text: str, place: str, mend: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_contract(text, "made.toml")
    line = str(caught.value)
    assert line.startswith("made.toml: ")
    assert line.splitlines() == [line]
    assert place in line
    assert mend in line
