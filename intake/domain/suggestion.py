"""What the classifier says of a message: an opinion with evidence, never a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of message it is."""

    INCIDENT = "incident"
    QUESTION = "question"
    ENHANCEMENT = "enhancement"
    SCHEDULED_TASK = "scheduled_task"
    NOT_A_REQUEST = "not_a_request"


class Scope(StrEnum):
    """How many users are hit."""

    ONE = "one"
    SEVERAL = "several"
    ALL = "all"
    UNKNOWN = "unknown"


class Locations(StrEnum):
    """From how many places the failure is seen."""

    ONE = "one"
    TWO_OR_MORE = "two_or_more"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the message states, by the severity rubric; `over` says that what failed works again."""

    scope: Scope = Scope.UNKNOWN
    locations: Locations = Locations.UNKNOWN
    connectivity: bool = False
    data_loss: bool = False
    workaround: bool = False
    planned_event: bool = False
    over: bool = False


def facts_from(values: Mapping[str, Any]) -> Facts:
    """Read facts back from plain values, as `dataclasses.asdict` wrote them."""
    return Facts(**{**values, "scope": Scope(values["scope"]), "locations": Locations(values["locations"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of the customer's that a fact rests on: characters `start` to `end` of the text."""

    text: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A suggested severity, 1 (critical) to 4 (nominal).

    `probabilities` are calibrated and add up to 1; `confidence` is that of `severity`; `abstained` says
    that nobody should lean on it; `alert` is the level-1 alarm, independent of `severity`. `model` is
    None when no trained model was there. `forwarded_from` is the character of the text from which on the words are
    somebody else's, whom the writer passed on; None where these were not read. `rubric` is the rubric's line that the
    facts argue with, None where they bear out none of this severity.
    """

    severity: int
    probabilities: dict[int, float] = field(default_factory=dict)
    confidence: float
    abstained: bool
    alert: bool
    kind: Kind
    facts: Facts
    evidence: tuple[Evidence, ...] = ()
    model: str | None = None
    forwarded_from: int | None = None
    rubric: str | None = None

    def is_forwarded(self, one: Evidence) -> bool:
        """Tell whether an evidence's words are those that were passed on."""
        return self.forwarded_from is not None and one.start >= self.forwarded_from
