"""Fit a challenger from the corpus and the engineers' lessons, and try it beside the present model."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_limits

from classifier.calibration import CAUTION, Thresholds, crossed, thresholds_of, told_by
from classifier.corpus import Example
from classifier.decision import decisions
from classifier.features import Features, Reads
from classifier.fitting import Held, fit, held_out, seen_features
from classifier.loop.alike import ALIKE, near
from classifier.loop.lessons import Lesson, in_order, put_aside
from classifier.loop.offsets import Offsets, offsets_of, shifted
from classifier.loop.suspicion import FEWEST
from classifier.loop.trial import Given, Sheet, Trial, Without, frozen, plain
from classifier.loop.weighing import Weighing, text_of, weights
from classifier.measure import Judged, figures
from classifier.model import Model, softmax
from classifier.reading import common_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

Tells = Callable[[str, int, int], None]  # what is being done, how much of it is done, of how much
_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """The model that serves: its name, itself, the numbers of its lessons, and its customers' offsets."""

    name: str
    model: Model
    lessons: frozenset[int] = frozenset()
    offsets: Offsets = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to train: the challenger's name, the model it is to replace (None: there is none), weights and seed.

    `encoder` reads the messages, None for a model of words; the model to be replaced has to read them likewise.
    `caution` is what the challenger decides with, and what both are compared with.
    """

    name: str
    present: Present | None
    weighing: Weighing = field(default_factory=Weighing)
    seed: int = 0
    encoder: Reads | None = None
    caution: float = CAUTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A challenger with all that is written of it; `learned` are the lessons behind it, with what each counts."""

    model: Model
    thresholds: Thresholds
    offsets: Mapping[str, Sequence[float]]
    measured: Mapping[str, float]
    trial: Trial
    learned: tuple[tuple[Lesson, float], ...]
    aside: tuple[Lesson, ...]


def make(corpus: Sequence[Example], lessons: Sequence[Lesson], plan: Plan, tell: Tells) -> Made:
    """Return a challenger; the same corpus, lessons and plan give the same one. Takes minutes."""
    learn, aside = put_aside(in_order(lessons))
    counts = weights(learn, plan.weighing)
    shop = _Shop(corpus=tuple(corpus), learn=learn, aside=aside, counts=tuple(counts), plan=plan, tell=tell)
    # On one thread: sums are then added up in one order on every machine, and small fits are quicker so.
    with threadpool_limits(1):
        return shop.made()


@dataclass(frozen=True, kw_only=True)
class _Shop:
    """The messages at hand, and what is made of them, each once."""

    corpus: tuple[Example, ...]
    learn: tuple[Lesson, ...]
    aside: tuple[Lesson, ...]
    counts: tuple[float, ...]
    plan: Plan
    tell: Tells

    def made(self) -> Made:
        held, levels = self._held(), np.array([example.level for example in self._examples])
        told = told_by(held, self._examples)
        chances = softmax(held.scores / told.temperature)
        self._fitting(0)
        model = fit(self._examples, self._seen_all[: len(self._examples)], told, self._weights)
        self._fitting(1)
        worth = [count / self.plan.weighing.local for count in self.counts]
        offsets = offsets_of(self.learn, chances[len(self.corpus) :], worth)
        return Made(
            model=model,
            thresholds=replace(thresholds_of(chances, held.known, levels), caution=self.plan.caution),
            offsets=offsets,
            measured=_measured(self._examples, held, self.plan.caution),
            trial=self._trial(model, offsets),
            learned=tuple(zip(self.learn, self.counts, strict=True)),
            aside=self.aside,
        )

    @cached_property
    def _examples(self) -> list[Example]:
        return [*self.corpus, *(lesson.example for lesson in self.learn)]

    @cached_property
    def _weights(self) -> list[float]:
        return [*(1.0 for _ in self.corpus), *self.counts]

    @cached_property
    def _seen_all(self) -> list[Features]:
        """Features of the corpus, of the lessons learned from, and of those put aside, in this order."""
        every = [*self._examples, *(lesson.example for lesson in self.aside)]
        seen: list[Features] = []
        for start in range(0, len(every), _AT_ONCE):
            self.tell("reading the messages", start, len(every))
            seen += seen_features(every[start : start + _AT_ONCE], self.plan.encoder)
        self.tell("reading the messages", len(every), len(every))
        return seen

    @cached_property
    def _frozen(self) -> "NDArray[np.bool_]":
        return frozen(self.corpus)

    @cached_property
    def _engineers(self) -> list[str]:
        """Who has taught enough to spoil something, and is left out once."""
        counts = Counter(lesson.engineer for lesson in self.learn)
        return sorted(engineer for engineer, count in counts.items() if count >= FEWEST)

    def _fitting(self, done: int) -> None:
        self.tell("fitting", done, 3 + len(self._engineers))

    def _held(self) -> Held:
        seen = self._seen_all[: len(self._examples)]
        return held_out(self._examples, seen, self._weights, partial(self.tell, "predicting what was left out"))

    def _twin(self, lessons: Mapping[int, float]) -> Model:
        """Return a model of the corpus without the frozen set and of these lessons (number to weight)."""
        at = [int(one) for one in np.flatnonzero(~self._frozen)]
        start = len(self.corpus)
        local = [start + place for place, lesson in enumerate((*self.learn, *self.aside)) if lesson.number in lessons]
        every = [*self._examples, *(lesson.example for lesson in self.aside)]
        numbers = [lesson.number for lesson in (*self.learn, *self.aside)]
        counts = [*(1.0 for _ in at), *(lessons[numbers[place - start]] for place in local)]
        return fit([every[one] for one in at + local], [self._seen_all[one] for one in at + local], weights=counts)

    def _trial(self, model: Model, offsets: Offsets) -> Trial:
        counts = {lesson.number: count for lesson, count in zip(self.learn, self.counts, strict=True)}
        present, challenger = self._before(counts), self._answers(self._twin(counts))
        self._fitting(3)
        without = []
        for number, engineer in enumerate(self._engineers):
            without.append(self._without(engineer, counts))
            self._fitting(4 + number)
        return Trial(
            present=None if self.plan.present is None else self.plan.present.name,
            challenger=self.plan.name,
            frozen=Sheet(levels=self._frozen_levels, present=present, challenger=challenger),
            newest=self._newest(model, offsets),
            without=tuple(without),
            given=given((*self.learn, *self.aside)),
            seed=self.plan.seed,
            caution=self.plan.caution,
        )

    @cached_property
    def _frozen_levels(self) -> tuple[int, ...]:
        return tuple(example.level for example, held in zip(self.corpus, self._frozen, strict=True) if held)

    def _before(self, counts: Mapping[int, float]) -> tuple[tuple[float, ...], ...]:
        """Return what the present model's twin says of the frozen set; it learned from those lessons it once had."""
        had = frozenset[int]() if self.plan.present is None else self.plan.present.lessons
        known = {number: counts.get(number, self.plan.weighing.local) for number in had}
        answers = self._answers(self._twin(known))
        self._fitting(2)
        return answers

    def _without(self, engineer: str, counts: Mapping[int, float]) -> Without:
        theirs = {lesson.number for lesson in self.learn if lesson.engineer == engineer}
        twin = self._twin({number: count for number, count in counts.items() if number not in theirs})
        return Without(engineer=engineer, lessons=len(theirs), chances=self._answers(twin))

    def _answers(self, twin: Model) -> tuple[tuple[float, ...], ...]:
        return plain(_chances(twin, [self._seen_all[int(at)] for at in np.flatnonzero(self._frozen)]))

    def _newest(self, model: Model, offsets: Offsets) -> Sheet | None:
        present = self.plan.present
        if not self.aside or present is None:
            return None
        seen = self._seen_all[len(self._examples) :]
        return Sheet(
            levels=tuple(lesson.example.level for lesson in self.aside),
            present=plain(self._theirs(_chances(present.model, seen), present.offsets)),
            challenger=plain(self._theirs(_chances(model, seen), offsets)),
        )

    def _theirs(self, chances: "Floats", offsets: Offsets) -> "Floats":
        """Return chances as they read for the customers of the lessons put aside."""
        none = (0.0, 0.0, 0.0, 0.0)
        return np.array([shifted(row, offsets.get(lesson.customer or "", none))
                         for row, lesson in zip(chances, self.aside, strict=True)])  # fmt: skip


def given(lessons: Sequence[Lesson]) -> tuple[Given, ...]:
    """Return the verdicts as the gate looks at them, each with what others gave to messages much like it."""
    levels: list[dict[str, list[int]]] = [{} for _ in lessons]
    for one, other in near([text_of(lesson.example) for lesson in lessons], ALIKE, common_words()):
        for at, beside in ((one, other), (other, one)):
            peer = lessons[beside]
            if peer.engineer != lessons[at].engineer:
                levels[at].setdefault(peer.engineer, []).append(peer.example.level)
    return tuple(
        Given(
            case=lesson.case,
            engineer=lesson.engineer,
            suggested=lesson.suggested,
            confident=lesson.confident,
            level=lesson.example.level,
            alike={name: round(float(np.mean(found)), 3) for name, found in sorted(peers.items())},
        )
        for lesson, peers in zip(lessons, levels, strict=True)
    )


def _chances(model: Model, seen: Sequence[Features]) -> "Floats":
    rows = [model.levels(model.vector(features)) for features in seen]
    return np.array([[row[level] for level in (1, 2, 3, 4)] for row in rows]).reshape(-1, 4)


def _measured(examples: Sequence[Example], held: Held, caution: float) -> dict[str, float]:
    levels = np.array([example.level for example in examples])
    chances, abstained, alerts = crossed(held, levels)
    kinds = [example.kind for example in examples]
    judged = Judged(
        levels=levels,
        chances=chances,
        abstained=abstained,
        alerts=alerts,
        kinds=kinds,
        guessed_kinds=held.kinds,
        said=decisions(chances, caution),
    )
    return figures(judged)
