"""docs/mail.md names twenty behaviours, files that are there, and commands and settings that there are."""

import re
from pathlib import Path

import click
import pytest

from intake.bootstrap.initial import initial_text
from intake.cli.main import intake

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "mail.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if re.match(r"\| \d+ ", line)
]


def test_it_has_the_twenty() -> None:
    assert [row[0] for row in ROWS] == [str(number) for number in range(1, 21)]


@pytest.mark.parametrize("row", ROWS, ids=[row[1] for row in ROWS])
def test_the_files_of_a_row_are_there(row: list[str]) -> None:
    code, tests = (re.findall(r"`([^`]+)`", cell) for cell in row[3:5])
    assert code
    assert tests
    assert [name for name in code if not (ROOT / name).is_file()] == []
    assert [name for name in tests if not (ROOT / "tests" / name).is_file()] == []


@pytest.mark.parametrize(
    "said", sorted(set(re.findall(r"intake (replay|cases|verify|customers|case)((?: [a-z-]+)*)", TEXT)))
)
def test_its_commands_are_there(said: tuple[str, str]) -> None:
    command: click.Command | None = intake.get_command(click.Context(intake), said[0])
    options = [word for word in said[1].split() if word.startswith("--")]
    if isinstance(command, click.Group):
        command = command.get_command(click.Context(command), said[1].split()[0])
    assert command is not None
    known = {name for parameter in command.params for name in parameter.opts}
    assert set(options) <= known


@pytest.mark.parametrize(
    "key", ["keep_raw_days", "trusted_results", "addresses_hold_days", "bounce_address", "facts_for"]
)
def test_its_settings_are_there(key: str) -> None:
    assert key in TEXT
    assert f"{key} = " in initial_text()
