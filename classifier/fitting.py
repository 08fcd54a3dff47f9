"""Fit the model, and predict every message by a model that saw neither it nor its source nor its pair."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from classifier.blocks import block_of, table_of
from classifier.corpus import Example
from classifier.features import BLOCKS, Features, Reads, features_of, meant
from classifier.model import Block, Head, Model, Vector, likeliest, nothing, scores, vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

ENOUGH_SOURCES = 3
STRENGTH = 20.0  # LogisticRegression's C for words, groups and signs
MEANT = 0.05  # the same for an encoder's few numbers, which know the answer already
SENSED = 1.0  # and for the sense that its last layer had before
LAYERED = 0.3  # and for that of all its upper layers
BESIDE = 1.0  # and for facts
TERMED = 10.0  # and for the words that facts are told by as well
YES = 0.35  # chance from which a yes-or-no fact is taken to be stated, until messages left out say better
# Those that meaning tells better than rules alone, on messages left out; locations are told by rules.
FACTS = ("scope", "connectivity", "data_loss", "workaround", "planned_event")
YES_OR_NO = FACTS[1:]


@dataclass(frozen=True, slots=True)
class Held:
    """Predictions for messages that were left out: `scores` is (messages, 4), `known` and `fold` (messages,).

    `stated` are the chances that a yes-or-no fact is stated, (messages,), by fact, and `scopes` the likeliest scopes;
    both say nothing (nan, "") where a model has no head for them.
    """

    scores: "Floats"
    known: "Floats"
    kinds: tuple[str, ...]
    fold: "NDArray[np.intp]"
    stated: Mapping[str, "Floats"] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()


def seen_features(examples: Sequence[Example], encoder: Reads | None = None) -> list[Features]:
    """Return the features of each message, about 1 ms a message; with an encoder what it makes of them, about 12."""
    if encoder is None:
        return [features_of(example.subject, example.text) for example in examples]
    return [replace(meant(example.subject, example.text, encoder)[0], read=None) for example in examples]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What messages left out tell a model: its temperature, and from which chance each yes-or-no fact is stated."""

    temperature: float = 1.0
    yes: Mapping[str, float] = field(default_factory=dict)


def fit(
    examples: Sequence[Example],
    seen: Sequence[Features],
    told: "Told | None" = None,
    weights: Sequence[float] | None = None,
) -> Model:
    """Return a model of these messages, each counting 1 or by `weights`; the same in the same order give the same.

    Where an encoder has read them it is a model of its numbers alone, but for facts, where words have a say. `told` is
    what messages left out have told.
    """
    told = told or Told()
    used = ("meaning", "sense", "stated", "terms") if _meant(seen) else ("words", "groups", "signs")
    blocks = {name: block_of(name, seen) if name in used else nothing() for name in BLOCKS}
    rows = table_of([vector(features, blocks) for features in seen], blocks)
    each = None if weights is None else np.array(weights)
    levels, kinds = [str(example.level) for example in examples], [example.kind for example in examples]
    if not _meant(seen):
        bench = _Bench(rows, each, STRENGTH)
        return Model(blocks=blocks, level=bench.head(levels), kind=bench.head(kinds), temperature=told.temperature)
    widths, terms = _widths(blocks), len(blocks["terms"].columns)
    # Hardly a number of an encoder is 0, and full rows are fitted thirty times as fast.
    bench = _Bench(rows[:, : -terms or None].toarray(), each, MEANT, widths=widths)
    return Model(
        blocks=blocks,
        level=_without_terms(bench.three_heads(levels), terms),
        kind=_without_terms(bench.head(kinds), terms),
        temperature=told.temperature,
        facts=_fact_heads(bench, _Bench(rows[:, -terms:], each, TERMED) if terms else None, examples, told.yes),
    )


def held_out(
    examples: Sequence[Example],
    seen: Sequence[Features],
    weights: Sequence[float] | None = None,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Held:
    """Every message predicted by a model that was fitted without its fold; `tell` hears how many folds are done."""
    guessed = np.zeros((len(examples), 4))
    known = np.zeros(len(examples))
    fold = np.zeros(len(examples), dtype=np.intp)
    kinds, scopes = [""] * len(examples), [""] * len(examples)
    stated = {fact: np.full(len(examples), np.nan) for fact in YES_OR_NO}
    parts = list(folds(examples))
    for number, (learn, leave) in enumerate(parts):
        tell(number, len(parts))
        shares = None if weights is None else [weights[at] for at in learn]
        model = fit([examples[at] for at in learn], [seen[at] for at in learn], weights=shares)
        for at in leave:
            given = model.vector(seen[at])
            guessed[at], known[at], fold[at] = scores(model.level, given), given.known, number
            kinds[at] = model.best_kind(given)
            if "scope" in model.facts:
                scopes[at] = likeliest(model.facts["scope"], given)
            for fact in stated.keys() & model.facts.keys():
                stated[fact][at] = _chance(model.facts[fact], given)
    tell(len(parts), len(parts))
    return Held(guessed, known, tuple(kinds), fold, stated, tuple(scopes))


def _chance(head: Head, given: Vector) -> float:
    """Return the chance that a fact is stated, as it was before a head was made readier to say so."""
    said = dict(zip(head.classes, scores(head, given).tolist(), strict=True))
    return float(1 / (1 + np.exp(said.get("no", 0.0) - said.get("yes", -np.inf)) * ((1 - YES) / YES)))


def folds(examples: Sequence[Example]) -> Iterator[tuple["NDArray[np.intp]", "NDArray[np.intp]"]]:
    """(learn, leave out): one source after the other left out whole; with too few sources, five folds of pairs."""
    sources = np.array([example.source for example in examples])
    if len(set(sources)) >= ENOUGH_SOURCES:
        for source in sorted(set(sources)):
            yield np.flatnonzero(sources != source), np.flatnonzero(sources == source)
        return
    levels = [example.level for example in examples]
    groups = [example.group for example in examples]
    yield from StratifiedGroupKFold(5, shuffle=True, random_state=0).split(levels, levels, groups)


def _meant(seen: Sequence[Features]) -> bool:
    return bool(seen) and bool(seen[0].meaning)


def _widths(blocks: Mapping[str, Block]) -> tuple[int, int, int, int]:
    sense = list(blocks["sense"].columns)
    layers = [name.rpartition(".")[0] for name in sense]  # "sense.6.12" is of layer "sense.6"
    last = layers.count(layers[-1]) if layers else 0
    return len(blocks["meaning"].columns), last, len(sense), len(blocks["stated"].columns)


@dataclass(frozen=True, slots=True)
class _Bench:
    """What every head of one model is fitted on."""

    table: "Floats | sparse.csr_matrix"
    weights: "Floats | None"
    strength: float
    balance: str | None = None
    # Columns of what an encoder was tuned for, of its last layer's sense, of all layers', and of what rules found.
    widths: tuple[int, int, int, int] = (0, 0, 0, 0)

    def three_heads(self, labels: Sequence[str]) -> Head:
        """Return the sum of a head on what was fine-tuned, one on the last layer's sense and one on all layers'.

        Rules have no say. Fitted together, what was fine-tuned on these very messages would have all the say; fitted
        apart, what the encoder knew before has more, and it is that which carries over to other writers.
        """
        tuned, last, sense, _ = self.widths
        heads = (
            self.on_columns(range(tuned), labels, self.strength),
            replace(self, balance="balanced").on_columns(range(tuned + sense - last, tuned + sense), labels, SENSED),
            replace(self, balance="balanced").on_columns(range(tuned, tuned + sense), labels, LAYERED),
        )
        return Head(
            classes=heads[0].classes,
            coefficients=np.sum([head.coefficients for head in heads], axis=0, dtype=np.float32),
            intercepts=np.sum([head.intercepts for head in heads], axis=0, dtype=np.float32),
        )

    def beside(self, labels: Sequence[str], only: "NDArray[np.bool_] | None" = None) -> Head:
        """Return a head on what was fine-tuned and on what rules found; the sense is left out."""
        tuned, _, sense, stated = self.widths
        return self.on_columns([*range(tuned), *range(tuned + sense, tuned + sense + stated)], labels, BESIDE, only)

    def on_columns(
        self,
        columns: Sequence[int],
        labels: Sequence[str],
        strength: float,
        only: "NDArray[np.bool_] | None" = None,
    ) -> Head:
        """Return a head that looks at some columns alone."""
        here = list(columns)
        found = replace(self, table=self.table[:, here], strength=strength).head(labels, only)
        coefficients = np.zeros((len(found.classes), self.table.shape[1]), dtype=np.float32)
        coefficients[:, here] = found.coefficients
        return replace(found, coefficients=coefficients)

    def head(self, labels: Sequence[str], only: "NDArray[np.bool_] | None" = None) -> Head:
        """Return a fitted head; `only` says which messages carry the label."""
        rows = np.arange(len(labels)) if only is None else np.flatnonzero(only)
        each = None if self.weights is None else self.weights[rows]
        said = np.array(labels)[rows]
        recipe = LogisticRegression(C=self.strength, max_iter=2000, class_weight=self.balance)
        fitted = recipe.fit(self.table[rows], said, sample_weight=each)
        coefficients, intercepts = fitted.coef_, fitted.intercept_
        if len(fitted.classes_) == 2:  # scikit-learn gives one row for two classes
            coefficients, intercepts = (
                np.vstack([-coefficients, coefficients]) / 2,
                np.tile(intercepts, 2) * [-0.5, 0.5],
            )
        return Head(
            classes=tuple(str(label) for label in fitted.classes_),
            coefficients=coefficients.astype(np.float32),
            intercepts=intercepts.astype(np.float32),
        )


def _without_terms(head: Head, terms: int) -> Head:
    """Return a head that is fitted on all but the words, for a table that has them as well."""
    return replace(head, coefficients=np.pad(head.coefficients, ((0, 0), (0, terms))))


def _mean(one: Head, other: Head) -> Head:
    """Return the mean of two heads that look at columns side by side."""
    return replace(
        one,
        coefficients=np.hstack([one.coefficients, other.coefficients]) / 2,
        intercepts=(one.intercepts + other.intercepts) / 2,
    )


def _fact_heads(
    bench: _Bench, words: _Bench | None, examples: Sequence[Example], yes: Mapping[str, float]
) -> dict[str, Head]:
    """Return a head for each fact of the rubric, from the messages whose facts are labelled.

    It is the mean of one on what was fine-tuned beside what rules found and one on words: fitted together, what was
    fine-tuned would have all the say, and either alone misses what the other finds in writers that were left out.
    """
    labelled = np.array([example.facts is not None for example in examples])
    heads = {}
    for fact in FACTS:
        labels = ["" if example.facts is None else _word(getattr(example.facts, fact)) for example in examples]
        if len({label for label in labels if label}) > 1:
            found = bench.beside(labels, labelled)
            both = found if words is None else _mean(found, words.head(labels, labelled))
            heads[fact] = _readier(both, yes.get(fact, YES))
    return heads


def _readier(head: Head, yes: float) -> Head:
    """Return the head of a yes-or-no fact that says so from a chance of `yes` on: seldom ones hardly reach a half."""
    if head.classes != ("no", "yes"):
        return head
    shift = np.log((1 - yes) / yes) / 2
    return replace(head, intercepts=(head.intercepts + np.array([-shift, shift])).astype(np.float32))


def _word(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
