"""Which sentence and which clause each word of a message belongs to."""

from collections.abc import Sequence
from itertools import accumulate

from classifier.spelling import Token


def sentences_of(tokens: Sequence[Token]) -> list[int]:
    """Return the number of the sentence that each word belongs to, counted from 0."""
    return list(accumulate([token.stops for token in tokens[:-1]], initial=0)) if tokens else []


def clauses_of(tokens: Sequence[Token], sentences: Sequence[int]) -> tuple[list[int], list[Token]]:
    """Return the number of each word's clause, and the words, those that begin a clause told from the others.

    The word after a greeting or a conjunction is a beginning too.
    """
    numbers: list[int] = []
    marked: list[Token] = []
    number, before, fresh = -1, -1, True
    for token, sentence in zip(tokens, sentences, strict=True):
        begins = fresh or token.joins or sentence != before
        number += begins
        numbers.append(number)
        marked.append((token.beginning or token) if begins else token)
        fresh = token.parts or (begins and token.leads)
        before = sentence
    return numbers, marked
