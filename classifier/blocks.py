"""How each sort of feature becomes columns: which features are kept, and what each weighs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from classifier.features import Features
from classifier.model import Block, Vector, nothing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]


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
    "sense": Recipe(least=1, most=4000, counted=False),
    "stated": Recipe(least=1, most=1000, counted=False),
    "terms": Recipe(least=2, most=8000, counted=True),
}


def block_of(name: str, seen: Sequence[Features]) -> Block:
    """Return one sort of feature as these messages have it."""
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


def table_of(vectors: Sequence[Vector], blocks: dict[str, Block]) -> sparse.csr_matrix:
    """Return messages as rows, (messages, columns of all blocks)."""
    ends = np.cumsum([0, *(len(given.columns) for given in vectors)])
    columns = np.concatenate([given.columns for given in vectors])
    values = np.concatenate([given.values for given in vectors])
    width = sum(len(block.columns) for block in blocks.values())
    return sparse.csr_matrix((values, columns, ends), shape=(len(vectors), width))


def _scale(numbers: Sequence[str], seen: Sequence[Features]) -> "Floats":
    """Return what makes the encoder's numbers alike in spread, (numbers,)."""
    values = np.array([[features.meaning[number] for number in numbers] for features in seen])
    scale: Floats = (1 / np.maximum(values.std(axis=0), 1e-6)).astype(np.float32)
    return scale


def _rarity(count: int, messages: int) -> float:
    return float(np.log((1 + messages) / (1 + count)) + 1)
