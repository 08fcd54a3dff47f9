"""What the model sees of a message: words, character groups, signs by rules, and what an encoder makes of it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import combinations
from typing import Protocol

from classifier.encoder.files import SENSE
from classifier.encoder.running import Meaning
from classifier.facts import Evidence, Facts, Found, cues_in, facts_in, get_ready, look, of_text
from classifier.reading import Reading, joined, opened
from classifier.tokens import Word, groups, words

BLOCKS = ("words", "groups", "signs", "meaning", "sense", "stated", "terms")


class Reads(Protocol):
    """An encoder: its name, the names of its numbers, and what a text means."""

    name: str
    dimensions: tuple[str, ...]

    def read(self, text: str) -> Meaning:
        """Return the numbers of a text, and what each token adds to them."""


@dataclass(frozen=True, slots=True)
class Features:
    """Counts by block; `places` says where in the text a word stands, (start, end) in characters.

    `meaning` and `sense` are an encoder's numbers by name, fine-tuned and as they came, and `stated` the facts that
    rules found beside it; `terms` are the words again, by which a model of meaning tells facts alone, and `terms_at`
    says where in what was read each begins. All are empty without an encoder. `read` is how it came to its numbers.
    """

    words: Counter[str]
    groups: Counter[str]
    signs: Counter[str]
    meaning: Mapping[str, float] = field(default_factory=dict)
    sense: Mapping[str, float] = field(default_factory=dict)
    stated: Mapping[str, float] = field(default_factory=dict)
    terms: Mapping[str, float] = field(default_factory=dict)
    terms_at: Mapping[str, Sequence[int]] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    read: Meaning | None = None


def features_of(subject: str | None, text: str) -> Features:
    """Return the features of subject and text together; the channel plays no part."""
    return features_and_facts(subject, text)[0]


def features_and_facts(subject: str | None, text: str) -> tuple[Features, Facts, tuple[Evidence, ...]]:
    """Return the features, and the facts with their words as `facts_of` does, in one reading."""
    get_ready()
    whole, skipped = joined(subject, text)
    with opened(whole) as reading:
        found, counted = look(reading), words(reading)
        facts, evidence = facts_in(found)
        features = Features(
            words=Counter(word.form for word in counted),
            groups=Counter(groups(reading)),
            signs=Counter(_signs(found, facts)),
            places=_places(reading, counted, skipped),
        )
    return features, facts, of_text(evidence, whole, skipped)


def meant(subject: str | None, text: str, encoder: Reads) -> tuple[Features, Facts, tuple[Evidence, ...]]:
    """Return the same of subject and text as an encoder reads them."""
    get_ready()
    whole, skipped = joined(subject, text)
    found = encoder.read(whole)
    with opened(whole) as reading:
        seen, terms_at = look(reading), _beginnings(reading)
        facts, evidence = facts_in(seen)
        stated = dict.fromkeys([*_stated(facts), *cues_in(seen)], 1.0)
    names, values = encoder.dimensions, found.values.tolist()
    tuned = next((at for at, name in enumerate(names) if name.startswith(SENSE)), len(names))  # the sense comes last
    meaning = dict(zip(names[:tuned], values[:tuned], strict=True))
    sense = dict(zip(names[tuned:], values[tuned:], strict=True))
    terms = {form: float(len(places)) for form, places in terms_at.items()}
    features = Features(Counter(), Counter(), Counter(), meaning, sense, stated, terms, terms_at, read=found)
    return features, facts, of_text(evidence, whole, skipped)


def _beginnings(reading: Reading) -> dict[str, list[int]]:
    """Return the characters at which each word begins."""
    found: dict[str, list[int]] = {}
    for word in words(reading):
        found.setdefault(word.form, []).append(reading.places[reading.starts[word.first]])
    return found


def _places(reading: Reading, counted: Sequence[Word], skipped: int) -> dict[str, tuple[int, int]]:
    """Where each word first stands in the text, the subject left out."""
    begins = bisect_left(reading.starts, skipped, hi=len(reading.doc), key=lambda start: reading.places[start])
    first = {word.form: word for word in reversed(counted) if word.first >= begins}
    spans = ((form, reading.span(word.first, word.last)) for form, word in first.items())
    return {form: (start - skipped, end - skipped) for form, (start, end) in spans}


def _signs(found: Found, facts: Facts) -> Iterator[str]:
    """Facts, cues and shape of the message, and any two of the facts and cues together."""
    signs = [*_stated(facts), *sorted(cues_in(found)), *_shape(found.reading)]
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
