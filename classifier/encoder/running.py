"""Run the encoder: onnxruntime and tokenizers, nothing that was used to train it.

One graph reads a message and has two ends: one was fine-tuned for the rubric and gives a number for each label, the
other is as it was before and gives its sense, a vector of length 1 for each of its upper layers: the last says what a
text is about, those before it more of how things stand. Each gives for every token what it adds to each number, so
that the numbers of a message are sums over its tokens, and every one can be traced back to words.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifier.encoder.files import LAYERS, EncoderRefused, Shelved, checked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

LONGEST = 256  # tokens read of a message, as in training
MISSING = (
    "the sentence encoder needs onnxruntime and tokenizers, which are not installed: "
    "pip install 'severity-intake[encoder]'"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A message in numbers, (dimensions,); `parts` (tokens, dimensions) adds up to it but for the constant.

    `spans` are the tokens' characters (start, end) in the text; (0, 0) for the encoder's own marks.
    """

    values: "Floats"
    parts: "Floats"
    spans: tuple[tuple[int, int], ...]


class Encoder:
    """A loaded encoder; may be used from several threads."""

    def __init__(self, shelved: Shelved) -> None:
        """Load the graph and the vocabulary. Raises EncoderRefused where a library or a file is missing."""
        try:
            import numpy as np
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise EncoderRefused(MISSING) from error
        self.name = shelved.name
        self.dimensions = shelved.dimensions
        self._constant = np.array(shelved.constant)
        self._tokens = Tokenizer.from_str(shelved.vocabulary)
        self._tokens.enable_truncation(LONGEST)
        self._tokens.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # a message is too short to be worth dividing, and doors run beside it
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._graph = onnxruntime.InferenceSession(shelved.graph, options, providers=["CPUExecutionProvider"])

    def read(self, text: str) -> Meaning:
        """Return what a text means; about 9 ms for 60 tokens on one core."""
        import numpy as np

        given = self._tokens.encode(text)
        feed = {
            "input_ids": np.array([given.ids], dtype=np.int64),
            "attention_mask": np.array([given.attention_mask], dtype=np.int64),
        }
        tuned, sense = (found[0] for found in self._graph.run(["parts", "sense"], feed))
        width = sense.shape[1] // len(LAYERS)
        lengths = np.linalg.norm(sense.sum(axis=0).reshape(len(LAYERS), width), axis=1)
        parts: Floats = np.empty((len(sense), len(self.dimensions)), dtype=sense.dtype)
        parts[:, : tuned.shape[1]] = tuned
        np.divide(sense, np.repeat(np.maximum(lengths, 1e-6), width), out=parts[:, tuned.shape[1] :])
        return Meaning(parts.sum(axis=0) + self._constant, parts, tuple(given.offsets))


def load(directory: Path) -> Encoder:
    """Return the encoder of a folder. Raises EncoderRefused, whose text is one line for the operator."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # one text at a time; its threads dislike a fork
    return Encoder(checked(directory))
