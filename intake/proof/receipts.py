"""The times of receipt a contract is tried on: in and out of hours, on their edges, where clocks and years turn."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from intake.domain.calendar import Calendar
from intake.domain.contract import Contract
from intake.proof.hours import DAY, MIDNIGHT, at, public_holidays, spans

_SECOND = timedelta(seconds=1)
_NOON = time(12)
# A wall time with seconds that no window opens or closes at.
_ODD = time(10, 15, 30)


def receipts(contract: Contract, zones: Iterable[tzinfo], year: int) -> tuple[datetime, ...]:
    """Return the instants, in UTC and in order, that `year` and the next leap day give for a contract's calendars.

    `zones` are customers'. A version that begins on a date is tried from its first second on.
    """
    found: set[datetime] = set()
    places = _zones(contract)
    for days in (_ordinary_week(year), _turns(places, year), _closed_days(contract, year), _ends(year)):
        for day in sorted(set(days)):
            found |= set(_on(day, contract))
    # In a customer's zone only the clocks matter: the hours are the contract's.
    found |= {
        edge
        for zone in dict.fromkeys((*places, *zones))
        for day in _turns((zone,), year, around=(0,))
        for edge in _night(day, zone)
    }
    found |= {edge for calendar in contract.calendars for edge in _closures(calendar)}
    begins = None if contract.effective_from is None else at(contract.effective_from, MIDNIGHT, contract.zone)
    if begins is not None:
        found |= {begins, begins + _SECOND, *_on(contract.effective_from or date.min, contract)}
    return tuple(sorted(moment for moment in found if begins is None or moment >= begins))


def chosen(contract: Contract, year: int) -> tuple[datetime, ...]:
    """Return the few receipts that every situation is tried on: open, closed, a weekend, the edges, the year's end."""
    week = list(_ordinary_week(year))
    zone = contract.zone
    spring = next(iter(sorted(_turns((zone,), year, around=(0,)))), week[6])
    plain = [(week[1], _ODD), (week[1], time(23, 30)), (week[5], _NOON), (spring, time(1, 59, 59))]
    plain += [(date(year, 12, 31), time(16, 45)), (_leap_day(year), _ODD), (spring - 2 * DAY, time(20, 40))]
    found = {at(day, wall, zone) for day, wall in plain}
    for calendar in contract.calendars:
        for opens, closes in () if calendar.always else spans(calendar, week[4]):
            found |= {opens - _SECOND, opens, closes - _SECOND, closes}
    begins = None if contract.effective_from is None else at(contract.effective_from, MIDNIGHT, contract.zone)
    return tuple(
        sorted(moment for moment in found if begins is None or moment >= begins) or ([begins] if begins else ())
    )


def _zones(contract: Contract) -> tuple[tzinfo, ...]:
    """Return every zone whose clocks the contract's hours go by."""
    windows = [window for calendar in contract.calendars for window in calendar.windows]
    zones = [contract.zone, *(calendar.zone for calendar in contract.calendars)]
    zones += [zone for window in windows for zone in (window.opens_zone, window.closes_zone)]
    return tuple(dict.fromkeys(zones))


def _ordinary_week(year: int) -> Iterator[date]:
    """Yield Monday to Sunday of a week of May."""
    may = date(year, 5, 8)
    monday = may + DAY * (-may.weekday() % 7)
    yield from (monday + DAY * step for step in range(7))


def _turns(zones: Iterable[tzinfo], year: int, around: Iterable[int] = (-2, 0, 1)) -> Iterator[date]:
    """Yield the dates around each change of clocks within two years."""
    for zone in zones:
        for step in range(730):
            day = date(year, 1, 1) + DAY * step
            if _offset(day, zone) != _offset(day + DAY, zone):
                yield from (day + DAY * more for more in around)


def _offset(day: date, zone: tzinfo) -> timedelta | None:
    return at(day, MIDNIGHT, zone).astimezone(zone).utcoffset()


def _closed_days(contract: Contract, year: int) -> Iterator[date]:
    """Yield the holidays of two years with the days around them; listed dates whenever they are."""
    for calendar in contract.calendars:
        listed = set(calendar.closed_dates)
        for country in calendar.holiday_countries:
            listed |= public_holidays(country, year) | public_holidays(country, year + 1)
        yield from (day + DAY * step for day in listed for step in (-1, 0, 1))


def _ends(year: int) -> Iterator[date]:
    yield from (date(year, 12, 31), date(year + 1, 1, 1))
    yield from (_leap_day(year) + DAY * step for step in (-1, 0, 1))


def _leap_day(year: int) -> date:
    leap = next(each for each in range(year, year + 9) if each % 4 == 0 and (each % 100 != 0 or each % 400 == 0))
    return date(leap, 2, 29)


def _on(day: date, contract: Contract) -> Iterator[datetime]:
    """Yield a date's edges with a second on either side, and a time inside and outside of ordinary hours."""
    yield from (at(day, wall, contract.zone) for wall in (time(3), _ODD, time(22, 47)))
    for calendar in contract.calendars:
        for span in spans(calendar, day):
            yield from (edge + step for edge in span for step in (-_SECOND, timedelta(0), _SECOND))


def _night(day: date, zone: tzinfo) -> Iterator[datetime]:
    """Yield the seconds around the hours in which clocks change: each half hour of the first four."""
    for half in range(9):
        yield from (at(day, MIDNIGHT, zone) + timedelta(minutes=30 * half) + step for step in (-_SECOND, timedelta(0)))


def _closures(calendar: Calendar) -> Iterator[datetime]:
    for closure in calendar.closures:
        for edge in (closure.start.astimezone(UTC), closure.end.astimezone(UTC)):
            yield from (edge + step for step in (-_SECOND, timedelta(0), _SECOND))
