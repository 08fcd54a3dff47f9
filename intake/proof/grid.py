"""What a contract is tried on: every situation that its rules tell apart."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import product

from intake.domain.contract import Channel, Contract, Fact
from intake.domain.promise import Situation
from intake.domain.suggestion import Facts, Kind, Locations, Scope

_SEVERITIES = (1, 2, 3, 4)


def situations(contract: Contract, received_at: datetime) -> tuple[Situation, ...]:
    """Return every situation: plan x channel x who says which level x what an emergency's evidence is."""
    plans: list[str | None] = [plan.id for plan in contract.plans] or [None]
    bases = [
        Situation(received_at=received_at, plan=plan, channel=channel) for plan, channel in product(plans, Channel)
    ]
    return tuple(found for base in bases for found in _of(base, contract))


def _of(base: Situation, contract: Contract) -> Iterator[Situation]:
    """Yield what one plan and channel can be asked; a level set by an engineer holds whatever else is said."""
    claims = [None, *(level.id for level in contract.levels)]
    words = [(None, None), *product(_SEVERITIES, _kinds(contract))]
    for claimed, (suggested, kind) in product(claims, words):
        yield replace(base, claimed=claimed, suggested=suggested, kind=kind)
    for level in contract.levels:
        yield replace(base, level=level.id)
    if contract.emergency is None:
        return
    yield replace(base, emergency=True)
    for facts in _evidence(contract):
        yield from (replace(base, facts=facts, claimed=claimed) for claimed in dict.fromkeys([None, claims[-1]]))
        yield replace(base, facts=facts, suggested=1)
        yield from (replace(base, facts=facts, level=level.id) for level in contract.levels[:1])
    yield from (replace(base, facts=facts, emergency=False) for facts in _evidence(contract))


def _kinds(contract: Contract) -> list[str | None]:
    """Return a kind that means nothing to the contract, and those that its levels and rows name."""
    named = {kind for level in contract.levels for kind in level.kinds}
    named |= {kind for row in contract.commitments for kind in row.kinds}
    return [Kind.INCIDENT, *sorted(named)]


def _evidence(contract: Contract) -> list[Facts]:
    """Return the facts that an emergency's definition looks at: all it wants, half of it, and each that voids it."""
    rule = contract.emergency
    if rule is None:
        return []
    sets = [*rule.evidence, *(each for each in (rule.half, rule.own_it) if each is not None)]
    voided = [each | {fact} for each in sets for fact in rule.unless]
    fewer = [each - {fact} for each in sets for fact in each]
    return [_facts(each) for each in dict.fromkeys(map(frozenset, [frozenset(), *sets, *voided, *fewer]))]


def _facts(stated: frozenset[Fact]) -> Facts:
    one = Locations.ONE if Fact.ONE_LOCATION in stated else Locations.UNKNOWN
    return Facts(
        scope=Scope.ALL if Fact.ALL_USERS in stated else Scope.UNKNOWN,
        locations=Locations.TWO_OR_MORE if Fact.TWO_LOCATIONS in stated else one,
        connectivity=Fact.CONNECTIVITY in stated,
        planned_event=Fact.PLANNED_EVENT in stated,
        over=Fact.OVER in stated,
    )
