"""Who sets the level, read a second time: which rows of a contract hold for one situation, and on whose word."""

from collections.abc import Iterator
from dataclasses import dataclass

from intake.domain.contract import (
    ChannelRule,
    Commitment,
    Contract,
    Emergency,
    Fact,
    Level,
    LevelSource,
    Notice,
    Provisional,
    When,
)
from intake.domain.promise import Promise, Situation
from intake.domain.suggestion import Facts, Locations, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitled:
    """What a contract gives: the levels, whether it waits for an engineer, and the situations that call for notices.

    `kind` is set for a request that carries no level. `clauses` and `rulings` are the rule's own, those of the rows
    apart.
    """

    level: str | None = None
    clock_level: str | None = None
    provisional: bool = False
    emergency: bool = False
    kind: str | None = None
    when: frozenset[When] = frozenset({When.ALWAYS})
    clauses: tuple[str, ...] = ()
    rulings: tuple[str, ...] = ()


def entitled(contract: Contract, situation: Situation) -> Entitled:
    """Apply a contract's rules to a situation that fits it."""
    when = frozenset({When.ALWAYS, *_evidence(contract, situation), *_by_telephone(contract, situation)})
    rule = contract.emergency
    if rule is not None and _is_emergency(contract, situation):
        return Entitled(
            provisional=rule.provisional,
            emergency=True,
            when=when | {When.EMERGENCY},
            clauses=tuple({rule.clause, _ground(rule, situation)}),
            rulings=rule.rulings,
        )
    if situation.level is not None:
        return Entitled(level=situation.level, clock_level=situation.level, when=when)
    channel = next((rule for rule in contract.channels if rule.channel == situation.channel), None)
    if not contract.levels or channel is None:
        return Entitled(when=when)
    return _by_rule(contract, situation, channel, when)


def _ground(rule: Emergency, situation: Situation) -> str:
    """Return where the evidence stands that makes it an emergency; what somebody has said is by its definition."""
    if situation.emergency is None and situation.facts is not None:
        seen = _seen(situation.facts)
        for number, clause in enumerate(rule.evidence_clauses):
            if rule.evidence[number].issubset(seen):
                return clause
    return rule.clause


def rows_for(contract: Contract, plan: str | None, found: Entitled) -> tuple[Commitment, ...]:
    """Return the rows of the contract's table that hold, in the table's order."""
    of_plan = [row for row in contract.commitments if row.plan is None or row.plan == plan]
    if found.emergency:
        return tuple(row for row in of_plan if row.emergency)
    plain = [row for row in of_plan if not row.emergency]
    if found.kind is not None:
        return tuple(row for row in plain if found.kind in row.kinds)
    return tuple(row for row in plain if not row.kinds and row.level in (None, found.clock_level))


def as_promised(contract: Contract, promise: Promise) -> Entitled:
    """Return what a promise says of itself, for checking one whose situation is not known."""
    kinds = {kind for row in contract.commitments for kind in row.kinds}
    levelless = bool(contract.levels) and promise.clock_level is None and not promise.emergency
    rule = next((rule for rule in contract.channels if rule.channel == promise.channel), None)
    return Entitled(
        level=promise.level,
        clock_level=promise.clock_level,
        provisional=promise.provisional,
        emergency=promise.emergency,
        kind=min(kinds, default=None) if levelless else None,
        clauses=(contract.emergency.clause,) if promise.emergency and contract.emergency else (),
        when=frozenset({When.CHANNEL_SETS_NO_LEVEL}) if rule and not rule.carries_level else frozenset(),
    )


def notices_for(contract: Contract, found: Entitled, plan: str | None, *, closed: bool) -> tuple[Notice, ...]:
    """Return the notices that the situation calls for under a plan, in the contract's order."""
    when = {*found.when, *({When.CLOSED} if closed else ())}
    of_plan = [notice for notice in contract.notices if plan in (notice.plans or {plan})]
    return tuple(notice for notice in of_plan if _called_for(notice, when, found.clock_level))


def _called_for(notice: Notice, when: set[When], clock_level: str | None) -> bool:
    by_level = When.CLOCK_LEVEL in notice.when and clock_level is not None and clock_level in notice.levels
    return by_level or not when.isdisjoint(notice.when)


def _seen(facts: Facts) -> set[Fact]:
    seen: set[Fact] = set()
    seen |= {Fact.ALL_USERS} if facts.scope == Scope.ALL else set()
    seen |= {Fact.ONE_LOCATION} if facts.locations == Locations.ONE else set()
    seen |= {Fact.TWO_LOCATIONS} if facts.locations == Locations.TWO_OR_MORE else set()
    seen |= {Fact.CONNECTIVITY} if facts.connectivity else set()
    seen |= {Fact.PLANNED_EVENT} if facts.planned_event else set()
    return seen | ({Fact.OVER} if facts.over else set())


def _is_emergency(contract: Contract, situation: Situation) -> bool:
    if situation.emergency is not None or situation.facts is None or contract.emergency is None:
        return bool(situation.emergency)
    seen = _seen(situation.facts)
    return seen.isdisjoint(contract.emergency.unless) and any(needed <= seen for needed in contract.emergency.evidence)


def _evidence(contract: Contract, situation: Situation) -> Iterator[When]:
    """Yield what half an emergency calls for, unless somebody has said whether it is one."""
    rule, facts = contract.emergency, situation.facts
    if rule is None or facts is None or situation.emergency is not None or _is_emergency(contract, situation):
        return
    seen = _seen(facts)
    if not seen.isdisjoint(rule.unless):
        return
    if rule.half is not None and rule.half <= seen:
        yield When.EMERGENCY_HALF_SHOWN
    if rule.own_it is not None and rule.own_it <= seen:
        yield When.OWN_IT


def _named(contract: Contract, situation: Situation) -> dict[LevelSource, Level]:
    """Return the level that the customer's claim names and the one that the suggestion stands for."""
    found: dict[LevelSource, Level] = {}
    for level in reversed(contract.levels):
        if level.id == situation.claimed:
            found[LevelSource.CLAIM] = level
        if situation.suggested is not None and situation.suggested in level.severities:
            found[LevelSource.SUGGESTION] = level
    if situation.suggested is not None:
        for level in reversed([level for level in contract.levels if situation.kind in level.kinds]):
            found[LevelSource.SUGGESTION] = level  # the kind of a request weighs more than its severity
    return found


def _by_telephone(contract: Contract, situation: Situation) -> Iterator[When]:
    """Yield the notice of a level that was named where it does not count."""
    if situation.level is None:
        named = _named(contract, situation).values()
        if any(level.only_by is not None and level.only_by != situation.channel for level in named):
            yield When.LEVEL_BY_PHONE_ONLY


def _by_rule(contract: Contract, situation: Situation, rule: ChannelRule, when: frozenset[When]) -> Entitled:
    named = _named(contract, situation)
    source = next((source for source in rule.order if source in named), None)
    level = named[source].id if source is not None else rule.default
    levelless = {kind for row in contract.commitments for kind in row.kinds}
    kind = situation.kind if source is LevelSource.SUGGESTION and situation.kind in levelless else None
    clock = None if kind is not None else _where_it_counts(contract, level, rule)
    provisional = rule.provisional is Provisional.ALWAYS or (
        rule.provisional is Provisional.UNLESS_CLAIMED and source is not LevelSource.CLAIM
    )
    calls = {When.PROVISIONAL} if provisional else set()
    calls |= set() if rule.carries_level else {When.CHANNEL_SETS_NO_LEVEL}
    return Entitled(
        level=clock if rule.carries_level else None,
        clock_level=clock,
        provisional=provisional,
        kind=kind,
        when=when | calls,
        clauses=rule.clauses,
        rulings=rule.rulings,
    )


def _where_it_counts(contract: Contract, level_id: str, rule: ChannelRule) -> str:
    level = next(level for level in contract.levels if level.id == level_id)
    if level.only_by is None or level.only_by == rule.channel:
        return level_id
    return level.otherwise or rule.default
