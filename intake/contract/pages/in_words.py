"""The closed sets of a contract in plain words, for tables and sentences; what a contract says comes from its file."""

from datetime import datetime

from intake.contract.zones import zone_name
from intake.domain.calendar import Calendar, Window
from intake.domain.contract import Channel, Commitment, Fact, Force, LevelChange, NoticeId, PromiseKind, When
from intake.domain.target import TargetKind

CHANNELS = {
    Channel.EMAIL: "e-mail",
    Channel.SLACK: "Slack",
    Channel.WEB_CHAT: "web chat",
    Channel.PORTAL: "portal",
    Channel.PHONE: "telephone",
}

_FORCES = {
    Force.COMMITMENT: "we will {}",
    Force.TARGET: "we aim to {}",
    Force.EXPECTED: "we expect to {}",
    Force.TYPICAL: "we typically {}",
    Force.GOAL: "our goal is to {}",
}

_PROMISES = {
    PromiseKind.INITIAL_RESPONSE: "answer",
    PromiseKind.BEGIN_WORK: "begin work",
    PromiseKind.RESOLUTION: "complete it",
    PromiseKind.APPOINTMENT: "hold an appointment",
}

FACTS = {
    Fact.ALL_USERS: "all users are affected",
    Fact.ONE_LOCATION: "it is seen at one location",
    Fact.TWO_LOCATIONS: "it is seen at two locations or more",
    Fact.CONNECTIVITY: "it cannot be reached",
    Fact.PLANNED_EVENT: "it happens during a planned event",
    Fact.OVER: "it works again",
}

LEVEL_CHANGES = {
    LevelChange.ENGINEER: "Afterwards an engineer may change the level.",
    LevelChange.PROVIDER: "Afterwards the provider may change the level.",
    LevelChange.CUSTOMER_CONSENT: "Afterwards an engineer's change of level counts only once the customer has agreed.",
}

NOTICES = {
    NoticeId.EMAIL_CARRIES_NO_LEVEL: "that e-mail carries no severity",
    NoticeId.PROVISIONAL_LEVEL: "that the level waits for an engineer",
    NoticeId.REPORT_BY_PHONE: "to report it by telephone",
    NoticeId.SECOND_LOCATION_NEEDED: "that a second location has to be named",
    NoticeId.OWN_IT_FIRST: "that the customer's own IT looks first",
    NoticeId.REPORT_WHEN_RESOLVED: "that the customer tells us when it works again",
    NoticeId.STAFF_AVAILABLE: "that the customer's staff has to be available",
    NoticeId.CHARGES: "what it costs",
    NoticeId.EMERGENCY_RATES: "that emergency rates may apply",
    NoticeId.CLOSED_NOW: "that nobody is there now and when the clock starts",
}

SITUATIONS = {
    When.ALWAYS: "always",
    When.CHANNEL_SETS_NO_LEVEL: "when the channel carries no level",
    When.PROVISIONAL: "when the level is provisional",
    When.LEVEL_BY_PHONE_ONLY: "when the level counts by one channel only and came by another",
    When.CLOCK_LEVEL: "at level {}",
    When.EMERGENCY: "in an emergency",
    When.EMERGENCY_HALF_SHOWN: "when an emergency is half shown",
    When.OWN_IT: "when the customer's own IT may be the cause",
    When.CLOSED: "outside the hours",
}

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def undertaking(row: Commitment) -> str:
    """Return how firmly a row speaks and of what: 'we aim to answer'."""
    if row.target.kind is TargetKind.UNSTATED:
        return "no time is promised"
    return _FORCES[row.force].format(_PROMISES[row.promise])


def hours(calendar: Calendar) -> str:
    """Return a calendar's hours: the file's words, else words made from its windows."""
    if calendar.words:
        return calendar.words
    if calendar.always:
        return "around the clock, every day"
    return "; ".join(_window(window) for window in calendar.windows)


def holidays(calendar: Calendar) -> str:
    """Return which days are closed although their weekday is open; empty for a calendar that knows no holidays."""
    if calendar.always:
        return ""
    countries = [f"on public holidays of {listed(list(calendar.holiday_countries))}"] * bool(calendar.holiday_countries)
    dates = [f"on {listed([day.isoformat() for day in sorted(calendar.closed_dates)])}"] * bool(calendar.closed_dates)
    return f"closed {' and '.join(countries + dates)}" if countries + dates else "open on public holidays"


def closures(calendar: Calendar) -> tuple[str, ...]:
    """Return the one-off closures by the calendar's clock: 'closed from ... to ...: stock-taking'."""
    return tuple(
        f"closed from {_moment(calendar, closure.start)} to {_moment(calendar, closure.end)}: {closure.why}"
        for closure in calendar.closures
    )


def _moment(calendar: Calendar, moment: datetime) -> str:
    return f"{moment.astimezone(calendar.zone):%Y-%m-%d %H:%M}"


def _window(window: Window) -> str:
    closes = "24:00" if window.closes is None else f"{window.closes:%H:%M}"
    closes += " of the next day" if window.next_day else ""
    zones = zone_name(window.opens_zone), zone_name(window.closes_zone)
    if zones[0] == zones[1]:
        return f"{_weekdays(window.days)} {window.opens:%H:%M} to {closes} {zones[0]}"
    return f"{_weekdays(window.days)} {window.opens:%H:%M} {zones[0]} to {closes} {zones[1]}"


def _weekdays(days: frozenset[int]) -> str:
    ordered = sorted(days)
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{_DAYS[ordered[0]]} to {_DAYS[ordered[-1]]}"
    return ", ".join(_DAYS[day] for day in ordered)


def listed(words: list[str], last: str = "and") -> str:
    """Join words as a sentence does: 'a, b and c'."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
