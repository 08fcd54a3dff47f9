"""docs/slack.md names thirty-five rules with tests that are there, the scopes that are asked for, and real settings."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from intake.bootstrap.slack_settings import SlackPart
from intake.cli.main import intake
from intake.doors.slack.manifest import scopes

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if re.match(r"\| \d+ ", line)
]


def test_it_has_the_thirty_five() -> None:
    assert [row[0] for row in ROWS] == [str(number) for number in range(1, 36)]


@pytest.mark.parametrize("row", ROWS, ids=[row[1] for row in ROWS])
def test_the_tests_of_a_row_are_there(row: list[str]) -> None:
    tests = re.findall(r"`([^`]+)`", row[3])
    assert tests
    assert set(row[2].split()) <= {"E", "S", "F"}
    assert [name for name in tests if not (ROOT / "tests" / "slack" / name).is_file()] == []
    assert ("E" in row[2].split()) == any("emulator" in name for name in tests)


def test_each_scope_has_its_reason() -> None:
    reasons = dict(re.findall(r"^\| `([a-z_:.]+)` \| (.+) \|$", TEXT, re.MULTILINE))
    assert set(reasons) == set(scopes())


@pytest.mark.parametrize("block", re.findall(r"^ *```toml\n(.*?)^ *```$", TEXT, re.MULTILINE | re.DOTALL))
def test_its_settings_are_there(block: str) -> None:
    written = tomllib.loads(block)
    assert set(written.get("slack", {})) <= set(SlackPart.model_fields)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"intake (slack manifest[^`\n]*)", TEXT))))
def test_its_commands_run(command: str) -> None:
    words = command.replace("...", "https://desk.example").split()
    assert CliRunner().invoke(intake, words).exit_code == 0
