"""A contract as a table that its customer could read; plain data, to be shown by whoever asks for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from intake.contract.in_words import CHANNELS, FACTS, LEVEL_CHANGES, NOTICES, SITUATIONS, hours, listed, undertaking
from intake.contract.zones import zone_name
from intake.domain.contract import (
    Channel,
    ChannelRule,
    Commitment,
    Contract,
    Emergency,
    Fact,
    LevelSource,
    Notice,
    Provisional,
)
from intake.domain.target import TargetKind

_SOURCES = {LevelSource.CLAIM: "the level the customer names", LevelSource.SUGGESTION: "a confident suggestion"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence, the clause it rests on or None, and the numbers of its footnotes."""

    words: str
    clause: str | None = None
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelLine:
    """A severity level of the contract."""

    id: str
    name: str
    summary: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One promise: `who` it is for where that is neither a level nor a plan, `force` is 'we aim to answer'.

    `hours` is the name of an `HoursLine`, or empty where no time runs.
    """

    level: str | None
    plan: str | None
    who: str
    force: str
    target: str
    hours: str
    clause: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLine:
    """The hours that rows refer to by name, in words."""

    name: str
    words: str
    zone: str
    assumed: bool
    clause: str | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote: how an ambiguous clause is read; `read_as` is None while nobody has decided."""

    number: int
    id: str
    clause: str
    question: str
    readings: tuple[str, ...]
    read_as: str | None
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A whole contract, ready to be shown from top to bottom."""

    id: str
    title: str
    vendor: str
    source: str
    zone: str
    plans: tuple[str, ...]
    levels: tuple[LevelLine, ...]
    rows: tuple[Row, ...]
    hours: tuple[HoursLine, ...]
    who_sets_the_level: tuple[Line, ...]
    emergencies: tuple[Line, ...]
    notices: tuple[Line, ...]
    telephones: tuple[str, ...]
    for_a_person: tuple[Line, ...]
    notes: tuple[Note, ...]


def table(contract: Contract) -> Table:
    """Return a contract as a table: rows by level and plan, sentences, and each ruling as a numbered footnote."""
    numbers = {ruling.id: number for number, ruling in enumerate(contract.rulings, start=1)}
    return Table(
        id=contract.id,
        title=contract.title,
        vendor=contract.vendor,
        source=contract.source,
        zone=zone_name(contract.zone),
        plans=tuple(plan.name for plan in contract.plans),
        levels=tuple(
            LevelLine(id=level.id, name=level.name, summary=level.summary, clause=level.clause)
            for level in contract.levels
        ),
        rows=tuple(_row(contract, row, numbers) for row in _in_order(contract)),
        hours=_hours(contract, numbers),
        who_sets_the_level=tuple(_who(contract, numbers)),
        emergencies=tuple(_emergencies(contract.emergency)) if contract.emergency is not None else (),
        notices=tuple(_notice(notice) for notice in contract.notices),
        telephones=contract.telephones,
        for_a_person=tuple(Line(words=said.title, clause=said.clause) for said in contract.for_a_person),
        notes=_notes(contract, numbers),
    )


def _in_order(contract: Contract) -> list[Commitment]:
    """Sort rows as the file lists levels and plans; what holds for all of them and emergencies come first."""
    levels = [None, *(level.id for level in contract.levels)]
    plans = [None, *(plan.id for plan in contract.plans)]

    def place(row: Commitment) -> tuple[bool, bool, int, int]:
        return bool(row.kinds), not row.emergency, levels.index(row.level), plans.index(row.plan)

    return sorted(contract.commitments, key=place)


def _row(contract: Contract, row: Commitment, numbers: dict[str, int]) -> Row:
    return Row(
        level=row.level,
        plan=next((plan.name for plan in contract.plans if plan.id == row.plan), None),
        who=_who_for(row),
        force=undertaking(row),
        target=row.target.words,
        hours="" if row.target.kind in (TargetKind.UNSTATED, TargetKind.SCHEDULED) else row.calendar,
        clause=row.clause,
        notes=_numbers(row.rulings, numbers),
    )


def _who_for(row: Commitment) -> str:
    if row.emergency:
        return "emergency"
    if row.kinds:
        return listed([kind.replace("_", " ") for kind in sorted(row.kinds)])
    return "" if row.level or row.plan else "every request"


def _numbers(rulings: tuple[str, ...], numbers: dict[str, int]) -> tuple[int, ...]:
    return tuple(sorted(numbers[name] for name in rulings))


def _hours(contract: Contract, numbers: dict[str, int]) -> tuple[HoursLine, ...]:
    return tuple(
        HoursLine(
            name=calendar.id,
            words=hours(calendar),
            zone=zone_name(calendar.zone),
            assumed=calendar.assumed,
            clause=calendar.clause,
            notes=_numbers(calendar.rulings, numbers),
        )
        for calendar in contract.calendars
    )


def _who(contract: Contract, numbers: dict[str, int]) -> Iterator[Line]:
    if not contract.levels:
        yield Line(words="The contract has no severity levels: nobody sets one.")
        return
    for rules in _alike(contract.channels):
        words = f"By {listed([CHANNELS[rule.channel] for rule in rules])}: {_sets(rules[0])}."
        clause = ", ".join(rules[0].clauses) or None
        yield Line(words=words, clause=clause, notes=_numbers(rules[0].rulings, numbers))
    for level in contract.levels:
        if level.only_by is not None:
            channel, instead = CHANNELS[level.only_by], f"elsewhere level {level.otherwise}'s clock runs"
            yield Line(words=f"Level {level.id} counts by {channel} only; {instead}.", clause=level.clause)
    yield Line(words=LEVEL_CHANGES[contract.level_change], clause=contract.level_change_clause)


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


def _emergencies(rule: Emergency) -> Iterator[Line]:
    ways = listed([f"({_facts(evidence)})" for evidence in rule.evidence], "or")
    ways = ways.strip("()") if len(rule.evidence) == 1 else ways
    unless = f"; not when {_facts(rule.unless, 'or')}" if rule.unless else ""
    yield Line(words=f"An emergency is reported when {ways}{unless}.", clause=rule.clause)
    if rule.half is not None:
        yield Line(words=f"When only this is stated, the rest is asked for: {_facts(rule.half)}.", clause=rule.clause)
    if rule.own_it is not None:
        yield Line(words=f"The customer's own IT looks first when {_facts(rule.own_it)}.")
    if rule.provisional:
        yield Line(words="It is provisional until an engineer confirms or withdraws it.")


def _facts(facts: frozenset[Fact], link: str = "and") -> str:
    return listed([FACTS[fact] for fact in Fact if fact in facts], link)


def _notice(notice: Notice) -> Line:
    levels = listed(sorted(notice.levels), "or")
    when = listed([SITUATIONS[when].format(levels) for when in sorted(notice.when)], "or")
    facts = "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in notice.facts)
    words = f"{when[0].upper()}{when[1:]}: {NOTICES[notice.id]}{f' ({facts})' if facts else ''}."
    return Line(words=words, clause=notice.clause)


def _notes(contract: Contract, numbers: dict[str, int]) -> tuple[Note, ...]:
    return tuple(
        Note(
            number=numbers[ruling.id],
            id=ruling.id,
            clause=ruling.clause,
            question=ruling.question,
            readings=ruling.readings,
            read_as=ruling.in_force,
            why=ruling.why,
            by=ruling.by,
        )
        for ruling in contract.rulings
    )
