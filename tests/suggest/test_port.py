"""The port: the model behind a thread, none at all, a refused one; and the JSON that scripts rely on."""

import json
import shutil
import threading
from pathlib import Path

import pytest

from intake.domain.suggestion import Kind, Locations, Scope
from intake.places import folder
from intake.suggest.as_json import suggestion_to_json
from intake.suggest.loading import BackgroundSuggester, load, model_directory
from intake.suggest.port import Suggests

OUTAGE = "Nobody can log in at both offices, all trucks are waiting."


@pytest.fixture(scope="module")
def trained() -> Suggests:
    return load(model_directory(folder("models")))


def test_the_newest_version_is_taken(tmp_path: Path) -> None:
    for name in ("severity-1.9.0", "severity-1.10.0", "severity-2.2.0"):
        (tmp_path / name).mkdir()
    for name in ("severity-1.9.0", "severity-1.10.0"):
        (tmp_path / name / "manifest.json").write_text("{}", encoding="utf-8")
    assert model_directory(tmp_path) == tmp_path / "severity-1.10.0"
    assert model_directory(tmp_path / "nowhere") is None


def test_a_model_that_was_trained_at_a_desk_never_serves_by_being_the_newest(tmp_path: Path) -> None:
    for name in ("severity-1.1.0", "severity-1.1.0+1", "severity-9.0.0+2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}", encoding="utf-8")
    assert model_directory(tmp_path) == tmp_path / "severity-1.1.0"


def test_a_promoted_model_that_is_refused_gives_way_to_the_installed_one(tmp_path: Path) -> None:
    shipped = model_directory(folder("models"))
    assert shipped is not None
    broken = Path(shutil.copytree(shipped, tmp_path / "severity-1.1.0+1"))
    (broken / "model.skops").write_bytes(b"not what was trained")
    found = load(broken, shipped)
    assert found.trained
    assert found.suggest(channel="email", subject=None, text=OUTAGE).model == "severity@2.2.0"
    assert "because severity-1.1.0+1 was refused" in found.note
    assert "SHA-256" in found.note
    assert not load(broken, broken).trained


def test_the_model_suggests_in_the_domains_types(trained: Suggests) -> None:
    answer = trained.suggest(channel="email", subject=None, text=OUTAGE)
    assert (answer.severity, answer.alert, answer.kind) == (1, True, Kind.INCIDENT)
    assert (answer.facts.scope, answer.facts.locations) == (Scope.ALL, Locations.TWO_OR_MORE)
    assert answer.model == "severity@2.2.0"
    assert (trained.ready, trained.trained) == (True, True)


def test_without_a_model_severity_three_is_abstained_and_facts_stay() -> None:
    plain = load(None)
    answer = plain.suggest(channel="email", subject=None, text=OUTAGE)
    assert (answer.severity, answer.abstained, answer.alert, answer.model) == (3, True, False, None)
    assert answer.facts.scope is Scope.ALL
    assert "no trained model" in plain.note


def test_a_refused_model_is_said_and_replaced_by_none(tmp_path: Path) -> None:
    shipped = model_directory(folder("models"))
    assert shipped is not None
    broken = Path(shutil.copytree(shipped, tmp_path / shipped.name))
    (broken / "model.skops").write_bytes(b"not what was trained")
    suggester = load(broken)
    assert not suggester.trained
    assert "SHA-256" in suggester.note
    assert "\n" not in suggester.note


def test_in_the_background_facts_come_first_and_the_model_later() -> None:
    suggester = BackgroundSuggester(model_directory(folder("models")))
    assert (suggester.ready, suggester.note) == (False, "the model is being loaded")
    assert suggester.facts(OUTAGE)[0].scope is Scope.ALL
    assert suggester.suggest(channel="email", subject=None, text=OUTAGE).model is None
    suggester.start()
    assert suggester.wait(30)
    assert suggester.suggest(channel="email", subject=None, text=OUTAGE).model == "severity@2.2.0"
    assert suggester.note == "model severity-2.2.0"


def test_threads_may_ask_at_once(trained: Suggests) -> None:
    answers: list[object] = []

    def ask() -> None:
        answers.extend(trained.suggest(channel="email", subject=None, text=OUTAGE) for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 40
    assert len({repr(answer) for answer in answers}) == 1


def test_the_json_has_the_fields_of_the_surface(trained: Suggests) -> None:
    answer = json.loads(json.dumps(suggestion_to_json(trained.suggest(channel="email", subject="Help", text=OUTAGE))))
    assert list(answer) == [
        "severity", "probabilities", "confidence", "abstained", "alert", "kind", "facts", "evidence", "model",
        "rubric",
    ]  # fmt: skip
    assert list(answer["probabilities"]) == ["1", "2", "3", "4"]
    assert sum(answer["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert answer["facts"] == {
        "scope": "all", "locations": "two_or_more", "connectivity": True,
        "data_loss": False, "workaround": False, "planned_event": False, "over": False,
    }  # fmt: skip
    assert all(OUTAGE[one["start"] : one["end"]] == one["text"] for one in answer["evidence"])


def test_the_subject_states_facts_too_and_evidence_stays_in_the_text(trained: Suggests) -> None:
    for suggester in (trained, load(None)):
        answer = suggester.suggest(channel="email", subject="All users down - both offices", text="please help")
        assert (answer.facts.scope, answer.facts.locations) == (Scope.ALL, Locations.TWO_OR_MORE)
        assert answer.facts.connectivity
        assert all("please help"[one.start : one.end] == one.text for one in answer.evidence)


def test_what_is_over_is_said_with_its_evidence(trained: Suggests) -> None:
    text = "It was down from 7 to 8 at both sites, all fine now."
    answer = trained.suggest(channel="email", subject=None, text=text)
    assert answer.facts.over
    assert suggestion_to_json(answer)["facts"]["over"] is True  # type: ignore[index]
    assert [one.text for one in answer.evidence if one.why == "over=yes"] != []
    assert trained.facts("It was working until 8. Now nobody can log in.")[0].over is False
