"""Likeness: how much of what two messages are about is the same, counted by how rarely others speak of it. Pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from intake.suggest.terms import CONCEPT

_RAREST = 0.003  # the share of messages with a term that nobody was ever seen to write
_NOTHING = 1.2  # the weight of a term that says nothing: every third message has it
_CONCEPT = 3.0  # what fails tells more than how it is told
_ENOUGH = 30  # messages from which a desk's own words can be counted
_LONG = 0.25  # how much longer messages have to share more
_NEAR = 0.5  # the cosine at which the vectors of two messages begin to speak for them


@dataclass(frozen=True, slots=True)
class Weights:
    """What a term is worth, by how many messages have it: of those everywhere, or here if that are more."""

    here: dict[str, float]

    def of(self, term: str) -> float:
        """Return the weight of a term; 0 for one that is in too many messages to tell anything."""
        share = max(_common().get(term, _RAREST), self.here.get(term, 0.0), _RAREST)
        weight = max(0.0, -math.log(share) - _NOTHING)
        return weight * _CONCEPT if term.startswith(CONCEPT) else weight

    def total(self, terms: Iterable[str]) -> float:
        """Return what terms are worth together."""
        return sum(self.of(term) for term in terms)


def weights(lately: Sequence[frozenset[str]]) -> Weights:
    """Return the weights at a desk whose latest messages, outside of any storm, have these terms.

    What most of its customers write anyway, as the product's name, is no sign of anything. Few messages tell nothing.
    """
    if len(lately) < _ENOUGH:
        return Weights({})
    counted: dict[str, int] = {}
    for terms in lately:
        for term in terms:
            counted[term] = counted.get(term, 0) + 1
    return Weights({term: number / len(lately) for term, number in counted.items()})


def likeness(one: frozenset[str], other: frozenset[str], worth: Weights) -> float:
    """Return how alike two messages are by their terms: 0 for nothing in common, above 1 where it can be no accident.

    Of two messages of severity 1 or 2 picked at random about one pair in thirty reaches 1.
    """
    totals = worth.total(one) * worth.total(other)
    return worth.total(one & other) / totals**_LONG if totals else 0.0


def closeness(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the likeness that the vectors of two messages speak for: 0 to 2, from their cosine."""
    lengths = math.hypot(*one) * math.hypot(*other)
    cosine = sum(a * b for a, b in zip(one, other, strict=True)) / lengths if lengths else 0.0
    return max(0.0, 2 * (cosine - _NEAR) / (1 - _NEAR))


@cache
def _common() -> dict[str, float]:
    """Return the share of messages that have a term, of all that were labelled; in their own language's, if larger."""
    text = resources.files("intake.suggest").joinpath("common_terms.txt").read_text(encoding="utf-8")
    pairs = (line.rsplit(" ", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return {term: int(thousandths) / 1000 for term, thousandths in pairs}
