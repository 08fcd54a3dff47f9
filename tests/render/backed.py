"""Finds times in a letter that no clause backs: written from the brief alone, shares nothing with the renderer."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from intake.domain.calendar import Calendar
from intake.domain.contract import Contract
from intake.domain.promise import Promise, Undertaking

_NUMBER = (  # no blanks in these: the pattern they stand in ignores them
    r"(?:\d+(?:[.,/]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|"
    r"twenty-four|thirty|forty|forty-eight|sixty|seventy-two|half(?:\san?)?|(?:a\s)?few|(?:a\s)?couple\sof|several)"
)
_UNIT = (
    r"(?:(?:business|working|calendar)\s)?"
    r"(?:seconds?(?!\slocation)|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?)"
)
TIME_LIKE = re.compile(
    rf"""\b\d{{1,2}}[:.]\d\d(?::\d\d)?\b(?:\s*[ap]\.?m\b)?      # 12:40, 12:40 pm
    | \b\d{{1,2}}\s*[ap]\.?m\b                                   # 9 am
    | \b\d{{4}}-\d\d(?:-\d\d)?\b | \b\d{{1,2}}/\d{{1,2}}\b       # 2026-03-09, 9/3
    | \b(?-i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)\b
    | \b(?-i:January|February|March|April|May|June|July|August|September|October|November|December)\b
    | \b(?:19|20)\d\d\b
    | \b{_NUMBER}[\s-]{_UNIT}\b
    | \b(?:noon|midnight|today|tomorrow|tonight|same\sday|(?:next|working|business)\sday|week(?:end)?)\b
    | \b(?-i:E[SD]T|P[SD]T|CES?T|UTC|GMT)\b
    | \b(?:at\sonce|immediate(?:ly)?|straight\saway|right\saway|within)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def unbacked(
    text: str, promise: Promise | None, contract: Contract | None, zone: tzinfo, received: datetime
) -> list[str]:
    """Return what looks like a time in `text` and is neither the receipt nor a contract's words with their clause."""
    flat = " ".join(text.split())
    for phrase in sorted(allowed(promise, contract, zone, received), key=len, reverse=True):
        flat = flat.replace(phrase, "·")
    return [match.group() for match in TIME_LIKE.finditer(flat)]


def allowed(promise: Promise | None, contract: Contract | None, zone: tzinfo, received: datetime) -> Iterator[str]:
    """Yield every phrase with a time in it that a letter may hold."""
    yield moment(received, zone)
    if promise is None or contract is None:
        return
    for undertaking in (promise.main, *promise.others):
        yield undertaken(undertaking, zone)
        yield from hours(undertaking, contract.calendar(undertaking.calendar))
    yield from opening(promise.main, contract.calendar(promise.main.calendar), zone)
    for notice in contract.notices:
        if notice.id in promise.notices:
            yield from (value for _, value in notice.facts)


def undertaken(undertaking: Undertaking, zone: tzinfo) -> str:
    """Return what a letter says of an undertaking: deadline, the contract's words, clause."""
    words, clause = undertaking.target.words, reference(undertaking.clause)
    due = undertaking.deadline.due_at
    if due is None:
        return f'("{words}", {clause})' if undertaking.target.kind == "scheduled" else f"({clause})"
    if undertaking.target.kind == "immediate":
        return f'at once ("{words}", {clause})'
    return f'{deadline(undertaking, due, zone)} ("{words}", {clause})'


def deadline(undertaking: Undertaking, due: datetime, zone: tzinfo) -> str:
    """Return a deadline: midnight as the end of the day before, a range with its lower end."""
    local = due.astimezone(zone)
    before = (due - timedelta(seconds=1)).astimezone(zone)
    if undertaking.deadline.end_of_day and f"{local:%H%M%S}" == "000000":
        end = f"the end of {before:%A} {before.day} {before:%B} {before.year}, midnight {before:%Z}"
    else:
        end = moment(due, zone)
    earliest = undertaking.deadline.earliest_at
    if earliest is None or earliest == due:
        return f"by {end}"
    first = earliest.astimezone(zone)
    start = moment(earliest, zone)
    if first.tzname() == local.tzname():
        start = start.rpartition(" ")[0]
    if first.date() == local.date():
        date, _, clock = moment(due, zone).partition(", ")
        return f"on {date} between {start.partition(', ')[2]} and {clock}"
    if first.year == local.year:
        start = start.replace(f" {first.year},", ",")
    return f"between {start} and {end}"


def moment(when: datetime, zone: tzinfo) -> str:
    """Return 'Monday 9 March 2026, 12:40 pm EDT', with seconds only where there are any."""
    local = when.astimezone(zone)
    seconds = local.strftime(":%S") if local.second else ""
    clock = local.strftime("%I:%M").lstrip("0") + seconds
    name = local.strftime("%Z")
    return f"{local:%A} {local.day} {local:%B} {local.year}, {clock} {local:%p} ".replace("AM", "am").replace(
        "PM", "pm"
    ) + (f"UTC{name}" if name[0] in "+-" else name)


def reference(clause: str) -> str:
    """Return 'clause 3.2' or 'section "Heading"'."""
    return f"clause {clause}" if re.match(r"\d", clause) else f'section "{clause}"'


def hours(undertaking: Undertaking, calendar: Calendar) -> Iterator[str]:
    """Yield the open hours with the clause they rest on, said to be our reading where the contract names none."""
    clause = reference(calendar.clause or undertaking.clause)
    yield f"{calendar.words} ({assumed(clause)})" if calendar.assumed else f"{calendar.words} ({clause})"


def assumed(clause: str) -> str:
    """Return what is said of hours that the contract does not name."""
    return f"our assumption, because {clause} does not say which hours"


def opening(undertaking: Undertaking, calendar: Calendar, zone: tzinfo) -> Iterator[str]:
    """Yield when we open next, after the hours where they are in words, and before the clause they rest on."""
    clause = reference(calendar.clause or undertaking.clause)
    hours = f"our hours are {calendar.words}, and " if calendar.words else ""
    read = assumed(clause) if calendar.assumed else clause
    yield f"{hours}we open next on {moment(undertaking.deadline.starts_at, zone)} ({read})"
