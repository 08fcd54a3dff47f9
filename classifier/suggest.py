"""Suggest a severity for a message: calibrated, with evidence, and free to say that it does not know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from classifier.claims import without_claims
from classifier.decision import alarm_from, alone, decided, flattened
from classifier.encoder import running
from classifier.encoder.files import EncoderRefused
from classifier.encoder.running import Meaning
from classifier.facts import ENGLISH, Evidence, Facts, facts_of, get_ready, told_in_another_language
from classifier.features import Features, Reads, features_and_facts, meant
from classifier.foreign import is_foreign
from classifier.model import Head, Model, Vector
from classifier.reading import common_words, joined
from classifier.rubric import line_for
from classifier.storing import ModelRefused, Shelved
from classifier.storing import load as load_shelved
from classifier.telling import at_tokens, clauses_in, phrases, whole_clause

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

UNTRAINED = 3  # the policy's default
TELLING = 4  # words of the model shown as evidence
PHRASES = 3  # the same for phrases
LETTERS = 3  # a telling word has at least so many characters
PULL = 0.05  # and speaks at least so loudly for the severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A suggested severity, 1 (critical) to 4 (nominal).

    `probabilities` are calibrated and add up to 1, empty without a model; `confidence` is that of `severity`;
    `abstained` says that nobody should lean on it; `alert` is the level-1 alarm, independent of `severity`,
    which in other languages than English also rings for an outage that the rules alone find;
    `model` is "severity@2.2.0", or None when no trained model was there; `rubric` is the line that its own
    facts and kind argue with, None where they argue for none of this severity.
    """

    severity: int
    probabilities: dict[int, float] = field(default_factory=dict)
    confidence: float
    abstained: bool
    alert: bool
    kind: str
    facts: Facts
    evidence: tuple[Evidence, ...] = ()
    model: str | None = None
    rubric: str | None = None


class Suggests(Protocol):
    """What suggests, trained or not."""

    def suggest(self, channel: str, subject: str | None, text: str) -> Suggestion:
        """Return a suggestion for one message; offsets of the evidence are characters of `text`."""


class PlainSuggester:
    """Without a trained model: severity 3, abstained, and the facts that subject and text state."""

    def suggest(self, channel: str, subject: str | None, text: str) -> Suggestion:
        """Severity 3 with the facts; nothing to lean on."""
        facts, evidence = facts_of(text, subject)
        return Suggestion(
            severity=UNTRAINED,
            confidence=0.0,
            abstained=True,
            alert=False,
            kind="incident",
            facts=facts,
            evidence=evidence,
        )


class Suggester:
    """A trained model with its thresholds, and the encoder it rests on if it needs one."""

    def __init__(self, shelved: Shelved, encoder: Reads | None = None) -> None:
        self._shelved = shelved
        self._encoder = encoder
        self._languages = frozenset(shelved.manifest.get("languages", ()))

    @property
    def alarm(self) -> float:
        """The chance of severity 1 from which the alarm rings."""
        return self._shelved.thresholds["alert"]

    def suggest(self, channel: str, subject: str | None, text: str) -> Suggestion:
        """Return what the model says of the message, and what subject and text state."""
        features, facts, stated = self._read(subject, text)
        model, limits = self._shelved.model, self._shelved.thresholds
        seen = model.vector(features)
        foreign = bool(self._languages) and is_foreign(joined(subject, text)[0], self._languages)
        chances = model.levels(seen)
        if foreign:
            chances = flattened(chances)
        severity = decided(chances, limits["caution"])
        unsure = foreign or not alone(chances, limits["abstain"]) or seen.known < limits["known"]
        read = _Read(model, features, seen, subject, text)
        told = _outage_abroad(facts, subject, text)
        said, kind = model.stated(seen), model.best_kind(seen)
        if told:  # what the model says of these it learned from English
            said = {fact: value for fact, value in said.items() if fact not in ("scope", "connectivity")}
        joined_facts = _joined_facts(facts, said)
        return Suggestion(
            severity=severity,
            probabilities=chances,
            confidence=chances[severity],
            abstained=unsure,
            alert=bool(text.strip() or subject) and (told or chances[1] >= limits["alert"]),
            kind=kind,
            facts=joined_facts,
            evidence=(*_fact_evidence(stated, said, read), *_telling(read, seen, severity)),
            model=self._shelved.name,
            rubric=line_for(severity, kind, joined_facts),
        )

    def chances(self, subject: str | None, text: str) -> tuple[dict[int, float], float]:
        """Return the probabilities of a message, and the share of its words that the model knows."""
        seen = self._shelved.model.vector(self._read(subject, text)[0])
        return self._shelved.model.levels(seen), seen.known

    def _read(self, subject: str | None, text: str) -> tuple[Features, Facts, tuple[Evidence, ...]]:
        subject, text = None if subject is None else without_claims(subject), without_claims(text)
        if self._encoder is None:
            return features_and_facts(subject, text)
        return meant(subject, text, self._encoder)


def load(directory: Path, encoders: Path | None = None, missed_outage: float | None = None) -> Suggester:
    """Return the suggester of a model folder. Raises ModelRefused, whose text is one line for the operator.

    The encoder that a model may rest on lies beside it, or else in `encoders`. `missed_outage` is how many needless
    alarms a missed severity 1 is worth; without it the alarm rings from the chance that training chose.
    """
    get_ready()
    shelved = load_shelved(directory)
    if missed_outage is not None:
        shelved = replace(shelved, thresholds={**shelved.thresholds, "alert": alarm_from(missed_outage)})
    folder = encoder_folder(directory, shelved.manifest, encoders)
    if folder is None:
        return Suggester(shelved)
    try:
        return Suggester(shelved, running.load(folder))
    except EncoderRefused as error:
        raise ModelRefused(f"{directory.name}: {error}") from error


def encoder_folder(directory: Path, manifest: Mapping[str, object], encoders: Path | None = None) -> Path | None:
    """Return where the encoder of a model lies, or ought to lie; None for a model that rests on none."""
    wanted = manifest.get("encoder")
    if not wanted:
        return None
    name = str(wanted).replace("@", "-")
    beside = directory.parent / name
    return beside if encoders is None or beside.is_dir() else encoders / name


@dataclass(frozen=True, slots=True)
class _Read:
    """A message as a model read it."""

    model: Model
    features: Features
    seen: Vector
    subject: str | None
    text: str

    def phrases(self, head: Head, value: str, most: int) -> Iterator[Evidence]:
        """Return the loudest phrases of the text for one value of a head; none where no encoder read it."""
        if self.features.read is None:
            return
        whole, skipped = joined(self.subject, self.text)
        shown = 0
        for phrase in phrases(self.features.read.spans, self._pulls(self.features.read, head, value), whole):
            if shown == most:
                return
            if phrase.start >= skipped:
                start, end = phrase.start - skipped, phrase.end - skipped
                yield Evidence(text=self.text[start:end], start=start, end=end, why="")
                shown += 1

    def _pulls(self, read: Meaning, head: Head, value: str) -> "Floats":
        """Return what each token, with the words that begin there, adds to the score of a value."""
        words = self.model.pull_of_terms(self.seen, head, value)
        added = at_tokens(words, self.features.terms_at, read.spans)
        pulls: Floats = self.model.pull_of_parts(read.parts, head, value) + added
        return pulls


def _outage_abroad(stated: Facts, subject: str | None, text: str) -> bool:
    """Whether the rules find an outage for all in a text that is not English: the model may have learned too little."""
    if stated.scope != "all" or not stated.connectivity or stated.over or stated.planned_event:
        return False
    subject, text = None if subject is None else without_claims(subject), without_claims(text)
    return told_in_another_language(text, subject) or is_foreign(joined(subject, text)[0], frozenset({ENGLISH}))


def _joined_facts(found: Facts, said: Mapping[str, str]) -> Facts:
    """Return the facts as the model judges them; what it has no head for is as the rules say."""
    values = {fact: value if fact in ("scope", "locations") else value == "yes" for fact, value in said.items()}
    return replace(found, **values)  # type: ignore[arg-type] # each value is of its fact's type


def _fact_evidence(stated: Sequence[Evidence], said: Mapping[str, str], read: _Read) -> Iterator[Evidence]:
    """Return the clauses for each fact: those a rule found, where the model agrees, else those that moved the model."""
    agreed = [one for one in stated if said.get(one.why.partition("=")[0]) in (None, one.why.partition("=")[2])]
    yield from _widened(agreed, read.text)
    shown = {one.why for one in agreed}
    for fact, value in said.items():
        why = f"{fact}={value}"
        if value not in ("no", "unknown") and why not in shown:
            for one in read.phrases(read.model.facts[fact], value, 1):
                yield replace(one, why=why)


def _widened(evidence: Sequence[Evidence], text: str) -> Iterator[Evidence]:
    """Return the clauses that evidence stands in, each once for what it speaks for."""
    clauses = clauses_in(text) if evidence else []
    every = dict.fromkeys((one.why, *whole_clause(clauses, one.start, one.end)) for one in evidence)
    for why, start, end in every:
        yield Evidence(text=text[start:end], start=start, end=end, why=why)


def _telling(read: _Read, seen: Vector, severity: int) -> Iterator[Evidence]:
    """Return what speaks loudest for the severity and stands in the text: phrases, or words without an encoder."""
    why = f"points to {severity}"
    if read.features.read is not None:
        for one in read.phrases(read.model.level, str(severity), PHRASES):
            yield replace(one, why=why)
        return
    pull = read.model.telling(seen, severity, read.features.words)
    yield from _words(pull, read.features, read.text, why)


def _words(pull: dict[str, float], features: Features, text: str, why: str) -> Iterator[Evidence]:
    """Return the loudest words that stand in the text and do not overlap."""
    taken: list[tuple[int, int]] = []
    common = common_words()
    for word in sorted(pull, key=lambda word: -pull[word]):
        start, end = features.places.get(word, (0, 0))
        if pull[word] < PULL or len(taken) == TELLING:
            return
        if end - start < LETTERS or word in common or any(start < last and first < end for first, last in taken):
            continue
        taken.append((start, end))
        yield Evidence(text=text[start:end], start=start, end=end, why=why)
