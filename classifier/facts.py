"""What a message states - how many users, how many places, a lost connection - with the words that say so.

The rules are data (`patterns.toml`): the first rule with a match that no veto strikes out gives the value.
Needs spaCy's tokenizer and nothing that was trained.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from typing import Any

from classifier.matching import Lines, Span, lines_of, matches
from classifier.phrases import Vocabulary
from classifier.reading import ONE_AT_A_TIME, Reading, common_words, joined, opened

SHOWN = 3  # pieces of evidence a fact
ENGLISH = "en"  # the language of rules and vetoes that name none
SHORT = 9  # words of a sentence that has its verb in the one before or after


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the message states, by the severity rubric; a fact that is not stated is `unknown` or False.

    `over` says that what failed works again; the other facts still say what it was like.
    """

    scope: str = "unknown"
    locations: str = "unknown"
    connectivity: bool = False
    data_loss: bool = False
    workaround: bool = False
    planned_event: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of the message: characters `start` to `end` of its text, and what they speak for."""

    text: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Lines that speak for `fact` = `value`; with `near`, only beside a match of each of those cues.

    Beside is in the same sentence; a short sentence ("All sites.") looks at its neighbours too.
    """

    name: str
    fact: str
    value: str
    near: tuple[str, ...]
    without: tuple[str, ...]
    lines: tuple[str, ...]
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Veto:
    """Lines that strike out matches they touch, or all in their clause, sentence or message (`reach`).

    `against` holds facts ("connectivity"), single values of a fact ("scope=all") and cues ("cue:trouble").
    One in another language than English spares the rules of every language but its own.
    """

    name: str
    against: frozenset[str]
    reach: str
    lines: tuple[str, ...]
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules in their order, and what may strike them out."""

    rules: tuple[Rule, ...]
    vetoes: tuple[Veto, ...]
    cues: dict[str, tuple[str, ...]]
    vocabulary: Vocabulary


@dataclass(slots=True)
class Found:
    """Matches in one message by the name of what matched."""

    reading: Reading
    matches: dict[str, list[Span]]

    def sentences(self, name: str) -> set[int]:
        """Numbers of the sentences in which `name` matches; a cue where a veto against it strikes does not."""
        spans = self.matches.get(name, ())
        vetoes = [veto for veto in rulebook().vetoes if name in veto.against] if spans else []
        return {
            self.reading.sentences[span[0]] for span in spans if not any(_touches(veto, span, self) for veto in vetoes)
        }

    def clauses(self, name: str) -> set[int]:
        """Numbers of the clauses in which `name` begins."""
        return {self.reading.clauses[first] for first, _ in self.matches.get(name, ())}

    def beside(self, sentence: int) -> set[int]:
        """Return the sentence, and for a short one its neighbours."""
        short = self.reading.sentences.count(sentence) <= SHORT
        return {sentence - 1, sentence, sentence + 1} if short else {sentence}


def facts_of(text: str, subject: str | None = None) -> tuple[Facts, tuple[Evidence, ...]]:
    """Return the facts that subject and text state, and for each the words of the text that it rests on."""
    get_ready()
    whole, skipped = joined(subject, text)
    with opened(whole) as reading:
        facts, evidence = facts_in(look(reading))
    return facts, of_text(evidence, whole, skipped)


def told_in_another_language(text: str, subject: str | None = None) -> bool:
    """Whether a rule of another language than English finds that users are out or that nothing connects."""
    outage = [rule for rule in rulebook().rules if rule.language != ENGLISH and rule.fact in ("scope", "connectivity")]
    with opened(joined(subject, text)[0]) as reading:
        found = look(reading)
        return any(any(_standing(rule, found)) for rule in outage)


def of_text(evidence: tuple[Evidence, ...], whole: str, skipped: int) -> tuple[Evidence, ...]:
    """Return the evidence that stands in the text, with its places there; `skipped` characters stand before it."""
    return tuple(
        replace(
            one, text=whole[max(one.start, skipped) : one.end], start=max(one.start - skipped, 0), end=one.end - skipped
        )
        for one in evidence
        if one.end > skipped
    )


def get_ready() -> None:
    """Load spaCy and the rules now (about a second, once), before any text is opened."""
    with ONE_AT_A_TIME:  # two threads must not build two vocabularies
        _lines()


def facts_in(found: Found) -> tuple[Facts, tuple[Evidence, ...]]:
    """Return the same for a message that was looked through already."""
    stated: dict[str, tuple[Rule, list[tuple[int, int]]]] = {}
    for rule in rulebook().rules:
        if rule.fact in stated:
            continue
        spans = list(_standing(rule, found))
        if spans:
            stated[rule.fact] = rule, spans
    if "over" in stated and _fails_after_all(stated, found.reading):
        del stated["over"]
    values: dict[str, Any] = {fact: True if rule.value == "yes" else rule.value for fact, (rule, _) in stated.items()}
    evidence = [one for rule, spans in stated.values() for one in _evidence(spans, rule, found.reading)]
    return Facts(**values), tuple(evidence)


def _fails_after_all(stated: Mapping[str, tuple[Rule, list[tuple[int, int]]]], reading: Reading) -> bool:
    """Whether a failure is told in a later sentence than that it is over: a missed outage is worse than a false one."""
    last = {fact: max(reading.sentences[first] for first, _ in spans) for fact, (_, spans) in stated.items()}
    return last.get("connectivity", -1) > last["over"]


def look(reading: Reading) -> Found:
    """All matches of rules, vetoes and cues."""
    found = matches(_lines(), reading.doc)
    return Found(reading, {name: [one for one in spans if _in_one_part(one, reading)] for name, spans in found.items()})


def _in_one_part(span: tuple[int, int], reading: Reading) -> bool:
    """Whether no blank line is inside: a subject and the first words of the text say nothing together."""
    return not any(reading.doc[place].text.strip(" ") == "\n" for place in range(*span))


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
    near = tuple(entry.get("near", ()))
    return Rule(f"rule:{number}", fact, value, near, without, tuple(entry["lines"]), entry.get("language", ENGLISH))


def _veto(number: int, entry: dict[str, Any]) -> Veto:
    against = frozenset(entry["against"])
    language = entry.get("language", ENGLISH)
    return Veto(f"veto:{number}", against, entry.get("reach", "words"), tuple(entry["lines"]), language)


def _check(book: Rulebook) -> None:
    known = {fact.name for fact in fields(Facts)}
    known |= {f"cue:{name}" for name in book.cues}
    struck = [entry.partition("=")[0] for veto in book.vetoes for entry in veto.against]
    for fact in [*(rule.fact for rule in book.rules), *struck]:
        if fact not in known:
            raise ValueError(f"patterns.toml: {fact!r} is no fact; the facts are {', '.join(sorted(known))}")
    for rule in book.rules:
        unknown = {*rule.near, *rule.without} - set(book.cues)
        if unknown:
            raise ValueError(f"patterns.toml: no cue is called {', '.join(sorted(unknown))}")


@cache
def _lines() -> Lines:
    book = rulebook()
    named = [
        *((rule.name, rule.lines) for rule in book.rules),
        *((veto.name, veto.lines) for veto in book.vetoes),
        *((f"cue:{name}", lines) for name, lines in book.cues.items()),
    ]
    return lines_of(named, book.vocabulary, common_words())


def _standing(rule: Rule, found: Found) -> Iterator[tuple[int, int]]:
    """Return matches of the rule that no veto strikes out, in the order of the text."""
    for span in found.matches.get(rule.name, ()):
        sentence = found.reading.sentences[span[0]]
        beside = found.beside(sentence)
        if any(beside.isdisjoint(found.sentences(f"cue:{cue}")) for cue in rule.near):
            continue
        if any(sentence in found.sentences(f"cue:{cue}") for cue in rule.without):
            continue
        if not any(_strikes(veto, rule, span, found) for veto in rulebook().vetoes):
            yield span


def _strikes(veto: Veto, rule: Rule, span: Span, found: Found) -> bool:
    if veto.against.isdisjoint({rule.fact, f"{rule.fact}={rule.value}"}):
        return False
    if veto.language not in (ENGLISH, rule.language):
        return False
    return _touches(veto, span, found)


def _touches(veto: Veto, span: Span, found: Found) -> bool:
    spans = found.matches.get(veto.name, ())
    if not spans:
        return False
    if veto.reach == "message":
        return True
    if veto.reach == "sentence":
        return found.reading.sentences[span[0]] in found.sentences(veto.name)
    if veto.reach == "clause":
        return not found.clauses(veto.name).isdisjoint(found.reading.clauses[span[0] : span[1]])
    return any(first < span[1] and span[0] < last for first, last in spans)


def _evidence(spans: list[Span], rule: Rule, reading: Reading) -> Iterator[Evidence]:
    for first, last in spans[:SHOWN]:
        start, end = reading.quote(first, last)
        yield Evidence(text=reading.text[start:end], start=start, end=end, why=f"{rule.fact}={rule.value}")
