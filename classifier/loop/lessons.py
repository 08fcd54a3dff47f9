"""What an engineer's verdict teaches: a labelled message, on whose word, and what had been suggested."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from classifier.corpus import Example

SOURCE = "feedback"  # the source of their examples, so that folds leave them out together
ENOUGH = 60  # of fewer none is put aside
LEAST_ASIDE = 30
SHARE_ASIDE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A message and the severity that an engineer gave it; `number` is unique and grows with time.

    `suggested` is what the model named in `model` had said, with that `chance`; it is None where none had been asked.
    `confident` tells that it had not abstained. `customer` is None where nobody knows who wrote.
    """

    number: int
    case: int
    example: Example
    engineer: str
    at: datetime
    customer: str | None
    suggested: int | None = None
    chance: float = 0.0
    confident: bool = False
    model: str | None = None

    @property
    def distance(self) -> int:
        """Return by how many levels the engineer moved what was suggested; 0 where nothing was."""
        return 0 if self.suggested is None else abs(self.suggested - self.example.level)


def in_order(lessons: Sequence[Lesson]) -> tuple[Lesson, ...]:
    """Return the last lesson of each case, the oldest first."""
    last = {lesson.case: lesson for lesson in sorted(lessons, key=lambda one: (one.at, one.number))}
    return tuple(sorted(last.values(), key=lambda one: (one.at, one.number)))


def put_aside(lessons: Sequence[Lesson]) -> tuple[tuple[Lesson, ...], tuple[Lesson, ...]]:
    """Return what is learned from, and the newest fifth (at least 30) to judge by; none of it where there are few."""
    if len(lessons) < ENOUGH:
        return tuple(lessons), ()
    aside = max(LEAST_ASIDE, round(SHARE_ASIDE * len(lessons)))
    return tuple(lessons[:-aside]), tuple(lessons[-aside:])
