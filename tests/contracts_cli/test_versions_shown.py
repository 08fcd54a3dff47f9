"""Several files of one contract are its versions: listed, shown by date, and all of them checked."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intake.cli.main import intake
from intake.domain.errors import BadInput
from tests.contracts_cli.made import MADE, changed

LATER = changed('source = "made up"', 'source = "made up"\neffective_from = 2027-01-01').replace("4 hours", "3 hours")
LATER = LATER.replace("at_most = 4,", "at_most = 3,")
FAR = changed('source = "made up"', 'source = "made up"\neffective_from = 2900-01-01').replace('"made"', '"far"')


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(intake, ["contracts", *words, "--contracts", str(folder)], env={"COLUMNS": "80"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.toml").write_text(LATER, encoding="utf-8")
    (tmp_path / "b.toml").write_text(MADE, encoding="utf-8")
    return tmp_path


def test_list_shows_from_when_each_version_holds(folder: Path) -> None:
    lines = run(folder, "list").stdout.splitlines()
    assert [line.split()[:3] for line in lines[2:]] == [["made", "the", "beginning"], ["made", "2027-01-01", "Made"]]
    rows = json.loads(run(folder, "list", "--json").stdout)["contracts"]
    assert [(row["id"], row["version"]) for row in rows] == [("made", "first"), ("made", "2027-01-01")]


@pytest.mark.parametrize(
    ("at", "target"),
    [
        pytest.param("2026-12-31", "4 hours", id="the day before"),
        pytest.param("2026-12-31T23:59:59-05:00", "4 hours", id="the second before, in the contract's zone"),
        pytest.param("2027-01-01T04:59:59+00:00", "4 hours", id="the second before, told in UTC"),
        pytest.param("2027-01-01", "3 hours", id="the first day"),
        pytest.param("2027-01-01T00:00:00-05:00", "3 hours", id="the first instant"),
    ],
)
def test_show_takes_the_version_in_force_at_a_moment(at: str, target: str, folder: Path) -> None:
    rows = json.loads(run(folder, "show", "made", "--at", at, "--json").stdout)["rows"]
    assert rows[1]["target"] == target


def test_show_says_from_when_a_version_holds(folder: Path) -> None:
    assert "Made for the tests, from 2027-01-01" in run(folder, "show", "made", "--at", "2027-02-01").stdout
    assert "from 2027" not in run(folder, "show", "made", "--at", "2026-02-01").stdout


def test_what_begins_later_is_shown_when_nothing_else_is_there(folder: Path) -> None:
    (folder / "far.toml").write_text(FAR, encoding="utf-8")
    assert "from 2900-01-01" in run(folder, "show", "far").stdout
    asked = run(folder, "show", "far", "--at", "2027-01-01")
    assert isinstance(asked.exception, BadInput)
    assert "begins on 2900-01-01" in str(asked.exception)


def test_check_checks_every_version(folder: Path) -> None:
    (folder / "a.toml").write_text(LATER.replace('words = "3 hours"', 'words = "2 hours"'), encoding="utf-8")
    result = run(folder, "check", "made")
    assert result.exit_code == 1
    assert "made: Made for the tests" in result.stdout
    assert "made from 2027-01-01: Made for the tests" in result.stdout
    answer = json.loads(run(folder, "check", "--json").stdout)
    assert [(row["version"], row["stops"]) for row in answer["contracts"]] == [("first", False), ("2027-01-01", True)]


@pytest.mark.parametrize("command", ["list", "check"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(MADE, "or write effective_from in the one that replaces the other", id="two from the beginning"),
        pytest.param(LATER, "two files begin on 2027-01-01", id="two from one day"),
    ],
)
def test_two_files_that_hold_at_once_are_refused(command: str, text: str, told: str, folder: Path) -> None:
    (folder / "twin.toml").write_text(text, encoding="utf-8")
    result = run(folder, command)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("intake: twin.toml: contract made: ")
    assert told in line


def test_a_contract_with_a_twin_is_not_shown_or_checked_by_its_id(folder: Path) -> None:
    (folder / "twin.toml").write_text(MADE, encoding="utf-8")
    for command in ("show", "check"):
        assert run(folder, command, "made").exit_code == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["show", "made", "--at", "tomorrow"], "write one such as 2027-01-01", id="no date"),
        pytest.param(["show"], "ID|FILE is missing", id="nothing to show"),
        pytest.param(["show", "--all"], "goes with --markdown", id="all as a table"),
        pytest.param(["show", "made", "--all", "--markdown"], "leave out ID", id="all and one"),
    ],
)
def test_a_call_that_cannot_be_is_told(words: list[str], told: str, folder: Path) -> None:
    result = run(folder, *words)
    assert isinstance(result.exception, BadInput)
    assert told in str(result.exception)
