"""`python -m classifier.train --to models`: fit, calibrate, measure and write one version of the model."""

import argparse
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from classifier.calibration import crossed, temperature_of, thresholds_of
from classifier.card import write_card
from classifier.corpus import CorpusError, Example, fingerprint, load, shipped
from classifier.fitting import Held, fit, held_out, seen_features
from classifier.measure import Judged, figures
from classifier.model import softmax
from classifier.storing import save, write_manifest

NAME = "severity"
VERSION = "1.1.0"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train from the command line; 0 when written, 2 when a corpus row is bad (one line says which)."""
    parser = argparse.ArgumentParser(prog="python -m classifier.train", description=__doc__)
    parser.add_argument(
        "--to", type=Path, required=True, metavar="DIR", help="folder of models; the version is made in it"
    )
    parser.add_argument("--version", default=VERSION, help=f"the version to write (default: {VERSION})")
    parser.add_argument("--extra", type=Path, metavar="FILE", help="more labelled messages, JSONL as in the corpus")
    given = parser.parse_args(arguments)
    extra = [given.extra] if given.extra else []
    try:
        directory = train(given.to, given.version, [*shipped(), *extra], len(extra))
    except (CorpusError, OSError) as error:
        print(f"train: {error}", file=sys.stderr)
        return 2
    print(directory)
    return 0


def train(to: Path, number: str, paths: Sequence[Path], extra_files: int = 0) -> Path:
    """Write `to`/severity-`number` and return it; the last `extra_files` of `paths` are no part of the corpus.

    Raises CorpusError for a bad row.
    """
    examples = load(paths)
    seen = seen_features(examples)
    levels = np.array([example.level for example in examples])
    held = held_out(examples, seen)
    temperature = temperature_of(held.scores, levels)
    limits = thresholds_of(softmax(held.scores / temperature), held.known, levels)
    directory = to / f"{NAME}-{number}"
    manifest = {
        "name": NAME,
        "version": number,
        "sha256": save(fit(examples, seen, temperature), directory),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "temperature": round(temperature, 4),
        "thresholds": {"abstain": limits.abstain, "alert": limits.alert, "known": limits.known},
        "corpus": _corpus(paths, examples, extra_files),
        "libraries": _libraries(),
        "measured": _measured(examples, held),
    }
    write_manifest(directory, manifest)
    write_card(directory, manifest)
    return directory


def _measured(examples: Sequence[Example], held: Held) -> dict[str, float]:
    levels = np.array([example.level for example in examples])
    chances, abstained, alerts = crossed(held, levels)
    kinds = [example.kind for example in examples]
    judged = Judged(
        levels=levels, chances=chances, abstained=abstained, alerts=alerts, kinds=kinds, guessed_kinds=held.kinds
    )
    return figures(judged)


def _corpus(paths: Sequence[Path], examples: Sequence[Example], extra_files: int) -> dict[str, Any]:
    own = paths[: len(paths) - extra_files]
    added = {path.stem for path in paths[len(own) :]}
    return {
        "sha256": fingerprint(own),
        "files": [path.name for path in own],
        "messages": len(examples),
        "extra": sum(example.source in added for example in examples),
    }


def _libraries() -> dict[str, str]:
    names = ("numpy", "scipy", "scikit-learn", "spacy", "skops")
    return {"python": platform.python_version()} | {name: version(name) for name in names}


if __name__ == "__main__":
    sys.exit(main())
