"""What a letter may say of times and what it must: every instant of a promise with the words and clause it needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from intake.domain.contract import Contract, Force, NoticeId, PromiseKind
from intake.domain.promise import Promise, Undertaking
from intake.domain.target import TargetKind
from intake.proof.phrasebook import Phrasebook, flat


class Role(StrEnum):
    """What an instant, or a promise without one, is in a letter."""

    RECEIVED = "the receipt"
    DUE = "the deadline"
    EARLIEST = "the earliest time"
    OPENING = "the next opening"
    AT_ONCE = "the immediate answer"
    UNTIMED = "what has no time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that a letter says: an instant in its role, with one of `clauses` beside it and the contract's `words`.

    `instant` is None where there is none to print; `words` is None where they need not stand there. `force` and
    `does` are None for what is no promise.
    """

    role: Role
    instant: datetime | None = None
    clauses: frozenset[str] = frozenset()
    words: str | None = None
    force: Force | None = None
    does: PromiseKind | None = None
    end_of_day: bool = False

    def __str__(self) -> str:
        """Return the claim for a sentence about it."""
        of = "" if self.does is None else f" of {self.does}"
        words = "" if self.words is None else f' ("{self.words}")'
        return f"{self.role}{of}{words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a letter is about.

    `promise` is None for a sender whose contract is not known. `zone` is the customer's; `aside` are a stranger's
    words in the letter (subject, name). `notices` are those that it has to give; `hours` says that it has to name the
    hours its deadlines were counted in. `answered` says that the first answer has been given: it says so, and promises
    the others alone.
    """

    book: Phrasebook
    promise: Promise | None
    zone: tzinfo
    received: datetime
    case_number: int
    aside: tuple[str, ...] = ()
    notices: tuple[NoticeId, ...] = ()
    hours: bool = True
    answered: bool = False

    @property
    def contract(self) -> Contract | None:
        """Return the contract, None where it is not known."""
        return self.book.contract

    @property
    def promised(self) -> tuple[Undertaking, ...]:
        """Return what is still promised, none where no promise is known."""
        if self.promise is None:
            return ()
        return self.promise.others if self.answered else (self.promise.main, *self.promise.others)


def claims(told: Told) -> tuple[Claim, ...]:
    """Return everything that a letter has to say of times."""
    received = Claim(role=Role.RECEIVED, instant=told.received.replace(microsecond=0))
    promise = told.promise
    if promise is None or told.contract is None:
        return (received,)
    found = [received, *(() if told.answered else _of(promise.main))]
    for other in promise.others:
        found += [claim for claim in _of(other) if claim.role is not Role.UNTIMED]
    if NoticeId.CLOSED_NOW in told.notices and promise.main.deadline.starts_at > promise.received_at:
        found.append(_opening(promise.main, told.contract))
    return tuple(found)


def _of(undertaking: Undertaking) -> Iterator[Claim]:
    deadline, target = undertaking.deadline, undertaking.target

    def claim(role: Role, instant: datetime | None, words: str | None = target.words) -> Claim:
        return Claim(
            role=role,
            instant=instant,
            clauses=frozenset({flat(undertaking.clause)}),
            words=None if words is None else flat(words),
            force=undertaking.force,
            does=undertaking.promise,
            end_of_day=deadline.end_of_day,
        )

    if deadline.due_at is None:
        yield claim(Role.UNTIMED, None, target.words if target.kind is TargetKind.SCHEDULED else None)
    elif target.kind is TargetKind.IMMEDIATE:
        yield claim(Role.AT_ONCE, None)
    else:
        yield claim(Role.DUE, deadline.due_at)
        if deadline.earliest_at is not None and deadline.earliest_at < deadline.due_at:
            yield claim(Role.EARLIEST, deadline.earliest_at)


def _opening(undertaking: Undertaking, contract: Contract) -> Claim:
    calendar = next(each for each in contract.calendars if each.id == undertaking.calendar)
    return Claim(
        role=Role.OPENING,
        instant=undertaking.deadline.starts_at,
        clauses=frozenset({flat(calendar.clause or undertaking.clause)}),
    )
