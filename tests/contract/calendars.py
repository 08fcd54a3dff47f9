"""The calendars and targets that the clock is tried on: the five contracts' own, and odd ones."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from intake.domain.calendar import Calendar, Closure, Window
from intake.domain.target import Target, TargetKind, Unit

NEW_YORK = ZoneInfo("America/New_York")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
LONDON = ZoneInfo("Europe/London")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # its clocks change by half an hour
HAVANA = ZoneInfo("America/Havana")  # its clocks change at midnight
FIXED = timezone(timedelta(hours=-5))

WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))


def window(days: frozenset[int], hours: str, zone: tzinfo, closes_zone: tzinfo | None = None) -> Window:
    """Return a window of hours such as '09:00-17:00', '12:00-24:00' or '22:00-06:00' (over midnight)."""
    opens, closes = hours.split("-")
    to_midnight = closes == "24:00"
    return Window(
        days=days,
        opens=time.fromisoformat(opens),
        opens_zone=zone,
        closes=None if to_midnight else time.fromisoformat(closes),
        closes_zone=closes_zone or zone,
        next_day=not to_midnight and closes_zone is None and closes < opens,
    )


def calendar(name: str, zone: tzinfo, *windows: Window, closed: frozenset[date] = frozenset()) -> Calendar:
    """Return a calendar with windows."""
    return Calendar(id=name, zone=zone, windows=windows, closed_dates=closed)


ALWAYS = Calendar(id="always", zone=NEW_YORK, always=True)
SEVEN_TO_NINE = calendar("weekdays 7-21", NEW_YORK, window(WEEKDAYS, "07:00-21:00", NEW_YORK))
COAST_TO_COAST = calendar("coast to coast", NEW_YORK, window(WEEKDAYS, "07:00-18:00", NEW_YORK, LOS_ANGELES))
NINE_TO_FIVE = calendar("weekdays 9-17", NEW_YORK, window(WEEKDAYS, "09:00-17:00", NEW_YORK))

CONTRACT_CALENDARS = (ALWAYS, SEVEN_TO_NINE, COAST_TO_COAST, NINE_TO_FIVE)

WITH_HOLIDAYS = Calendar(
    id="US holidays and closed dates",
    zone=NEW_YORK,
    windows=(window(WEEKDAYS, "09:00-17:00", NEW_YORK),),
    closed_dates=frozenset({date(2026, 5, 13), date(2026, 12, 24), date(2028, 2, 29), date(2027, 3, 12)}),
    holiday_countries=("US",),
)
NIGHT_WITH_HOLIDAYS = Calendar(
    id="nights and US holidays",
    zone=NEW_YORK,
    windows=(window(WEEKDAYS, "22:00-06:00", NEW_YORK),),
    closed_dates=frozenset({date(2026, 5, 13)}),
    holiday_countries=("US",),
)


def closed(start: str, end: str) -> Closure:
    """Return a closure between two instants, each with its offset."""
    ends = (datetime.fromisoformat(each).astimezone(UTC) for each in (start, end))
    return Closure(start=next(ends), end=next(ends), why="for once")


CLOSURES = (
    closed("2026-05-12T11:00-04:00", "2026-05-12T13:30-04:00"),  # within a day's hours
    closed("2026-05-14T15:00-04:00", "2026-05-15T10:00-04:00"),  # from one afternoon to the next morning
    closed("2026-05-20T00:00-04:00", "2026-05-21T00:00-04:00"),  # a whole day
    closed("2026-03-08T01:30-05:00", "2026-03-08T05:00-04:00"),  # while the clocks go forward
    closed("2026-11-01T00:30-04:00", "2026-11-01T01:30-05:00"),  # while they go back, to the second 01:30
    closed("2026-12-29T12:00-05:00", "2027-01-02T09:00-05:00"),  # over the end of a year
    closed("2026-12-30T00:00-05:00", "2026-12-31T00:00-05:00"),  # within another one
)

ODD_CALENDARS = (
    Calendar(
        id="weekdays 9-17 with closures",
        zone=NEW_YORK,
        windows=(window(WEEKDAYS, "09:00-17:00", NEW_YORK),),
        closures=CLOSURES,
    ),
    Calendar(id="always with closures", zone=NEW_YORK, always=True, closures=CLOSURES),
    Calendar(
        id="every night with closures",
        zone=NEW_YORK,
        windows=(window(EVERY_DAY, "22:00-06:00", NEW_YORK),),
        closures=CLOSURES,
    ),
    calendar("New York to London", NEW_YORK, window(WEEKDAYS, "09:00-17:00", NEW_YORK, LONDON)),
    calendar(
        "a window that only some weeks have",
        NEW_YORK,
        window(WEEKDAYS, "09:00-10:00", NEW_YORK),
        window(WEEKDAYS, "12:30-17:00", NEW_YORK, LONDON),
    ),
    WITH_HOLIDAYS,
    NIGHT_WITH_HOLIDAYS,
    Calendar(id="always, holidays ignored", zone=LONDON, always=True, holiday_countries=("US",)),
    Calendar(id="always in Havana", zone=HAVANA, always=True),
    calendar("fixed offset", FIXED, window(WEEKDAYS, "09:00-17:00", FIXED)),
    calendar("nights", NEW_YORK, window(frozenset({0, 1, 2, 3}), "22:00-06:00", NEW_YORK)),
    calendar("every night", NEW_YORK, window(EVERY_DAY, "22:00-06:00", NEW_YORK)),
    calendar(
        "two windows a day",
        NEW_YORK,
        window(WEEKDAYS, "09:00-12:00", NEW_YORK),
        window(WEEKDAYS, "13:00-17:00", NEW_YORK),
    ),
    calendar("every day in Lord Howe", LORD_HOWE, window(EVERY_DAY, "01:45-09:15", LORD_HOWE)),
    Calendar(id="always in Lord Howe", zone=LORD_HOWE, always=True),
    calendar("Saturdays", NEW_YORK, window(frozenset({5}), "09:00-17:00", NEW_YORK)),
    calendar("afternoons to midnight", NEW_YORK, window(WEEKDAYS, "12:00-24:00", NEW_YORK)),
    calendar(
        "the small hours",  # an opening that does not exist one night a year, and ends that come twice
        NEW_YORK,
        window(EVERY_DAY, "02:30-03:15", NEW_YORK),
        window(EVERY_DAY, "00:15-01:30", NEW_YORK),
    ),
    calendar(
        "overlapping windows",
        NEW_YORK,
        window(WEEKDAYS, "09:00-13:00", NEW_YORK),
        window(WEEKDAYS, "12:00-17:00", NEW_YORK),
        window(frozenset({0, 2, 4}), "17:00-18:30", NEW_YORK),
    ),
    calendar(
        "a night that overlaps the next day",
        NEW_YORK,
        window(EVERY_DAY, "22:00-10:00", NEW_YORK),
        window(WEEKDAYS, "09:00-17:00", NEW_YORK),
    ),
    calendar("London hours, dates of New York", NEW_YORK, window(WEEKDAYS, "01:00-09:00", LONDON)),
)

CALENDARS = CONTRACT_CALENDARS + ODD_CALENDARS

# Beside the others: what lies within another date's window can be due before its receipt, which no rule settles.
NESTED = calendar(
    "a Saturday night that outlasts Sunday",
    NEW_YORK,
    window(frozenset({5}), "22:00-09:00", NEW_YORK),
    window(frozenset({6}), "00:00-08:00", NEW_YORK),
)


def within(at_most: int, unit: Unit, at_least: int | None = None) -> Target:
    """Return a 'within' target."""
    words = f"{at_most} {unit.value}" if at_least is None else f"{at_least}-{at_most} {unit.value}"
    return Target(kind=TargetKind.WITHIN, at_least=at_least, at_most=at_most, unit=unit, words=words)


def minutes(at_most: int) -> Target:
    """Return 'within N minutes'."""
    return within(at_most, Unit.MINUTES)


def hours(at_most: int, at_least: int | None = None) -> Target:
    """Return 'within N hours' or a range of them."""
    return within(at_most, Unit.HOURS, at_least)


def days(at_most: int, at_least: int | None = None) -> Target:
    """Return 'N business days' or a range of them."""
    return within(at_most, Unit.BUSINESS_DAYS, at_least)


def weeks(at_most: int, at_least: int | None = None) -> Target:
    """Return 'N weeks' or a range of them."""
    return within(at_most, Unit.WEEKS, at_least)


SAME_DAY = Target(kind=TargetKind.SAME_DAY, words="same day")
IMMEDIATE = Target(kind=TargetKind.IMMEDIATE, words="immediate")
SCHEDULED = Target(kind=TargetKind.SCHEDULED, words="user scheduled")
UNSTATED = Target(kind=TargetKind.UNSTATED, words="")

BUDGETS = (minutes(1), minutes(30), minutes(95), hours(1), hours(2), hours(4), hours(8), hours(2, 1), hours(26))
DATES = (days(1), days(2), days(2, 1), days(3, 2), days(5), days(10), SAME_DAY, weeks(1), weeks(2, 1))
FREE = (IMMEDIATE, SCHEDULED, UNSTATED)
TARGETS = BUDGETS + DATES + FREE
