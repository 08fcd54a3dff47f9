"""`python -m classifier.train --to models`: fit, calibrate, measure and write one version of the model."""

import argparse
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from classifier.calibration import CAUTION, crossed, facts_left_out, thresholds_of, told_by
from classifier.card import PLOT, told_of, write_card
from classifier.corpus import CorpusError, Example, fingerprint, load, shipped
from classifier.decision import decisions
from classifier.encoder.files import EncoderRefused
from classifier.encoder.leftout import learning
from classifier.facts import Facts
from classifier.features import Features, Reads
from classifier.fitting import Held, Told, fit, held_out, seen_features
from classifier.measure import Judged, figures, reliability
from classifier.model import softmax
from classifier.relabelled import agreement
from classifier.report.plots import draw_reliability
from classifier.report.stated import facts_measured
from classifier.storing import save, write_manifest

NAME = "severity"
VERSION = "2.2.0"  # with an encoder
PLAIN = "1.4.0"  # without
_AT_ONCE = 500


def main(arguments: Sequence[str] | None = None) -> int:
    """Train from the command line; 0 when written, 2 when a corpus row is bad (one line says which)."""
    parser = argparse.ArgumentParser(prog="python -m classifier.train", description=__doc__)
    parser.add_argument(
        "--to", type=Path, required=True, metavar="DIR", help="folder of models; the version is made in it"
    )
    parser.add_argument("--version", help=f"the version to write (default: {VERSION} with an encoder, else {PLAIN})")
    parser.add_argument("--encoder", type=Path, metavar="DIR", help="an encoder's folder, to judge by meaning")
    parser.add_argument("--extra", type=Path, metavar="FILE", help="more labelled messages, JSONL as in the corpus")
    given = parser.parse_args(arguments)
    extra = [given.extra] if given.extra else []
    number = given.version or (VERSION if given.encoder else PLAIN)
    try:
        # On one thread: sums are added up in one order on every machine, and small fits are quicker so.
        with threadpool_limits(1):
            directory = train(given.to, number, [*shipped(), *extra], len(extra), given.encoder)
    except (CorpusError, EncoderRefused, OSError) as error:
        print(f"train: {error}", file=sys.stderr)
        return 2
    print(directory)
    return 0


def train(
    to: Path, number: str, paths: Sequence[Path], extra_files: int = 0, encoder_directory: Path | None = None
) -> Path:
    """Write `to`/severity-`number` and return it; the last `extra_files` of `paths` are no part of the corpus.

    Raises CorpusError for a bad row, EncoderRefused for an encoder that cannot be used.
    """
    examples = load(paths)
    encoder = None if encoder_directory is None else learning(encoder_directory)
    seen = _seen(examples, encoder)
    levels = np.array([example.level for example in examples])
    held = held_out(examples, seen, tell=partial(_tell, "predicting what was left out"))
    told = told_by(held, examples)
    limits = thresholds_of(softmax(held.scores / told.temperature), held.known, levels)
    judged = _judged(examples, held)
    directory = to / f"{NAME}-{number}"
    manifest: dict[str, Any] = {
        "name": NAME,
        "version": number,
        "sha256": save(fit(examples, seen, told), directory),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "temperature": round(told.temperature, 4),
        "yes": dict(told.yes),
        "thresholds": asdict(limits),
        "encoder": None if encoder is None else encoder.name,
        "meaning": None if encoder is None else told_of(encoder),
        "languages": languages(examples),
        "corpus": _corpus(paths, examples, extra_files),
        "libraries": _libraries(),
        "measured": figures(judged),
        "facts": _facts(examples, facts_left_out(held, told), told),
    }
    write_manifest(directory, manifest)
    draw_reliability(directory / PLOT, reliability(judged), manifest["measured"]["ece"])
    write_card(directory, manifest)
    return directory


def _seen(examples: Sequence[Example], encoder: Reads | None) -> list[Features]:
    """Return the features of all messages, telling how many are read: with an encoder it takes minutes."""
    seen: list[Features] = []
    for start in range(0, len(examples), _AT_ONCE):
        _tell("reading the messages", start, len(examples))
        seen += seen_features(examples[start : start + _AT_ONCE], encoder)
    return seen


def _tell(what: str, done: int, total: int) -> None:
    print(f"{what}: {done} of {total}", file=sys.stderr, flush=True)


def languages(examples: Sequence[Example]) -> list[str]:
    """Return the languages that a model of these messages knows."""
    return sorted({example.language for example in examples})


def _judged(examples: Sequence[Example], held: Held) -> Judged:
    levels = np.array([example.level for example in examples])
    chances, abstained, alerts = crossed(held, levels)
    kinds = [example.kind for example in examples]
    return Judged(
        levels=levels,
        chances=chances,
        abstained=abstained,
        alerts=alerts,
        kinds=kinds,
        guessed_kinds=held.kinds,
        said=decisions(chances, CAUTION),
    )


def _facts(examples: Sequence[Example], said: Sequence[Facts], told: Told) -> dict[str, Any]:
    """Return the figures of what is judged by meaning, on messages left out; none of a model that judges none so."""
    truth = [example.facts for example in examples]
    measured = facts_measured(truth, said, seed=0) if said else {}
    return {fact: row for fact, row in measured.items() if fact in told.yes or fact == "scope"}


def _corpus(paths: Sequence[Path], examples: Sequence[Example], extra_files: int) -> dict[str, Any]:
    own = paths[: len(paths) - extra_files]
    added = {path.stem for path in paths[len(own) :]}
    return {
        "sha256": fingerprint(own),
        "files": [path.name for path in own],
        "messages": len(examples),
        "again": agreement([example for example in examples if example.source not in added]),
        "extra": sum(example.source in added for example in examples),
    }


def _libraries() -> dict[str, str]:
    names = ("numpy", "scipy", "scikit-learn", "spacy", "skops")
    return {"python": platform.python_version()} | {name: version(name) for name in names}


if __name__ == "__main__":
    sys.exit(main())
