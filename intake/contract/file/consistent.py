"""What must fit together inside a contract before anything is promised from it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from intake.contract.file.schema import PROJECT_DEFAULT
from intake.contract.file.translations import translation_mistakes
from intake.domain.contract import Commitment, Contract, Level, Plan, PromiseKind, When
from intake.domain.errors import BadInput
from intake.domain.target import TargetKind

_LONGEST_CLOSURE = timedelta(days=366)


def refuse_inconsistent(contract: Contract) -> None:
    """Raise BadInput for the first reference that leads nowhere or cell that is missing or written twice."""
    for mistake in _mistakes(contract):
        raise BadInput(mistake)


def _mistakes(contract: Contract) -> Iterator[str]:
    yield from _duplicates(contract)
    yield from _targets(contract)
    yield from _calendars(contract)
    yield from _references(contract)
    yield from _notices(contract)
    yield from _emergency(contract)
    yield from _telephones(contract)
    yield from _only_by(contract)
    yield from _ambiguous_plans(contract)
    yield from _rulings(contract)
    yield from _signatures(contract)
    yield from translation_mistakes(contract)
    yield from _gaps(contract)


def _duplicates(contract: Contract) -> Iterator[str]:
    named = {
        "plans": [plan.id for plan in contract.plans],
        "levels": [level.id for level in contract.levels],
        "calendars": [calendar.id for calendar in contract.calendars],
        "channels": [str(rule.channel) for rule in contract.channels],
        "notices": [str(notice.id) for notice in contract.notices],
        "rulings": [ruling.id for ruling in contract.rulings],
        "commitments": [cell(row) for row in contract.commitments],
    }
    for table, ids in named.items():
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            yield f"{table}: {name} is written twice; remove one"
    yield from _same_names("plans", [*contract.plans])
    yield from _same_names("levels", [*contract.levels])


def _same_names(table: str, rows: list[Plan | Level]) -> Iterator[str]:
    """Find two plans or levels that a letter would call the same."""
    for one, other in combinations(rows, 2):
        if one.name.casefold().split() == other.name.casefold().split():
            yield f"{table}: {one.id} and {other.id} have the same name, {one.name!r}; give each its own"


def cell(row: Commitment) -> str:
    """Return the place of a row in its table: 'initial_response level 2 plan gold'."""
    parts = [f"level {row.level}" if row.level else "", f"plan {row.plan}" if row.plan else ""]
    parts += ["emergency" if row.emergency else "", ", ".join(sorted(row.kinds))]
    return " ".join([str(row.promise), *[part for part in parts if part]])


def _targets(contract: Contract) -> Iterator[str]:
    for row in contract.commitments:
        target, within = row.target, row.target.kind is TargetKind.WITHIN
        if within and (target.at_most is None or target.unit is None):
            yield f'commitments, {cell(row)}: a target "within" needs at_most and unit'
        if not within and (target.at_least, target.at_most, target.unit) != (None, None, None):
            yield f'commitments, {cell(row)}: at_least, at_most and unit go with kind = "within" only'
        if target.at_least and target.at_most and target.at_least >= target.at_most:
            yield f"commitments, {cell(row)}: at_least must be less than at_most"


def _calendars(contract: Contract) -> Iterator[str]:
    for calendar in contract.calendars:
        if calendar.always == bool(calendar.windows):
            yield f"calendars, {calendar.id}: write either always = true or [[calendars.windows]]"
        for number, closure in enumerate(calendar.closures, start=1):
            place = f"calendars, {calendar.id}, closures {number} ({closure.why})"
            if closure.end <= closure.start:
                yield f"{place}: it ends before it begins; write from before to"
            elif closure.end - closure.start > _LONGEST_CLOSURE:
                yield f"{place}: it lasts more than a year; write other hours, in a file with effective_from"


def _references(contract: Contract) -> Iterator[str]:
    levels, plans = [level.id for level in contract.levels], [plan.id for plan in contract.plans]
    calendars = [calendar.id for calendar in contract.calendars]
    for row in contract.commitments:
        if row.calendar not in calendars:
            yield f"commitments, {cell(row)}: there is no calendar {row.calendar!r}; {_choice(calendars)}"
        if row.level is not None and row.level not in levels:
            yield f"commitments, {cell(row)}: there is no level {row.level!r}; {_choice(levels)}"
        if row.plan is not None and row.plan not in plans:
            yield f"commitments, {cell(row)}: there is no plan {row.plan!r}; {_choice(plans)}"
        if row.emergency and contract.emergency is None:
            yield f"commitments, {cell(row)}: nothing says what an emergency is; write an [emergency] table"
    wanted = {rule.default: f"channels, {rule.channel}, default" for rule in contract.channels}
    wanted |= {level.otherwise: f"levels, {level.id}, otherwise" for level in contract.levels if level.otherwise}
    wanted |= {level: f"notices, {notice.id}, levels" for notice in contract.notices for level in notice.levels}
    wanted |= dict.fromkeys(contract.telephone_levels, "telephone_levels")
    for level_id, place in wanted.items():
        if level_id not in levels:
            yield f"{place}: there is no level {level_id!r}; {_choice(levels)}"
    for notice in contract.notices:
        for plan in sorted(notice.plans.difference(plans)):
            yield f"notices, {notice.id}, plans: there is no plan {plan!r}; {_choice(plans)}"


def _notices(contract: Contract) -> Iterator[str]:
    for notice in contract.notices:
        by_level = When.CLOCK_LEVEL in notice.when
        if notice.levels and not by_level:
            mend = "add it to when, or leave them out"
            yield f'notices, {notice.id}, levels: only when = ["clock_level"] looks at them; {mend}'
        if by_level and not notice.levels:
            yield f'notices, {notice.id}: when = ["clock_level"] needs levels, those whose clock calls for it; add them'


def _emergency(contract: Contract) -> Iterator[str]:
    rule = contract.emergency
    if rule is not None and len(rule.evidence_clauses) not in (0, len(rule.evidence)):
        yield f"emergency, evidence_clauses: write one for each list of evidence, {len(rule.evidence)} in all, or none"


def _telephones(contract: Contract) -> Iterator[str]:
    for number in contract.telephones:
        if not any(letter.isdigit() for letter in number):
            yield f"telephones: {number!r} holds no digit; write the number as it should be printed, or leave it out"


def _choice(known: list[str]) -> str:
    return f"write one of {', '.join(known)}" if known else "none is written in this file; leave it out"


def _only_by(contract: Contract) -> Iterator[str]:
    for level in contract.levels:
        if (level.only_by is None) != (level.otherwise is None):
            yield f"levels, {level.id}: only_by and otherwise go together; write both or neither"
        fallback = contract.level(level.otherwise) if level.otherwise else None
        if fallback is not None and fallback.only_by is not None:
            place = f"levels, {level.id}, otherwise"
            yield f"{place}: level {fallback.id!r} counts by one channel only; name a level without only_by"


def _ambiguous_plans(contract: Contract) -> Iterator[str]:
    plans = [plan.id for plan in contract.plans]
    for name, meant in contract.ambiguous_plans:
        if name in plans:
            yield f"ambiguous_plans, {name}: this is also a plan's id; rename one of the two"
        for plan in meant:
            if plan not in plans:
                yield f"ambiguous_plans, {name}: there is no plan {plan!r}; {_choice(plans)}"


def _rulings(contract: Contract) -> Iterator[str]:
    known = {ruling.id for ruling in contract.rulings}
    for place, names in references(contract):
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"{place}, rulings: {name!r} is written twice; remove one"
        for name in names:
            if name not in known:
                yield f"{place}, rulings: {name!r} is not written; add it under [[rulings]] or check its spelling"
    for ruling in contract.rulings:
        if ruling.in_force is not None and ruling.in_force not in ruling.readings:
            yield f"rulings, {ruling.id}: in_force is none of the readings; copy one of them"


def references(contract: Contract) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each place that rests on rulings, with their ids."""
    yield "general_rulings", contract.general_rulings
    yield from ((f"calendars, {calendar.id}", calendar.rulings) for calendar in contract.calendars)
    yield from ((f"commitments, {cell(row)}", row.rulings) for row in contract.commitments)
    yield from ((f"channels, {rule.channel}", rule.rulings) for rule in contract.channels)
    yield from ((f"notices, {notice.id}", notice.rulings) for notice in contract.notices)
    yield from ((f"for_a_person, clause {said.clause}", said.rulings) for said in contract.for_a_person)
    yield "level_change", contract.level_change_rulings
    if contract.emergency is not None:
        yield "emergency", contract.emergency.rulings


def _signatures(contract: Contract) -> Iterator[str]:
    for ruling in contract.rulings:
        if ruling.by != PROJECT_DEFAULT and ruling.on is None:
            yield f"rulings, {ruling.id}: {ruling.by} signed it without a date; add on = 2026-12-24, the day of signing"
        if ruling.by == PROJECT_DEFAULT and ruling.on is not None:
            yield f"rulings, {ruling.id}: a date without a name signs nothing; write your name in by, or remove on"


def _gaps(contract: Contract) -> Iterator[str]:
    rows = [row for row in contract.commitments if row.promise is PromiseKind.INITIAL_RESPONSE]
    ordinary = [row for row in rows if not row.emergency and not row.kinds]
    plans: list[str | None] = [plan.id for plan in contract.plans] or [None]
    levels: list[str | None] = [level.id for level in contract.levels] or [None]
    for level in levels:
        for plan in plans:
            if not any(row.level == level and row.plan in (None, plan) for row in ordinary):
                missing = ", ".join([f"level {level}"] * bool(level) + [f"plan {plan}"] * bool(plan)) or "every request"
                yield f"commitments: no initial_response is written for {missing}; add one"
    if contract.emergency is not None and not any(row.emergency for row in rows):
        yield "commitments: no initial_response with emergency = true is written; add one"
    if contract.levels and not contract.channels:
        yield "channels: none is written, so no message could ever get a level; add [[channels]]"
