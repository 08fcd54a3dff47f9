"""What a model has to be better than: always the commonest severity, and a dozen rules for words."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.corpus import Example

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.integer[Any]]

OTHERWISE = 3  # where no rule finds a word


@dataclass(frozen=True, slots=True)
class Rule:
    """A message with one of the words has the severity."""

    level: int
    words: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules of keywords.toml, in their order."""
    text = resources.files("classifier.report").joinpath("keywords.toml").read_text(encoding="utf-8")
    return tuple(Rule(row["level"], tuple(row["words"])) for row in tomllib.loads(text)["rules"])


def by_keywords(examples: Sequence[Example]) -> "Integers":
    """Return what the rules say of each message."""
    return np.array([_first(f"{example.subject or ''}\n{example.text}".lower()) for example in examples])


def by_majority(examples: Sequence[Example]) -> "Integers":
    """Return the commonest severity of these messages for each; the most severe of those that are as common."""
    levels = np.array([example.level for example in examples])
    return np.full(len(levels), int(np.bincount(levels, minlength=5).argmax()))


def _first(text: str) -> int:
    return next((rule.level for rule in rules() if any(word in text for word in rule.words)), OTHERWISE)
