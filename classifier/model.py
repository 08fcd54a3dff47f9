"""The linear model: counted features in, calibrated probabilities of severity 1 to 4 and a kind out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
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
        return likeliest(self.kind, seen)

    @property
    def by_meaning(self) -> bool:
        """Whether it needs an encoder."""
        return bool(self.blocks["meaning"].columns)

    def stated(self, seen: Vector) -> dict[str, str]:
        """Return the likeliest value of each fact that has a head."""
        return {fact: likeliest(head, seen) for fact, head in self.facts.items()}

    def pull_of_parts(self, parts: "Floats", head: Head, value: str) -> "Floats":
        """How much each token, (tokens, dimensions) of an encoder, speaks for `value` over the mean of the others."""
        import numpy as np

        weights = np.concatenate([self.blocks["meaning"].weights, self.blocks["sense"].weights])
        own = head.coefficients[:, : len(weights)] * weights  # a model by meaning has no columns before these
        pull: Floats = parts @ contrast(own, head.classes.index(value))
        return pull

    def pull_of_terms(self, seen: Vector, head: Head, value: str) -> dict[str, float]:
        """Return how much each word that the model knows speaks for `value` of a fact, over the mean of the others."""
        columns = self.blocks["terms"].columns if "terms" in self.blocks else {}
        first = head.coefficients.shape[1] - len(columns)  # the last block
        touched = seen.columns >= first
        pull = contrast(head.coefficients[:, seen.columns[touched]], head.classes.index(value)) * seen.values[touched]
        known = list(columns)
        return {known[at - first]: one for at, one in zip(seen.columns[touched].tolist(), pull.tolist(), strict=True)}

    def telling(self, seen: Vector, level: int, words: Iterable[str]) -> dict[str, float]:
        """How much each of the message's words speaks for `level` over the mean of the levels; only those for it."""
        row = self.level.classes.index(str(level))
        columns = self.blocks["words"].columns  # the first block, so that its columns are the table's
        touched = seen.columns < len(columns)
        pull = contrast(self.level.coefficients[:, seen.columns[touched]], row) * seen.values[touched]
        by_column = dict(zip(seen.columns[touched].tolist(), pull.tolist(), strict=True))
        pulls = ((word, by_column.get(columns.get(word, -1), 0.0)) for word in words)
        return {word: pull for word, pull in pulls if pull > 0.0}


def contrast(coefficients: "Floats", row: int) -> "Floats":
    """Return what each column says for one class over the mean of all, (columns,)."""
    apart: Floats = coefficients[row] - coefficients.mean(axis=0)
    return apart


def vector(features: Features, blocks: Mapping[str, Block]) -> Vector:
    """Return the columns and values of one message over all blocks."""
    import numpy as np

    columns: list[NDArray[np.intp]] = [np.zeros(0, dtype=np.intp)]
    values: list[Floats] = [np.zeros(0)]
    offset = 0
    for name in BLOCKS:
        block = blocks.get(name)
        if block is None or not block.columns:
            continue
        touched, filled = _filled(getattr(features, name), block)
        columns.append(touched + offset)
        values.append(filled)
        offset += len(block.columns)
    return Vector(np.concatenate(columns), np.concatenate(values), _known(features, blocks["words"]))


def scores(head: Head, seen: Vector) -> "Floats":
    """Return the undecided scores of each class, (classes,)."""
    total: Floats = head.coefficients[:, seen.columns] @ seen.values + head.intercepts
    return total


def likeliest(head: Head, seen: Vector) -> str:
    """Return the class with the highest score."""
    return head.classes[int(scores(head, seen).argmax())]


def softmax(values: "Floats") -> "Floats":
    """Scores to probabilities, over the last axis."""
    import numpy as np

    raised: Floats = np.exp(values - values.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _filled(counts: Mapping[str, float], block: Block) -> tuple["NDArray[np.intp]", "Floats"]:
    import numpy as np

    found = np.fromiter(map(block.columns.get, counts, repeat(-1)), dtype=np.intp, count=len(counts))
    here = found >= 0
    at = found[here]
    values = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))[here]
    weights = block.weights[at].astype(np.float64)
    if not block.counted or not len(at):
        return at, values * weights
    values = (1 + np.log(values)) * weights
    return at, values / np.linalg.norm(values)


def _known(features: Features, block: Block) -> float:
    if not block.columns:
        return 1.0
    singles = [word for word in features.words if " " not in word]
    return sum(word in block.columns for word in singles) / len(singles) if singles else 0.0
