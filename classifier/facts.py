"""What a message states - how many users, how many places, a lost connection - with the words that say so.

The rules are data (`patterns.toml`): the first rule with a match that no veto strikes out gives the value.
Needs spaCy's tokenizer and nothing that was trained.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from classifier.phrases import Vocabulary, compiled
from classifier.reading import ONE_AT_A_TIME, Reading, language, opened

if TYPE_CHECKING:
    from spacy.matcher import Matcher

SHOWN = 3  # pieces of evidence a fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the message states, by the severity rubric; a fact that is not stated is `unknown` or False."""

    scope: str = "unknown"
    locations: str = "unknown"
    connectivity: bool = False
    data_loss: bool = False
    workaround: bool = False
    planned_event: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of the message: characters `start` to `end` of its text, and what they speak for."""

    text: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Lines that speak for `fact` = `value`; with `near`, only beside a match of that cue."""

    name: str
    fact: str
    value: str
    near: str
    without: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Veto:
    """Lines that strike out matches of `fact` they touch, or all in their sentence or message (`reach`)."""

    name: str
    fact: str
    value: str
    reach: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules in their order, and what may strike them out."""

    rules: tuple[Rule, ...]
    vetoes: tuple[Veto, ...]
    cues: dict[str, tuple[str, ...]]
    vocabulary: Vocabulary


@dataclass(slots=True)
class Found:
    """Matches in one message: (first word, word after the last) by the name of what matched."""

    reading: Reading
    matches: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def sentences(self, name: str) -> set[int]:
        """Numbers of the sentences in which `name` matches."""
        return {self.reading.sentences[first] for first, _ in self.matches.get(name, ())}


def facts_of(text: str) -> tuple[Facts, tuple[Evidence, ...]]:
    """Return the facts that `text` states, and for each the words it rests on."""
    get_ready()
    with opened(text) as reading:
        return facts_in(look(reading))


def get_ready() -> None:
    """Load spaCy and the rules now (about a second, once), before any text is opened."""
    with ONE_AT_A_TIME:  # two threads must not build two vocabularies
        _matcher()


def facts_in(found: Found) -> tuple[Facts, tuple[Evidence, ...]]:
    """Return the same for a message that was looked through already."""
    values: dict[str, Any] = {}
    evidence: list[Evidence] = []
    for rule in rulebook().rules:
        if rule.fact in values:
            continue
        spans = list(_standing(rule, found))
        if spans:
            values[rule.fact] = True if rule.value == "yes" else rule.value
            evidence.extend(_evidence(spans, rule, found.reading))
    return Facts(**values), tuple(evidence)


def look(reading: Reading) -> Found:
    """All matches of rules, vetoes and cues."""
    found = Found(reading)
    strings = reading.doc.vocab.strings
    for key, first, last in _matcher()(reading.doc):
        found.matches[strings[key]].append((first, last))
    return found


def cues_in(found: Found) -> Iterator[str]:
    """Names of the cues that match: signs of severity that are no fact, for the model."""
    return (name for name in rulebook().cues if found.matches.get(f"cue:{name}"))


@cache
def rulebook() -> Rulebook:
    """Return the rules of `patterns.toml`. Raises ValueError when one names an unknown fact, value or cue."""
    raw = tomllib.loads(resources.files("classifier").joinpath("patterns.toml").read_text(encoding="utf-8"))
    book = Rulebook(
        rules=tuple(_rule(number, entry) for number, entry in enumerate(raw["rule"])),
        vetoes=tuple(_veto(number, entry) for number, entry in enumerate(raw["veto"])),
        cues={name: tuple(lines) for name, lines in raw["cue"].items()},
        vocabulary=Vocabulary(words=raw["words"], phrases=raw["phrases"]),
    )
    _check(book)
    return book


def _rule(number: int, entry: dict[str, Any]) -> Rule:
    fact, _, value = entry["says"].partition("=")
    without = tuple(entry.get("without", ()))
    return Rule(f"rule:{number}", fact, value, entry.get("near", ""), without, tuple(entry["lines"]))


def _veto(number: int, entry: dict[str, Any]) -> Veto:
    fact, _, value = entry["against"].partition("=")
    return Veto(f"veto:{number}", fact, value, entry.get("reach", "words"), tuple(entry["lines"]))


def _check(book: Rulebook) -> None:
    known = {fact.name for fact in fields(Facts)}
    for fact in [*(rule.fact for rule in book.rules), *(veto.fact for veto in book.vetoes)]:
        if fact not in known:
            raise ValueError(f"patterns.toml: {fact!r} is no fact; the facts are {', '.join(sorted(known))}")
    for rule in book.rules:
        unknown = {cue for cue in (rule.near, *rule.without) if cue} - set(book.cues)
        if unknown:
            raise ValueError(f"patterns.toml: no cue is called {', '.join(sorted(unknown))}")


@cache
def _matcher() -> "Matcher":
    from spacy.matcher import Matcher

    book = rulebook()
    matcher = Matcher(language().vocab)
    named = [
        *((rule.name, rule.lines) for rule in book.rules),
        *((veto.name, veto.lines) for veto in book.vetoes),
        *((f"cue:{name}", lines) for name, lines in book.cues.items()),
    ]
    for name, lines in named:
        patterns = [pattern for line in lines for pattern in compiled(line, book.vocabulary)]
        matcher.add(name, patterns, greedy="LONGEST")
    return matcher


def _standing(rule: Rule, found: Found) -> Iterator[tuple[int, int]]:
    """Return matches of the rule that no veto strikes out, in the order of the text."""
    for span in sorted(found.matches.get(rule.name, ())):
        sentence = found.reading.sentences[span[0]]
        if rule.near and sentence not in found.sentences(f"cue:{rule.near}"):
            continue
        if any(sentence in found.sentences(f"cue:{cue}") for cue in rule.without):
            continue
        if not any(_strikes(veto, rule, span, found) for veto in rulebook().vetoes):
            yield span


def _strikes(veto: Veto, rule: Rule, span: tuple[int, int], found: Found) -> bool:
    if veto.fact != rule.fact or veto.value not in ("", rule.value):
        return False
    matches = found.matches.get(veto.name, ())
    if veto.reach == "message":
        return bool(matches)
    if veto.reach == "sentence":
        return found.reading.sentences[span[0]] in found.sentences(veto.name)
    return any(first < span[1] and span[0] < last for first, last in matches)


def _evidence(spans: list[tuple[int, int]], rule: Rule, reading: Reading) -> Iterator[Evidence]:
    for first, last in spans[:SHOWN]:
        start, end = reading.span(first, last)
        yield Evidence(text=reading.text[start:end], start=start, end=end, why=f"{rule.fact}={rule.value}")
