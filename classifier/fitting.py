"""Fit the model, and predict every message by a model that saw neither it nor its source nor its pair."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from classifier.corpus import Example
from classifier.features import BLOCKS, Features, features_of
from classifier.model import Block, Head, Model, Vector, scores, vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

ENOUGH_SOURCES = 3
STRENGTH = 20.0  # LogisticRegression's C


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
}


@dataclass(frozen=True, slots=True)
class Held:
    """Predictions for messages that were left out: `scores` is (messages, 4), `known` and `fold` (messages,)."""

    scores: "Floats"
    known: "Floats"
    kinds: tuple[str, ...]
    fold: "NDArray[np.intp]"


def seen_features(examples: Sequence[Example]) -> list[Features]:
    """Return the features of each message, about 15 ms a message."""
    return [features_of(example.subject, example.text) for example in examples]


def fit(examples: Sequence[Example], seen: Sequence[Features], temperature: float = 1.0) -> Model:
    """Return a model of these messages; the same messages in the same order give the same model."""
    blocks = {name: _block(name, seen) for name in BLOCKS}
    table = _table([vector(features, blocks) for features in seen], blocks)
    return Model(
        blocks=blocks,
        level=_head(table, [str(example.level) for example in examples]),
        kind=_head(table, [example.kind for example in examples]),
        temperature=temperature,
    )


def held_out(examples: Sequence[Example], seen: Sequence[Features]) -> Held:
    """Every message predicted by a model that was fitted without its fold."""
    guessed = np.zeros((len(examples), 4))
    known = np.zeros(len(examples))
    fold = np.zeros(len(examples), dtype=np.intp)
    kinds = [""] * len(examples)
    for number, (learn, leave) in enumerate(folds(examples)):
        model = fit([examples[at] for at in learn], [seen[at] for at in learn])
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


def _block(name: str, seen: Sequence[Features]) -> Block:
    recipe = RECIPES[name]
    spread = Counter[str]()
    for features in seen:
        spread.update(getattr(features, name).keys())
    often = sorted((word for word, count in spread.items() if count >= recipe.least), key=lambda word: -spread[word])
    kept = sorted(often[: recipe.most])
    weights = [_rarity(spread[word], len(seen)) if recipe.counted else recipe.weight for word in kept]
    return Block({word: at for at, word in enumerate(kept)}, np.array(weights, dtype=np.float32), recipe.counted)


def _rarity(count: int, messages: int) -> float:
    return float(np.log((1 + messages) / (1 + count)) + 1)


def _table(vectors: Sequence[Vector], blocks: dict[str, Block]) -> sparse.csr_matrix:
    ends = np.cumsum([0, *(len(given.columns) for given in vectors)])
    columns = np.concatenate([given.columns for given in vectors])
    values = np.concatenate([given.values for given in vectors])
    width = sum(len(block.columns) for block in blocks.values())
    return sparse.csr_matrix((values, columns, ends), shape=(len(vectors), width))


def _head(table: sparse.csr_matrix, labels: Sequence[str]) -> Head:
    fitted = LogisticRegression(C=STRENGTH, max_iter=2000).fit(table, np.array(labels))
    return Head(
        classes=tuple(str(label) for label in fitted.classes_),
        coefficients=fitted.coef_.astype(np.float32),
        intercepts=fitted.intercept_.astype(np.float32),
    )
