"""What was promised on a case beside what was done about it: kept, late or still open.

What stops the contract clock is a person's act, never our acknowledgement. Every act is on record, also a second
reply; which one counts is decided here, for the promise that holds now:

- the first answer is the first reply since the receipt that the promise runs from. A second reply is none; a level
  counted anew from the original receipt finds the answer that was given before it; an emergency that begins later
  wants one that was given after it.
- work has begun when somebody says so, and at the latest when the case is resolved.
- a case is resolved while it is closed as resolved: a customer who writes again has reopened it, and the goal with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from intake.domain.case import Case
from intake.domain.contract import PromiseKind
from intake.domain.promise import Deadline, Interval


class State(StrEnum):
    """How an undertaking stands; without a deadline what was done is kept, whenever that was."""

    PENDING = "pending"
    KEPT = "kept"
    LATE = "late"


class How(StrEnum):
    """How an act reached us."""

    CLI = "cli"
    MAIL = "mail"
    SLACK = "slack"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something a person did that a promise may want: they answered, began work, completed it, came.

    `message_id` is the mail they wrote it in, `mail_id` the mail of ours that carried their words; None without one.
    """

    case_id: int
    promise: PromiseKind
    at: datetime
    actor: str
    how: How
    message_id: int | None = None
    mail_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One undertaking of a case. `since` is the receipt it runs from; without a contract only an answer is owed.

    `target`, `force` and `clause` are as `intake promise` prints them, "" without a contract.
    """

    promise: PromiseKind
    target: str = ""
    force: str = ""
    clause: str = ""
    since: datetime
    deadline: Deadline

    @property
    def at_once(self) -> bool:
        """Tell whether it is promised at once: due when it begins, so that no figure of the contract can be over."""
        return self.deadline.due_at is not None and self.deadline.due_at == self.deadline.starts_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An undertaking held against the act that it wanted; `act` is None while nobody has done it."""

    owed: Owed
    act: Act | None

    @property
    def margin(self) -> timedelta | None:
        """Return how long before its deadline it was done, less than nothing after it; None without either."""
        due_at = self.owed.deadline.due_at
        if self.act is None or due_at is None:
            return None
        # Deadlines are whole seconds from a receipt cut down to its second, so what was done is cut down as well.
        return due_at.astimezone(UTC) - self.act.at.astimezone(UTC).replace(microsecond=0)

    @property
    def state(self) -> State:
        """Return how it stands."""
        if self.act is None:
            return State.PENDING
        return State.LATE if self.margin is not None and self.margin < timedelta(0) else State.KEPT

    def overdue(self, now: datetime) -> bool:
        """Tell whether it is still to be done and its time is over; what is promised at once has no time to be over."""
        due_at = self.owed.deadline.due_at
        return self.act is None and due_at is not None and due_at < now and not self.owed.at_once


# What each undertaking wants to see done.
_WANTED = {
    PromiseKind.INITIAL_RESPONSE: {PromiseKind.INITIAL_RESPONSE},
    PromiseKind.BEGIN_WORK: {PromiseKind.BEGIN_WORK, PromiseKind.RESOLUTION},
    PromiseKind.RESOLUTION: {PromiseKind.RESOLUTION},
    PromiseKind.APPOINTMENT: {PromiseKind.APPOINTMENT},
}


def held(case: Case, acts: Sequence[Act]) -> tuple[Held, ...]:
    """Return what is owed on a case, the first answer first, each beside the act that counts for it."""
    return tuple(Held(owed=owed, act=_counting(case, owed, acts)) for owed in owed_on(case))


def done_since(acts: Sequence[Act], since: datetime) -> frozenset[PromiseKind]:
    """Return which undertakings of a promise that runs from a receipt are done for good.

    Completion is none of them: who is written to about what holds has a case that is open.
    """
    seen = {act.promise for act in acts if act.at >= since}
    return frozenset(kind for kind, wanted in _WANTED.items() if kind is not PromiseKind.RESOLUTION and wanted & seen)


def _counting(case: Case, owed: Owed, acts: Sequence[Act]) -> Act | None:
    wanted = (act for act in acts if act.promise in _WANTED[owed.promise] and act.at >= owed.since)
    standing = (act for act in wanted if owed.promise is not PromiseKind.RESOLUTION or _stands(case, act))
    return min(standing, key=lambda act: act.at, default=None)


def _stands(case: Case, resolved: Act) -> bool:
    return case.closed_at is not None and resolved.at >= case.closed_at


def owed_on(case: Case) -> tuple[Owed, ...]:
    """Return the undertakings of the promise that holds for a case, the first answer first."""
    return tuple(_owed(case))


def _owed(case: Case) -> Iterator[Owed]:
    held_now: Mapping[str, Any] | None = case.promise
    if held_now is None:
        nothing = Deadline(starts_at=case.opened_at, due_at=None)
        yield Owed(promise=PromiseKind.INITIAL_RESPONSE, since=case.opened_at, deadline=nothing)
        return
    for item in ({**held_now, "promise": PromiseKind.INITIAL_RESPONSE}, *held_now["others"]):
        yield Owed(
            promise=PromiseKind(item["promise"]),
            target=item["target"],
            force=item["force"],
            clause=item["clause"],
            since=datetime.fromisoformat(item.get("received_at", held_now["received_at"])),
            deadline=deadline_in(item),
        )


def deadline_in(item: Mapping[str, Any]) -> Deadline:
    """Return the deadline of an undertaking as JSON has it, with the time that was counted."""
    due_at, earliest_at = (None if item[key] is None else datetime.fromisoformat(item[key]) for key in _ENDS)
    return Deadline(
        starts_at=datetime.fromisoformat(item["starts_at"]),
        due_at=due_at,
        earliest_at=earliest_at,
        counted=tuple(
            Interval(start=datetime.fromisoformat(part["from"]), end=datetime.fromisoformat(part["to"]))
            for part in item["counted"]
        ),
        end_of_day=item["end_of_day"],
    )


_ENDS = ("due_at", "earliest_at")
