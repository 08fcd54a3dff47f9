"""A suggestion as it reads for a customer of whom enough verdicts have taught something of their own."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from intake.domain.suggestion import Suggestion

_LEARNED_WORD = "points to"  # begins what is said of a word that spoke for the severity


@runtime_checkable
class KnowsCustomers(Protocol):
    """A suggester that has learned something of single customers."""

    def of_customer(self, found: Suggestion, customer: int) -> Suggestion:
        """Return its own suggestion as it reads for a customer's message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customers:
    """Four offsets for each customer (in the logarithm of the odds), and the model's own limits."""

    offsets: Mapping[str, Sequence[float]]
    abstain: float
    alert: float
    caution: float

    def shifted(self, found: Suggestion, customer: int) -> Suggestion:
        """Return the suggestion with a customer's offsets; without any it stays as it is.

        An offset may raise the alarm for severity 1 and never silences it. Words that spoke for another severity than
        the one it ends with are no evidence for that.
        """
        offsets = self.offsets.get(str(customer))
        if offsets is None or not found.probabilities:
            return found
        from classifier.decision import alone, decided

        chances = _shifted(found.probabilities, offsets)
        severity = decided(chances, self.caution)
        strange = found.abstained and alone(found.probabilities, self.abstain)  # by its words, not by its chances
        same = severity == found.severity
        return replace(
            found,
            severity=severity,
            probabilities=chances,
            confidence=chances[severity],
            abstained=strange or not alone(chances, self.abstain),
            alert=found.alert or (not strange and chances[1] >= self.alert),
            evidence=tuple(one for one in found.evidence if same or not one.why.startswith(_LEARNED_WORD)),
        )


def for_customer(suggests: object, found: Suggestion, customer: int | None) -> Suggestion:
    """Return what a suggester says of a message, once it is known whose it is; None is a stranger."""
    if customer is None or not isinstance(suggests, KnowsCustomers):
        return found
    return suggests.of_customer(found, customer)


def _shifted(chances: Mapping[int, float], offsets: Sequence[float]) -> dict[int, float]:
    raised = {level: chance * math.exp(offsets[level - 1]) for level, chance in chances.items()}
    total = sum(raised.values())
    return {level: value / total for level, value in raised.items()}
