"""What a report tells: figures that can be counted by hand, intervals that hold them, pictures that can be opened."""

import json
from pathlib import Path

import numpy as np
import pytest

from classifier import measure
from classifier.corpus import Example, shipped
from classifier.facts import Facts
from classifier.report.baselines import by_keywords, by_majority, rules
from classifier.report.drift import drift, stability
from classifier.report.measured import Answered, answered, confusion, coverage, measured
from classifier.report.page import Section, write_page
from classifier.report.plots import draw
from classifier.resampling import FIGURES, calibration_error, drawn, interval, recall, tables
from classifier.suggest import Suggestion


def example(level: int, text: str = "It is so.", number: int = 0) -> Example:
    return Example(id=f"m{number}", source="s", group=f"m{number}", channel="email", subject=None, text=text,
                   level=level, kind="incident", facts=None)  # fmt: skip


def answer(level: int, sure: float = 0.7, *, alert: bool = False) -> Suggestion:
    rest = (1 - sure) / 3
    chances = {one: sure if one == level else rest for one in (1, 2, 3, 4)}
    return Suggestion(severity=level, probabilities=chances, confidence=sure, abstained=sure < 0.5, alert=alert,
                      kind="incident", facts=Facts())  # fmt: skip


def twelve() -> Answered:
    """Twelve messages, ten of them judged right, the two that are not least surely."""
    levels = [1, 2, 3, 4] * 3
    said = [*levels[:10], 4, 3]
    sure = [0.9] * 10 + [0.4, 0.4]
    examples = [example(level, number=at) for at, level in enumerate(levels)]
    answers = [answer(level, one, alert=level == 1) for level, one in zip(said, sure, strict=True)]
    return answered(examples, answers, {"channel": ["email"] * 12, "language": ["en"] * 10 + ["fr"] * 2})


def test_figures_counted_by_hand() -> None:
    found = measured(twelve(), seed=0)
    assert (found["messages"], found["accuracy"], found["mae"]) == (12, 0.833, 0.167)
    assert found["confusion"] == [[3, 0, 0, 0], [0, 3, 0, 0], [0, 0, 2, 1], [0, 0, 1, 2]]
    assert (found["alert_recall"], found["alert_rate"], found["alert_recall_at_0.4"]) == (1.0, 0.25, 1.0)
    assert [one["accuracy"] for one in found["coverage"]][:3] == [0.833, 0.909, 1.0]
    assert found["coverage"][-1]["accuracy"] == 1.0
    assert [one["messages"] for one in found["reliability"]] == [2, 10]
    assert list(found["by"]["channel"]) == ["email"]
    assert list(found["by"]["language"]) == ["en"], "two messages say nothing of a language"
    json.dumps(found)


def test_a_group_of_twenty_has_intervals_and_a_smaller_one_none() -> None:
    levels = [1, 2, 3, 4] * 8
    answers = [answer(level if at % 4 else 1 + level % 4) for at, level in enumerate(levels)]
    groups = {"language": ["en"] * 20 + ["fr"] * 12}
    found = measured(answered([example(level, number=at) for at, level in enumerate(levels)], answers, groups), seed=0)
    english, french = found["by"]["language"]["en"], found["by"]["language"]["fr"]
    assert english["intervals"]["accuracy"]["low"] < english["accuracy"] < english["intervals"]["accuracy"]["high"]
    assert "intervals" not in french


def test_the_fields_that_were_printed_before_are_still_there() -> None:
    before = {"messages", "accuracy", "macro_f1", "kappa", "ece", "alert_recall", "alert_precision", "abstained"}
    assert before | {"accuracy_not_abstained", "kind_accuracy"} <= measured(twelve(), seed=0).keys()


def test_tables_give_the_same_figures_as_the_plain_formulas() -> None:
    lot = np.random.default_rng(3)
    levels, guessed = lot.integers(1, 5, 200), lot.integers(1, 5, 200)
    whole = tables(levels, guessed, np.ones((1, 200)))
    assert FIGURES["macro_f1"](whole)[0] == pytest.approx(measure.macro_f1(levels, guessed))
    assert FIGURES["kappa"](whole)[0] == pytest.approx(measure.kappa(levels, guessed))
    assert FIGURES["accuracy"](whole)[0] == pytest.approx((levels == guessed).mean())
    assert FIGURES["mae"](whole)[0] == pytest.approx(abs(levels - guessed).mean())
    assert confusion(levels, guessed) == whole[0].astype(int).tolist()


@pytest.mark.parametrize("messages", [50, 500])
def test_an_interval_holds_the_value_and_narrows_with_more_messages(messages: int) -> None:
    lot = np.random.default_rng(0)
    levels = lot.integers(1, 5, messages)
    guessed = np.where(lot.random(messages) < 0.7, levels, lot.integers(1, 5, messages))
    found = interval(FIGURES["accuracy"](tables(levels, guessed, drawn(messages, 0))))
    assert found.low < (levels == guessed).mean() < found.high
    assert found.high - found.low == pytest.approx(2 * 1.96 * (0.775 * 0.225 / messages) ** 0.5, rel=0.25)
    assert interval(FIGURES["accuracy"](tables(levels, guessed, drawn(messages, 0)))) == found, "the same seed"


def test_calibration_in_samples_is_that_of_the_whole() -> None:
    lot = np.random.default_rng(0)
    confidence, right = lot.random(200), lot.random(200) < 0.5
    whole = calibration_error(confidence, right, np.ones((1, 200)))[0]
    assert whole == pytest.approx(measure.calibration_error(confidence, right))


def test_recall_where_nothing_is_wanted_is_no_failure() -> None:
    none = np.zeros(4, dtype=bool)
    assert recall(none, none, np.ones((2, 4))).tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Nobody can log in, the system is down", 1),
        ("How do I export a list?", 4),
        ("It is very slow today", 2),
        ("Please reset my password", 3),
        ("Hello there", 3),
    ],
)
def test_what_keyword_rules_say(text: str, level: int) -> None:
    assert by_keywords([example(1, text)]).tolist() == [level]


def test_there_are_a_dozen_rules_and_the_majority_is_the_commonest() -> None:
    assert len(rules()) == 12
    assert by_majority([example(level) for level in (3, 3, 1)]).tolist() == [3, 3, 3]
    assert by_majority([example(level) for level in (3, 1)]).tolist() == [1, 1]


def test_the_corpus_names_its_languages() -> None:
    from classifier.corpus import load

    assert {one.language for one in load(shipped())} >= {"en"}


def test_what_has_moved_is_said() -> None:
    lot = np.random.default_rng(0)
    calm, loud = lot.dirichlet([1, 2, 4, 4], 300), lot.dirichlet([4, 2, 2, 1], 200)
    known = (np.full(300, 0.8), np.full(200, 0.6))
    same = drift(calm[:150], calm[150:], (known[0][:150], known[0][150:]))
    assert same is not None
    assert same.said != "moved"
    moved = drift(calm, loud, known)
    assert moved is not None
    assert (moved.said, moved.before, moved.since) == ("moved", 300, 200)
    assert (moved.unknown_before, moved.unknown_since) == (0.2, 0.4)
    assert drift(calm, loud[:29], (known[0], known[1][:29])) is None
    assert stability(calm[:, 0], calm[:, 0]) == 0
    assert stability(np.zeros(40), np.zeros(40)) == 0, "all alike"


def test_the_report_is_a_page_with_pictures(tmp_path: Path) -> None:
    figures = measured(twelve(), seed=0, beside={"present model": np.full(12, 3)})
    names = draw(figures, tmp_path)
    for name in names:
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")
    first = [(tmp_path / name).read_bytes() for name in names]
    draw(figures, tmp_path)
    assert [(tmp_path / name).read_bytes() for name in names] == first, "the same figures, the same picture"
    section = Section(title="a|b", said="Twelve.", figures=figures, pictures=names)
    page = write_page(tmp_path, "severity-1", [section], "Too few messages.").read_text(encoding="utf-8")
    assert all(f"({name})" in page for name in names)
    assert "| quadratic kappa | " in page
    assert "| present model | 0.25 (" in page
    assert "Too few messages" in page


def test_coverage_takes_the_surest_first() -> None:
    assert coverage(twelve())[2]["accuracy"] == 1.0
