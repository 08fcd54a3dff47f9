"""The encoder's card: what it is, what it was made of, how good it is on messages it had not seen."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.corpus import Example
from classifier.measure import kappa, macro_f1

if TYPE_CHECKING:
    from numpy.typing import NDArray

CARD = "CARD.md"
_TEXT = """# {name} {version}

A small sentence encoder that says what a support message means: a number for each label of the severity rubric, and
{width} numbers for its sense, a vector of each of the four upper layers. A model ("severity") makes suggestions of
them.

## What it is
One graph, `encoder.onnx`, in eight bits: the network all-MiniLM-L6-v2 (six layers, 22 million weights), whose upper
layers are there twice, fine-tuned here and as they came, over word vectors and {frozen} layers that both share. The
first {tokens} tokens of subject and text are read. Every number is a sum over tokens.

## What it was made of
{base}. Its makers trained it on a billion pairs of sentences from public sources, forums and question sites among them;
what is unfair or wrong there may be in it. Fine-tuned on the {messages} messages of `classifier/corpus` (SHA-256
`{corpus}`), which were written and labelled for this project with a language model's help: {epochs} epochs, the word
vectors and the lowest {frozen} layers left as they were, a fifth of the messages in small letters and some without
their small words. English mostly; German, French and Spanish a little, for which it was not made.

## Measured on messages left out
By {left_out_by}.
The likeliest level, before any calibration. Text of one making resembles itself: see the severity model's card for
messages from elsewhere.

| messages | accuracy | macro-F1 | quadratic kappa |
|---|---|---|---|
| {left_out} | {accuracy:.3f} | {f1:.3f} | {kappa:.3f} |

## Licence
The weights are Apache-2.0 (sentence-transformers/all-MiniLM-L6-v2), the fine-tuned ones likewise; `LICENSE` says so.

## Not for
Deciding anything by itself; other languages; anything but support messages.
"""


def write_card(
    directory: Path, manifest: Mapping[str, Any], examples: Sequence[Example], numbers: "NDArray[np.float32]"
) -> None:
    """Write CARD.md; `numbers` are what left-out encoders said of the examples, (messages, dimensions)."""
    levels = np.array([example.level for example in examples])
    guessed = numbers[:, :4].argmax(axis=1) + 1
    text = _TEXT.format(
        name=manifest["name"],
        version=manifest["version"],
        base=manifest["base"],
        messages=manifest["corpus"]["messages"],
        corpus=manifest["corpus"]["sha256"],
        width=len(manifest["dimensions"]) - numbers.shape[1],
        left_out=len(examples),
        accuracy=float((guessed == levels).mean()),
        f1=macro_f1(levels, guessed),
        kappa=kappa(levels, guessed),
        left_out_by=manifest.get(
            "left_out", f"encoders of {manifest['recipe']['folds']} groups of files left out in turn"
        ),
        **manifest["recipe"],
    )
    (directory / CARD).write_text(text, encoding="utf-8")
