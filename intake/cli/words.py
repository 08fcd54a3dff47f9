"""Promises, times and other people's text in the words the command line uses."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from intake.contract.zones import zone as known_zone
from intake.domain.case import Case
from intake.domain.promise import Promise

# Characters that would steer the terminal or turn the line round: controls, and marks of direction.
_STEERING = {"Cc", "Cf", "Cs"}
_KEPT = "\n\t\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}"


def plain(text: str) -> str:
    """Return a stranger's text with what would steer the terminal replaced, character by character."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _steers(char) else char for char in text)


def _steers(char: str) -> bool:
    return char not in _KEPT and unicodedata.category(char) in _STEERING


def line(text: str) -> str:
    """Return a stranger's text as one line."""
    return plain(" ".join(text.split()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """Whose clocks an engineer reads: the desk's for everything, and beside what is promised the customer's own."""

    desk: str
    customer: str

    def promised(self, when: datetime, *, seconds: bool = False) -> str:
        """Return a deadline as 'Tue 12 May 2026 10:00 EDT (customer: 07:00 PDT)'; one clock where both show the same.

        The customer's date stands there only where it is another.
        """
        time = "%H:%M:%S %Z" if seconds else "%H:%M %Z"
        ours, theirs = (when.astimezone(known_zone(name)) for name in (self.desk, self.customer))
        said = ours.strftime(f"%a %d %b %Y {time}")
        if ours.utcoffset() == theirs.utcoffset():
            return said
        return f"{said} (customer: {theirs.strftime(time if ours.date() == theirs.date() else f'%a %d %b {time}')})"


def moment(when: datetime | None, zone: str) -> str:
    """Return a time in a zone, to the minute, or a dash."""
    if when is None:
        return "-"
    return when.astimezone(known_zone(zone)).strftime("%a %d %b %Y %H:%M %Z")


def short_moment(when: datetime | None, zone: tzinfo) -> str:
    """Return a time for a column whose heading names the zone, or a dash."""
    return "-" if when is None else when.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def interval(start: datetime, end: datetime, zone: str) -> str:
    """Return a counted stretch of time with its length: 'Tue 12 May 2026 10:00 to 16:00 EDT (6 h)'."""
    begins, ends = (when.astimezone(known_zone(zone)) for when in (start, end))
    first = begins.strftime("%a %d %b %Y %H:%M")
    same = (begins.date(), begins.utcoffset()) == (ends.date(), ends.utcoffset())
    if not same and begins.utcoffset() != ends.utcoffset():
        first += begins.strftime(" %Z")
    last = ends.strftime("%H:%M %Z" if same else "%a %d %b %Y %H:%M %Z")
    return f"{first} to {last} ({length(end - start)})"


def length(duration: timedelta) -> str:
    """Return a length of time: '30 min', '6 h', '1 h 30 min', '45 s'."""
    hours, rest = divmod(round(duration.total_seconds()), 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [f"{number} {unit}" for number, unit in ((hours, "h"), (minutes, "min"), (seconds, "s")) if number]
    return " ".join(parts) or "0 min"


def counted(number: int, name: str, many: str = "") -> str:
    """Return '1 case', '2 cases'; `many` is the plural of a name that takes more than an s."""
    return f"{number} {name if number == 1 else many or f'{name}s'}"


def reference(clause: str) -> str:
    """Return 'clause 3.2', or 'section "Heading"' where a document numbers nothing."""
    return f"clause {clause}" if clause[:1].isdigit() else f'section "{clause}"'


def level_said(case: Case) -> str:
    """Say at what level a case stands: 'level 2', 'no level, level 3's clock', 'emergency'."""
    if case.emergency:
        return "emergency"
    if case.level is not None:
        return f"level {case.level}"
    return "no level" if case.clock_level is None else f"no level, level {case.clock_level}'s clock"


def promise_line(found: Promise, zones: Zones) -> str:
    """Say level, target, clause and deadline in one sentence."""
    main = found.main
    level = "Emergency" if found.emergency else "No severity level" if found.level is None else f"Level {found.level}"
    clock = f" (level {found.clock_level}'s clock)" if found.clock_level not in (None, found.level) else ""
    due = main.deadline.due_at
    by = "no deadline" if due is None else f"due {zones.promised(due, seconds=True)}"
    provisional = ", provisional" if found.provisional else ""
    return f'{level}{clock}{provisional}: "{main.target.words}" ({reference(main.clause)}), {by}.'
