"""The report as Markdown, with the pictures beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifier.report.drift import Drift

REPORT = "report.md"

_NAMED = {
    "accuracy": "accuracy",
    "macro_f1": "macro-F1",
    "kappa": "quadratic kappa",
    "mae": "mean absolute error",
    "ece": "ECE",
    "alert_recall": "level-1 recall of the alert",
}
_BESIDE = ("accuracy", "macro_f1", "kappa", "mae")
_PLAIN = {
    "alert_rate": "share of messages that alert",
    "alert_recall_at_0.4": "level-1 recall where two of five alert",
    "alert_precision": "precision of the alert",
    "ece": "ECE",
    "abstained": "share abstained",
    "accuracy_not_abstained": "accuracy where it does not abstain",
    "kind_accuracy": "accuracy of the kind",
}
_TOLD = ("stated", "said", "precision", "recall")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What was measured on one set of messages: its title, a sentence on it, the figures, its pictures."""

    title: str
    said: str
    figures: Mapping[str, Any]
    pictures: Sequence[str] = ()


def write_page(directory: Path, model: str, sections: Sequence[Section], moved: Drift | str) -> Path:
    """Write `directory`/report.md and return it; `moved` is a sentence where there is no drift to tell."""
    parts = [f"# {model}, measured", *(_section(section) for section in sections), _moved(moved)]
    path = directory / REPORT
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return path


def _section(section: Section) -> str:
    figures = section.figures
    pictures = " ".join(f"![{Path(name).stem}]({name})" for name in section.pictures)
    parts = [
        f"## {section.title}",
        section.said,
        _table(("figure", "value", "95 of 100 samples"), _figures(figures)),
        pictures,
        "### Beside baselines",
        _table(("", *(_NAMED[name] for name in _BESIDE)), _baselines(figures)),
        "### Confusion (rows: labelled, columns: suggested)",
        _table(("", "1", "2", "3", "4"), ([level, *row] for level, row in enumerate(figures["confusion"], start=1))),
        *_facts(figures),
        *_groups(figures),
    ]
    return "\n\n".join(part for part in parts if part)


def _figures(figures: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    yield ("messages", figures["messages"], "")
    for name, called in _NAMED.items():
        ends = figures["intervals"][name]
        yield (called, figures[name], f"{ends['low']} to {ends['high']}")
    yield from ((called, figures[name], "") for name, called in _PLAIN.items())


def _baselines(figures: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    ends = figures["intervals"]
    yield ("this model", *(f"{figures[name]} ({ends[name]['low']} to {ends[name]['high']})" for name in _BESIDE))
    for called, row in figures["baselines"].items():
        yield (called, *(f"{row[name]['value']} ({row[name]['low']} to {row[name]['high']})" for name in _BESIDE))


def _facts(figures: Mapping[str, Any]) -> Iterator[str]:
    """Return a table of the facts, where any message has them labelled, and one of each value of scope and places."""
    facts: Mapping[str, Mapping[str, Any]] = figures.get("facts", {})
    if not facts:
        return
    yield "### Facts"
    yield _table(("fact", *_TOLD, "F1", "95 of 100 samples"), (_fact_row(name, row) for name, row in facts.items()))
    for name, row in facts.items():
        if "values" in row:
            yield f"#### Each value of {name}"
            found = ([value, *(one[column] for column in (*_TOLD, "f1"))] for value, one in row["values"].items())
            yield _table((name, *_TOLD, "F1"), found)


def _fact_row(name: str, row: Mapping[str, Any]) -> Sequence[object]:
    ends = f"{row['interval']['low']} to {row['interval']['high']}"
    if "values" in row:
        return (f"{_called(name)} (macro-F1)", *("" for _ in _TOLD), row["macro_f1"], ends)
    return (_called(name), *(row[column] for column in _TOLD), row["f1"], ends)


def _called(fact: str) -> str:
    return fact.replace("_", " ")


def _groups(figures: Mapping[str, Any]) -> Iterator[str]:
    columns = ("messages", "accuracy", "macro_f1", "kappa", "mae", "alert_recall", "abstained")
    for group, rows in figures["by"].items():
        if rows:
            yield f"### By {group}"
            found = ([name, *(_ranged(row, column) for column in columns)] for name, row in rows.items())
            yield _table((group, *columns), found)


def _ranged(row: Mapping[str, Any], column: str) -> str:
    """Return a group's figure, with where 95 of 100 samples lie when it is large enough to say so."""
    ends = row.get("intervals", {}).get(column)
    return f"{row[column]} ({ends['low']} to {ends['high']})" if ends else str(row[column])


def _moved(moved: Drift | str) -> str:
    if isinstance(moved, str):
        return f"## Drift\n\n{moved}"
    rows = [(f"stability index of severity {level}'s chance", value) for level, value in moved.stability.items()]
    shares = [("unknown words before", moved.unknown_before), ("unknown words since", moved.unknown_since)]
    counts = [("messages before", moved.before), ("messages in the last 30 days", moved.since)]
    said = f"What comes in is {moved.said} (below 0.1 is steady, above 0.25 has moved)."
    return f"## Drift\n\n{said}\n\n" + _table(("", "value"), [*counts, *rows, *shares])


def _table(head: Sequence[str], rows: "Iterator[Sequence[object]] | Sequence[Sequence[object]]") -> str:
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    lines += [f"| {' | '.join(_cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines)


def _cell(value: object) -> str:
    """Return a value as a cell; a customer's name may hold what a table is made of."""
    return str(value).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
