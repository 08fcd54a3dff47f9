"""A storm: cases of many customers that look like one outage. A suggestion for engineers; it decides nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class StormRule:
    """When messages count as one storm; settings, all of them.

    At least `customers` of them with a grave message each within `window`, `alike` one another on the average. A storm
    takes in what fits until nothing has come for `lasts`. Once somebody has taken its call, the calls for further cases
    are gathered for `gathers_calls`. At most `most` of the latest messages are compared.
    """

    window: timedelta = timedelta(minutes=10)
    customers: int = 3
    alike: float = 1.15
    lasts: timedelta = timedelta(minutes=60)
    gathers_calls: timedelta = timedelta(minutes=10)
    most: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StormCase:
    """A case in a storm, since when, by which message, and the words that it shares with the others.

    `customer_id` is None for a stranger's. `removed_at` is when an engineer took it out, None while it is in.
    """

    case_id: int
    message_id: int
    customer_id: int | None
    at: datetime
    words: tuple[str, ...] = ()
    removed_at: datetime | None = None
    removed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """A storm with its cases in the order in which they came; `words` are those that most of them share.

    `closed_at` is None until an engineer says that it is over, or none.
    """

    id: int
    opened_at: datetime
    last_at: datetime
    words: tuple[str, ...]
    cases: tuple[StormCase, ...] = ()
    closed_at: datetime | None = None
    closed_by: str = ""
    closed_why: str = ""

    @property
    def inside(self) -> tuple[StormCase, ...]:
        """Return the cases that nobody took out."""
        return tuple(case for case in self.cases if case.removed_at is None)

    @property
    def customers(self) -> int:
        """Return how many customers are in it; strangers are not counted."""
        return len({case.customer_id for case in self.inside if case.customer_id is not None})

    def has(self, case_id: int) -> bool:
        """Tell whether a case is in it."""
        return any(case.case_id == case_id for case in self.inside)
