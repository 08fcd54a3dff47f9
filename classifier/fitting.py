"""Fit the model, and predict every message by a model that saw neither it nor its source nor its pair."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from classifier.corpus import Example
from classifier.features import BLOCKS, Features, Reads, features_of, meant
from classifier.model import Block, Head, Model, Vector, nothing, scores, vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

ENOUGH_SOURCES = 3
STRENGTH = 20.0  # LogisticRegression's C for words, groups and signs
MEANT = 0.05  # the same for an encoder's few numbers, which know the answer already
SENSED = 1.0  # and for the sense that it had before
BESIDE = 1.0  # and for facts
YES = 0.35  # chance from which a yes-or-no fact is taken to be stated
# Those that meaning tells better than rules alone, on messages left out; locations are told by rules.
FACTS = ("scope", "connectivity", "data_loss", "workaround", "planned_event")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one block is made: messages a feature must occur in, columns at most, weight of a yes-or-no column."""

    least: int
    most: int
    counted: bool
    weight: float = 1.0


RECIPES = {
    "words": Recipe(least=2, most=8000, counted=True),
    "groups": Recipe(least=5, most=8000, counted=True),
    "signs": Recipe(least=4, most=1000, counted=False, weight=0.15),
    "meaning": Recipe(least=1, most=1000, counted=False),
    "sense": Recipe(least=1, most=1000, counted=False),
    "stated": Recipe(least=1, most=1000, counted=False),
}


@dataclass(frozen=True, slots=True)
class Held:
    """Predictions for messages that were left out: `scores` is (messages, 4), `known` and `fold` (messages,)."""

    scores: "Floats"
    known: "Floats"
    kinds: tuple[str, ...]
    fold: "NDArray[np.intp]"


def seen_features(examples: Sequence[Example], encoder: Reads | None = None) -> list[Features]:
    """Return the features of each message, about 15 ms a message; with an encoder, what it makes of them too."""
    seen = [features_of(example.subject, example.text) for example in examples]
    if encoder is None:
        return seen
    read = [meant(example.subject, example.text, encoder)[0] for example in examples]
    return [
        replace(one, meaning=other.meaning, sense=other.sense, stated=other.stated)
        for one, other in zip(seen, read, strict=True)
    ]


def fit(
    examples: Sequence[Example],
    seen: Sequence[Features],
    temperature: float = 1.0,
    weights: Sequence[float] | None = None,
) -> Model:
    """Return a model of these messages, each counting 1 or by `weights`; the same in the same order give the same.

    Where an encoder has read them it is a model of its numbers alone.
    """
    used = ("meaning", "sense", "stated") if _meant(seen) else ("words", "groups", "signs")
    blocks = {name: _block(name, seen) if name in used else nothing() for name in BLOCKS}
    table = _table([vector(features, blocks) for features in seen], blocks)
    bench = _Bench(table, None if weights is None else np.array(weights), MEANT if _meant(seen) else STRENGTH)
    levels, kinds = [str(example.level) for example in examples], [example.kind for example in examples]
    if not _meant(seen):
        return Model(blocks=blocks, level=bench.head(levels), kind=bench.head(kinds), temperature=temperature)
    bench = replace(bench, widths=tuple(len(blocks[name].columns) for name in used))
    return Model(
        blocks=blocks,
        level=bench.two_heads(levels),
        kind=bench.head(kinds),
        temperature=temperature,
        facts=_fact_heads(bench, examples),
    )


def held_out(examples: Sequence[Example], seen: Sequence[Features], weights: Sequence[float] | None = None) -> Held:
    """Every message predicted by a model that was fitted without its fold."""
    guessed = np.zeros((len(examples), 4))
    known = np.zeros(len(examples))
    fold = np.zeros(len(examples), dtype=np.intp)
    kinds = [""] * len(examples)
    for number, (learn, leave) in enumerate(folds(examples)):
        shares = None if weights is None else [weights[at] for at in learn]
        model = fit([examples[at] for at in learn], [seen[at] for at in learn], weights=shares)
        for at in leave:
            given = model.vector(seen[at])
            guessed[at], known[at], fold[at] = scores(model.level, given), given.known, number
            kinds[at] = model.best_kind(given)
    return Held(guessed, known, tuple(kinds), fold)


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


def _block(name: str, seen: Sequence[Features]) -> Block:
    recipe = RECIPES[name]
    spread = Counter[str]()
    for features in seen:
        spread.update(getattr(features, name).keys())
    often = sorted((word for word, count in spread.items() if count >= recipe.least), key=lambda word: -spread[word])
    kept = often[: recipe.most] if name in ("meaning", "sense") else sorted(often[: recipe.most])
    if not kept:
        return nothing()
    if name == "meaning":
        return Block({number: at for at, number in enumerate(kept)}, _scale(kept, seen), counted=False)
    weights = [_rarity(spread[word], len(seen)) if recipe.counted else recipe.weight for word in kept]
    return Block({word: at for at, word in enumerate(kept)}, np.array(weights, dtype=np.float32), recipe.counted)


def _scale(numbers: Sequence[str], seen: Sequence[Features]) -> "Floats":
    """Return what makes the encoder's numbers alike in spread, (numbers,)."""
    values = np.array([[features.meaning[number] for number in numbers] for features in seen])
    scale: Floats = (1 / np.maximum(values.std(axis=0), 1e-6)).astype(np.float32)
    return scale


def _rarity(count: int, messages: int) -> float:
    return float(np.log((1 + messages) / (1 + count)) + 1)


def _table(vectors: Sequence[Vector], blocks: dict[str, Block]) -> sparse.csr_matrix:
    ends = np.cumsum([0, *(len(given.columns) for given in vectors)])
    columns = np.concatenate([given.columns for given in vectors])
    values = np.concatenate([given.values for given in vectors])
    width = sum(len(block.columns) for block in blocks.values())
    return sparse.csr_matrix((values, columns, ends), shape=(len(vectors), width))


@dataclass(frozen=True, slots=True)
class _Bench:
    """What every head of one model is fitted on."""

    table: sparse.csr_matrix
    weights: "Floats | None"
    strength: float
    balance: str | None = None
    widths: tuple[int, ...] = ()  # columns of what an encoder was tuned for, of its sense, and of what rules found

    def two_heads(self, labels: Sequence[str]) -> Head:
        """Return the sum of a head on what was fine-tuned and one on the sense; rules have no say.

        Fitted together, what was fine-tuned on these very messages would have all the say; fitted apart, what the
        encoder knew before has as much, and it is that which carries over to other writers.
        """
        tuned, sense, stated = self.widths
        one = replace(self, table=self.table[:, :tuned]).head(labels)
        other = replace(self, table=self.table[:, tuned : tuned + sense], strength=SENSED, balance="balanced").head(
            labels
        )
        none = np.zeros((len(one.classes), stated), dtype=np.float32)
        return Head(
            classes=one.classes,
            coefficients=np.hstack([one.coefficients, other.coefficients, none]),
            intercepts=one.intercepts + other.intercepts,
        )

    def beside(self, labels: Sequence[str], only: "NDArray[np.bool_] | None" = None) -> Head:
        """Return a head on what was fine-tuned and on what rules found; the sense is left out."""
        tuned, sense, stated = self.widths
        columns = [*range(tuned), *range(tuned + sense, tuned + sense + stated)]
        found = replace(self, table=self.table[:, columns], strength=BESIDE).head(labels, only)
        coefficients = np.zeros((len(found.classes), sum(self.widths)), dtype=np.float32)
        coefficients[:, columns] = found.coefficients
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


def _fact_heads(bench: _Bench, examples: Sequence[Example]) -> dict[str, Head]:
    """Return a head for each fact of the rubric, from the messages whose facts are labelled."""
    labelled = np.array([example.facts is not None for example in examples])
    heads = {}
    for fact in FACTS:
        labels = ["" if example.facts is None else _word(getattr(example.facts, fact)) for example in examples]
        if len({label for label in labels if label}) > 1:
            heads[fact] = _readier(bench.beside(labels, labelled))
    return heads


def _readier(head: Head) -> Head:
    """Return the head of a yes-or-no fact that says yes from `YES` on: seldom ones would hardly ever reach a half."""
    if head.classes != ("no", "yes"):
        return head
    shift = np.log((1 - YES) / YES) / 2
    return replace(head, intercepts=(head.intercepts + np.array([-shift, shift])).astype(np.float32))


def _word(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
