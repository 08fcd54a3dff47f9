"""The dates on which a calendar is closed although their weekday opens: public holidays and days named one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from intake.domain.calendar import Calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDay:
    """A date and why it is closed: the holiday's name, empty for a date that the contract names itself."""

    day: date
    why: str


def closed_days(calendar: Calendar, *, first: date, days: int) -> Iterator[ClosedDay]:
    """Yield the closed dates among `days` dates from `first` on; one-off closures are not among them."""
    opens = {weekday for window in calendar.windows for weekday in window.days}
    for day in (first + number * _DAY for number in range(days)):
        why = _why(calendar, day)
        if why is not None and day.weekday() in opens:
            yield ClosedDay(day=day, why=why)


def _why(calendar: Calendar, day: date) -> str | None:
    """Return the name of a holiday, empty for a date of the contract's own, None for an ordinary day."""
    from holidays import country_holidays

    names = (country_holidays(code, years=day.year).get(day) for code in calendar.holiday_countries)
    found = next((name for name in names if name is not None), None)
    return "" if found is None and day in calendar.closed_dates else found
