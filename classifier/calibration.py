"""Make scores honest and choose the thresholds, from predictions for messages that were left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize_scalar

from classifier.corpus import Example
from classifier.facts import Facts
from classifier.fitting import Held, Told
from classifier.model import softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Levels = NDArray[np.integer[Any]]

# Strict, because messages of one making resemble each other more than real mail will resemble them.
RIGHT_ENOUGH = 0.9  # share of messages whose prediction set is to hold the true severity
CAUTION = 3.0  # how much worse it is to call a matter one level too light than one level too grave
NOT_MISSED = 0.98  # recall wanted of the level-1 alert on these; real mail says it less plainly and is missed more
FOLD_COUNTS = 100  # messages of a fold before its temperature counts
READY = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)  # chances from which a fact may be taken to be stated
STRANGEST = 0.05  # share of messages whose words are too strange to judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Abstain unless one severity alone has a chance of `abstain`, or below `known` share of known words.

    The alarm rings from a chance of `alert` for severity 1.

    `caution` says how much more a matter taken too lightly costs than one taken too gravely.
    """

    abstain: float
    alert: float
    known: float
    caution: float = CAUTION


def temperature_of(scores: "Floats", levels: "Levels") -> float:
    """Return the temperature that makes these left-out messages likeliest (Guo et al. 2017); between 0.2 and 5."""

    def surprise(log_temperature: float) -> float:
        chances = softmax(scores / np.exp(log_temperature))
        return float(-np.log(np.clip(chances[np.arange(len(levels)), levels - 1], 1e-12, 1)).mean())

    found = minimize_scalar(surprise, bounds=(np.log(0.2), np.log(5.0)), method="bounded")
    return float(np.exp(found.x))


def usual_temperature(scores: "Floats", levels: "Levels", fold: "NDArray[np.intp]") -> float:
    """Return the median of the temperatures that the folds need: one strange writer does not make all unsure.

    Folds with fewer than `FOLD_COUNTS` messages say too little; with none left it is the temperature of all.
    """
    sizes = {int(number): int((fold == number).sum()) for number in np.unique(fold)}
    each = [temperature_of(scores[fold == one], levels[fold == one]) for one, n in sizes.items() if n >= FOLD_COUNTS]
    return float(np.median(each)) if each else temperature_of(scores, levels)


def told_by(held: Held, examples: Sequence[Example]) -> Told:
    """Return what messages left out tell a model of them all."""
    levels = np.array([example.level for example in examples])
    yes = {
        fact: _readiest(chances, np.array([bool(getattr(one.facts, fact, False)) for one in examples]))
        for fact, chances in held.stated.items()
        if not np.isnan(chances).any()
    }
    return Told(temperature=usual_temperature(held.scores, levels, held.fold), yes=yes)


def facts_left_out(held: Held, told: Told) -> list[Facts]:
    """Return the facts that a model judges by meaning, of each message left out; none where it judges none so."""
    if not told.yes or not all(held.scopes):
        return []
    said = {fact: held.stated[fact] >= limit for fact, limit in told.yes.items()}
    return [
        replace(Facts(scope=scope), **{fact: bool(yes[at]) for fact, yes in said.items()})  # type: ignore[arg-type]
        for at, scope in enumerate(held.scopes)
    ]


def _readiest(chances: "Floats", truth: "NDArray[np.bool_]") -> float:
    """Return the chance from which saying yes makes the F1 highest, of a few, so that noise has little to choose."""

    def f1(limit: float) -> float:
        said = chances >= limit
        return float(2 * (said & truth).sum() / max(1, said.sum() + truth.sum()))

    return max(READY, key=f1)


def thresholds_of(chances: "Floats", known: "Floats", levels: "Levels") -> Thresholds:
    """Return the limits of the prediction set, of the alarm, and of words too strange to judge."""
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
        temperature = usual_temperature(held.scores[others], levels[others], held.fold[others])
        limits = thresholds_of(softmax(held.scores[others] / temperature), held.known[others], levels[others])
        chances[here] = softmax(held.scores[here] / temperature)
        alone = prediction_sets(chances[here], limits.abstain).sum(axis=1) == 1
        abstained[here] = ~alone | (held.known[here] < limits.known)
        alerts[here] = chances[here][:, 0] >= limits.alert
    return chances, abstained, alerts


def prediction_sets(chances: "Floats", limit: float) -> "NDArray[np.bool_]":
    """Return which severities are in a message's prediction set, (messages, 4)."""
    inside: NDArray[np.bool_] = chances >= limit
    return inside


def _abstain(chances: "Floats", levels: "Levels") -> float:
    """Return the chance from which a severity is in the prediction set (split conformal, Vovk et al. 2005).

    The set then holds the true severity of so many messages as `RIGHT_ENOUGH` says; it is the model's word only where
    one severity alone is in it.
    """
    count = len(levels)
    strange = np.sort(1 - chances[np.arange(count), levels - 1])
    rank = min(count, int(np.ceil((count + 1) * RIGHT_ENOUGH))) - 1
    return round(float(np.clip(1 - strange[rank], 0.0, 1.0)), 4)


def _alert(chances: "Floats", critical: "NDArray[np.bool_]") -> float:
    """Return the highest chance at which hardly a critical message is missed."""
    if not critical.any():
        return 0.5
    ordered = np.sort(chances[critical])
    missed = int(np.floor((1 - NOT_MISSED) * len(ordered)))
    return float(np.floor(ordered[missed] * 1000) / 1000)
