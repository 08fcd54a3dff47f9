"""How soon a contract promises something: the shape of a target."""

from dataclasses import dataclass
from enum import StrEnum


class TargetKind(StrEnum):
    """The shape of a target; how each is counted is in `intake.contract.clock`."""

    WITHIN = "within"
    SAME_DAY = "same_day"
    IMMEDIATE = "immediate"
    SCHEDULED = "scheduled"
    UNSTATED = "unstated"


class Unit(StrEnum):
    """What a `within` target counts."""

    MINUTES = "minutes"
    HOURS = "hours"
    BUSINESS_DAYS = "business_days"
    WEEKS = "weeks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How soon a contract promises something: '24-48 hours', 'same day', 'immediate'.

    `at_most` is the upper end in `unit`, `at_least` the lower end of a range or None; both are None
    unless the kind is `within`. `words` are the contract's own.
    """

    kind: TargetKind
    words: str
    at_least: int | None = None
    at_most: int | None = None
    unit: Unit | None = None
