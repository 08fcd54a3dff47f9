"""How far a second, blind labelling of a part of the corpus agrees with the first."""

import json
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np

from classifier.corpus import Example
from classifier.measure import kappa

LABELS = ("kind", "scope", "locations", "connectivity", "data_loss", "workaround", "planned_event")


def second_labels() -> Path:
    """Return the file of the second labels: one JSON object a line, with the message's id and no text."""
    return Path(str(resources.files("classifier"))) / "corpus" / "second" / "labels.jsonl"


def agreement(examples: Sequence[Example], path: Path | None = None) -> dict[str, float] | None:
    """Return `messages`, `level` (share alike), `kappa` (quadratic, of the level) and the share alike of each label.

    None where none of the messages was labelled twice.
    """
    lines = (path or second_labels()).read_text(encoding="utf-8").splitlines()
    again = {row["id"]: row for row in map(json.loads, lines)}
    both = [(example, again[example.id]) for example in examples if example.id in again]
    if not both:
        return None
    levels = np.array([example.level for example, _ in both])
    second = np.array([row["level"] for _, row in both])
    shares = {
        label: float(np.mean([_value(example, label) == row[label] for example, row in both])) for label in LABELS
    }
    values = {"level": float((levels == second).mean()), "kappa": kappa(levels, second)} | shares
    return {"messages": len(both)} | {name: round(value, 3) for name, value in values.items()}


def _value(example: Example, label: str) -> object:
    return example.kind if label == "kind" else getattr(example.facts, label)
