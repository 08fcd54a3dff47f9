"""The shipped model: honest probabilities, true evidence, better than a constant; and a small one trained here."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier import evaluate, train
from classifier.calibration import CAUTION
from classifier.corpus import fingerprint, rows, shipped
from classifier.decision import decided
from classifier.storing import ModelRefused, load, read_manifest, save
from classifier.suggest import PlainSuggester, Suggester
from classifier.suggest import load as load_suggester

SHIPPED = Path(__file__).parents[2] / "models" / "severity-1.4.0"

SENTENCES = [
    ("Nobody in the plant can log in since six, production has stopped.", 1),
    ("The payroll run crashes for everyone and wages are due today, there is no other way.", 1),
    ("All customer records of last week are gone from the database.", 1),
    ("The order screen is down for the whole company, no orders can be entered.", 1),
    ("Everything is very slow for all of us, each click takes a minute.", 2),
    ("The VPN drops every ten minutes for our team of six.", 2),
    ("I am thrown out of the session several times an hour and must log in again.", 2),
    ("Three colleagues cannot save invoices, the program closes with an error each time.", 2),
    ("My printer is offline, I use the one next door for now.", 3),
    ("Please reset my password, I forgot it.", 3),
    ("The logo on the report is in the wrong place.", 3),
    ("It was down for half an hour this morning and works again, please tell us why.", 3),
    ("How do I export the customer list to Excel?", 4),
    ("It would be nice to have a dark theme.", 4),
    ("We will upgrade on Saturday, can someone be on standby?", 4),
    ("Could you send me a quote for ten more licences?", 4),
]


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    return load_suggester(SHIPPED)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of eighty messages, trained as the command does it."""
    folder = tmp_path_factory.mktemp("small")
    paths = [_some(path, folder, 40) for path in shipped()[:2]]
    return train.train(folder, "0.0.1", paths)


def _some(path: Path, folder: Path, count: int) -> Path:
    lines = path.read_text(encoding="utf-8").splitlines()[:count]
    short = folder / path.name
    short.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return short


def test_the_model_beats_always_three(suggester: Suggester) -> None:
    right = sum(suggester.suggest("email", None, text).severity == level for text, level in SENTENCES)
    assert right >= 11  # always 3 gets 4 of 16


def test_no_critical_sentence_goes_without_an_alarm(suggester: Suggester) -> None:
    answers = [suggester.suggest("email", None, text) for text, level in SENTENCES if level == 1]
    assert [answer.alert for answer in answers] == [True] * 4


@given(st.text(max_size=300), st.none() | st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_text_gives_probabilities_and_true_quotations(text: str, subject: str | None) -> None:
    answer = _suggester().suggest("email", subject, text)
    assert sum(answer.probabilities.values()) == pytest.approx(1)
    assert answer.severity == decided(answer.probabilities, CAUTION)
    assert answer.probabilities[answer.severity] == answer.confidence
    assert all(text[one.start : one.end] == one.text for one in answer.evidence)


_LOADED: list[Suggester] = []


def _suggester() -> Suggester:
    """The shipped model, loaded once (hypothesis forbids fixtures of a function's scope)."""
    if not _LOADED:
        _LOADED.append(load_suggester(SHIPPED))
    return _LOADED[0]


def test_loudness_is_not_severity(suggester: Suggester) -> None:
    calm = suggester.suggest("email", None, "How do I export the list?")
    loud = suggester.suggest("email", None, "URGENT!!! HOW DO I EXPORT THE LIST???")
    assert calm.severity == loud.severity == 4


def test_telling_words_name_the_severity_they_point_to(suggester: Suggester) -> None:
    answer = suggester.suggest("email", None, "The system crashed and all trucks are waiting, nothing can be shipped.")
    whys = [one.why for one in answer.evidence if one.why.startswith("points to")]
    assert whys
    assert set(whys) == {f"points to {answer.severity}"}


@pytest.mark.parametrize("text", ["", "   ", "zxqv wrtl 8812 plomk"], ids=["empty", "blank", "no word known"])
def test_it_abstains_where_there_is_nothing_to_go_by(suggester: Suggester, text: str) -> None:
    answer = suggester.suggest("email", None, text)
    assert (answer.abstained, answer.model) == (True, "severity@1.4.0")


def test_without_a_model_three_is_abstained() -> None:
    answer = PlainSuggester().suggest("email", None, "Nobody can log in.")
    assert (answer.severity, answer.abstained, answer.model, answer.facts.scope) == (3, True, None, "all")


def test_the_file_is_small_and_its_manifest_complete() -> None:
    manifest = read_manifest(SHIPPED)
    content = (SHIPPED / "model.skops").read_bytes()
    assert len(content) < 6_000_000
    assert hashlib.sha256(content).hexdigest() == manifest["sha256"]
    assert {"created", "corpus", "libraries", "measured", "thresholds"} <= manifest.keys()
    card = (SHIPPED / "CARD.md").read_text(encoding="utf-8")
    assert "not labelled by support" in card.replace("\n", " ")
    assert "python -m classifier.evaluate --on FILE" in card


def test_the_shipped_model_was_trained_on_the_shipped_corpus() -> None:
    assert read_manifest(SHIPPED)["corpus"]["sha256"] == fingerprint(shipped()), "run `make train`"


def test_a_changed_model_file_is_refused_in_one_line(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "copy"))
    content = bytearray((folder / "model.skops").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "model.skops").write_bytes(content)
    with pytest.raises(ModelRefused, match=r"model\.skops: its SHA-256 is not the one") as caught:
        load(folder)
    assert "\n" not in str(caught.value)


def test_a_file_with_other_types_is_refused_even_with_the_right_hash(tmp_path: Path) -> None:
    from skops import io as skops_io

    folder = Path(shutil.copytree(SHIPPED, tmp_path / "copy"))
    content = skops_io.dumps({"temperature": {1, 2}, "path": Path("x").name, "when": slice(1)})
    _replace(folder, content)
    with pytest.raises(ModelRefused, match="types that are not allowed"):
        load(folder)


@pytest.mark.parametrize(
    ("content", "complaint"), [(b"PK nothing", "not a skops file"), (b"", "not a skops file")], ids=["junk", "empty"]
)
def test_what_is_no_skops_file_is_refused(tmp_path: Path, content: bytes, complaint: str) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "copy"))
    _replace(folder, content)
    with pytest.raises(ModelRefused, match=complaint):
        load(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"thresholds": {"abstain": 7, "alert": 0, "known": 0}}'])
def test_a_bad_manifest_is_refused(tmp_path: Path, text: str) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "copy"))
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelRefused, match=r"manifest\.json"):
        load(folder)


def _replace(folder: Path, content: bytes) -> None:
    (folder / "model.skops").write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_saving_what_was_loaded_gives_the_same_bytes(tmp_path: Path) -> None:
    assert save(load(SHIPPED).model, tmp_path) == read_manifest(SHIPPED)["sha256"]


def test_training_writes_a_model_that_suggests(small: Path) -> None:
    assert small.name == "severity-0.0.1"
    answer = load_suggester(small).suggest("email", None, "Nobody can log in.")
    assert answer.model == "severity@0.0.1"
    assert read_manifest(small)["corpus"]["messages"] == 80


def test_evaluating_prints_figures_and_keeps_them_in_the_card(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = _some(shipped()[3], tmp_path, 30)
    arguments = ["--model", str(small), "--on", str(held), "--record", "30 messages"]
    assert evaluate.main(arguments) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["messages"] == len(list(rows(held)))
    assert 0 <= figures["ece"] <= 1
    assert "| 30 messages | 30 |" in (small / "CARD.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [["--model", "no-such-model"], ["--model", str(SHIPPED), "--on", "no-such-file.jsonl"]],
    ids=["model", "file"],
)
def test_evaluating_what_is_not_there_is_one_line(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_bad_extra_file_stops_training_with_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extra = tmp_path / "feedback.jsonl"
    extra.write_text('{"id": "f1"}\n', encoding="utf-8")
    assert train.main(["--to", str(tmp_path), "--extra", str(extra)]) == 2
    assert "feedback.jsonl, line 1: text is missing" in capsys.readouterr().err
