"""What a check and a table show on the screen: lists where a sentence repeats, times of examples, days off by date."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from intake.cli.contract_text import print_closed_days
from intake.cli.main import intake
from intake.contract.pages.closed_days import closed_days
from tests.contracts_cli.made import MADE, changed, made

EXAMPLE = """
[[examples.promises]]
at = 2026-11-20T16:00:00-05:00
plan = "basic"
level = "high"
due = 2026-11-20T16:00:00-05:00
"""


def shown(here: Path, text: str, *words: str) -> str:
    """Return what a command prints of a contract, on one line."""
    file = here / "made.toml"
    file.write_text(text, encoding="utf-8")
    printed = CliRunner().invoke(intake, ["contracts", *words, str(file)], env={"COLUMNS": "80"}).output
    return " ".join(printed.split())


def test_what_no_example_tries_is_one_list_by_table(tmp_path: Path) -> None:
    text = shown(tmp_path, MADE + EXAMPLE, "check")
    assert text.count("No example under [examples] tries it; add one.") == 1
    assert "commitments: initial_response level high plan best; initial_response level low; initial_resp" in text
    assert "channels: email; slack; web_chat; portal; phone" in text
    assert "notices: email_carries_no_level; provisional_level; second_location_needed" in text
    assert "calendars: always" in text


def test_an_example_that_comes_out_otherwise_is_named_by_its_time(tmp_path: Path) -> None:
    text = shown(tmp_path, MADE + EXAMPLE, "check")
    assert "examples, promises 1 (at 2026-11-20T16:00:00-05:00): It says due" in text


CLOSED = changed('id = "office"\n', 'id = "office"\nholidays = ["US", 2026-12-24, 2026-12-26]\n')


@pytest.mark.parametrize(
    ("first", "days", "found"),
    [
        pytest.param(
            date(2026, 7, 1), 10, [(date(2026, 7, 3), "Independence Day (observed)")], id="observed on the day before"
        ),
        pytest.param(
            date(2026, 12, 20),
            10,
            [(date(2026, 12, 24), ""), (date(2026, 12, 25), "Christmas Day")],
            id="named by date",
        ),
        pytest.param(date(2026, 12, 26), 2, [], id="no weekday that opens"),
    ],
)
def test_the_days_off_are_those_on_which_it_would_open(first: date, days: int, found: list[tuple[date, str]]) -> None:
    office = made(CLOSED).calendar("office")
    assert [(one.day, one.why) for one in closed_days(office, first=first, days=days)] == found


def test_a_table_ends_with_the_days_off_of_twelve_months(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Closed although the weekday is open, office, twelve months from" in shown(tmp_path, CLOSED, "show")
    assert "Closed although" not in shown(tmp_path, MADE, "show")
    print_closed_days(made(CLOSED), first=date(2026, 11, 22))
    printed = " ".join(capsys.readouterr().out.split())
    assert "Thu 2026-11-26 Thanksgiving Day, Thu 2026-12-24, Fri 2026-12-25 Christmas Day, Fri 2027-01-01" in printed
