"""The labelled messages that the model learns from, and the evaluation files it is judged on."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from classifier.facts import Facts

LEVELS = (1, 2, 3, 4)
KINDS = ("incident", "question", "enhancement", "scheduled_task", "not_a_request")
CHANNELS = ("email", "slack", "web_chat", "portal", "phone")
VALUES: Mapping[str, Sequence[object]] = {
    "level": LEVELS,
    "kind": KINDS,
    "scope": ("one", "several", "all", "unknown"),
    "locations": ("one", "two_or_more", "unknown"),
    "connectivity": (True, False),
    "data_loss": (True, False),
    "workaround": (True, False),
    "planned_event": (True, False),
}
_FACTS = tuple(VALUES)[2:]


class CorpusError(ValueError):
    """A row that cannot be used: the file, the line, and what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A labelled message. `group` is what may not be torn apart by folds: a minimal pair, or the message itself."""

    id: str
    source: str
    group: str
    channel: str
    subject: str | None
    text: str
    level: int
    kind: str
    facts: Facts | None
    language: str = "en"


def shipped() -> tuple[Path, ...]:
    """Return the corpus files that came with the package."""
    folder = Path(str(resources.files("classifier"))) / "corpus"
    return tuple(sorted(folder.glob("*.jsonl")))


def load(paths: Sequence[Path]) -> tuple[Example, ...]:
    """Return the messages of all files. Raises CorpusError for the first bad row, and for an id used twice."""
    examples: dict[str, Example] = {}
    for path in paths:
        for example in rows(path):
            if example.id in examples:
                raise CorpusError(f"{path.name}: the id {example.id!r} is used twice")
            examples[example.id] = example
    return tuple(examples.values())


def rows(path: Path) -> Iterator[Example]:
    """Return the messages of one JSONL file, labels beside the text or in an object `gold`; facts may be left out."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _example(line, path, number)


def fingerprint(paths: Sequence[Path]) -> str:
    """SHA-256 over the files' names and contents, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()


def _example(line: str, path: Path, number: int) -> Example:
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise CorpusError("the line is not a JSON object")
        return _checked({**row, **row.get("gold", {})}, path.stem)
    except (ValueError, TypeError) as error:
        raise CorpusError(f"{path.name}, line {number}: {error}") from error


def _checked(row: dict[str, Any], source: str) -> Example:
    for key in ("id", "text", "level", "kind"):
        if key not in row:
            raise CorpusError(f"{key} is missing")
    for key, values in VALUES.items():
        if key in row and not any(row[key] is value or row[key] == value for value in values):
            raise CorpusError(f"{key} is {row[key]!r}; it is one of {', '.join(map(str, values))}")
    if not isinstance(row["text"], str):
        raise CorpusError("text is not a string")
    if row.get("subject") is not None and not isinstance(row["subject"], str):
        raise CorpusError("subject is neither a string nor null")
    if row.get("channel", "email") not in CHANNELS:
        raise CorpusError(f"channel is {row['channel']!r}; it is one of {', '.join(CHANNELS)}")
    return Example(
        id=str(row["id"]),
        source=source,
        group=str(row.get("pair") or row["id"]),
        channel=row.get("channel", "email"),
        subject=row.get("subject"),
        text=row["text"],
        level=row["level"],
        kind=row["kind"],
        facts=Facts(**{key: row[key] for key in _FACTS}) if all(key in row for key in _FACTS) else None,
        language=str(row.get("language") or "en"),
    )
