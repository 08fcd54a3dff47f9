"""Maintenance that is known beforehand: when, for whom, and which of it a case falls in; told to engineers only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from intake.domain.case import Case


class Repeats(StrEnum):
    """How often a maintenance window comes again, at the same time by the clock on the wall."""

    DAILY = "daily"
    WEEKLY = "weekly"


_PERIODS = {Repeats.DAILY: timedelta(days=1), Repeats.WEEKLY: timedelta(days=7)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One stretch of maintenance, from `begins` up to but not including `ends`; `words` say what is done."""

    begins: datetime
    ends: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance:
    """A known maintenance window, for the contracts and customers named; none named are all.

    `planned` is its first stretch, `repeats` None where it comes once; it comes again by the wall clock of `zone`.
    """

    planned: Planned
    zone: tzinfo
    contracts: frozenset[str] = frozenset()
    customers: frozenset[str] = frozenset()
    repeats: Repeats | None = None

    def touches(self, contract: str | None, customer: str | None) -> bool:
        """Tell whether it is for a customer under a contract; a stranger's case is only touched by what is for all."""
        by_contract = not self.contracts or contract in self.contracts
        return by_contract and (not self.customers or customer in self.customers)

    def at(self, moment: datetime) -> Planned | None:
        """Return the stretch that holds a moment, None where none does."""
        found = self.planned if self.repeats is None else self._again(moment, _PERIODS[self.repeats])
        return found if found.begins <= moment < found.ends else None

    def _again(self, moment: datetime, period: timedelta) -> Planned:
        """Return the last stretch that began at or before a moment, the first one for a moment before all."""
        first, last, there = (self._on_the_wall(at) for at in (self.planned.begins, self.planned.ends, moment))
        times = max((there - first) // period, 0)
        begins, ends = ((at + times * period).replace(tzinfo=self.zone) for at in (first, last))
        return Planned(begins=begins, ends=ends, words=self.planned.words)

    def _on_the_wall(self, at: datetime) -> datetime:
        return at.astimezone(self.zone).replace(tzinfo=None)


def falls_in(known: Iterable[Maintenance], case: Case, customer: str | None) -> tuple[Planned, ...]:
    """Return the maintenance in which a case was received; `customer` is its customer's name, None for a stranger's."""
    touching = (one.at(case.opened_at) for one in known if one.touches(case.contract, customer))
    return tuple(found for found in touching if found is not None)
