"""Storm: which messages of different customers look like one outage. Pure; the caller brings only recent ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.domain.storm import StormRule
from intake.suggest.likeness import Weights, closeness, likeness
from intake.suggest.terms import CONCEPT, forms, terms

_NEAREST = 3  # messages of a storm that one more has to be like
_JOINS = 0.8  # how like it has to be to them, of what they had to be like each other
_OF_ALL = 0.4  # how like it has to be to all of them, of how like the nearest it is
_TELLING = 2.0  # the weight from which on a word is worth showing
_TRIED = 5  # messages that a group is tried with
_SHARED = 6  # words that are shown
_HALF = 0.34  # of its messages that have a word of a storm


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A message grave enough to be part of a storm, as it is compared.

    `customer_id` is None for a stranger's, `storm_id` where its case is in none; `vector` may be empty.
    """

    message_id: int
    case_id: int
    customer_id: int | None
    at: datetime
    text: str
    storm_id: int | None = None
    vector: tuple[float, ...] = ()

    @property
    def terms(self) -> frozenset[str]:
        """Return what it is about."""
        return terms(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The storm that a message belongs to: `storm_id` is None for a new one, of all these `signals`."""

    storm_id: int | None
    signals: tuple[Signal, ...]


def find(new: Signal, recent: Sequence[Signal], rule: StormRule, worth: Weights) -> Found | None:
    """Return the storm that a message begins or belongs to, by the recent ones of other cases; None when by itself."""
    others = [one for one in recent if one.case_id != new.case_id]
    return _joined(new, others, rule, worth) or _begun(new, others, rule, worth)


def alike(one: Signal, other: Signal, worth: Weights) -> float:
    """Return how alike two messages are, by their words or by their vectors, whichever says more."""
    by_words = likeness(one.terms, other.terms, worth)
    both = one.vector and other.vector
    return max(by_words, closeness(one.vector, other.vector)) if both else by_words


def shared(signals: Sequence[Signal], worth: Weights) -> tuple[str, ...]:
    """Return the words that most of these messages share, the most telling first, as the first one wrote them."""
    counted: dict[str, int] = {}
    for one in signals:
        for term in one.terms:
            counted[term] = counted.get(term, 0) + 1
    enough = max(2, _HALF * len(signals))
    common = [term for term, number in counted.items() if number >= enough and worth.of(term) > _TELLING]
    best = sorted(common, key=lambda term: (-worth.of(term) * counted[term], term))
    return _once(_shown(term, signals) for term in best)


def shared_by(one: Signal, others: Iterable[Signal], worth: Weights) -> tuple[str, ...]:
    """Return the words that a message shares with any other of these, the most telling first, as it has them."""
    every = frozenset().union(*(other.terms for other in others))
    best = sorted(
        (term for term in one.terms & every if worth.of(term) > _TELLING), key=lambda term: (-worth.of(term), term)
    )
    return _once(_shown(term, [one]) for term in best)


def _joined(new: Signal, others: Sequence[Signal], rule: StormRule, worth: Weights) -> Found | None:
    """Return the storm that a message is most like, if it is like enough."""
    storms: dict[int, list[Signal]] = {}
    for one in others:
        if one.storm_id is not None and abs(new.at - one.at) <= rule.lasts:
            storms.setdefault(one.storm_id, []).append(one)
    fits = {number: _fit(new, members, worth) for number, members in storms.items()}
    best = max(fits, key=lambda number: (fits[number], -number), default=None)
    if best is None or fits[best] < _JOINS * rule.alike:
        return None
    return Found(storm_id=best, signals=_swept([*storms[best], new], others, rule, worth))


def _fit(one: Signal, members: Sequence[Signal], worth: Weights) -> float:
    """Return how like the nearest messages of a storm one more is, 0 where it is too unlike all the others."""
    near = sorted((alike(one, other, worth) for other in members), reverse=True)
    nearest = sum(near[:_NEAREST]) / min(len(near), _NEAREST)
    return nearest if sum(near) / len(near) >= _OF_ALL * nearest else 0.0


def _swept(group: Sequence[Signal], others: Sequence[Signal], rule: StormRule, worth: Weights) -> tuple[Signal, ...]:
    """Return a storm's messages with those before that fit it now; whoever came first had nobody to be like."""
    every = list(group)
    known = {one.message_id for one in every}
    for one in others:
        is_free = one.storm_id is None and one.message_id not in known and _is_near(one, group[-1:], rule)
        if is_free and _fit(one, every, worth) >= _JOINS * rule.alike:
            every.append(one)
    return tuple(every)


def _begun(new: Signal, others: Sequence[Signal], rule: StormRule, worth: Weights) -> Found | None:
    """Return a new storm of the messages around this one, if there are enough customers among them."""
    left = [one for one in others if one.storm_id is None and abs(new.at - one.at) <= rule.window]
    left = [one for one in left if not _is_same(one, new)]
    likest = sorted(left, key=lambda one: alike(new, one, worth), reverse=True)[:_TRIED]
    # The one most like it may lead nowhere, so that several are tried.
    groups = [_grown([new, one], left, rule, worth) for one in likest if alike(new, one, worth) >= rule.alike]
    group = max(groups, key=_customers, default=[])
    if _customers(group) < rule.customers:
        return None
    every = _swept([*group[1:], new], others, rule, worth)
    return Found(storm_id=None, signals=tuple(sorted(every, key=lambda one: (one.at, one.message_id))))


def _grown(group: list[Signal], every: Sequence[Signal], rule: StormRule, worth: Weights) -> list[Signal]:
    """Return a group with what is alike to all of it on the average, the most alike first, one message a customer.

    A customer counts once, and so does a case: who writes twice is no second witness.
    """
    left = [one for one in every if _may_join(one, group, rule)]
    while left:
        nearest = max(left, key=lambda one: sum(alike(one, other, worth) for other in group))
        if sum(alike(nearest, other, worth) for other in group) / len(group) < rule.alike:
            break
        group = [*group, nearest]
        left = [one for one in left if _may_join(one, group[-1:], rule)]
    return group


def _may_join(one: Signal, group: Sequence[Signal], rule: StormRule) -> bool:
    return all(not _is_same(one, other) and abs(one.at - other.at) <= rule.window for other in group)


def _customers(group: Sequence[Signal]) -> int:
    return len({one.customer_id for one in group if one.customer_id is not None})


def _is_same(one: Signal, other: Signal) -> bool:
    same = one.customer_id is not None and one.customer_id == other.customer_id
    return same or one.case_id == other.case_id


def _is_near(one: Signal, group: Sequence[Signal], rule: StormRule) -> bool:
    return all(abs(one.at - other.at) <= rule.window for other in group)


def _once(words: Iterable[str]) -> tuple[str, ...]:
    """Return the first few words, each once: "Labels" is no other than "label"."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(word.casefold().rstrip("s"), word)
    return tuple(found.values())[:_SHARED]


def _shown(term: str, signals: Sequence[Signal]) -> str:
    """Return a term as a person reads it: the word that somebody wrote, a concept by its name."""
    if term.startswith(CONCEPT):
        return term.removeprefix(CONCEPT)
    return next((written[term] for written in (forms(one.text) for one in signals) if term in written), term)
