"""Messages of quiet and of busy hours, written for these tests, and an hour of them played through the grouping."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from intake.domain.storm import StormRule
from intake.suggest.likeness import Weights, weights
from intake.suggest.storm import Signal, find
from intake.suggest.terms import terms

FOLDER = Path(__file__).parent / "messages"
NINE = datetime.fromisoformat("2026-05-12T09:12:00-04:00")
GRAVE = 2  # the least severity that counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message as somebody wrote it: when in minutes, how grave it is by the rubric, and which outage it is about."""

    minute: float
    customer: str
    severity: int
    subject: str
    text: str
    outage: str | None = None

    @property
    def words(self) -> str:
        return f"{self.subject}\n\n{self.text}"


@cache
def written(name: str) -> tuple[Written, ...]:
    """Return the messages of a file: "login", "labels", "cards", "field", "mail", "quiet" or "beside"."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(Written(**json.loads(line)) for line in lines)


def hour(*names: str) -> list[Written]:
    """Return the messages of several files in the order in which they came."""
    return sorted((one for name in names for one in written(name)), key=lambda one: one.minute)


@dataclass
class Hour:
    """An hour as it was grouped: each storm with the messages that are in it."""

    storms: dict[int, set[Written]] = field(default_factory=dict)

    def about(self, outage: str) -> list[set[Written]]:
        """Return the storms of which most messages are about an outage."""
        return [found for found in self.storms.values() if 2 * sum(one.outage == outage for one in found) > len(found)]

    @property
    def false(self) -> int:
        """Return how many storms are about no outage that there was."""
        return sum(2 * sum(one.outage is None for one in found) >= len(found) for found in self.storms.values())


def played(messages: Sequence[Written], rule: StormRule | None = None, usual: Iterable[str] = ()) -> Hour:
    """Bring messages one after the other, as stages do, and return what was grouped; `usual` is what came before."""
    rule, worth = rule or StormRule(), weights([terms(text) for text in usual])
    found = Hour()
    recent: list[Signal] = []
    for number, one in enumerate(_grave(messages), start=1):
        customers = sorted({every.customer for every in messages})
        new = Signal(
            message_id=number,
            case_id=number,
            customer_id=customers.index(one.customer) + 1,
            at=NINE + timedelta(minutes=one.minute),
            text=one.words,
        )
        recent = _held(new, recent, (rule, worth))
    by_number = dict(enumerate(_grave(messages), start=1))
    for signal in recent:
        if signal.storm_id is not None:
            found.storms.setdefault(signal.storm_id, set()).add(by_number[signal.message_id])
    return found


def _held(new: Signal, recent: list[Signal], by: tuple[StormRule, Weights]) -> list[Signal]:
    every, storm = [*recent, new], find(new, recent, *by)
    if storm is None:
        return every
    number = storm.storm_id or 1 + max((one.storm_id or 0 for one in recent), default=0)
    inside = {one.message_id for one in storm.signals}
    return [replace(one, storm_id=number) if one.message_id in inside else one for one in every]


def _grave(messages: Iterable[Written]) -> Iterator[Written]:
    return (one for one in sorted(messages, key=lambda one: one.minute) if one.severity <= GRAVE)
