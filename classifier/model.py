"""The linear model: counted features in, calibrated probabilities of severity 1 to 4 and a kind out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from classifier.features import BLOCKS, Features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Block:
    """One sort of feature: its vocabulary (feature to column) and the weight of each column.

    `counted` blocks are scaled to length 1 after weighting (TF-IDF); the others take each value as it is: 1 for a
    sign that is there, a number for one of an encoder's dimensions.
    """

    columns: Mapping[str, int]
    weights: "Floats"
    counted: bool


def nothing() -> Block:
    """Return a block without columns, for a sort of feature that a model does not use."""
    import numpy as np

    return Block({}, np.zeros(0, dtype=np.float32), counted=False)


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
    """Blocks side by side in the order of `features.BLOCKS`, one head for the severity and one for the kind.

    `facts` holds a head for each fact that is judged by meaning; without an encoder there is none.
    """

    blocks: Mapping[str, Block]
    level: Head
    kind: Head
    temperature: float
    facts: Mapping[str, Head] = field(default_factory=dict)

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

    @property
    def by_meaning(self) -> bool:
        """Whether it needs an encoder."""
        return bool(self.blocks["meaning"].columns)

    def stated(self, seen: Vector) -> dict[str, str]:
        """Return the likeliest value of each fact that has a head."""
        return {fact: head.classes[int(scores(head, seen).argmax())] for fact, head in self.facts.items()}

    def pull_of_parts(self, parts: "Floats", head: Head, value: str) -> "Floats":
        """How much each token, (tokens, dimensions) of an encoder, speaks for `value` over the mean of the others."""
        import numpy as np

        weights = np.concatenate([self.blocks["meaning"].weights, self.blocks["sense"].weights])
        own = head.coefficients[:, : len(weights)] * weights  # a model by meaning has no columns before these
        pull: Floats = parts @ contrast(own, head.classes.index(value))
        return pull

    def telling(self, seen: Vector, level: int, words: Iterable[str]) -> dict[str, float]:
        """How much each of the message's words speaks for `level` over the mean of the levels; only those for it."""
        row = self.level.classes.index(str(level))
        pull = contrast(self.level.coefficients[:, seen.columns], row) * seen.values
        by_column = dict(zip(seen.columns.tolist(), pull.tolist(), strict=True))
        columns = self.blocks["words"].columns  # the first block, so that its columns are the table's
        pulls = {word: by_column.get(columns.get(word, -1), 0.0) for word in words}
        return {word: pull for word, pull in pulls.items() if pull > 0.0}


def contrast(coefficients: "Floats", row: int) -> "Floats":
    """Return what each column says for one class over the mean of all, (columns,)."""
    apart: Floats = coefficients[row] - coefficients.mean(axis=0)
    return apart


def vector(features: Features, blocks: Mapping[str, Block]) -> Vector:
    """Return the columns and values of one message over all blocks."""
    import numpy as np

    columns: list[int] = []
    values: list[Floats] = []
    offset = 0
    for name in BLOCKS:
        block = blocks.get(name)
        if block is None or not block.columns:
            continue
        touched, filled = _filled(getattr(features, name), block)
        columns.extend([offset + at for at in touched])
        values.append(filled)
        offset += len(block.columns)
    known = _known(features, blocks["words"])
    return Vector(np.array(columns, dtype=np.intp), np.concatenate([*values, np.zeros(0)]), known)


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


def _filled(counts: Mapping[str, float], block: Block) -> tuple[list[int], "Floats"]:
    import numpy as np

    column = block.columns.get
    touched = [(found, count) for name, count in counts.items() if (found := column(name)) is not None]
    at = [one for one, _ in touched]
    weights = block.weights[at].astype(np.float64)
    values = np.array([count for _, count in touched], dtype=np.float64)
    if not block.counted or not touched:
        return at, values * weights
    values = (1 + np.log(values)) * weights
    return at, values / np.linalg.norm(values)


def _known(features: Features, block: Block) -> float:
    if not block.columns:
        return 1.0
    singles = [word for word in features.words if " " not in word]
    return sum(word in block.columns for word in singles) / len(singles) if singles else 0.0
