"""The sentences of a contract's table: plans, who sets the level, emergencies, notices, telephone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from intake.contract.pages.in_words import CHANNELS, FACTS, LEVEL_CHANGES, NOTICES, SITUATIONS, listed
from intake.domain.contract import (
    Channel,
    ChannelRule,
    Contract,
    Emergency,
    Fact,
    LevelSource,
    Notice,
    Provisional,
)

# The number of each ruling's footnote, by the ruling's id.
Numbers = Mapping[str, int]

_SOURCES = {LevelSource.CLAIM: "the level the customer names", LevelSource.SUGGESTION: "a confident suggestion"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence, the clause it rests on or None, and the numbers of its footnotes."""

    words: str
    clause: str | None = None
    notes: tuple[int, ...] = ()


def marks(rulings: Iterable[str], numbers: Numbers) -> tuple[int, ...]:
    """Return the footnotes of what rests on `rulings`, in order."""
    return tuple(sorted(numbers[name] for name in rulings))


def ambiguous_plans(contract: Contract) -> Iterator[Line]:
    """Yield each name that may mean several plans."""
    names = {plan.id: plan.name for plan in contract.plans}
    for name, meant in contract.ambiguous_plans:
        candidates = listed([names[plan] for plan in meant], "or")
        yield Line(words=f'A plan called "{name}" may be {candidates}: it has to be said which.')


def who_sets_the_level(contract: Contract, numbers: Numbers) -> Iterator[Line]:
    """Yield whose word sets the level on which channel, and who changes it afterwards."""
    if not contract.levels:
        yield Line(words="The contract has no severity levels: nobody sets one.")
        return
    for rules in _alike(contract.channels):
        words = f"By {listed([CHANNELS[rule.channel] for rule in rules])}: {_sets(rules[0])}."
        clause = ", ".join(rules[0].clauses) or None
        yield Line(words=words, clause=clause, notes=marks(rules[0].rulings, numbers))
    for level in contract.levels:
        if level.only_by is not None:
            channel, instead = CHANNELS[level.only_by], f"elsewhere level {level.otherwise}'s clock runs"
            yield Line(words=f"Level {level.id} counts by {channel} only; {instead}.", clause=level.clause)
    assumed = " The document does not say so: it is our reading." if contract.level_change_assumed else ""
    yield Line(
        words=f"{LEVEL_CHANGES[contract.level_change]}{assumed}",
        clause=contract.level_change_clause,
        notes=marks(contract.level_change_rulings, numbers),
    )


def _alike(rules: tuple[ChannelRule, ...]) -> Iterable[list[ChannelRule]]:
    """Group the channels that share a rule, in the order in which the file names them first."""
    found: dict[ChannelRule, list[ChannelRule]] = {}
    for rule in rules:
        found.setdefault(replace(rule, channel=Channel.EMAIL), []).append(rule)
    return found.values()


def _sets(rule: ChannelRule) -> str:
    if not rule.carries_level:
        return f"no level is set, level {rule.default}'s clock runs whatever the message says"
    order = ", else ".join([*(_SOURCES[source] for source in rule.order), f"level {rule.default}"])
    if rule.provisional is Provisional.ALWAYS:
        return f"{order}; provisional until an engineer confirms it"
    if rule.provisional is Provisional.UNLESS_CLAIMED:
        return f"{order}; provisional until an engineer confirms it, unless the customer named it"
    return order


def emergencies(rule: Emergency | None, numbers: Numbers) -> Iterator[Line]:
    """Yield what makes an emergency, what is asked for and what rules it out; nothing where there is no such rule."""
    if rule is None:
        return
    ways = listed([f"({_facts(evidence)})" for evidence in rule.evidence], "or")
    ways = ways.strip("()") if len(rule.evidence) == 1 else ways
    unless = f"; not when {_facts(rule.unless, 'or')}" if rule.unless else ""
    words = f"An emergency is reported when {ways}{unless}."
    clauses = ", ".join(dict.fromkeys((rule.clause, *rule.evidence_clauses)))
    yield Line(words=words, clause=clauses, notes=marks(rule.rulings, numbers))
    if rule.own_staff_counts:
        yield Line(words="Our own staff may be one of the locations.", clause=rule.clause)
    if rule.half is not None:
        yield Line(words=f"When only this is stated, the rest is asked for: {_facts(rule.half)}.", clause=rule.clause)
    if rule.own_it is not None:
        yield Line(words=f"The customer's own IT looks first when {_facts(rule.own_it)}.")
    if rule.provisional:
        yield Line(words="It is provisional until an engineer confirms or withdraws it.")


def _facts(facts: frozenset[Fact], link: str = "and") -> str:
    return listed([FACTS[fact] for fact in Fact if fact in facts], link)


def notice_line(notice: Notice, names: Mapping[str, str], numbers: Numbers) -> Line:
    """Return when a notice is given and what it says; `names` are the plans' by their ids."""
    levels = listed(sorted(notice.levels), "or")
    when = listed([SITUATIONS[when].format(levels) for when in sorted(notice.when)], "or")
    plans = f", under {listed([names[plan] for plan in names if plan in notice.plans], 'or')}" if notice.plans else ""
    facts = "; ".join(_figure(notice, *figure) for figure in notice.figures)
    words = f"{when[0].upper()}{when[1:]}{plans}: {NOTICES[notice.id]}{f' ({facts})' if facts else ''}."
    return Line(words=words, clause=notice.clause, notes=marks(notice.rulings, numbers))


def _figure(notice: Notice, name: str, value: str) -> str:
    clause = notice.clause_of(name)
    return f"{name.replace('_', ' ')}: {value}{f', clause {clause}' if clause else ''}"


def telephone(contract: Contract) -> Iterator[Line]:
    """Yield the numbers and the levels they are given for, or that one is wanted."""
    for number in contract.telephones:
        yield Line(words=number)
    for_levels = listed([level.id for level in contract.levels if level.id in contract.telephone_levels])
    if contract.telephones and for_levels:
        yield Line(words=f"Given to customers at level {for_levels}.")
    if not contract.telephones and contract.telephone_wanted:
        instead = f"until then customers are pointed to {contract.website}" if contract.website else "none is given"
        yield Line(words=f"No number is written in the contract; {instead}.")
