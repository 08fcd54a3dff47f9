"""From chances to a severity: the cheapest one to be wrong with."""

import numpy as np
import pytest

from classifier.decision import alone, decided, decisions, flattened

ROWS = [
    ("the likeliest, where it is likely enough", (0.1, 0.8, 0.05, 0.05), 1.0, 2),
    ("the median of two that are as likely is the graver", (0.5, 0.5, 0.0, 0.0), 1.0, 1),
    ("two ends pull to the middle", (0.4, 0.05, 0.15, 0.4), 1.0, 3),
    ("caution takes the graver neighbour", (0.0, 0.4, 0.6, 0.0), 2.0, 2),
    ("caution does not make a trifle an outage", (0.05, 0.05, 0.1, 0.8), 2.0, 4),
    ("without caution the likelier neighbour", (0.0, 0.4, 0.6, 0.0), 1.0, 3),
]


@pytest.mark.parametrize(("chances", "caution", "severity"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_severity_that_costs_least(chances: tuple[float, ...], caution: float, severity: int) -> None:
    named = dict(zip((1, 2, 3, 4), chances, strict=True))
    assert decided(named, caution) == severity
    assert decisions(np.array([chances]), caution).tolist() == [severity]


@pytest.mark.parametrize(
    ("chances", "limit", "one"),
    [
        ((0.9, 0.1, 0.0, 0.0), 0.2, True),
        ((0.6, 0.4, 0.0, 0.0), 0.2, False),
        ((0.3, 0.3, 0.2, 0.2), 0.5, False),
    ],
    ids=["one is in the set", "two are in the set", "none is in the set"],
)
def test_a_prediction_set_is_a_word_only_with_one_severity_in_it(
    chances: tuple[float, ...], limit: float, one: bool
) -> None:
    assert alone(dict(zip((1, 2, 3, 4), chances, strict=True)), limit) is one


def test_a_foreign_text_makes_chances_flatter_and_keeps_their_order() -> None:
    flat = flattened({1: 0.7, 2: 0.2, 3: 0.1, 4: 0.0})
    assert flat == {1: pytest.approx(0.475), 2: pytest.approx(0.225), 3: pytest.approx(0.175), 4: pytest.approx(0.125)}
