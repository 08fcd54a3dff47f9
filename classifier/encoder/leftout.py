"""What encoders that had not seen a message make of it: what a model of the corpus has to be fitted on.

An encoder knows the messages it was trained on by heart; a model fitted on its own numbers for them would trust it
far too much. So each message's numbers come from an encoder that was trained without its file, and lie beside the
shipped encoder, by the hash of the text.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from classifier.corpus import Example
from classifier.encoder.files import EncoderRefused
from classifier.encoder.running import Meaning, load
from classifier.reading import joined

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEFT_OUT = "left-out.npz"
FOLDS = 3


def folds(examples: Sequence[Example], count: int = FOLDS) -> list[frozenset[str]]:
    """Return the sources in so many groups of about the same number of messages."""
    sizes = {source: sum(example.source == source for example in examples) for source in _sources(examples)}
    groups: list[set[str]] = [set() for _ in range(count)]
    for source in sorted(sizes, key=lambda source: (-sizes[source], source)):
        min(groups, key=lambda group: sum(sizes[one] for one in group)).add(source)
    return [frozenset(group) for group in groups if group]


def _sources(examples: Sequence[Example]) -> list[str]:
    return sorted({example.source for example in examples})


def key_of(text: str) -> str:
    """Return the name of a text: twenty hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def write(directory: Path, examples: Sequence[Example], numbers: "NDArray[np.float32]") -> None:
    """Write the numbers of messages, (messages, dimensions), beside the encoder."""
    import numpy as np

    keys = np.array([key_of(joined(example.subject, example.text)[0]) for example in examples])
    np.savez_compressed(directory / LEFT_OUT, keys=keys, numbers=numbers.astype(np.float16))


class _Reads(Protocol):
    """What is stood for."""

    name: str
    dimensions: tuple[str, ...]

    def read(self, text: str) -> Meaning:
        """Return what a text means."""


class LeftOut:
    """Reads like the encoder it stands for, but for a message of the corpus as one that had not seen it."""

    def __init__(self, encoder: _Reads, directory: Path) -> None:
        """Load the numbers beside the encoder. Raises EncoderRefused when they cannot be read."""
        self.name = encoder.name
        self.dimensions = encoder.dimensions
        self._encoder = encoder
        self._known = _known(directory / LEFT_OUT)

    def read(self, text: str) -> Meaning:
        """Return what a text means; for one of the corpus without the shares of its tokens."""
        import numpy as np

        found = self._encoder.read(text)
        numbers = self._known.get(key_of(text))
        if numbers is None:
            return found
        # Only what was fine-tuned knows the corpus by heart; the rest of the numbers are as anybody's.
        values = np.concatenate([numbers.astype(np.float32), found.values[len(numbers) :]])
        return Meaning(values, np.zeros((0, len(self.dimensions)), dtype=np.float32), ())


def learning(directory: Path) -> LeftOut:
    """Return the encoder of a folder as a model has to learn from it. Raises EncoderRefused."""
    return LeftOut(load(directory), directory)


def _known(path: Path) -> "Mapping[str, NDArray[np.float16]]":
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as content:
            return dict(zip(content["keys"].tolist(), content["numbers"], strict=True))
    except (OSError, KeyError, ValueError) as error:
        raise EncoderRefused(f"{path}: cannot be read as an encoder's left-out numbers ({error})") from error
