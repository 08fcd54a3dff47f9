"""What makes two letters the same but for their times, and how a failing one is made again."""

import shlex
from collections.abc import Iterator
from datetime import UTC, datetime

from intake.domain.contract import Channel, Fact
from intake.domain.promise import Promise, Situation, Undertaking
from intake.domain.suggestion import Locations, Scope


def decision(promise: Promise, situation: Situation) -> tuple[object, ...]:
    """Return everything that a letter is made from except instants: equal decisions differ by their times only.

    A letter sees of a situation the promise and what the customer claimed; facts only leave sentences out.
    """
    return (
        *(promise.plan, promise.channel, promise.level, promise.clock_level, promise.provisional, promise.emergency),
        *(promise.notices, promise.rulings, situation.claimed, rows(promise)),
    )


def rows(promise: Promise) -> tuple[tuple[object, ...], ...]:
    """Return the rows of the contract's table that a promise rests on: a deadline depends on these and the receipt."""
    return tuple(_cells(each) for each in (promise.main, *promise.others))


def _cells(each: Undertaking) -> tuple[object, ...]:
    return (each.promise, each.target, each.force, each.clause, each.calendar)


def printed(promise: Promise) -> frozenset[tuple[object, ...]]:
    """Return the times a letter prints, each as one phrase: the receipt, the opening, a deadline with its range.

    A phrase depends on these instants alone, whatever row of the table they come from.
    """
    received, main = promise.received_at.astimezone(UTC), promise.main.deadline
    deadlines = (each.deadline for each in (promise.main, *promise.others))
    phrases = {(_utc(each.due_at), _utc(each.earliest_at), each.end_of_day) for each in deadlines}
    return frozenset({("received", received), ("opening", max(received, main.starts_at.astimezone(UTC))), *phrases})


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)


def promise_call(contract: str, asked: Situation) -> str:
    """Return the command that shows the same promise."""
    return shlex.join(["intake", "promise", "--contract", contract, *_options(asked)])


def letter_call(contract: str, asked: Situation, *options: str) -> str:
    """Return the command that shows the same letter; `options` are those of the letter alone."""
    words = ["intake", "acknowledge", "--preview", "--contract", contract, *_options(asked), *_facts(asked)]
    return shlex.join([*words, *options])


def receipt_call(at: datetime, zone: str, language: str, channel: Channel = Channel.EMAIL) -> str:
    """Return the command that shows what a sender gets whose contract is not known, in a zone and a language."""
    words = ["--at", at.isoformat(), "--zone", zone, "--language", language]
    words += [] if channel is Channel.EMAIL else ["--channel", str(channel)]
    return shlex.join(["intake", "acknowledge", "--preview", *words])


def _options(asked: Situation) -> Iterator[str]:
    values = {
        "plan": asked.plan,
        "level": asked.level,
        "channel": asked.channel,
        "claimed": asked.claimed,
        "suggested": asked.suggested,
        "at": asked.received_at.isoformat(),
    }
    for name, value in values.items():
        yield from () if value is None else (f"--{name}", str(value))
    yield from ("--emergency",) if asked.emergency else ()


def _facts(asked: Situation) -> Iterator[str]:
    yield from () if asked.kind is None else ("--kind", asked.kind)
    facts = asked.facts
    if facts is None:
        return
    stated = {
        Fact.ALL_USERS: facts.scope is Scope.ALL,
        Fact.ONE_LOCATION: facts.locations is Locations.ONE,
        Fact.TWO_LOCATIONS: facts.locations is Locations.TWO_OR_MORE,
        Fact.CONNECTIVITY: facts.connectivity,
        Fact.PLANNED_EVENT: facts.planned_event,
        Fact.OVER: facts.over,
    }
    for fact in (fact for fact, holds in stated.items() if holds):
        yield from ("--fact", str(fact))
