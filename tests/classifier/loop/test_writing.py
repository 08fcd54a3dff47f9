"""A challenger on disk: the same input gives the same file, and its card says who taught it what."""

import json
from pathlib import Path

import pytest

from classifier.fitting import fit, seen_features
from classifier.loop.challenger import Plan, Present, make
from classifier.loop.weighing import Weighing
from classifier.loop.writing import Corpus, write
from classifier.suggest import load
from tests.classifier.loop.made_up import corpus, flipping, verdicts

CORPUS = Corpus(files=("made_up.py",), sha256="0" * 64, messages=80)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(tmp_path_factory.mktemp("one"))


def _written(to: Path, local: float = 3.0) -> Path:
    model = fit(corpus(80), seen_features(corpus(80)))
    plan = Plan(name="severity@1+1", present=Present(name="severity@1", model=model), weighing=Weighing(local=local))
    told: list[tuple[str, int, int]] = []
    made = make(corpus(80), flipping(verdicts(90), "Eve"), plan, lambda *step: told.append(step))
    write(made, plan, CORPUS, to, "2026-01-01T00:00:00+00:00")
    ends = {what: (done, total) for what, done, total in told}
    assert all(done == total for done, total in ends.values()), "a bar that never fills"
    return to / "severity-1+1"


def test_the_same_messages_and_seed_give_the_same_bytes(written: Path, tmp_path: Path) -> None:
    again = _written(tmp_path)
    for name in ("model.skops", "trial.json", "manifest.json", "CARD.md"):
        assert (again / name).read_bytes() == (written / name).read_bytes(), name


def test_other_weights_give_another_model(written: Path, tmp_path: Path) -> None:
    assert (_written(tmp_path, local=1.0) / "model.skops").read_bytes() != (written / "model.skops").read_bytes()


def test_it_suggests_under_its_own_name(written: Path) -> None:
    answer = load(written).suggest("email", None, "The payroll is down for everybody, nobody can work.")
    assert (answer.model, answer.severity) == ("severity@1+1", 1)


def test_the_manifest_names_its_lessons_and_the_model_it_was_tried_beside(written: Path) -> None:
    manifest = json.loads((written / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["instead_of"] == "severity@1"
    assert len(manifest["feedback"]["numbers"]) == 60
    assert len(manifest["feedback"]["aside"]) == 30
    assert not set(manifest["feedback"]["numbers"]) & set(manifest["feedback"]["aside"])
    assert manifest["feedback"]["weighing"]["half_life_days"] == 180
    assert sum(one["verdicts"] for one in manifest["feedback"]["engineers"].values()) == 60


def test_the_card_says_who_taught_how_much_and_what_has_to_be_looked_at(written: Path) -> None:
    card = (written / "CARD.md").read_text(encoding="utf-8")
    assert "| Ann | 20 |" in card
    assert "frozen set | macro_f1" in card
    assert "verdicts of Eve go against what the model was sure of" in card
    assert "verdicts of Ann" not in card
