"""A small made-up desk: a corpus whose severities can be learned in seconds, and engineers who judge such messages."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from classifier.corpus import Example
from classifier.loop.lessons import Lesson

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
ENGINEERS = ("Ann", "Bob", "Eve")

_THINGS = ("order screen", "payroll", "mail server", "scanner", "time sheet", "stock list", "web shop", "archive")
_PEOPLE = ("in the plant", "at the head office", "in Leeds", "on the second floor", "at the depot", "in accounting")
_SAID = {
    1: ("is down for everybody, nothing can be done", "stopped, nobody can work", "is gone, all of us are standing"),
    2: ("is very slow for our team", "drops out every few minutes for six of us", "keeps freezing for the whole team"),
    3: ("shows an error, I use the other one for now", "prints the wrong logo", "has forgotten my password"),
    4: (
        "could have a dark theme, would be nice",
        "question: how do I export it",
        "will be moved on Saturday, please note",
    ),
}
_KINDS = {1: "incident", 2: "incident", 3: "question", 4: "enhancement"}
_TAILS = ("", "Thanks", "Please have a look.", "Regards", "It began this morning.", "Call me if need be.")


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a test's, and the same each time


def message(level: int, lot: random.Random, number: int, source: str = "corpus") -> Example:
    """Return a message of a severity, no two of them quite alike."""
    thing, people, tail = lot.choice(_THINGS), lot.choice(_PEOPLE), lot.choice(_TAILS)
    return Example(
        id=f"{source}-{number}",
        source=source,
        group=f"{source}-{number}",
        channel="email",
        subject=None,
        text=f"The {thing} {people} {lot.choice(_SAID[level])}. {tail}",
        level=level,
        kind=_KINDS[level],
        facts=None,
    )


def corpus(messages: int = 160, seed: int = 1) -> tuple[Example, ...]:
    """Return messages of two sources, all severities equally common."""
    lot = dice(seed)
    return tuple(message(1 + at % 4, lot, at, f"file{at % 2}") for at in range(messages))


def lesson(number: int, example: Example, engineer: str, level: int | None = None, **other: object) -> Lesson:
    """Return a verdict on a message that the model had suggested its right severity for, a few hours apart."""
    given = example.level if level is None else level
    known: dict[str, object] = {
        "number": number,
        "case": 1000 + number,
        "example": replace(example, level=given, source="feedback"),
        "engineer": engineer,
        "at": NEW_YEAR + timedelta(hours=7 * number),
        "customer": str(number % 6),
        "suggested": example.level,
        "chance": 0.9,
        "confident": True,
        "model": "severity@1",
    }
    return Lesson(**{**known, **other})  # type: ignore[arg-type] # a table of its own fields


def verdicts(count: int, seed: int = 7, *, wrong: float = 0.0) -> list[Lesson]:
    """Return honest verdicts of three engineers; a share of them is a level off, as honest ones are."""
    lot, found = dice(seed), []
    for number in range(1, count + 1):
        example = message(lot.choice((1, 2, 3, 4)), lot, number, "case")
        level = example.level
        if lot.random() < wrong:
            level = min(4, max(1, level + lot.choice((-1, 1))))
        found.append(lesson(number, example, ENGINEERS[number % 3], level))
    return found


def flipping(lessons: Sequence[Lesson], engineer: str) -> list[Lesson]:
    """Return them with one engineer calling every outage a wish and every wish an outage."""
    swapped = {1: 4, 4: 1}
    return [
        replace(one, example=replace(one.example, level=swapped.get(one.example.level, one.example.level)))
        if one.engineer == engineer
        else one
        for one in lessons
    ]
