"""The demo, as a newcomer runs it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from intake.demo.scenario import filled, steps


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("elsewhere")
    done = subprocess.run(
        [sys.executable, "-m", "intake", "demo"], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(folder.iterdir()) == []  # it leaves nothing behind
    return done.stdout


WHAT_BECOMES = [
    pytest.param("a calm outage", "opened", "level 3's clock", id="a calm outage by e-mail runs at level 3"),
    pytest.param("a shouted how-to", "opened", "24-48 hours", id="shouting changes nothing"),
    pytest.param("an out-of-office", "filed", "auto_reply", id="an out-of-office is filed"),
    pytest.param("an unknown sender", "opened", "nothing is promised", id="a stranger is promised nothing"),
    pytest.param("a bounce of that receipt", "filed with case", "bounce", id="a bounce is filed with its case"),
    pytest.param("a forward", "opened", "1 to 2 business hours", id="a forward opens a case"),
    pytest.param("an old, mislabelled charset", "opened", "1 to 2 business hours", id="an old charset is read"),
    pytest.param("a follow-up", "continued", "24-48 hours", id="a follow-up continues its case"),
    pytest.param("a level 1 that needs a call", "opened", "level 2", id="level 1 off the telephone runs at level 2"),
    pytest.param("no connection at two sites", "opened", "emergency (provisional)", id="two sites are an emergency"),
    pytest.param("an enhancement", "opened", "P6 (provisional)", id="an enhancement is a scheduled task"),
    pytest.param("the first one again", "filed with case", "duplicate of message 1", id="a duplicate is filed"),
]


@pytest.mark.parametrize(("title", "outcome", "detail"), WHAT_BECOMES)
def test_each_message_is_shown_with_what_becomes_of_it(shown: str, title: str, outcome: str, detail: str) -> None:
    block = re.split(r"\n(?= ?\d+  )", shown.partition(title)[2])[0]
    assert block.lstrip().startswith(outcome)
    assert detail in block


def test_every_step_has_its_row_above(shown: str) -> None:
    assert [step.title for step in steps()] == [str(row.values[0]) for row in WHAT_BECOMES]
    assert all(step.title in shown for step in steps())


def test_the_old_charset_is_read_as_it_was_meant(shown: str) -> None:
    assert "“Café” in München" in shown
    assert "“Café”".encode("cp1252") in filled(steps()[6], {"date": "now"})


def test_nothing_is_lost(shown: str) -> None:
    assert "Accepted 12 = 8 opened, 1 continued, 3 filed, 0 parked; 0 still waiting." in shown


def test_two_acknowledgements_are_printed_in_full(shown: str) -> None:
    assert shown.count("Subject: Re: ") == 2
    assert "clause 3.2" in shown
    assert "counts by telephone only" in re.sub(r"[\s│]+", " ", shown)


def test_one_case_is_confirmed_and_one_overridden(shown: str) -> None:
    assert "emergency (confirmed)" in shown
    assert "level 4 (overridden)" in shown


def test_a_slack_side_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "intake", "demo", "--slack"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
