"""What an encoder makes of the messages it was trained on comes from one that had not seen them."""

from pathlib import Path

import numpy as np
import pytest

from classifier.corpus import Example
from classifier.encoder.files import EncoderRefused
from classifier.encoder.leftout import LEFT_OUT, LeftOut, folds, write
from classifier.encoder.running import Meaning


def message(number: int, source: str) -> Example:
    return Example(
        id=f"{source}{number}",
        source=source,
        group=f"{source}{number}",
        channel="email",
        subject="Posting",
        text=f"Message {number} of {source}",
        level=3,
        kind="incident",
        facts=None,
    )


class Serving:
    """An encoder that says of every text that it is 9."""

    name = "encoder@0"
    dimensions: tuple[str, ...] = ("level=1", "level=2")

    def read(self, text: str) -> Meaning:
        return Meaning(np.array([9.0, 9.0]), np.zeros((1, 2)), ((0, len(text)),))


def test_each_source_is_left_out_once_and_the_folds_are_of_about_one_size() -> None:
    sizes = {"a": 60, "b": 50, "c": 30, "d": 20, "e": 10}
    examples = [message(number, source) for source, size in sizes.items() for number in range(size)]
    found = folds(examples)
    assert sorted(source for fold in found for source in fold) == sorted(sizes)
    assert [sum(sizes[source] for source in fold) for fold in found] == [60, 60, 50]


def test_a_message_of_the_corpus_is_read_by_one_that_had_not_seen_it(tmp_path: Path) -> None:
    known = [message(1, "a"), message(2, "a")]
    write(tmp_path, known, np.array([[1.0, 2.0], [3.0, 4.0]], dtype=np.float32))
    reader = LeftOut(Serving(), tmp_path)
    assert reader.read("Posting\n\nMessage 2 of a").values.tolist() == [3.0, 4.0]
    assert reader.read("Posting\n\nanother message").values.tolist() == [9.0, 9.0]


@pytest.mark.parametrize("content", [None, b"not a file of numbers"], ids=["missing", "broken"])
def test_numbers_that_cannot_be_read_are_refused_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / LEFT_OUT).write_bytes(content)
    with pytest.raises(EncoderRefused, match="left-out numbers") as caught:
        LeftOut(Serving(), tmp_path)
    assert "\n" not in str(caught.value)
