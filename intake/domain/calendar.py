"""When somebody is there: the hours of a contract."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Open hours on some weekdays: wall times, each end in its own zone.

    `closes` is None for the end of the day (24:00). With `next_day` the window closes on the date
    after the one it opens on.
    """

    days: frozenset[int]
    opens: time
    opens_zone: tzinfo
    closes: time | None
    closes_zone: tzinfo
    next_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A one-off time from `start` up to but not including `end` in which nobody is there; both are in UTC."""

    start: datetime
    end: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When somebody is there. Days and wall times are those of `zone`.

    Days on which a window opens that is a holiday (`closed_dates`, or a public holiday of a country in
    `holiday_countries`, ISO 3166 codes) have no opening. `closures` are taken out of whatever is open,
    of an `always` calendar too.
    """

    id: str
    zone: tzinfo
    always: bool = False
    windows: tuple[Window, ...] = ()
    closed_dates: frozenset[date] = frozenset()
    holiday_countries: tuple[str, ...] = ()
    closures: tuple[Closure, ...] = ()
    words: str = ""
    clause: str | None = None
    assumed: bool = False
    rulings: tuple[str, ...] = ()
