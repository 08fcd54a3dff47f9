"""A contract file with one thing changed, for each thing in it that can be changed."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from intake.domain.contract import (
    Channel,
    Fact,
    Force,
    LevelChange,
    LevelSource,
    NoticeId,
    PromiseKind,
    Provisional,
    When,
)
from intake.domain.suggestion import Kind
from intake.domain.target import TargetKind, Unit

Path = tuple[str | int, ...]
Document = dict[str, Any]
Change = Callable[[Any, str | int], Any]

# Examples are what finds the rest; their own values are changed in `test_examples.py`.
_LEFT_ALONE = ("examples",)
_WALL_TIME = re.compile(r"\d\d:\d\d")
_FIGURE = re.compile(r"\d+")
_CLOSED_SETS: dict[str, Iterable[str]] = {
    "force": Force,
    "promise": PromiseKind,
    "channel": Channel,
    "only_by": Channel,
    "order": LevelSource,
    "provisional": Provisional,
    "level_change": LevelChange,
    "kind": TargetKind,
    "kinds": Kind,
    "unit": Unit,
    "when": When,
    "evidence": Fact,
    "unless": Fact,
    "half": Fact,
    "own_it": Fact,
}
# Which table's ids a key refers to.
_REFERENCES = {
    "level": "levels",
    "default": "levels",
    "otherwise": "levels",
    "telephone_levels": "levels",
    "plan": "plans",
    "calendar": "calendars",
    "rulings": "rulings",
    "general_rulings": "rulings",
    "level_change_rulings": "rulings",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A document, what was done to it and where."""

    what: str
    path: Path
    document: Document

    def __str__(self) -> str:
        """Return a line that names the change."""
        return f"{self.what}: {', '.join(map(str, self.path))}"


def mutants(document: Document) -> Iterator[Mutant]:
    """Yield each document that differs from `document` in one place."""
    for path, value in _places(document, ()):
        if path[0] in _LEFT_ALONE:
            continue
        yield Mutant("dropped", path, _with(document, path, _without))
        if isinstance(path[-1], str):
            yield Mutant("misspelt", path, _with(document, path, _misspelt))
        for other in _others(path, value, document):
            yield Mutant(f"{value!r} to {other!r}", path, _with(document, path, _set(other)))


def _places(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in inside:
        yield (*path, step), each
        yield from _places(each, (*path, step))


def _with(holder: Any, path: Path, change: Change) -> Any:
    """Return a copy of `holder` with its place `path` changed; what the path does not touch is shared."""
    if len(path) == 1:
        return change(holder, path[0])
    inside = _with(holder[path[0]], path[1:], change)
    return _set(inside)(holder, path[0])


def _set(value: object) -> Change:
    def changed(holder: Any, step: str | int) -> Any:
        if isinstance(holder, dict):
            return {**holder, step: value}
        return [value if number == step else each for number, each in enumerate(holder)]

    return changed


def _without(holder: Any, step: str | int) -> Any:
    if isinstance(holder, dict):
        return {key: value for key, value in holder.items() if key != step}
    return [each for number, each in enumerate(holder) if number != step]


def _misspelt(holder: Any, step: str | int) -> Any:
    """Return a table in which the last letter of a key is doubled."""
    return {f"{key}{key[-1]}" if key == step else key: value for key, value in holder.items()}


def _others(path: Path, value: object, document: Document) -> Iterator[object]:
    """Yield other values that could stand in a place: what a slip or a careless copy would leave there."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
        yield value - 1
    elif isinstance(value, str):
        yield from _other_texts(path, value, document)


def _other_texts(path: Path, value: str, document: Document) -> Iterator[str]:
    key = _key(path)
    if key in _CLOSED_SETS:
        yield from (str(other) for other in _CLOSED_SETS[key] if other != value)
    elif key in _REFERENCES or path[0] == "ambiguous_plans":
        yield from _ids(_REFERENCES.get(key, "plans"), value, document)
    elif path[0] == "notices" and key in ("id", "levels"):
        yield from NoticeId if key == "id" else _ids("levels", value, document)
    elif key == "id" and len(path) > 1:
        yield f"{value}-"
    elif key in ("clause", "clauses"):
        yield "9.9"
    else:
        yield from _other_values(key, value)


def _other_values(key: str, value: str) -> Iterator[str]:
    if key.endswith("zone"):
        yield from {"Europe/London", "America/Toronto", "America/Los_Angeles", "America/New_Yrok"} - {value}
    elif key == "days":
        yield "sat"
    elif key == "in_force":
        yield f"{value}, more or less"
    elif _WALL_TIME.fullmatch(value):
        yield from (f"{(int(value[:2]) + 1) % 24:02}{value[2:]}", f"{value[:3]}30")
    elif _FIGURE.search(value):
        yield _FIGURE.sub(lambda found: str(int(found[0]) + 1), value, count=1)
    else:
        yield f"{value} indeed"


def _key(path: Path) -> str:
    return next(step for step in reversed(path) if isinstance(step, str))


def _ids(table: str, value: str, document: Document) -> Iterator[str]:
    entries = document.get(table, [])
    others = [entry["id"] for entry in entries if entry["id"] != value]
    yield from others[:2]
    yield f"{value}x"
