"""How sure a figure is: a thousand samples drawn anew from the messages it was measured on (Efron 1979)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Integers = NDArray[np.integer[Any]]

SAMPLES = 1000
Figure = Callable[["Floats"], "Floats"]  # tables (samples, 4, 4) of severity by guess to a value each
_APART = np.abs(np.arange(4)[:, None] - np.arange(4)[None, :])


def drawn(messages: int, seed: int, samples: int = SAMPLES) -> "Floats":
    """Return how often each message is in each sample, (samples, messages)."""
    shares = np.full(messages, 1 / messages)
    counts: Floats = np.random.default_rng(seed).multinomial(messages, shares, size=samples).astype(np.float64)
    return counts


def tables(levels: "Integers", guessed: "Integers", counts: "Floats") -> "Floats":
    """Return severities by guesses in each sample, (samples, 4, 4)."""
    cells = np.eye(16)[(levels - 1) * 4 + guessed - 1]
    found: Floats = (counts @ cells).reshape(-1, 4, 4)
    return found


def accuracy(table: "Floats") -> "Floats":
    """Return the share of right guesses."""
    right: Floats = np.einsum("sii->s", table) / table.sum(axis=(1, 2))
    return right


def macro_f1(table: "Floats") -> "Floats":
    """F1 of each severity, averaged over the severities that occur in either."""
    hits, either = np.einsum("sii->si", table), table.sum(axis=1) + table.sum(axis=2)
    scores = np.divide(2 * hits, either, out=np.zeros_like(hits), where=either > 0)
    mean: Floats = scores.sum(axis=1) / np.maximum((either > 0).sum(axis=1), 1)
    return mean


def kappa(table: "Floats") -> "Floats":
    """Cohen's kappa, weighted by the square of the distance between severities."""
    by_chance = np.einsum("si,sj->sij", table.sum(axis=2), table.sum(axis=1)) / table.sum(axis=(1, 2))[:, None, None]
    expected, found = (by_chance * _APART**2).sum(axis=(1, 2)), (table * _APART**2).sum(axis=(1, 2))
    share = np.divide(found, expected, out=np.zeros_like(found), where=expected > 0)
    result: Floats = 1 - share
    return result


def mean_error(table: "Floats") -> "Floats":
    """By how many levels a guess is off, on the average."""
    error: Floats = (table * _APART).sum(axis=(1, 2)) / table.sum(axis=(1, 2))
    return error


FIGURES: Mapping[str, Figure] = {"accuracy": accuracy, "macro_f1": macro_f1, "kappa": kappa, "mae": mean_error}


def recall(found: "NDArray[np.bool_]", wanted: "NDArray[np.bool_]", counts: "Floats") -> "Floats":
    """Return the share of `wanted` that is `found` in each sample, 1 where nothing is wanted."""
    there = counts @ wanted.astype(np.float64)
    hits = counts @ (found & wanted).astype(np.float64)
    return np.divide(hits, there, out=np.ones_like(hits), where=there > 0)


def calibration_error(confidence: "Floats", right: "NDArray[np.bool_]", counts: "Floats") -> "Floats":
    """Return the expected calibration error over ten bins of equal width in each sample (Naeini et al. 2015)."""
    bins = np.eye(10)[np.minimum((confidence * 10).astype(int), 9)]
    gaps: Floats = np.abs(counts @ (bins * (confidence - right)[:, None])).sum(axis=1) / counts.sum(axis=1)
    return gaps


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a figure lies in 95 of 100 samples."""

    low: float
    high: float


def interval(values: "Floats") -> Interval:
    """Return the 95 % interval of a figure's values in the samples, three decimals."""
    low, high = np.quantile(values, [0.025, 0.975])
    return Interval(round(float(low), 3), round(float(high), 3))
