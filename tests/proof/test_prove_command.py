"""`intake contracts prove`, as a support manager types it: a good contract, an open one, a letter that overstates."""

import json
import os
import pty
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, time, timedelta
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from intake.bootstrap.library import read_contracts
from intake.places import folder
from intake.proof import prove as proving
from intake.proof.grid import situations
from intake.proof.hours import at
from intake.proof.receipts import receipts
from tests.cli.command import Ran, intake
from tests.contracts_cli.made import MADE, changed

OPEN = changed('in_force = "nine to five"\n', "")
BROKEN = changed('vendor = "Nobody"', 'vender = "Nobody"')
NEWER = changed('vendor = "Nobody"', 'vendor = "Nobody"\neffective_from = 2027-01-01')


def proved(place: Path, *words: str) -> Ran:
    return intake("contracts", "prove", *words, "--contracts", str(place))


@pytest.fixture(autouse=True)
def small_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try a small part of the grid: these tests are about the command."""
    monkeypatch.setattr(proving, "situations", lambda found, when: situations(found, when)[::9])
    monkeypatch.setattr(proving, "receipts", lambda *asked: receipts(*asked)[::9])


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "made.toml").write_text(MADE, encoding="utf-8")
    return tmp_path


def desk_templates(tmp_path: Path, old: str = "", new: str = "") -> Path:
    """Return a folder of the shipped templates with a change in the English sentences."""
    copied = tmp_path / "letters"
    shutil.copytree(folder("templates"), copied)
    sentences = copied / "en" / "sentences.txt.j2"
    text = sentences.read_text("utf-8")
    assert old in text
    sentences.write_text(text.replace(old, new), encoding="utf-8")
    return copied


def test_a_good_contract_is_proved_in_one_line(place: Path) -> None:
    ran = proved(place, "made")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("made: proved: ")
    assert "letters read again (en, es, fr, de)" in ran.out
    assert ran.out.count("\n") == 1


def test_a_file_is_proved_by_its_path_and_told_as_json(place: Path) -> None:
    ran = intake("contracts", "prove", str(place / "made.toml"), "--json")
    assert (ran.code, ran.err) == (0, "")
    [row] = json.loads(ran.out)["contracts"]
    assert (row["id"], row["version"], row["proved"], row["failed"], row["failures"]) == ("made", "first", True, 0, [])
    assert row["promises"] > row["decisions"] > 0
    assert row["letters"] > row["receipts"] > 40
    assert row["languages"] == ["en", "es", "fr", "de"]


def test_what_a_template_overstates_is_shown_with_the_command_that_prints_it(place: Path, tmp_path: Path) -> None:
    letters = desk_templates(tmp_path, "and aim to give", "and will surely give")
    ran = proved(place, "made", "--templates", str(letters))
    assert ran.code == 1
    assert "made: NOT PROVED" in ran.out
    lines = ran.out.splitlines()
    wrong = next(number for number, line in enumerate(lines) if "is not told as the contract has it" in line)
    assert 'the deadline of initial_response ("4 hours"), target' in lines[wrong]
    call = next(line for line in lines[wrong:] if "intake acknowledge" in line)
    shown = intake(*shlex.split(call)[1:])
    assert shown.code == 0
    assert "will surely give" in " ".join(shown.out.split())


def test_an_open_ruling_is_named(tmp_path: Path) -> None:
    (tmp_path / "made.toml").write_text(OPEN, encoding="utf-8")
    ran = proved(tmp_path, "made")
    assert ran.code == 1
    assert "is ambiguous; settle the ruling" in ran.out
    assert "intake promise --contract made" in ran.out


def test_an_unknown_id_names_the_known_ones(place: Path) -> None:
    assert "there is no contract 'mad'; write one of made" in proved(place, "mad").refusal


def test_a_missing_file_is_told() -> None:
    assert "there is no such file" in intake("contracts", "prove", "nowhere.toml").refusal


def test_a_broken_neighbour_matters_only_when_all_are_proved(place: Path) -> None:
    (place / "broken.toml").write_text(BROKEN, encoding="utf-8")
    assert proved(place, "made").code == 0
    ran = proved(place)
    assert ran.code == 2
    assert "made: proved" in ran.out
    assert ran.err.startswith("intake: broken.toml: ")


def test_each_version_is_proved_and_holds_from_its_first_second(place: Path) -> None:
    (place / "made-2027.toml").write_text(NEWER, encoding="utf-8")
    ran = proved(place, "made")
    assert ran.code == 0
    assert [line.split(": ")[0] for line in ran.out.splitlines()] == ["made", "made, version 2027-01-01"]
    found = read_contracts(place)
    first, newer = found.versions
    assert newer.effective_from is not None
    turn = at(newer.effective_from, time(0), newer.zone)
    assert (found.in_force("made", turn - timedelta(seconds=1)), found.in_force("made", turn)) == (first, newer)
    assert turn.astimezone(UTC) == turn


def test_a_language_that_nobody_can_read_again_is_told(place: Path, tmp_path: Path) -> None:
    letters = desk_templates(tmp_path)
    shutil.copytree(letters / "en", letters / "it")
    ran = proved(place, "made", "--templates", str(letters))
    assert ran.code == 1
    assert "it: its letters are not proved" in ran.out


def test_progress_is_shown_on_a_terminal_and_beside_the_answer() -> None:
    terminal, end = pty.openpty()
    shown: list[bytes] = []
    reader = Thread(
        target=lambda: shown.extend(iter(partial(_read, terminal), b""))
    )  # a full terminal would hold it up
    reader.start()
    ran = subprocess.run(
        [sys.executable, "-m", "intake", "contracts", "prove", "helpdesk"],
        stdout=subprocess.PIPE,
        stderr=end,
        check=True,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )
    os.close(end)
    reader.join()
    os.close(terminal)
    assert b"%" in b"".join(shown)
    assert ran.stdout.startswith(b"helpdesk: proved")


def _read(terminal: int) -> bytes:
    """Return what is written to a terminal next; b"" once nobody has it open any more."""
    try:
        return os.read(terminal, 10_000)
    except OSError:  # Linux: EIO
        return b""
