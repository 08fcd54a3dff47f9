"""A model that a person promotes while the bot runs takes over; one that is refused does not."""

import json
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from classifier.suggest import PlainSuggester
from intake.bootstrap.following import Following
from intake.bootstrap.models import Serving
from intake.suggest.adapter import Adapter
from intake.suggest.loading import BackgroundSuggester
from intake.suggest.port import Suggests


def model(folder: Path, version: str, sha256: str = "0" * 64) -> Path:
    directory = folder / f"severity-{version}"
    directory.mkdir(exist_ok=True)
    (directory / "manifest.json").write_text(json.dumps({"version": version, "sha256": sha256}), encoding="utf-8")
    return directory


def loads(directory: Path | None, otherwise: Path | None, missed_outage: float | None) -> Suggests:
    """Load in no time: what is called bad is refused."""
    name = "none" if directory is None else directory.name
    return Adapter(PlainSuggester(), f"{name} at {missed_outage}", trained="bad" not in name)


class Desk:
    """A bot that runs with 1.0.0, and what its store says should serve."""

    def __init__(self, folder: Path) -> None:
        self.serving = Serving(directory=model(folder, "1.0.0"))
        self.suggests = BackgroundSuggester(None)
        self.suggests.give_way(loads(self.serving.directory, None, 9.0))
        self.following = Following(self.suggests, lambda: self.serving, 9.0, loads)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_nothing_is_loaded_while_nothing_is_promoted(desk: Desk) -> None:
    assert not desk.following.look()
    assert desk.suggests.note == "severity-1.0.0 at 9.0"


def test_what_is_promoted_serves_with_the_desks_own_alarm_and_the_log_says_so(desk: Desk, tmp_path: Path) -> None:
    desk.serving = Serving(directory=model(tmp_path, "1.0.0+1"))
    with capture_logs() as logs:
        assert desk.following.look()
        assert not desk.following.look(), "once is enough"
    assert desk.suggests.note == "severity-1.0.0+1 at 9.0"
    assert [one["event"] for one in logs] == ["model.serves"]


def test_another_file_under_the_same_name_is_another_model(desk: Desk, tmp_path: Path) -> None:
    model(tmp_path, "1.0.0", sha256="1" * 64)
    assert desk.following.look()


def test_a_model_that_is_refused_is_told_once_and_what_served_goes_on(desk: Desk, tmp_path: Path) -> None:
    desk.serving = Serving(directory=model(tmp_path, "1.0.0+bad"))
    with capture_logs() as logs:
        assert [desk.following.look(), desk.following.look()] == [False, False]
    assert desk.suggests.note == "severity-1.0.0 at 9.0"
    assert [one["event"] for one in logs] == ["model.not_taken"]


def test_it_waits_until_the_first_model_is_loaded(tmp_path: Path) -> None:
    found = Serving(directory=model(tmp_path, "1.0.0"))
    suggests = BackgroundSuggester(None)
    following = Following(suggests, lambda: found, None, loads)
    found = Serving(directory=model(tmp_path, "1.0.0+1"))
    assert not following.look()
    suggests.give_way(loads(None, None, None))
    assert following.look()


def test_it_can_be_stopped_at_once(desk: Desk) -> None:
    desk.following.start()
    desk.following.stop()
    desk.following.stop()
