"""A challenger on disk: the model, its manifest, what it is judged by, and its card."""

import platform
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from classifier.card import CARD, told_of, write_card
from classifier.loop import trial as trials
from classifier.loop.challenger import Made, Plan
from classifier.loop.gate import Compared, compared
from classifier.loop.suspicion import suspicions
from classifier.storing import save, write_manifest

_LIBRARIES = ("numpy", "scipy", "scikit-learn", "spacy", "skops")

_LEARNED = """
## What it learned at this desk
{count} verdicts of engineers, the last word on each case; {aside} more, the newest, were put aside to judge it by.
A fresh verdict counts {local:g} messages of the corpus, half of that after {half_life_days:g} days; near-duplicates
count together as {copies}, and a customer as all others together, or as {customer} verdicts where that is more. In all
they weigh {weight:.0f} beside the corpus's {corpus}. Customers with offsets of their own: {customers}.

| engineer | verdicts | weight |
|---|---|---|
{engineers}

## Beside the model that served
Both were fitted again without the frozen set, a fifth of the corpus; the newest verdicts were seen by neither.

| on | figure | {present} | this model | worse in |
|---|---|---|---|---|
{compared}

{doubts}
It holds words of customers' messages that occurred at least twice; after a person's data was erased, train again.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The corpus that a challenger was fitted on, for its manifest: names of files, their hash, messages."""

    files: tuple[str, ...]
    sha256: str
    messages: int
    languages: tuple[str, ...] = ("en",)


def write(made: Made, plan: Plan, corpus: Corpus, to: Path, created: str) -> Mapping[str, Any]:
    """Write the challenger into a folder of its own in `to` and return its manifest."""
    name, _, number = plan.name.partition("@")
    directory = to / f"{name}-{number}"
    sha256 = save(made.model, directory)
    manifest = _manifest(made, plan, corpus) | {
        "name": name,
        "version": number,
        "sha256": sha256,
        "created": created,
        "trial": trials.write(made.trial, directory),
    }
    write_manifest(directory, manifest)
    write_card(directory, manifest)
    with (directory / CARD).open("a", encoding="utf-8") as card:
        card.write(_learned(made, plan, corpus))
    return manifest


def _manifest(made: Made, plan: Plan, corpus: Corpus) -> dict[str, Any]:
    return {
        "temperature": round(made.model.temperature, 4),
        "thresholds": asdict(made.thresholds),
        "encoder": None if plan.encoder is None else plan.encoder.name,
        "meaning": None if plan.encoder is None else told_of(plan.encoder),
        "languages": list(corpus.languages),
        "corpus": {
            "sha256": corpus.sha256,
            "files": list(corpus.files),
            "messages": corpus.messages + len(made.learned),
            "extra": len(made.learned),
        },
        "feedback": {
            "numbers": [lesson.number for lesson, _ in made.learned],
            "aside": [lesson.number for lesson in made.aside],
            "engineers": _engineers(made),
            "weighing": asdict(plan.weighing),
            "weight": round(sum(count for _, count in made.learned), 1),
        },
        "customers": dict(made.offsets),
        "seed": plan.seed,
        "instead_of": None if plan.present is None else plan.present.name,
        "libraries": {"python": platform.python_version()} | {one: version(one) for one in _LIBRARIES},
        "measured": dict(made.measured),
    }


def _engineers(made: Made) -> dict[str, dict[str, float]]:
    counts = Counter(lesson.engineer for lesson, _ in made.learned)
    weight: Counter[str] = Counter()
    for lesson, count in made.learned:
        weight[lesson.engineer] += count  # type: ignore[assignment] # a Counter may hold fractions
    return {name: {"verdicts": counts[name], "weight": round(float(weight[name]), 1)} for name in sorted(counts)}


def _learned(made: Made, plan: Plan, corpus: Corpus) -> str:
    engineers = "\n".join(f"| {name} | {one['verdicts']} | {one['weight']} |" for name, one in _engineers(made).items())
    doubts = [f"- {doubt.said}." for doubt in suspicions(made.trial)]
    head = "**What has to be looked at before it may serve:**\n" if doubts else "Nothing speaks against an engineer."
    return _LEARNED.format(
        count=len(made.learned),
        aside=len(made.aside),
        weight=sum(count for _, count in made.learned),
        corpus=corpus.messages,
        customers=len(made.offsets) or "none",
        engineers=engineers or "| nobody | 0 | 0 |",
        present="no model" if plan.present is None else plan.present.name,
        compared="\n".join(map(_row, compared(made.trial))),
        doubts="\n".join([head, *doubts]) + "\n",
        **asdict(plan.weighing),
    )


def _row(one: Compared) -> str:
    return f"| {one.on} | {one.figure} | {one.present:.3f} | {one.challenger:.3f} | {one.worse:.0%} of samples |"
