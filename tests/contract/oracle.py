"""The proof's second reading of calendars and of the rules of counting, as the tests of the clock ask it."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from intake.domain.calendar import Calendar
from intake.domain.target import Target, TargetKind, Unit
from intake.proof.counting import Count
from intake.proof.counting import budget as of_target
from intake.proof.counting import count as read
from intake.proof.hours import DAY, MIDNIGHT, at, is_open, near, open_time, public_holidays, spans

__all__ = ["Count", "at", "is_open", "open_time", "public_holidays", "read", "spans"]

FAR = 21  # days looked at before an instant for windows that overlap


def budget(unit: Unit | None, amount: int) -> timedelta:
    """Return how much open time a target of minutes or hours has."""
    found = of_target(Target(kind=TargetKind.WITHIN, words="", at_most=amount, unit=unit))
    assert found is not None
    return found


def overlaps(calendar: Calendar, instant: datetime) -> bool:
    """Tell whether two windows overlap in the weeks before an instant."""
    around = sorted(near(calendar, instant, before=FAR))
    return any(closes > opens for (_, closes), (opens, _) in pairwise(around))


def weeks_later(calendar: Calendar, received: datetime, count: int) -> tuple[date, datetime]:
    """Return the date seven dates a week from receipt, and the instant at receipt's wall time on it."""
    local = received.astimezone(calendar.zone)
    goal = local.date() + DAY * 7 * count
    return goal, at(goal, local.time(), calendar.zone)


def is_midnight(calendar: Calendar, instant: datetime) -> bool:
    """Tell whether an instant is where one date of the calendar's zone ends and the next begins."""
    return instant == at(instant.astimezone(calendar.zone).date(), MIDNIGHT, calendar.zone)
