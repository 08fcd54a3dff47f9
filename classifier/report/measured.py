"""Every figure of a model on labelled messages, with intervals, by group and beside baselines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.corpus import Example
from classifier.measure import Judged, figures, reliability
from classifier.report.baselines import by_keywords, by_majority
from classifier.resampling import FIGURES, calibration_error, drawn, interval, recall, tables
from classifier.suggest import Suggestion, Suggests

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Integers = NDArray[np.integer[Any]]

LEAST = 10  # messages that a group needs to have figures of its own
TELLING = 20  # and from which on intervals and curves say anything
COVERED = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)
RATE = 0.4  # of messages that may alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Labelled messages and what a model said of them; `groups` tells how they can be told apart, by kind of group."""

    examples: tuple[Example, ...]
    judged: Judged
    groups: Mapping[str, Sequence[str]]

    @property
    def levels(self) -> "Integers":
        """The labels."""
        return self.judged.levels

    @property
    def guessed(self) -> "Integers":
        """The severities as suggested."""
        return self.judged.guessed


def asked(
    suggester: Suggests, examples: Sequence[Example], tell: Callable[[int], None] = lambda done: None
) -> list[Suggestion]:
    """Ask a model of every message; `tell` hears how many are done."""
    answers = []
    for done, example in enumerate(examples, start=1):
        answers.append(suggester.suggest(example.channel, example.subject, example.text))
        tell(done)
    return answers


def answered(
    examples: Sequence[Example], answers: Sequence[Suggestion], groups: Mapping[str, Sequence[str]]
) -> Answered:
    """Return labels and answers side by side; a model that is none says of each severity that it is as likely."""
    judged = Judged(
        levels=np.array([example.level for example in examples]),
        chances=np.array([[answer.probabilities.get(level, 0.25) for level in (1, 2, 3, 4)] for answer in answers]),
        abstained=np.array([answer.abstained for answer in answers]),
        alerts=np.array([answer.alert for answer in answers]),
        kinds=[example.kind for example in examples],
        guessed_kinds=[answer.kind for answer in answers],
        said=np.array([answer.severity for answer in answers]),
    )
    return Answered(examples=tuple(examples), judged=judged, groups=groups)


def measured(found: Answered, seed: int, beside: Mapping[str, "Integers"] | None = None) -> dict[str, Any]:
    """Return all figures as plain values; intervals hold 95 of 100 samples drawn anew.

    `beside` is what further baselines say of the messages, by their names.
    """
    counts = drawn(len(found.levels), seed)
    table = tables(found.levels, found.guessed, counts)
    critical = found.levels == 1
    ranges = {name: asdict(interval(of(table))) for name, of in FIGURES.items()}
    confidence, right = found.judged.confidence, found.guessed == found.levels
    ranges["ece"] = asdict(interval(calibration_error(confidence, right, counts)))
    ranges["alert_recall"] = asdict(interval(recall(found.judged.alerts, critical, counts)))
    return {
        **figures(found.judged),
        "mae": round(float(abs(found.levels - found.guessed).mean()), 3),
        "alert_rate": round(float(found.judged.alerts.mean()), 3),
        "alert_recall_at_0.4": _at_rate(found.judged.chances[:, 0], critical),
        "intervals": ranges,
        "coverage": coverage(found),
        "confusion": confusion(found.levels, found.guessed),
        "reliability": reliability(found.judged),
        "baselines": {
            name: _short(found.levels, guessed, counts)
            for name, guessed in {
                "majority": by_majority(found.examples),
                "keywords": by_keywords(found.examples),
                **(beside or {}),
            }.items()
        },
        "by": {group: _by(found, names, seed) for group, names in found.groups.items()},
    }


def coverage(found: Answered) -> list[dict[str, float]]:
    """Return the accuracy on the share of messages that the model is surest of, from all of them downwards."""
    sure = np.argsort(-found.judged.chances.max(axis=1), kind="stable")
    right = (found.guessed == found.levels)[sure]
    most = [max(1, round(share * len(right))) for share in COVERED]
    return [
        {"coverage": share, "accuracy": round(float(right[:count].mean()), 3)}
        for share, count in zip(COVERED, most, strict=True)
    ]


def confusion(levels: "Integers", guessed: "Integers") -> list[list[int]]:
    """Return how many messages of each severity (rows) were said to be of each (columns)."""
    return [[int(((levels == one) & (guessed == other)).sum()) for other in (1, 2, 3, 4)] for one in (1, 2, 3, 4)]


def _at_rate(chances: "Floats", critical: "NDArray[np.bool_]") -> float:
    """Return the recall of severity 1 when two of five messages alert."""
    alerts = np.argsort(-chances, kind="stable")[: int(RATE * len(chances))]
    return round(float(critical[alerts].sum() / critical.sum()), 3) if critical.any() else 0.0


def _short(levels: "Integers", guessed: "Integers", counts: "Floats") -> dict[str, Any]:
    whole, samples = tables(levels, guessed, np.ones((1, len(levels)))), tables(levels, guessed, counts)
    return {
        name: {"value": round(float(of(whole)[0]), 3), **asdict(interval(of(samples)))} for name, of in FIGURES.items()
    }


def _by(found: Answered, names: Sequence[str], seed: int) -> dict[str, dict[str, Any]]:
    every = np.array(names)
    result: dict[str, dict[str, Any]] = {}
    for name in sorted(set(names)):
        here = every == name
        if here.sum() < LEAST:
            continue
        table = tables(found.levels[here], found.guessed[here], np.ones((1, int(here.sum()))))
        critical = here & (found.levels == 1)
        result[name] = {
            "messages": int(here.sum()),
            **{figure: round(float(of(table)[0]), 3) for figure, of in FIGURES.items()},
            "alert_recall": round(float(found.judged.alerts[critical].mean()), 3) if critical.any() else 0.0,
            "abstained": round(float(found.judged.abstained[here].mean()), 3),
        }
        if here.sum() >= TELLING:
            samples = tables(found.levels[here], found.guessed[here], drawn(int(here.sum()), seed))
            result[name]["intervals"] = {figure: asdict(interval(of(samples))) for figure, of in FIGURES.items()}
    return result
