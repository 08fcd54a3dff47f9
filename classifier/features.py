"""What the model sees of a message: words, character groups, and signs that carry over to other writers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from itertools import combinations

from classifier.facts import Facts, cues_in, facts_in, get_ready, look
from classifier.reading import Reading, joined, opened
from classifier.tokens import groups, words

BLOCKS = ("words", "groups", "signs")


@dataclass(frozen=True, slots=True)
class Features:
    """Counts by block; `places` says where in the text a word stands, (start, end) in characters."""

    words: Counter[str]
    groups: Counter[str]
    signs: Counter[str]
    places: dict[str, tuple[int, int]] = field(default_factory=dict)


def features_of(subject: str | None, text: str) -> Features:
    """Return the features of subject and text together; the channel plays no part."""
    get_ready()
    whole, skipped = joined(subject, text)
    with opened(whole) as reading:
        counted = words(reading)
        return Features(
            words=Counter(word.form for word in counted),
            groups=Counter(groups(reading)),
            signs=Counter(_signs(reading)),
            places=_places(reading, skipped),
        )


def _places(reading: Reading, skipped: int) -> dict[str, tuple[int, int]]:
    """Where each word first stands in the text, the subject left out."""
    places: dict[str, tuple[int, int]] = {}
    for word in words(reading):
        start, end = reading.span(word.first, word.last)
        if start >= skipped:
            places.setdefault(word.form, (start - skipped, end - skipped))
    return places


def _signs(reading: Reading) -> Iterator[str]:
    """Facts, cues and shape of the message, and any two of the facts and cues together."""
    found = look(reading)
    facts, _ = facts_in(found)
    signs = [*_stated(facts), *sorted(cues_in(found)), *_shape(reading)]
    yield from signs
    yield from (f"{one} & {two}" for one, two in combinations(signs, 2))


def _stated(facts: Facts) -> Iterator[str]:
    for entry in fields(facts):
        value = getattr(facts, entry.name)
        if value not in (False, "unknown"):
            yield f"{entry.name}={value}"


def _shape(reading: Reading) -> Iterator[str]:
    length = len(reading.doc)
    yield "short" if length < 25 else "long" if length > 90 else "middling"
    if any(token.text.startswith("?") for token in reading.doc):
        yield "asks"
