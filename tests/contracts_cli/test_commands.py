"""`intake contracts list | show | check`, as somebody types them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intake.cli.main import intake
from intake.domain.errors import BadInput
from tests.contracts_cli.made import MADE, SHIPPED, changed

IDS = sorted(path.stem for path in SHIPPED)
OPEN = changed('in_force = "nine to five"\n', "").replace('id = "made"', 'id = "undecided"')
BROKEN = changed('vendor = "Nobody"', 'vender = "Nobody"')


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(intake, ["contracts", *map(str, words)], env={"COLUMNS": "80"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "made.toml").write_text(MADE, encoding="utf-8")
    return tmp_path


def test_list_names_the_five_contracts() -> None:
    result = run("list")
    assert result.exit_code == 0
    for name in (*IDS, "starter", "P6", "004"):
        assert name in result.stdout


def test_list_as_json() -> None:
    result = run("list", "--json")
    rows = {row["id"]: row for row in json.loads(result.stdout)["contracts"]}
    assert sorted(rows) == IDS
    assert rows["gotomyerp-plans"]["plans"] == ["starter", "silver", "gold", "platinum"]
    assert rows["priority-matrix"]["levels"] == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert rows["helpdesk"] | {"title": ""} == {
        "id": "helpdesk",
        "version": "first",
        "title": "",
        "plans": [],
        "levels": [],
        "source": "002",
    }


@pytest.mark.parametrize("name", IDS)
def test_show_fits_80_columns_without_colour_when_piped(name: str) -> None:
    result = run("show", name)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert [line for line in result.stdout.splitlines() if len(line) > 80 or line != line.rstrip()] == []
    for heading in ("What is promised", "Hours", "Who sets the level", "How unclear clauses are read"):
        assert heading in result.stdout


@pytest.mark.parametrize("name", IDS)
def test_show_as_json_holds_the_same_table(name: str) -> None:
    shown = json.loads(run("show", name, "--json").stdout)
    assert shown["id"] == name
    assert shown["rows"]
    assert [note["number"] for note in shown["notes"]] == list(range(1, len(shown["notes"]) + 1))


def test_show_prints_brackets_as_they_are(folder: Path) -> None:
    (folder / "made.toml").write_text(changed('summary = "work has stopped"', 'summary = "[red]stop[/red]"'))
    assert "[red]stop[/red]" in run("show", "made", "--contracts", folder).stdout


def test_show_and_check_take_a_file(folder: Path) -> None:
    assert "Made for the tests" in run("show", folder / "made.toml").stdout
    result = run("check", folder / "made.toml")
    assert result.exit_code == 0
    assert "made: Made for the tests" in result.stdout


def test_check_of_the_five_is_clean() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout.count("Nothing stops a promise.") == len(IDS)
    assert "Assumed by: project default" in " ".join(result.stdout.split())


def test_check_as_json() -> None:
    result = run("check", "erp-maestro", "--json")
    answer = json.loads(result.stdout)
    assert answer["errors"] == []
    (checked,) = answer["contracts"]
    assert (checked["id"], checked["stops"]) == ("erp-maestro", False)
    assert {finding["kind"] for finding in checked["findings"]} == {
        "missing_telephone",
        "assumption",
        "settled_ruling",
        "for_a_person",
    }
    assert set(checked["findings"][0]) == {"kind", "place", "clause", "sentence", "stops"}


def test_check_ends_with_1_when_something_stops_a_promise(folder: Path) -> None:
    (folder / "undecided.toml").write_text(OPEN)
    result = run("check", "--contracts", folder)
    assert result.exit_code == 1
    assert "this stops promises" in result.stdout
    assert "1 to mend before it is used." in result.stdout
    assert run("check", "made", "--contracts", folder).exit_code == 0


def test_each_bad_file_gets_its_line_and_the_good_ones_go_on(folder: Path) -> None:
    (folder / "broken.toml").write_text(BROKEN)
    (folder / "cut.toml").write_text(MADE[:-3])
    (folder / "twin.toml").write_text(MADE)
    (folder / "undecided.toml").write_text(OPEN)
    (folder / "latin.toml").write_bytes(b'id = "caf\xe9"')
    for command in ("list", "check"):
        result = run(command, "--contracts", folder)
        assert result.exit_code == 2
        assert "made" in result.stdout
        lines = result.stderr.splitlines()
        assert len(lines) == 4
        assert all(line.startswith("intake: ") for line in lines)
        assert [re.search(r"\w+\.toml", line)[0] for line in lines] == [  # type: ignore[index]
            "broken.toml",
            "cut.toml",
            "latin.toml",
            "twin.toml",
        ]


def test_bad_files_stand_in_the_json_too(folder: Path) -> None:
    (folder / "broken.toml").write_text(BROKEN)
    for command in ("list", "check"):
        result = run(command, "--contracts", folder, "--json")
        assert result.exit_code == 2
        (mistake,) = json.loads(result.stdout)["errors"]
        assert "did you mean vendor?" in mistake


def test_a_broken_neighbour_does_not_hide_a_good_contract(folder: Path) -> None:
    (folder / "broken.toml").write_text(BROKEN)
    assert run("show", "made", "--contracts", folder).exit_code == 0
    assert run("check", "made", "--contracts", folder).exit_code == 0


@pytest.mark.parametrize("command", ["show", "check"])
def test_an_unknown_id_names_the_known_ones(command: str, folder: Path) -> None:
    result = run(command, "nope", "--contracts", folder)
    assert result.exit_code == 2
    assert result.stderr == (
        "intake: contract: there is no contract 'nope'; write one of made, or the path of a .toml file\n"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["show", "gone.toml"], "gone.toml: there is no such file", id="a file that is not there"),
        pytest.param(["list", "--contracts", "gone"], "no contract file", id="a folder that is not there"),
    ],
)
def test_what_is_not_there_is_told_in_a_line(words: list[str], told: str) -> None:
    result = run(*words)
    assert isinstance(result.exception, BadInput)  # `python -m intake` prints it in a line and ends with 2
    assert told in str(result.exception)


@pytest.mark.parametrize(
    ("words", "code", "stderr"),
    [
        pytest.param(["list"], 0, r"", id="list"),
        pytest.param(["check", "helpdesk"], 0, r"", id="check"),
        pytest.param(["show", "nope"], 2, r"intake: contract: there is no contract 'nope'[^\n]*\n", id="unknown"),
        pytest.param(
            ["check", "gone.toml"], 2, r"intake: gone\.toml: there is no such file[^\n]*\n", id="no such file"
        ),
        pytest.param(["show"], 2, r"intake: [^\n]*ID\|FILE[^\n]*\n", id="nothing to show"),
    ],
)
def test_exit_codes_of_the_command_itself(words: list[str], code: int, stderr: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "intake", "contracts", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == code
    assert re.fullmatch(stderr, done.stderr)
    assert "Traceback" not in done.stderr


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from intake.cli.contracts import contracts; contracts.main(['--help'], standalone_mode=False);"
    )
    program += "sys.exit(' '.join({'pydantic', 'rich', 'holidays', 'sklearn'} & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
