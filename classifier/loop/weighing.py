"""How much each lesson counts beside a message of the corpus, which counts 1."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from classifier.corpus import Example
from classifier.loop.alike import copies
from classifier.loop.lessons import Lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The figures: a fresh lesson counts `local`, half of it after `half_life_days`.

    Near-duplicates count together as `copies` of them at most. A customer counts at most as all others together,
    where that is more than `customer` lessons' worth.
    """

    local: float = 3.0
    half_life_days: float = 180.0
    copies: int = 3
    customer: int = 50


def weights(lessons: Sequence[Lesson], by: Weighing) -> list[float]:
    """Return what each lesson counts. Age is counted from the newest lesson: the same lessons weigh the same always."""
    if not lessons:
        return []
    newest = max(lesson.at for lesson in lessons)
    days = [(newest - lesson.at).total_seconds() / 86_400 for lesson in lessons]
    fresh = [float(by.local * 0.5 ** (age / by.half_life_days)) for age in days]
    return _shared_by_customers(lessons, _shared_by_copies(lessons, fresh, by), by)


def _shared_by_copies(lessons: Sequence[Lesson], each: Sequence[float], by: Weighing) -> list[float]:
    groups = copies([text_of(lesson.example) for lesson in lessons]).tolist()
    sizes = Counter(groups)
    return [weight * min(1.0, by.copies / sizes[group]) for weight, group in zip(each, groups, strict=True)]


def _shared_by_customers(lessons: Sequence[Lesson], each: Sequence[float], by: Weighing) -> list[float]:
    totals: dict[str | None, float] = defaultdict(float)
    for lesson, weight in zip(lessons, each, strict=True):
        totals[lesson.customer] += weight
    everything = sum(totals.values())
    most = {one: max(by.customer * by.local, everything - total) for one, total in totals.items()}
    shares = {one: min(1.0, most[one] / total) if total else 1.0 for one, total in totals.items()}
    return [weight * shares[lesson.customer] for lesson, weight in zip(lessons, each, strict=True)]


def text_of(example: Example) -> str:
    """Return subject and text as one."""
    return f"{example.subject or ''}\n{example.text}"
