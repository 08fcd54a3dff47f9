"""Which line of the rubric a suggestion agrees with, by its own facts and kind."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

from classifier.corpus import KINDS, LEVELS
from classifier.facts import Facts


@dataclass(frozen=True, slots=True)
class Line:
    """What speaks for a severity: facts or a kind that are all needed, and how it is said."""

    severity: int
    needs: Mapping[str, str]
    says: str


def line_for(severity: int, kind: str, facts: Facts) -> str | None:
    """Return the first line of a severity that fits; None where facts and kind argue for none.

    None is worth a look: the message was judged so for its words, and what they state does not bear it out.
    """
    stated = {"kind": kind} | {entry.name: _word(getattr(facts, entry.name)) for entry in fields(Facts)}
    fitting = (line for line in lines() if line.severity == severity and line.needs.items() <= stated.items())
    return next((line.says for line in fitting), None)


@cache
def lines() -> tuple[Line, ...]:
    """Return the lines of `rubric.toml`. Raises ValueError for a severity, fact or kind that is none."""
    raw = tomllib.loads(resources.files("classifier").joinpath("rubric.toml").read_text(encoding="utf-8"))
    found = tuple(Line(entry["severity"], entry["needs"], entry["says"]) for entry in raw["line"])
    known = {entry.name for entry in fields(Facts)} | {"kind"}
    for line in found:
        unknown = line.needs.keys() - known
        if line.severity not in LEVELS or unknown or line.needs.get("kind", KINDS[0]) not in KINDS:
            raise ValueError(f"rubric.toml: {line.says!r} names a severity, fact or kind that is none")
    return found


def _word(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
