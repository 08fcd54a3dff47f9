"""`python -m classifier.evaluate [--on FILE]`: how good the shipped model is on labelled messages."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from classifier.card import record, write_card
from classifier.corpus import VALUES, CorpusError, Example, load
from classifier.facts import Facts
from classifier.measure import Judged, figures
from classifier.storing import ModelRefused, read_manifest
from classifier.suggest import Suggester, Suggestion
from classifier.suggest import load as load_suggester

_STATED = {"scope": "all", "locations": "two_or_more"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures as JSON; 0 when done, 2 when a file cannot be used (one line says why)."""
    parser = argparse.ArgumentParser(prog="python -m classifier.evaluate", description=__doc__)
    parser.add_argument("--on", type=Path, metavar="FILE", help="labelled messages; without it, what training measured")
    parser.add_argument(
        "--model", type=Path, metavar="DIR", default=Path("models/severity-2.2.0"), help="a model folder"
    )
    parser.add_argument("--record", metavar="NAME", help="keep the figures in the model's card under this name")
    given = parser.parse_args(arguments)
    try:
        print(json.dumps(_evaluated(given.model, given.on, given.record), indent=2))
    except (CorpusError, ModelRefused, OSError) as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 2
    return 0


def evaluate(suggester: Suggester, examples: Sequence[Example]) -> dict[str, float]:
    """Return the figures of `classifier.measure`, and `<fact>_precision` and `<fact>_recall` of the facts."""
    answers = [suggester.suggest(example.channel, example.subject, example.text) for example in examples]
    judged = Judged(
        levels=np.array([example.level for example in examples]),
        chances=np.array([[answer.probabilities[level] for level in (1, 2, 3, 4)] for answer in answers]),
        abstained=np.array([answer.abstained for answer in answers]),
        alerts=np.array([answer.alert for answer in answers]),
        kinds=[example.kind for example in examples],
        guessed_kinds=[answer.kind for answer in answers],
        said=np.array([answer.severity for answer in answers]),
    )
    return figures(judged) | fact_figures(examples, answers)


def _evaluated(model: Path, on: Path | None, name: str | None) -> dict[str, float]:
    manifest = read_manifest(model)
    if on is None:
        measured: dict[str, float] = manifest["measured"]
        return measured
    result = evaluate(load_suggester(model), load([on]))
    if name:
        record(model, name, result, str(manifest["sha256"]))
        write_card(model, manifest)
    return result


def fact_figures(examples: Sequence[Example], answers: Sequence[Suggestion]) -> dict[str, float]:
    """Precision and recall of each labelled fact; for scope and locations, of the value an emergency rests on."""
    result: dict[str, float] = {}
    labelled = [(e.facts, a.facts) for e, a in zip(examples, answers, strict=True) if e.facts is not None]
    for fact in (name for name in VALUES if name in Facts.__dataclass_fields__):
        value = _STATED.get(fact, True)
        truth = [getattr(true, fact) == value for true, _ in labelled]
        said = [getattr(found, fact) == value for _, found in labelled]
        both = sum(one and two for one, two in zip(truth, said, strict=True))
        result[f"{fact}_precision"] = round(both / sum(said), 3) if any(said) else 0.0
        result[f"{fact}_recall"] = round(both / sum(truth), 3) if any(truth) else 0.0
    return result


if __name__ == "__main__":
    sys.exit(main())
