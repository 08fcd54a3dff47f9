"""The words shown are the words that moved the score, by exactly their share of it."""

import numpy as np
import pytest

from classifier.encoder.running import Meaning
from classifier.model import Block, Head, Model, nothing
from classifier.telling import phrases

TEXT = "Hello team. Nobody can log in since eight. Thanks."
TOKENS = ("Hello", "team", ".", "Nobody", "can", "log", "in", "since", "eight", ".", "Thanks", ".")


def spans() -> tuple[tuple[int, int], ...]:
    found, at = [(0, 0)], 0
    for token in TOKENS:
        at = TEXT.index(token, at)
        found.append((at, at + len(token)))
        at += len(token)
    return (*found, (0, 0))


def reading(pulls: dict[str, float]) -> tuple[Model, Meaning]:
    """A model of one number, to which each token adds what `pulls` says."""
    parts = np.array([[0.0], *([pulls.get(token, -0.1)] for token in TOKENS), [0.0]])
    head = Head(("1", "2"), np.array([[1.0], [-1.0]]), np.zeros(2))
    meaning = Block({"m": 0}, np.array([1.0]), counted=False)
    blocks = {"words": nothing(), "groups": nothing(), "signs": nothing(), "meaning": meaning, "sense": nothing()}
    return Model(blocks, head, head, 1.0), Meaning(parts.sum(axis=0), parts, spans())


@pytest.mark.parametrize(
    ("pulls", "shown"),
    [
        ({"Nobody": 2.0, "can": 0.5, "log": 1.0, "in": 0.4}, ["Nobody can log in"]),
        ({"Nobody": 2.0, "log": 1.0}, ["Nobody can log"]),
        ({"Nobody": 2.0, "eight": 0.9}, ["Nobody", "eight"]),
        ({"Nobody": 2.0, "eight": 0.1}, ["Nobody"]),
        ({"team": 1.0, "Nobody": 1.0}, ["team", "Nobody"]),
        ({}, []),
    ],
    ids=[
        "neighbours are one phrase",
        "one weak word between does not part them",
        "two phrases, the loudest first",
        "what is much weaker is not shown",
        "a phrase ends with its sentence",
        "nothing speaks for it",
    ],
)
def test_phrases(pulls: dict[str, float], shown: list[str]) -> None:
    model, meaning = reading(pulls)
    found = phrases(model, meaning, TEXT, model.level, "1")
    assert [TEXT[one.start : one.end] for one in found] == shown


def test_pulls_of_all_tokens_add_up_to_what_the_head_says_for_the_class() -> None:
    model, meaning = reading({"Nobody": 2.0, "log": 1.0})
    pulls = model.pull_of_parts(meaning.parts, model.level, "1")
    assert pulls.sum() == pytest.approx(float(meaning.values[0]))
