"""A few promises of a new contract, worked for its author to look at: now, on a Friday evening, on a day off."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from intake.domain.errors import IntakeError

if TYPE_CHECKING:
    from intake.domain.contract import Contract
    from intake.domain.promise import Promise

_YEAR, _DAY = 366, timedelta(days=1)
_FRIDAY, _SATURDAY = 4, 5
_EVENING, _MORNING = time(18, 30), time(11)


def worked(contract: "Contract", at: datetime) -> Iterator[str]:
    """Yield a sentence a receipt: what is promised to the first plan at the gravest level."""
    local = at.astimezone(contract.zone).replace(second=0, microsecond=0)
    yield f"Now: {_promised(contract, local)}"
    yield f"On a Friday evening: {_promised(contract, _next(local, _FRIDAY, _EVENING))}"
    day_off, called = _day_off(contract, local)
    yield f"On {called}: {_promised(contract, day_off)}"


def _next(after: datetime, weekday: int, clock: time) -> datetime:
    """Return the first such time of that weekday after a moment."""
    days = (weekday - after.weekday()) % 7
    found = datetime.combine(after.date() + days * _DAY, clock, after.tzinfo)
    return found if found > after else datetime.combine(found.date() + 7 * _DAY, clock, after.tzinfo)


def _day_off(contract: "Contract", after: datetime) -> tuple[datetime, str]:
    """Return a morning on the next holiday of any calendar, or else on a Saturday, and what to call it."""
    from intake.contract.pages.closed_days import closed_days

    first = after.date() + _DAY
    found = [day for calendar in contract.calendars for day in closed_days(calendar, first=first, days=_YEAR)]
    if not found:
        return _next(after, _SATURDAY, _MORNING), "a Saturday"
    holiday = min(found, key=lambda one: one.day)
    return _morning(holiday.day, contract.zone), f"a holiday ({holiday.why})" if holiday.why else "a day off"


def _morning(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, _MORNING, zone)


def _promised(contract: "Contract", at: datetime) -> str:
    from intake.contract.promise import promise
    from intake.domain.promise import Situation

    plan = next((plan.id for plan in contract.plans), None)
    level = next((level.id for level in contract.levels), None)
    try:
        found = promise(contract, Situation(received_at=at, plan=plan, level=level))
    except IntakeError as error:
        return f"nothing can be promised yet: {error}"
    return _sentence(contract, found)


def _sentence(contract: "Contract", found: "Promise") -> str:
    from intake.contract.pages.in_words import undertaking

    main = found.main
    row = next(row for row in contract.commitments if row.target == main.target and row.clause == main.clause)
    level = f"level {found.level}" if found.level else "a request"
    whom = f"{level} of plan {found.plan}" if found.plan else level
    when = "" if main.deadline.due_at is None else f" by {_moment(main.deadline.due_at)}"
    words = f'"{main.target.words}", clause {main.clause}, hours {main.calendar}'
    return f"{whom}, received {_moment(found.received_at)}: {undertaking(row)}{when} ({words})."


def _moment(moment: datetime) -> str:
    return f"{moment:%A %Y-%m-%d %H:%M} {moment.tzname()}"
