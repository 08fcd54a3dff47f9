"""Replay past messages in a rehearsal, one after another, and hold what is decided now against what was."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from intake.domain.case import Accepted, Outcome
from intake.queue import jobs
from intake.review.replay import Decided, Difference, decided, differences
from intake.storage import messages, past
from intake.worker.rehearsal import Rehearsal

if TYPE_CHECKING:
    from sqlalchemy import Connection

Step = Callable[[int, int], None]  # told how many of how many are done


class Ended(StrEnum):
    """How the replay of a message ended; the last four were not tried.

    `let_go` is also one that cannot be decided without another whose bytes were let go.
    """

    SAME = "same"
    DIFFERS = "differs"
    ERASED = "erased"
    LET_GO = "let_go"
    WAITING = "waiting"
    DEADLY = "deadly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A message of the past: how its replay ended, what is decided now (None where it was not tried), what differs."""

    message_id: int
    ended: Ended
    now: Decided | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which messages are replayed; those of `since`, None for all, where no numbers were named."""

    numbers: Sequence[int]
    since: datetime | None


def replay(source: "Connection", rehearsed: Rehearsal, wanted: Wanted, step: Step) -> Iterator[Replayed]:
    """Yield what comes of each message that is wanted; what counts with it is carried through before.

    A few messages are in memory at a time.
    """
    chosen = set(wanted.numbers)
    every = chosen | past.before(source, wanted.numbers, wanted.since)
    done = 0
    for some in past.chunks(every):
        gone, found = _gone(source, some), messages.many(source, some)
        for number in some:
            ended = gone.get(number) or _untried(source, found[number])
            if ended is None:
                rehearsed.carry(found[number])
            if number in chosen:
                yield _compared(source, rehearsed, number, ended)
            done += 1
            step(done, len(every))


def _gone(source: "Connection", some: Sequence[int]) -> dict[int, Ended]:
    """Return the messages whose bytes are not there, or not those of what counts with them, and which it is."""
    let_go = dict.fromkeys(past.let_go(source, some), Ended.LET_GO)
    return let_go | dict.fromkeys(past.erased(source, some), Ended.ERASED)


def _untried(source: "Connection", accepted: Accepted) -> Ended | None:
    """Return why a message is not replayed, or None."""
    if accepted.outcome is Outcome.ACCEPTED:
        return Ended.WAITING
    return Ended.DEADLY if jobs.has_killed(source, accepted.id) else None


def _compared(source: "Connection", rehearsed: Rehearsal, number: int, ended: Ended | None) -> Replayed:
    if ended is not None:
        return Replayed(message_id=number, ended=ended)
    with rehearsed.database.read() as connection:
        now = decided(connection, number)
    found = tuple(differences(number, decided(source, number), now))
    return Replayed(message_id=number, ended=Ended.DIFFERS if found else Ended.SAME, now=now, differences=found)
