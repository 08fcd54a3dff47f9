"""How good suggestions are: the figures that stand in the card and that `evaluate` prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Integers = NDArray[np.integer[Any]]

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Labels beside what was suggested: `chances` is (messages, 4), the rest (messages,).

    `said` are the suggested severities; None for the likeliest.
    """

    levels: "Integers"
    chances: "Floats"
    abstained: "NDArray[np.bool_]"
    alerts: "NDArray[np.bool_]"
    kinds: Sequence[str]
    guessed_kinds: Sequence[str]
    said: "Integers | None" = None

    @property
    def guessed(self) -> "Integers":
        """The severities as suggested, (messages,)."""
        return self.chances.argmax(axis=1) + 1 if self.said is None else self.said

    @property
    def confidence(self) -> "Floats":
        """The chance of the suggested severity, (messages,)."""
        chances: Floats = self.chances[np.arange(len(self.guessed)), self.guessed - 1]
        return chances


def figures(judged: Judged) -> dict[str, float]:
    """All figures by name, 0 to 1 but for `messages` and `kappa` (-1 to 1); three decimals."""
    guessed = judged.guessed
    right = guessed == judged.levels
    kept = ~judged.abstained
    critical = judged.levels == 1
    values = {
        "accuracy": float(right.mean()),
        "macro_f1": macro_f1(judged.levels, guessed),
        "kappa": kappa(judged.levels, guessed),
        "ece": calibration_error(judged.confidence, right),
        "alert_recall": _share(judged.alerts, critical),
        "alert_rate": float(judged.alerts.mean()),
        "alert_precision": _share(critical, judged.alerts),
        "abstained": float(judged.abstained.mean()),
        "accuracy_not_abstained": _share(right, kept),
        "accuracy_surest_half": _surest(judged.confidence, right),
        "kind_accuracy": float(
            np.mean([one == two for one, two in zip(judged.kinds, judged.guessed_kinds, strict=True)])
        ),
    }
    return {"messages": len(judged.levels)} | {name: round(value, 3) for name, value in values.items()}


def macro_f1(levels: "Integers", guessed: "Integers") -> float:
    """F1 of each severity, averaged over the severities that occur in either."""
    scores = []
    for level in np.union1d(levels, guessed):
        hits = ((levels == level) & (guessed == level)).sum()
        scores.append(2 * hits / ((levels == level).sum() + (guessed == level).sum()))
    return float(np.mean(scores))


def kappa(levels: "Integers", guessed: "Integers") -> float:
    """Cohen's kappa, weighted by the square of the distance between severities."""
    table = np.zeros((4, 4))
    np.add.at(table, (levels - 1, guessed - 1), 1)
    weights = (np.arange(4)[:, None] - np.arange(4)[None, :]) ** 2
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    by_chance = float((weights * expected).sum())
    return 1 - float((weights * table).sum()) / by_chance if by_chance else 1.0


def calibration_error(confidence: "Floats", right: "NDArray[np.bool_]") -> float:
    """Return expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [
        abs(confidence[bins == at].mean() - right[bins == at].mean()) * (bins == at).mean() for at in np.unique(bins)
    ]
    return float(np.sum(gaps))


def reliability(judged: Judged) -> list[dict[str, float]]:
    """Return for each tenth of confidence that occurs how sure the model was and how often it was right."""
    confidence, right = judged.confidence, judged.guessed == judged.levels
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        {
            "messages": int((bins == at).sum()),
            "confidence": round(float(confidence[bins == at].mean()), 3),
            "accuracy": round(float(right[bins == at].mean()), 3),
        }
        for at in np.unique(bins)
    ]


def _surest(confidence: "Floats", right: "NDArray[np.bool_]") -> float:
    """Return the accuracy on the half that is surest."""
    surest = np.argsort(-confidence, kind="stable")[: max(1, len(right) // 2)]
    return float(right[surest].mean())


def _share(of: "NDArray[np.bool_]", among: "NDArray[np.bool_]") -> float:
    """How many of `among` are `of`; 0 when there are none."""
    return float(of[among].mean()) if among.any() else 0.0
