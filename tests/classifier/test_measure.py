"""The figures, against values worked out by hand, and the thresholds chosen from them."""

import numpy as np
import pytest

from classifier.calibration import temperature_of, thresholds_of
from classifier.measure import Judged, calibration_error, figures, kappa, macro_f1
from classifier.model import softmax


def test_perfect_and_opposite_kappa() -> None:
    levels = np.array([1, 2, 3, 4])
    assert kappa(levels, levels) == 1.0
    assert kappa(levels, levels[::-1]) == pytest.approx(-1.0)
    assert kappa(np.array([3, 3]), np.array([3, 3])) == 1.0


def test_macro_f1_counts_each_severity_alike() -> None:
    assert macro_f1(np.array([1, 1, 2]), np.array([1, 1, 1])) == pytest.approx((2 * 2 / 5 + 0) / 2)


def test_calibration_error_of_honest_and_of_boastful_confidence() -> None:
    right = np.array([True, False, True, False])
    assert calibration_error(np.full(4, 0.5), right) == 0.0
    assert calibration_error(np.full(4, 1.0), right) == 0.5


def test_figures_are_about_what_was_suggested() -> None:
    chances = np.array([[0.7, 0.1, 0.1, 0.1], [0.1, 0.1, 0.7, 0.1]])
    judged = Judged(
        levels=np.array([1, 4]),
        chances=chances,
        abstained=np.array([False, True]),
        alerts=np.array([True, False]),
        kinds=["incident", "question"],
        guessed_kinds=["incident", "incident"],
    )
    result = figures(judged)
    assert (result["accuracy"], result["alert_recall"], result["alert_precision"]) == (0.5, 1.0, 1.0)
    assert (result["abstained"], result["accuracy_not_abstained"], result["kind_accuracy"]) == (0.5, 1.0, 0.5)


def test_the_temperature_cools_boastful_scores() -> None:
    generator = np.random.default_rng(0)
    levels = generator.integers(1, 5, 400)
    scores = generator.normal(size=(400, 4))
    scores[np.arange(400), levels - 1] += 1.0
    assert temperature_of(scores * 3, levels) == pytest.approx(3 * temperature_of(scores, levels), rel=0.02)


def test_the_alarm_misses_at_most_one_in_twenty() -> None:
    generator = np.random.default_rng(1)
    levels = np.repeat([1, 2, 3, 4], 50)
    chances = softmax(generator.normal(size=(200, 4)))
    limits = thresholds_of(chances, np.linspace(0, 1, 200), levels)
    assert (chances[:50, 0] >= limits.alert).mean() >= 0.95
    assert 0 <= limits.known <= 0.1
