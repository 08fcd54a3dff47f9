"""Which level's clock runs, and on whose word: the contract's channel rules applied to one situation."""

from collections.abc import Collection
from dataclasses import dataclass

from intake.domain.contract import ChannelRule, Contract, Emergency, Fact, Level, LevelSource, Provisional, When
from intake.domain.errors import BadInput
from intake.domain.promise import Situation
from intake.domain.suggestion import Facts, Locations, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the rules say: the case's level, the clock's level, and the situations that call for notices.

    `kind` is set for a request that carries no level, and then both levels are None.
    """

    level: str | None
    clock_level: str | None
    provisional: bool = False
    emergency: bool = False
    kind: str | None = None
    when: frozenset[When] = frozenset()
    clauses: tuple[str, ...] = ()
    rulings: tuple[str, ...] = ()


def decide(contract: Contract, situation: Situation) -> Decided:
    """Apply a contract's rules; raises BadInput when the situation does not fit the contract."""
    _refuse_unfit(contract, situation)
    when = _situations(contract, situation)
    if _is_emergency(contract, situation):
        assert contract.emergency is not None  # noqa: S101 - _is_emergency has seen it
        return Decided(
            level=None,
            clock_level=None,
            provisional=contract.emergency.provisional,
            emergency=True,
            when=when | {When.EMERGENCY},
            clauses=_grounds(contract.emergency, situation),
            rulings=contract.emergency.rulings,
        )
    if situation.level is not None:
        return Decided(level=situation.level, clock_level=situation.level, when=when)
    if not contract.levels:
        return Decided(level=None, clock_level=None, when=when)
    return _by_channel(contract, situation, when)


def _refuse_unfit(contract: Contract, situation: Situation) -> None:
    if situation.received_at.tzinfo is None:
        raise BadInput("at: the time carries no offset; write one such as 2026-03-06T20:40:00-05:00")
    _refuse_plan(contract, situation.plan)
    levels = [level.id for level in contract.levels]
    for key, value in (("level", situation.level), ("claimed", situation.claimed if levels else None)):
        if value is not None and value not in levels:
            known = f"write one of {', '.join(levels)}" if levels else "it has no levels, leave it out"
            raise BadInput(f"{key}: {contract.id} has no level {value!r}; {known}")
    if situation.suggested is not None and situation.suggested not in (1, 2, 3, 4):
        raise BadInput(f"suggested: {situation.suggested} is not a severity; write 1, 2, 3 or 4")
    if situation.emergency and contract.emergency is None:
        raise BadInput(f"emergency: {contract.id} knows no emergency; leave it out")
    if levels and not situation.emergency and situation.level is None and situation.channel is None:
        raise BadInput("level: give a level, a channel or emergency; without one of them no clock can be chosen")


def _refuse_plan(contract: Contract, plan: str | None) -> None:
    plans = [known.id for known in contract.plans]
    both = dict(contract.ambiguous_plans).get((plan or "").lower())
    if both is not None:
        raise BadInput(f"plan: {plan!r} names two plans in {contract.id}; write {' or '.join(both)}")
    if plans and plan is None:
        raise BadInput(f"plan: {contract.id} promises by plan; write one of {', '.join(plans)}")
    if plan is not None and plan not in plans:
        known = f"write one of {', '.join(plans)}" if plans else "it has no plans, leave it out"
        raise BadInput(f"plan: {contract.id} has no plan {plan!r}; {known}")


def stated(facts: Facts) -> frozenset[Fact]:
    """Return the facts a message states, in the terms of a contract's emergency."""
    pairs = {
        Fact.ALL_USERS: facts.scope is Scope.ALL,
        Fact.ONE_LOCATION: facts.locations is Locations.ONE,
        Fact.TWO_LOCATIONS: facts.locations is Locations.TWO_OR_MORE,
        Fact.CONNECTIVITY: facts.connectivity,
        Fact.PLANNED_EVENT: facts.planned_event,
        Fact.OVER: facts.over,
    }
    return frozenset(fact for fact, holds in pairs.items() if holds)


def facts_stating(stated_facts: Collection[Fact]) -> Facts:
    """Return the facts of a message that states these: what `stated` gives back."""
    places = {Fact.ONE_LOCATION: Locations.ONE, Fact.TWO_LOCATIONS: Locations.TWO_OR_MORE}
    return Facts(
        scope=Scope.ALL if Fact.ALL_USERS in stated_facts else Scope.UNKNOWN,
        locations=next((places[fact] for fact in places if fact in stated_facts), Locations.UNKNOWN),
        connectivity=Fact.CONNECTIVITY in stated_facts,
        planned_event=Fact.PLANNED_EVENT in stated_facts,
        over=Fact.OVER in stated_facts,
    )


def _is_emergency(contract: Contract, situation: Situation) -> bool:
    if situation.emergency is not None:
        return situation.emergency
    rule = contract.emergency
    if rule is None or situation.facts is None:
        return False
    seen = stated(situation.facts)
    return not seen & rule.unless and any(evidence <= seen for evidence in rule.evidence)


def _grounds(rule: Emergency, situation: Situation) -> tuple[str, ...]:
    """Return the emergency's clause, and that of the first evidence which is all there."""
    if situation.facts is None or situation.emergency is not None or not rule.evidence_clauses:
        return (rule.clause,)
    seen = stated(situation.facts)
    shown = (clause for evidence, clause in zip(rule.evidence, rule.evidence_clauses, strict=True) if evidence <= seen)
    return tuple(dict.fromkeys((rule.clause, next(shown, rule.clause))))


def _situations(contract: Contract, situation: Situation) -> frozenset[When]:
    when = {When.ALWAYS}
    rule = contract.emergency
    # An engineer who has said that it is none is asked for no more evidence.
    asked = situation.emergency is None and not _is_emergency(contract, situation)
    if rule is not None and situation.facts is not None and asked:
        seen = stated(situation.facts)
        if rule.half is not None and rule.half <= seen and not seen & rule.unless:
            when.add(When.EMERGENCY_HALF_SHOWN)
        if rule.own_it is not None and rule.own_it <= seen and not seen & rule.unless:
            when.add(When.OWN_IT)
    named = (_claimed(contract, situation), _suggested(contract, situation))
    for level in named if situation.level is None else ():
        if level is not None and level.only_by is not None and level.only_by != situation.channel:
            when.add(When.LEVEL_BY_PHONE_ONLY)
    return frozenset(when)


def _claimed(contract: Contract, situation: Situation) -> Level | None:
    return None if situation.claimed is None else contract.level(situation.claimed)


def _suggested(contract: Contract, situation: Situation) -> Level | None:
    by_kind = [level for level in contract.levels if situation.kind in level.kinds]
    by_severity = [level for level in contract.levels if situation.suggested in level.severities]
    return next(iter(by_kind + by_severity), None) if situation.suggested is not None else None


def _by_channel(contract: Contract, situation: Situation, when: frozenset[When]) -> Decided:
    rule = contract.channel_rule(situation.channel) if situation.channel is not None else None
    if rule is None:
        raise BadInput(f"channel: {contract.id} has no rule for {situation.channel}; add a [[channels]] entry for it")
    source, level = _named(contract, situation, rule)
    if source is LevelSource.SUGGESTION and _carries_no_level(contract, situation.kind):
        level, kind = None, situation.kind
    else:
        level, kind = level or contract.level(rule.default), None
    if level is not None and level.only_by not in (None, situation.channel):
        level = contract.level(level.otherwise or rule.default)
    clock_level = None if level is None else level.id
    provisional = _is_provisional(rule, source)
    return Decided(
        level=clock_level if rule.carries_level else None,
        clock_level=clock_level,
        provisional=provisional,
        kind=kind,
        when=when | _channel_situations(rule, provisional=provisional),
        clauses=rule.clauses,
        rulings=rule.rulings,
    )


def _named(contract: Contract, situation: Situation, rule: ChannelRule) -> tuple[LevelSource | None, Level | None]:
    """Ask the rule's sources in turn; (None, None) when none of them names a level."""
    found = {
        LevelSource.CLAIM: _claimed(contract, situation),
        LevelSource.SUGGESTION: _suggested(contract, situation),
    }
    return next(((source, found[source]) for source in rule.order if found[source]), (None, None))


def _carries_no_level(contract: Contract, kind: str | None) -> bool:
    return any(kind in row.kinds for row in contract.commitments)


def _is_provisional(rule: ChannelRule, source: LevelSource | None) -> bool:
    if rule.provisional is Provisional.UNLESS_CLAIMED:
        return source is not LevelSource.CLAIM
    return rule.provisional is Provisional.ALWAYS


def _channel_situations(rule: ChannelRule, *, provisional: bool) -> frozenset[When]:
    when = {When.PROVISIONAL} if provisional else set()
    return frozenset(when if rule.carries_level else when | {When.CHANNEL_SETS_NO_LEVEL})
