"""Make scores honest and choose the thresholds, from predictions for messages that were left out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize_scalar

from classifier.fitting import Held
from classifier.model import softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Levels = NDArray[np.integer[Any]]

# Strict, because messages of one making resemble each other more than real mail will resemble them.
RIGHT_ENOUGH = 0.9  # accuracy wanted of what is not abstained
NOT_MISSED = 0.95  # recall wanted of the level-1 alert
STRANGEST = 0.05  # share of messages whose words are too strange to judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Abstain below `abstain` confidence or below `known` share of known words; alert from `alert` chance of 1."""

    abstain: float
    alert: float
    known: float


def temperature_of(scores: "Floats", levels: "Levels") -> float:
    """Return the temperature that makes these left-out messages likeliest (Guo et al. 2017); between 0.2 and 5."""

    def surprise(log_temperature: float) -> float:
        chances = softmax(scores / np.exp(log_temperature))
        return float(-np.log(np.clip(chances[np.arange(len(levels)), levels - 1], 1e-12, 1)).mean())

    found = minimize_scalar(surprise, bounds=(np.log(0.2), np.log(5.0)), method="bounded")
    return float(np.exp(found.x))


def thresholds_of(chances: "Floats", known: "Floats", levels: "Levels") -> Thresholds:
    """Return the lowest confidence right often enough, the highest alarm that misses few, the strangest words."""
    return Thresholds(
        abstain=_abstain(chances, levels),
        alert=_alert(chances[:, 0], levels == 1),
        known=round(float(np.quantile(known, STRANGEST)), 4),
    )


def crossed(held: Held, levels: "Levels") -> tuple["Floats", "NDArray[np.bool_]", "NDArray[np.bool_]"]:
    """Chances, abstentions and alerts of each message, its fold's own labels having had no part in them."""
    chances = np.zeros_like(held.scores)
    abstained = np.zeros(len(levels), dtype=bool)
    alerts = np.zeros(len(levels), dtype=bool)
    for fold in np.unique(held.fold):
        here, others = held.fold == fold, held.fold != fold
        temperature = temperature_of(held.scores[others], levels[others])
        limits = thresholds_of(softmax(held.scores[others] / temperature), held.known[others], levels[others])
        chances[here] = softmax(held.scores[here] / temperature)
        abstained[here] = (chances[here].max(axis=1) < limits.abstain) | (held.known[here] < limits.known)
        alerts[here] = chances[here][:, 0] >= limits.alert
    return chances, abstained, alerts


def _abstain(chances: "Floats", levels: "Levels") -> float:
    confidence = chances.max(axis=1)
    right = chances.argmax(axis=1) + 1 == levels
    for limit in np.arange(0.25, 0.95, 0.01):
        kept = confidence >= limit
        if kept.any() and right[kept].mean() >= RIGHT_ENOUGH:
            return round(float(limit), 2)
    return 0.95


def _alert(chances: "Floats", critical: "NDArray[np.bool_]") -> float:
    """Return the highest chance at which at most one in twenty critical messages is missed."""
    if not critical.any():
        return 0.5
    ordered = np.sort(chances[critical])
    missed = int(np.floor((1 - NOT_MISSED) * len(ordered)))
    return float(np.floor(ordered[missed] * 1000) / 1000)
