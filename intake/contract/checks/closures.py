"""One-off closures looked at: what they say, which overlap, and which close nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import combinations

from intake.contract.checks.finding import Finding, FindingKind
from intake.contract.windows import open_from
from intake.domain.calendar import Calendar, Closure
from intake.domain.contract import Contract
from intake.domain.errors import GiveUp


def check_closures(contract: Contract) -> Iterator[Finding]:
    """Yield each closure, the pairs that overlap and those that take no open time; one in the past is as good."""
    for calendar in contract.calendars:
        for number, closure in enumerate(calendar.closures, start=1):
            sentence = f"Closed from {_when(calendar, closure.start)} to {_when(calendar, closure.end)}: {closure.why}."
            yield _finding(calendar, number, sentence)
            if _closes_nothing(calendar, closure):
                yield _finding(calendar, number, "It lies outside the hours and closes nothing; check its dates.")
        for (one, first), (other, second) in combinations(enumerate(calendar.closures, start=1), 2):
            if first.start < second.end and second.start < first.end:
                yield _finding(calendar, one, f"It overlaps with closure {other}: the time they share is closed once.")


def _finding(calendar: Calendar, number: int, sentence: str) -> Finding:
    place = f"calendars, {calendar.id}, closures {number}"
    return Finding(kind=FindingKind.CLOSURES, place=place, clause=calendar.clause, sentence=sentence)


def _when(calendar: Calendar, moment: datetime) -> str:
    local = moment.astimezone(calendar.zone)
    return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"


def _closes_nothing(calendar: Calendar, closure: Closure) -> bool:
    """Tell whether nobody would have been there anyway; its neighbours are left out of the question."""
    try:
        return next(open_from(replace(calendar, closures=()), closure.start)).start >= closure.end
    except GiveUp:
        return True
