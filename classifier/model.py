"""The linear model: counted features in, calibrated probabilities of severity 1 to 4 and a kind out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classifier.features import BLOCKS, Features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Block:
    """One sort of feature: its vocabulary (feature to column) and the weight of each column.

    `counted` blocks are scaled to length 1 after weighting (TF-IDF); the others say only yes or no.
    """

    columns: Mapping[str, int]
    weights: "Floats"
    counted: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A linear decision: `coefficients` is (classes, columns), `intercepts` is (classes,)."""

    classes: tuple[str, ...]
    coefficients: "Floats"
    intercepts: "Floats"


@dataclass(frozen=True, slots=True)
class Vector:
    """The columns a message touches, with their values; `known` is the share of its single words in the vocabulary."""

    columns: "NDArray[np.intp]"
    values: "Floats"
    known: float


@dataclass(frozen=True, slots=True)
class Model:
    """Blocks side by side in the order of `features.BLOCKS`, one head for the severity and one for the kind."""

    blocks: Mapping[str, Block]
    level: Head
    kind: Head
    temperature: float

    def vector(self, features: Features) -> Vector:
        """Return the message as columns and values."""
        return vector(features, self.blocks)

    def levels(self, seen: Vector) -> dict[int, float]:
        """Calibrated probabilities of severity 1 to 4; they add up to 1."""
        chances = softmax(scores(self.level, seen) / self.temperature)
        return {int(level): float(chance) for level, chance in zip(self.level.classes, chances, strict=True)}

    def best_kind(self, seen: Vector) -> str:
        """Return the likeliest kind."""
        return self.kind.classes[int(scores(self.kind, seen).argmax())]

    def telling(self, seen: Vector, level: int) -> dict[str, float]:
        """How much each word speaks for `level` over the mean of the levels; only words that speak for it."""
        row = self.level.classes.index(str(level))
        coefficients = self.level.coefficients[:, seen.columns]
        pull = (coefficients[row] - coefficients.mean(axis=0)) * seen.values
        by_column = dict(zip(seen.columns.tolist(), pull.tolist(), strict=True))
        words = self.blocks["words"].columns
        return {word: by_column[at] for word, at in words.items() if by_column.get(at, 0.0) > 0.0}


def vector(features: Features, blocks: Mapping[str, Block]) -> Vector:
    """Return the columns and values of one message over all blocks."""
    import numpy as np

    columns: list[int] = []
    values: list[Floats] = []
    offset = 0
    for name in BLOCKS:
        block = blocks[name]
        touched, filled = _filled(getattr(features, name), block)
        columns.extend(offset + at for at in touched)
        values.append(filled)
        offset += len(block.columns)
    return Vector(np.array(columns, dtype=np.intp), np.concatenate(values), _known(features, blocks["words"]))


def scores(head: Head, seen: Vector) -> "Floats":
    """Return the undecided scores of each class, (classes,)."""
    total: Floats = head.coefficients[:, seen.columns] @ seen.values + head.intercepts
    return total


def softmax(values: "Floats") -> "Floats":
    """Scores to probabilities, over the last axis."""
    import numpy as np

    raised: Floats = np.exp(values - values.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _filled(counts: Mapping[str, int], block: Block) -> tuple[list[int], "Floats"]:
    import numpy as np

    touched = [(block.columns[name], count) for name, count in counts.items() if name in block.columns]
    at = [column for column, _ in touched]
    weights = block.weights[at].astype(np.float64)
    if not block.counted or not touched:
        return at, weights
    values = (1 + np.log([count for _, count in touched])) * weights
    return at, values / np.linalg.norm(values)


def _known(features: Features, block: Block) -> float:
    singles = [word for word in features.words if " " not in word]
    return sum(word in block.columns for word in singles) / len(singles) if singles else 0.0
