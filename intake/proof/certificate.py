"""The certificate of a promise checked: that the contract says it, and that each deadline was counted as it says."""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from itertools import pairwise

from intake.domain.calendar import Calendar
from intake.domain.contract import Commitment, Contract, PromiseKind
from intake.domain.errors import GiveUp
from intake.domain.promise import Deadline, Promise, Situation, Undertaking
from intake.proof.counting import Count, budget, count
from intake.proof.entitled import Entitled, as_promised, entitled, notices_for, rows_for
from intake.proof.hours import joined, open_between


def flaws(promise: Promise, contract: Contract, situation: Situation | None = None) -> tuple[str, ...]:
    """Return what is wrong with a promise, a sentence each; nothing when its certificate holds.

    With the `situation` that was asked, who sets the level is derived again too; without it the levels that the
    promise names are taken from it, and its rows, clauses and deadlines alone are checked against the contract.
    """
    found = as_promised(contract, promise) if situation is None else entitled(contract, situation)
    rows = rows_for(contract, promise.plan, found)
    told = [*_names(promise, contract, situation), *_undertaken(promise, rows), *_clauses(promise, found, rows)]
    for undertaking in (promise.main, *promise.others):
        told += deadline_flaws(undertaking, contract, promise.received_at)
    if situation is not None:
        told += [*_levels(promise, found), *_notices(promise, contract, found), *_rulings(promise, contract, rows)]
    return tuple(told)


def deadline_flaws(undertaking: Undertaking, contract: Contract, received_at: datetime) -> tuple[str, ...]:
    """Return what is wrong with how one deadline was counted from a receipt, a sentence each."""
    calendar = next((each for each in contract.calendars if each.id == undertaking.calendar), None)
    if calendar is None:
        return (f"{undertaking.promise}: {contract.id} has no calendar {undertaking.calendar!r}",)
    try:
        wanted = count(undertaking.target, calendar, received_at.astimezone(UTC))
    except GiveUp as error:
        return (f"{undertaking.promise}: {error}",)
    found = undertaking.deadline
    told = [*_ends(found, wanted), *_intervals(found, undertaking, calendar), *_offsets(found, calendar.zone)]
    return tuple(f"{undertaking.promise}, clause {undertaking.clause}: {sentence}" for sentence in told)


def _names(promise: Promise, contract: Contract, situation: Situation | None) -> Iterator[str]:
    if promise.contract != contract.id:
        yield f"the promise is of contract {promise.contract}, not {contract.id}"
    if promise.contract_version != contract.version:
        yield f"the promise is of version {promise.contract_version}, not {contract.version}"
    if contract.plans and promise.plan not in [plan.id for plan in contract.plans]:
        yield f"{contract.id} has no plan {promise.plan!r}"
    if str(getattr(contract.zone, "key", contract.zone)) != promise.zone:
        yield f"the zone is {promise.zone}, but the contract's is {contract.zone}"
    if promise.received_at.utcoffset() != promise.received_at.astimezone(contract.zone).utcoffset():
        yield f"the receipt {_iso(promise.received_at)} is not shown in the contract's zone"
    if situation is None:
        return
    if (promise.plan, promise.channel) != (situation.plan, situation.channel):
        yield f"it is for {promise.plan} by {promise.channel}, but {situation.plan} by {situation.channel} was asked"
    if promise.received_at.astimezone(UTC) != situation.received_at.astimezone(UTC).replace(microsecond=0):
        yield f"it counts from {_iso(promise.received_at)}, but the message came at {_iso(situation.received_at)}"


def _undertaken(promise: Promise, rows: tuple[Commitment, ...]) -> Iterator[str]:
    """Compare what is undertaken with the rows of the contract: each row once, and nothing beside them."""
    found = [_cells(undertaking) for undertaking in (promise.main, *promise.others)]
    wanted = [_cells(row) for row in rows]
    for cells in found:
        if found.count(cells) > wanted.count(cells):
            yield f"{_words(cells)} is no row of the contract for this case"
    for cells in wanted:
        if cells not in found:
            yield f"the contract's row {_words(cells)} is left out"
    if promise.main.promise is not PromiseKind.INITIAL_RESPONSE:
        yield f"the first promise is {promise.main.promise}, not {PromiseKind.INITIAL_RESPONSE}"


def _cells(row: Commitment | Undertaking) -> tuple[object, ...]:
    return (row.promise, row.target, row.force, row.clause, row.calendar)


def _words(cells: tuple[object, ...]) -> str:
    promise, target, force, clause, calendar = cells
    words = getattr(target, "words", "")
    return f"{promise} {words!r} ({force}, clause {clause}, hours {calendar!r})"


def _clauses(promise: Promise, found: Entitled, rows: tuple[Commitment, ...]) -> Iterator[str]:
    wanted = {*found.clauses, *(row.clause for row in rows)}
    for clause in sorted(wanted - set(promise.clauses)):
        yield f"clause {clause} applies and is not named"


def _levels(promise: Promise, found: Entitled) -> Iterator[str]:
    for name in ("level", "clock_level", "provisional", "emergency"):
        said, wanted = getattr(promise, name), getattr(found, name)
        if said != wanted:
            yield f"{name.replace('_', ' ')} is {said}, but by the contract's rules it is {wanted}"
    for clause in sorted(set(promise.clauses) - {*found.clauses, *_row_clauses(promise)}):
        yield f"clause {clause} is named, but neither a rule nor a row that holds here rests on it"


def _row_clauses(promise: Promise) -> set[str]:
    return {undertaking.clause for undertaking in (promise.main, *promise.others)}


def _notices(promise: Promise, contract: Contract, found: Entitled) -> Iterator[str]:
    main = promise.main.deadline
    closed = main.due_at is not None and main.starts_at.astimezone(UTC) > promise.received_at.astimezone(UTC)
    wanted = tuple(notice.id for notice in notices_for(contract, found, promise.plan, closed=closed))
    for notice in sorted({*wanted} ^ {*promise.notices}):
        yield f"the notice {notice} is {'left out' if notice in wanted else 'not called for'}"


def _rulings(promise: Promise, contract: Contract, rows: tuple[Commitment, ...]) -> Iterator[str]:
    calendars = {row.calendar for row in rows}
    used = {ruling for row in rows for ruling in row.rulings}
    used |= {ruling for each in contract.calendars if each.id in calendars for ruling in each.rulings}
    for ruling in sorted(used - set(promise.rulings)):
        yield f"it rests on the ruling {ruling} and does not name it"


def _ends(found: Deadline, wanted: Count) -> Iterator[str]:
    """Compare the three instants with our own count."""
    pairs = (
        ("starts_at", found.starts_at, wanted.starts_at),
        ("earliest_at", found.earliest_at, wanted.earliest_at),
        ("due_at", found.due_at, wanted.due_at),
    )
    for name, said, expected in pairs:
        if (None if said is None else said.astimezone(UTC)) != expected:
            yield f"{name} is {_iso(said)}, but the rules give {_iso(expected)}"
    if found.end_of_day is not wanted.end_of_day:
        yield f"end_of_day is {found.end_of_day}, but the rules give {wanted.end_of_day}"


def _intervals(found: Deadline, undertaking: Undertaking, calendar: Calendar) -> Iterator[str]:
    """Check the counted intervals: open, in order, without a gap in open time, from start to deadline, adding up."""
    counted = [(each.start.astimezone(UTC), each.end.astimezone(UTC)) for each in found.counted]
    start = found.starts_at.astimezone(UTC)
    due = start if found.due_at is None else found.due_at.astimezone(UTC)
    if counted and counted[0][0] != start:
        yield f"the counted time begins at {_iso(counted[0][0])}, not at starts_at {_iso(start)}"
    if counted and counted[-1][1] > due:
        yield f"the counted time ends at {_iso(counted[-1][1])}, after the deadline {_iso(due)}"
    for opens, closes in counted:
        if opens >= closes:
            yield f"the interval from {_iso(opens)} to {_iso(closes)} is empty"
        elif open_between(calendar, opens, closes) != ((opens, closes),):
            yield f"{calendar.id} is not open throughout from {_iso(opens)} to {_iso(closes)}"
    # A deadline at an opening leaves closed time behind the last interval; nothing open may lie there.
    for (_, end), (begin, _) in pairwise([(start, start), *counted, (due, due)]):
        if begin < end:
            yield f"the counted intervals overlap or are out of order at {_iso(begin)}"
        elif open_between(calendar, end, begin):
            yield f"open time between {_iso(end)} and {_iso(begin)} is not counted"
    yield from _sum(counted, undertaking)


def _sum(counted: list[tuple[datetime, datetime]], undertaking: Undertaking) -> Iterator[str]:
    promised = budget(undertaking.target)
    seconds = sum((closes - opens).total_seconds() for opens, closes in joined(counted))
    if promised is not None and seconds != promised.total_seconds():
        yield f"the counted time adds up to {seconds:.0f} seconds, not to {promised.total_seconds():.0f}"


def _offsets(found: Deadline, zone: tzinfo) -> Iterator[str]:
    """Check that every time is shown as the clocks of the calendar's zone show it."""
    edges = [edge for each in found.counted for edge in (each.start, each.end)]
    for moment in (found.starts_at, found.earliest_at, found.due_at, *edges):
        if moment is not None and moment.utcoffset() != moment.astimezone(zone).utcoffset():
            yield f"{_iso(moment)} is not shown in the calendar's zone {zone}"


def _iso(moment: datetime | None) -> str:
    return "no time" if moment is None else moment.isoformat()
