"""Suggest a severity for a message: calibrated, with evidence, and free to say that it does not know."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from classifier.facts import Evidence, Facts, facts_of, get_ready
from classifier.features import Features, features_of
from classifier.reading import common_words
from classifier.storing import Shelved
from classifier.storing import load as load_shelved

UNTRAINED = 3  # the policy's default
TELLING = 4  # words of the model shown as evidence
LETTERS = 3  # a telling word has at least so many characters
PULL = 0.05  # and speaks at least so loudly for the severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A suggested severity, 1 (critical) to 4 (nominal).

    `probabilities` are calibrated and add up to 1, empty without a model; `confidence` is that of `severity`;
    `abstained` says that nobody should lean on it; `alert` is the level-1 alarm, independent of `severity`;
    `model` is "severity@1.1.0", or None when no trained model was there.
    """

    severity: int
    probabilities: dict[int, float] = field(default_factory=dict)
    confidence: float
    abstained: bool
    alert: bool
    kind: str
    facts: Facts
    evidence: tuple[Evidence, ...] = ()
    model: str | None = None


class Suggests(Protocol):
    """What suggests, trained or not."""

    def suggest(self, channel: str, subject: str | None, text: str) -> Suggestion:
        """Return a suggestion for one message; offsets of the evidence are characters of `text`."""


class PlainSuggester:
    """Without a trained model: severity 3, abstained, and the facts that subject and text state."""

    def suggest(self, channel: str, subject: str | None, text: str) -> Suggestion:
        """Severity 3 with the facts; nothing to lean on."""
        facts, evidence = facts_of(text, subject)
        return Suggestion(
            severity=UNTRAINED,
            confidence=0.0,
            abstained=True,
            alert=False,
            kind="incident",
            facts=facts,
            evidence=evidence,
        )


class Suggester:
    """A trained model with its thresholds."""

    def __init__(self, shelved: Shelved) -> None:
        self._shelved = shelved

    def suggest(self, channel: str, subject: str | None, text: str) -> Suggestion:
        """Return what the model says of the message, and what subject and text state."""
        facts, stated = facts_of(text, subject)
        model, limits = self._shelved.model, self._shelved.thresholds
        features = features_of(subject, text)
        seen = model.vector(features)
        chances = model.levels(seen)
        severity = max(chances, key=lambda level: chances[level])
        unsure = chances[severity] < limits["abstain"] or seen.known < limits["known"]
        pull = model.telling(seen, severity)
        return Suggestion(
            severity=severity,
            probabilities=chances,
            confidence=chances[severity],
            abstained=unsure,
            alert=bool(features.words) and chances[1] >= limits["alert"],
            kind=model.best_kind(seen),
            facts=facts,
            evidence=(*stated, *_telling(pull, features, text, severity)),
            model=self._shelved.name,
        )


def load(directory: Path) -> Suggester:
    """Return the suggester of a model folder. Raises ModelRefused, whose text is one line for the operator."""
    get_ready()
    return Suggester(load_shelved(directory))


def _telling(pull: dict[str, float], features: Features, text: str, severity: int) -> Iterator[Evidence]:
    """Return the loudest words for the severity that stand in the text and do not overlap."""
    taken: list[tuple[int, int]] = []
    common = common_words()
    for word in sorted(pull, key=lambda word: -pull[word]):
        start, end = features.places.get(word, (0, 0))
        if pull[word] < PULL or len(taken) == TELLING:
            return
        if end - start < LETTERS or word in common or any(start < last and first < end for first, last in taken):
            continue
        taken.append((start, end))
        yield Evidence(text=text[start:end], start=start, end=end, why=f"points to {severity}")
