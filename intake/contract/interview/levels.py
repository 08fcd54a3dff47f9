"""The questions about severity levels: which there are, when something is one, and which suggestions mean it."""

import re
from collections.abc import Iterator, Sequence

from intake.contract.interview.answers import LevelAnswer
from intake.contract.interview.asking import Interview, text
from intake.contract.interview.said import listing, one_of
from intake.contract.pages.in_words import listed
from intake.domain.errors import BadInput

_SEVERITIES = (1, 2, 3, 4)
_RANGE = re.compile(r"([A-Za-z]*)(\d{1,2})\s*(?:-|–|to)\s*([A-Za-z]*)(\d{1,2})")


def ask_levels(talk: Interview) -> tuple[LevelAnswer, ...]:
    """Ask which levels there are, and for each what it means."""
    named, ranged = talk.ask("levels", _levels)
    if ranged:
        talk.ask("levels.meant", _meant, number=str(len(named)), levels=listed(list(named)))
    found = []
    for level, name in named.items():
        summary = talk.ask("level.summary", text, key=f"level.{level}.summary", level=level, called=name)
        clause = talk.ask_clause("level.clause", key=f"level.{level}.clause", level=level)
        found.append((level, name, summary, clause))
    meant = _ask_severities(talk, list(named)) if named else ()
    return tuple(
        LevelAnswer(
            id=level,
            name=name,
            summary=summary,
            clause=clause,
            severities=tuple(number for number, its in zip(_SEVERITIES, meant, strict=True) if its == level),
        )
        for level, name, summary, clause in found
    )


def _levels(answer: str) -> tuple[dict[str, str], bool]:
    """Return levels by id with their names, and whether a range such as "S1-S4" stood for some of them."""
    parts = [(part, list(_of_range(part))) for part in listing(answer)]
    pairs = [pair for part, ranged in parts for pair in ([(one, one) for one in ranged] or [_named(part)])]
    refuse_twice([level for level, _ in pairs])
    return dict(pairs), any(ranged for _, ranged in parts)


def _of_range(part: str) -> Iterator[str]:
    """Yield S1, S2, S3 and S4 for "S1-S4"; nothing for what is no range."""
    found = _RANGE.fullmatch(part)
    if found is None or found[3] not in ("", found[1]) or int(found[4]) <= int(found[2]):
        return
    for number in range(int(found[2]), int(found[4]) + 1):
        yield f"{found[1]}{number}"


def _named(part: str) -> tuple[str, str]:
    pair = part.replace(":", " ").split(maxsplit=1)
    if not pair or not all(char.isalnum() or char in "-_" for char in pair[0]) or not pair[0].isascii():
        raise BadInput(f"{' '.join(pair)!r} has no number to begin with; write such as: 1 Stopped, 2 Hampered")
    return pair[0], pair[-1]


def refuse_twice(ids: Sequence[str]) -> None:
    """Raise BadInput for a name that is given to two."""
    for one in ids:
        if ids.count(one) > 1:
            raise BadInput(f"{one} is written twice; give each its own name")


def _meant(answer: str) -> None:
    if one_of(answer, ["yes", "no"]) == "no":
        raise BadInput("go back with < then, and name the levels one by one, apart by commas")


def _ask_severities(talk: Interview, levels: list[str]) -> tuple[str, ...]:
    spread = [levels[min(place, len(levels) - 1)] for place in range(len(_SEVERITIES))]

    def read(answer: str) -> tuple[str, ...]:
        found = tuple(one_of(part, levels) for part in listing(answer))
        if len(found) != len(_SEVERITIES):
            raise BadInput(f"{len(found)} levels are named; write one for each of 1, 2, 3 and 4")
        return found

    return talk.ask("severities", read, computed=", ".join(spread))
