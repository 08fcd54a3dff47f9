"""Gaps and contradictions between levels, plans, channels and commitments."""

from collections.abc import Iterator
from itertools import combinations

from intake.contract.checks.finding import Finding, FindingKind
from intake.domain.contract import Channel, ChannelRule, Commitment, Contract, Level, LevelSource, Provisional

_SUGGESTED = (1, 2, 3, 4)


def check_levels(contract: Contract) -> Iterator[Finding]:
    """Yield the gaps and contradictions that reading one entry at a time cannot show."""
    yield from _emergency(contract)
    yield from _plans(contract)
    yield from _channels(contract)
    yield from _unheard_claims(contract)
    yield from _by_telephone(contract)
    yield from _levels(contract)
    yield from _severities(contract)
    yield from _rows(contract)


def _gap(place: str, sentence: str, clause: str | None = None, *, stops: bool = False) -> Finding:
    return Finding(kind=FindingKind.GAP, place=place, sentence=sentence, clause=clause, stops=stops)


def _contradiction(place: str, sentence: str, clause: str | None = None) -> Finding:
    return Finding(kind=FindingKind.CONTRADICTION, place=place, sentence=sentence, clause=clause, stops=True)


def _emergency(contract: Contract) -> Iterator[Finding]:
    rule = contract.emergency
    if rule is None:
        return
    for evidence in rule.evidence:
        if both := sorted(evidence & rule.unless):
            sentence = f"{', '.join(both)} makes an emergency and rules it out; take it from evidence or from unless."
            yield _contradiction("emergency", sentence, rule.clause)
    for name, part in (("half", rule.half), ("own_it", rule.own_it)):
        if part is not None and any(evidence <= part for evidence in rule.evidence):
            sentence = (
                f"What {name} names is an emergency already, so it is never only that; take a fact out of {name}."
            )
            yield _contradiction("emergency", sentence, rule.clause)
    plans = {row.plan for row in contract.commitments if row.emergency and row.promise == "initial_response"}
    for plan in contract.plans if None not in plans else ():
        if plan.id not in plans:
            sentence = f"Plan {plan.id} has no row for an emergency, so nothing could be promised in one; add the row."
            yield _gap("commitments", sentence, rule.clause, stops=True)


def _plans(contract: Contract) -> Iterator[Finding]:
    named = {row.plan for row in contract.commitments}
    for plan in contract.plans:
        if plan.id not in named:
            sentence = f"No row names plan {plan.id}: its customers are promised what holds for every plan."
            yield _gap(f"plans, {plan.id}", sentence)


def _channels(contract: Contract) -> Iterator[Finding]:
    ruled = {rule.channel for rule in contract.channels}
    for channel in Channel if contract.levels else ():
        if channel not in ruled:
            sentence = (
                f"Nothing says who sets the level of what comes in by {channel}; add a [[channels]] entry for it."
            )
            yield _gap("channels", sentence, stops=True)


def _levels(contract: Contract) -> Iterator[Finding]:
    for level in contract.levels:
        place = f"levels, {level.id}"
        if level.only_by is not None and not _claim_counts(contract, level):
            sentence = (
                f"Level {level.id} counts by {level.only_by} only, but the {level.only_by} channel asks for no claim;"
                ' add "claim" to its order.'
            )
            yield _contradiction(place, sentence, level.clause)
        elif not any(_can_give(rule, level) for rule in contract.channels):
            yield _gap(place, f"No message gets level {level.id} by itself: only an engineer gives it.", level.clause)


def _by_telephone(contract: Contract) -> Iterator[Finding]:
    for level in contract.levels:
        if level.only_by is Channel.PHONE and level.id not in contract.telephone_levels:
            sentence = (
                f'Level {level.id} counts by telephone only, but telephone_levels does not name it; add "{level.id}".'
            )
            yield _contradiction("telephone_levels", sentence, level.clause)


def _unheard_claims(contract: Contract) -> Iterator[Finding]:
    for rule in contract.channels:
        if rule.provisional is Provisional.UNLESS_CLAIMED and LevelSource.CLAIM not in rule.order:
            sentence = (
                'A level is provisional unless claimed, but no claim is heard; write "always", or add "claim" to order.'
            )
            yield _contradiction(f"channels, {rule.channel}, provisional", sentence)


def _claim_counts(contract: Contract, level: Level) -> bool:
    rule = contract.channel_rule(level.only_by) if level.only_by is not None else None
    return rule is not None and rule.carries_level and LevelSource.CLAIM in rule.order


def _can_give(rule: ChannelRule, level: Level) -> bool:
    if not rule.carries_level or level.only_by not in (None, rule.channel):
        return False
    suggested = LevelSource.SUGGESTION in rule.order and bool(level.severities or level.kinds)
    return rule.default == level.id or LevelSource.CLAIM in rule.order or suggested


def _severities(contract: Contract) -> Iterator[Finding]:
    for number in _SUGGESTED if contract.levels else ():
        levels = [level.id for level in contract.levels if number in level.severities]
        if len(levels) > 1:
            sentence = (
                f"A suggested severity {number} means level {' and level '.join(levels)}; keep it in one of them."
            )
            yield _contradiction("levels, severities", sentence)
        elif not levels and _asks(contract, LevelSource.SUGGESTION):
            sentence = f"A suggested severity {number} means no level: add it to the severities of one."
            yield _gap("levels, severities", sentence, stops=True)
    for kind in sorted({kind for level in contract.levels for kind in level.kinds}):
        levels = [f"level {level.id}" for level in contract.levels if kind in level.kinds]
        levels += ["no level"] * any(kind in row.kinds for row in contract.commitments)
        if len(levels) > 1:
            yield _contradiction("levels, kinds", f"A request of kind {kind} means {' and '.join(levels)}; keep one.")


def _asks(contract: Contract, source: LevelSource) -> bool:
    return any(source in rule.order for rule in contract.channels)


def _rows(contract: Contract) -> Iterator[Finding]:
    """Find rows of one promise that would hold at once, one for every plan or level and one for this one."""
    for one, other in combinations(contract.commitments, 2):
        same = (one.promise, one.emergency, bool(one.kinds)) == (other.promise, other.emergency, bool(other.kinds))
        if same and _meet(one, other):
            sentence = (
                f'"{one.target.words}" and "{other.target.words}" are both promised as {one.promise} to '
                f"{_cell(one, other)}; keep one, or write the plan and level of each."
            )
            yield _contradiction("commitments", sentence, other.clause)


def _meet(one: Commitment, other: Commitment) -> bool:
    if one.kinds:
        return bool(one.kinds & other.kinds)
    plans, levels = (one.plan, other.plan), (one.level, other.level)
    return (None in plans or plans[0] == plans[1]) and (None in levels or levels[0] == levels[1])


def _cell(one: Commitment, other: Commitment) -> str:
    if one.emergency:
        return "an emergency"
    if one.kinds:
        return f"requests of kind {', '.join(sorted(one.kinds & other.kinds))}"
    level, plan = one.level or other.level, one.plan or other.plan
    parts = [f"level {level}"] * bool(level) + [f"plan {plan}"] * bool(plan)
    return " of ".join(parts) or "every request"
