"""The model that judges by meaning: what it shows is what moved it, and it gives way where it cannot run."""

import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.suggest import Suggester
from classifier.suggest import load as load_suggester
from intake.places import folder
from intake.suggest.loading import load, model_directory

SHIPPED = folder("models") / "severity-2.2.0"
OUTAGE = "Since eight nobody in either warehouse can log in, and no truck leaves."

_LOADED: list[Suggester] = []


def _suggester() -> Suggester:
    if not _LOADED:
        _LOADED.append(load_suggester(SHIPPED))
    return _LOADED[0]


@pytest.mark.parametrize(
    ("text", "severity", "alert"),
    [
        (OUTAGE, 1, True),
        ("Our till will not start since the update and I cannot sell anything.", 1, True),
        ("How do I add a second approver to the purchase workflow?", 4, False),
        ("The logo on the quote is too small, it can wait.", 3, False),
    ],
    ids=["everybody", "told by one alone", "a question", "a trifle"],
)
def test_what_it_suggests(text: str, severity: int, *, alert: bool) -> None:
    answer = _suggester().suggest("email", None, text)
    assert (answer.severity, answer.alert) == (severity, alert)


def test_an_outage_in_german_rings_the_alarm_at_least() -> None:
    text = "Seit acht Uhr kann sich niemand im Werk anmelden, die Produktion steht."
    assert _suggester().suggest("email", None, text).alert


def test_loudness_is_not_severity() -> None:
    loud = _suggester().suggest("email", None, "URGENT!!! HOW DO I EXPORT THE LIST???")
    assert loud.severity == 4


def test_evidence_quotes_the_text_and_never_the_subject() -> None:
    answer = _suggester().suggest("email", "All users down in both offices", "Please call. Nobody here can post.")
    assert [one for one in answer.evidence if one.why == "points to 1"]
    assert all("Please call. Nobody here can post."[one.start : one.end] == one.text for one in answer.evidence)


def test_a_language_it_was_not_trained_on_is_abstained() -> None:
    text = (
        "Sedan i morse kan ingen på kontoret logga in i systemet och vi kan inte skicka några fakturor till kunderna."
    )
    assert _suggester().suggest("email", None, text).abstained


@given(st.text(max_size=400), st.none() | st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_probabilities_and_true_quotations(text: str, subject: str | None) -> None:
    answer = _suggester().suggest("email", subject, text)
    assert sum(answer.probabilities.values()) == pytest.approx(1)
    assert answer.probabilities[answer.severity] == answer.confidence
    assert all(text[one.start : one.end] == one.text for one in answer.evidence)


def test_a_text_of_a_megabyte_is_read_in_bounded_time_and_memory() -> None:
    answer = _suggester().suggest("email", None, "the import fails with an error " * 30_000)
    assert answer.model == "severity@2.2.0"


@pytest.mark.parametrize("missing", ["onnxruntime", "tokenizers"])
def test_without_the_encoders_libraries_the_model_of_words_answers_and_says_so(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    found = load(SHIPPED)
    assert found.suggest(channel="email", subject=None, text=OUTAGE).model == "severity@1.4.0"
    assert "model severity-1.4.0, because severity-2.2.0 was refused" in found.note
    assert "pip install 'severity-intake[encoder]'" in found.note


def test_a_broken_encoder_gives_way_likewise(tmp_path: Path) -> None:
    models = Path(shutil.copytree(folder("models"), tmp_path / "models"))
    (models / "encoder-1.1.0" / "encoder.onnx").write_bytes(b"no graph")
    found = load(model_directory(models))
    assert found.trained
    assert "encoder.onnx: its SHA-256 is not the one" in found.note
