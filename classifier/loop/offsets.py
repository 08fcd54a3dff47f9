"""What is particular to a customer: how much likelier each severity is for them than the model thinks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.loop.lessons import Lesson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

LEAST = 10.0  # lessons' worth that a customer needs
SHRINK = 30.0  # with so many, half of what they show is believed
PRIOR = 5.0  # lessons' worth of the model's own opinion, mixed in before
FARTHEST = 1.0  # an offset never makes a severity more than e times likelier beside another

Offsets = Mapping[str, Sequence[float]]


def offsets_of(lessons: Sequence[Lesson], chances: "Floats", counts: Sequence[float]) -> dict[str, list[float]]:
    """Return four offsets for each customer with enough lessons, in the logarithm of the odds.

    `chances` is (lessons, 4), by a model that was fitted without them; `counts` is how many lessons each is worth, so
    that a flood of copies is few. Shrunk by n / (n + 30).
    """
    mine: dict[str, list[int]] = defaultdict(list)
    for at, lesson in enumerate(lessons):
        if lesson.customer is not None:
            mine[lesson.customer].append(at)
    worth = np.array(counts, dtype=np.float64)
    levels = np.array([lesson.example.level for lesson in lessons], dtype=np.intp)
    found = {one: _offsets(levels[at], chances[at], worth[at]) for one, at in sorted(mine.items())}
    return {one: offsets for one, offsets in found.items() if offsets is not None}


def shifted(chances: "Floats", offsets: Sequence[float]) -> "Floats":
    """Return probabilities with a customer's offsets, over the last axis; they add up to 1 again."""
    raised: Floats = chances * np.exp(np.asarray(offsets))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _offsets(levels: "NDArray[np.intp]", chances: "Floats", worth: "Floats") -> list[float] | None:
    count = float(worth.sum())
    if count < LEAST:
        return None
    thought = np.clip((chances * worth[:, None]).sum(axis=0) / count, 1e-3, None)
    seen = np.bincount(levels - 1, weights=worth, minlength=4)
    shown = np.log((seen + PRIOR * thought) / (count + PRIOR) / thought)
    shrunk = np.clip(shown * count / (count + SHRINK), -FARTHEST, FARTHEST)
    return [round(float(one), 4) for one in shrunk]
