"""Graver matters that would be answered later than milder ones, counted at a few receipts of a plain week."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import product

from intake.contract.checks.finding import Finding, FindingKind
from intake.contract.clock import deadline
from intake.contract.windows import instant
from intake.domain.contract import Commitment, Contract, Level
from intake.domain.errors import GiveUp

# By the contract's clock: in hours, as they end, and on a day that is mostly closed.
_RECEIPTS = {
    "on a Tuesday morning": (date(2025, 5, 13), time(10)),
    "on a Friday evening": (date(2025, 5, 16), time(20, 30)),
    "on a Sunday": (date(2025, 5, 18), time(13)),
}


@dataclass(frozen=True, slots=True)
class _Matter:
    """An emergency or a level, as a sentence calls it, and what is promised of it."""

    name: str
    rows: tuple[Commitment, ...]


def check_order(contract: Contract) -> Iterator[Finding]:
    """Yield each row of a graver matter that falls due later than a milder one's.

    A ruling on the row says that somebody has looked.
    """
    due = _counted(contract)
    for row, milder, names in dict.fromkeys(_pairs(contract)):
        late = [when for when in _RECEIPTS if due[row, when] > due[milder, when] > 0]
        if late and not row.rulings:
            yield _later((row, milder), names, late[0])


def _later(rows: tuple[Commitment, Commitment], names: tuple[str, str], when: str) -> Finding:
    row, milder = rows
    sentence = (
        f'{names[0]} is promised "{row.target.words}" ({row.promise}), later than {names[1]} '
        f'("{milder.target.words}") for what comes {when}; mend one, or add a ruling to the row.'
    )
    return Finding(
        kind=FindingKind.CONTRADICTION, place="commitments", clause=row.clause, sentence=sentence, stops=True
    )


def _pairs(contract: Contract) -> Iterator[tuple[Commitment, Commitment, tuple[str, str]]]:
    """Yield the rows of a graver and of a milder matter that promise the same to the same customers."""
    plans: list[str | None] = [plan.id for plan in contract.plans] or [None]
    for plan in plans:
        for graver, milder in _matters(contract, plan):
            for row, other in product(graver.rows, milder.rows):
                if row.promise == other.promise and row is not other:
                    of = f" of plan {plan}" if row.plan or other.plan else ""
                    yield row, other, (f"{graver.name}{of}", f"the milder {milder.name}")


def _matters(contract: Contract, plan: str | None) -> Iterator[tuple[_Matter, _Matter]]:
    rated = [level for level in contract.levels if level.severities]
    matters = {level: _Matter(f"level {level.id}", _rows(contract, level, plan)) for level in rated}
    emergency = tuple(row for row in contract.commitments if row.emergency and row.plan in (None, plan))
    gravest = min(rated, key=lambda level: min(level.severities), default=None)
    if gravest is not None:
        yield _Matter("An emergency", emergency), matters[gravest]
    for one, other in product(rated, repeat=2):
        if max(one.severities) < min(other.severities):
            yield replace(matters[one], name=f"Level {one.id}"), matters[other]


def _rows(contract: Contract, level: Level, plan: str | None) -> tuple[Commitment, ...]:
    return tuple(
        row
        for row in contract.commitments
        if row.level in (None, level.id) and row.plan in (None, plan) and not row.emergency and not row.kinds
    )


def _counted(contract: Contract) -> dict[tuple[Commitment, str], float]:
    """Return when each row falls due for each receipt, in seconds; 0 where no time is promised.

    Holidays and one-off closures are left out: they say nothing of the order that is meant.
    """
    plain = {
        calendar.id: replace(calendar, closures=(), closed_dates=frozenset(), holiday_countries=())
        for calendar in contract.calendars
    }
    found: dict[tuple[Commitment, str], float] = {}
    for row, (when, wall) in product(contract.commitments, _RECEIPTS.items()):
        try:
            due = deadline(row.target, plain[row.calendar], instant(*wall, contract.zone)).due_at
        except GiveUp:  # it never opens, which another finding says
            due = None
        found[row, when] = 0 if due is None else due.timestamp()
    return found
