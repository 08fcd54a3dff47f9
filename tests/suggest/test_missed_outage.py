"""What a missed outage is worth decides from which chance the alarm rings."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from classifier.decision import alarm_from
from intake.bootstrap.initial import initial_text
from intake.bootstrap.settings import read_settings
from intake.cli.suggest import suggest
from intake.domain.errors import BadInput
from intake.places import folder
from intake.suggest.loading import load

PLAIN = folder("models") / "severity-1.4.0"
VAGUE = "The order screen is slow and sometimes it does not open for some of us."


@pytest.mark.parametrize(
    ("worth", "chance"),
    [
        pytest.param(1, 0.5, id="as much as a needless alarm: from one half on"),
        pytest.param(4, 0.2, id="four of them: from a fifth on"),
        pytest.param(19, 0.05, id="nineteen: from one in twenty on"),
    ],
)
def test_from_which_chance_an_alarm_costs_less_than_none(worth: float, chance: float) -> None:
    assert alarm_from(worth) == pytest.approx(chance)


def test_the_dearer_a_missed_outage_the_sooner_the_alarm_and_nothing_else_changes() -> None:
    never, soon = (load(PLAIN, missed_outage=worth) for worth in (1, 10_000))
    quiet, loud = (one.suggest(channel="email", subject=None, text=VAGUE) for one in (never, soon))
    assert (quiet.alert, loud.alert) == (False, True)
    assert (quiet.severity, quiet.probabilities) == (loud.severity, loud.probabilities)


def test_an_empty_message_rings_no_alarm_however_dear_it_is() -> None:
    assert not load(PLAIN, missed_outage=10_000).suggest(channel="email", subject=None, text=" ").alert


DESK = '[desk]\naddress = "support@desk.example"\nsecret = "a secret that only the tests know"\n'


def settings(folder_: Path, line: str) -> Path:
    path = folder_ / "intake.toml"
    path.write_text(f"{DESK}[suggest]\n{line}\n", encoding="utf-8")
    return path


def test_the_settings_example_names_it_and_leaves_it_to_the_model(tmp_path: Path) -> None:
    assert "# missed_outage = " in initial_text()
    assert read_settings(settings(tmp_path, ""), {}).suggest.missed_outage is None
    assert read_settings(settings(tmp_path, "missed_outage = 30"), {}).suggest.missed_outage == 30


@pytest.mark.parametrize("worth", ["0.5", "true", "-3"], ids=["less than one", "no number", "below nothing"])
def test_what_makes_no_sense_is_refused_in_one_line(tmp_path: Path, worth: str) -> None:
    with pytest.raises(BadInput, match="suggest, missed_outage") as caught:
        read_settings(settings(tmp_path, f"missed_outage = {worth}"), {})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("option", "line", "alert"),
    [
        pytest.param([], "missed_outage = 10000", True, id="as the settings say"),
        pytest.param(["--missed-outage", "1"], "missed_outage = 10000", False, id="the option goes before them"),
    ],
)
def test_the_command(tmp_path: Path, option: list[str], line: str, *, alert: bool) -> None:
    arguments = ["--settings", str(settings(tmp_path, line)), "--model", str(PLAIN), *option, "-"]
    result = CliRunner().invoke(suggest, arguments, input=json.dumps({"id": "1", "text": VAGUE}))
    assert (result.exit_code, json.loads(result.output)["alert"]) == (0, alert)
