"""What a contract promises for one receipt, and by when."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from intake.domain.contract import Channel, Force, NoticeId, PromiseKind
from intake.domain.suggestion import Facts, facts_from
from intake.domain.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Time from `start` up to but not including `end`; both carry an offset."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """How a target was counted.

    `starts_at` is the receipt or the next opening; `earliest_at` the lower end of a range; `due_at` is
    None where the contract gives no time. `end_of_day` marks a deadline at 24:00 of the day before.
    `counted` are the open intervals that were counted.
    """

    starts_at: datetime
    due_at: datetime | None
    earliest_at: datetime | None = None
    counted: tuple[Interval, ...] = ()
    end_of_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """One commitment of a contract applied to one receipt."""

    promise: PromiseKind
    target: Target
    force: Force
    clause: str
    calendar: str
    deadline: Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides a promise.

    `level` was set by someone entitled to; without it the channel's rule looks at `claimed` (the
    customer's words, in the contract's numbering) and `suggested` (1-4, only from a confident
    suggestion) with its `kind`. `emergency` says that both facts hold; None leaves it to `facts`.
    """

    received_at: datetime
    plan: str | None = None
    channel: Channel | None = None
    level: str | None = None
    claimed: str | None = None
    suggested: int | None = None
    kind: str | None = None
    emergency: bool | None = None
    facts: Facts | None = None


def situation_to_plain(asked: Situation) -> dict[str, object]:
    """Return a situation as plain values, for keeping."""
    return {**asdict(asked), "received_at": asked.received_at.isoformat()}


def situation_from_plain(values: Mapping[str, Any]) -> Situation:
    """Read a situation back from what `situation_to_plain` wrote."""
    channel, facts = values["channel"], values["facts"]
    return Situation(
        **{
            **values,
            "received_at": datetime.fromisoformat(values["received_at"]),
            "channel": None if channel is None else Channel(channel),
            "facts": None if facts is None else facts_from(facts),
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What holds for a case: its level, the undertaking whose clock is printed, the others beside it.

    `level` is None where the case has none; `clock_level` is the level whose clock runs, None in an
    emergency and in contracts without levels. `clauses` are all that apply, `rulings` the ids of the
    readings it rests on.
    """

    contract: str
    plan: str | None
    channel: Channel | None
    level: str | None
    clock_level: str | None
    provisional: bool
    emergency: bool
    main: Undertaking
    others: tuple[Undertaking, ...]
    clauses: tuple[str, ...]
    received_at: datetime
    zone: str
    notices: tuple[NoticeId, ...]
    rulings: tuple[str, ...]
    contract_version: str = "first"
