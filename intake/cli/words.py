"""Promises and times in the words the command line uses."""

from datetime import datetime

from intake.contract.zones import zone as known_zone
from intake.domain.promise import Promise


def moment(when: datetime | None, zone: str) -> str:
    """Return a time in a zone, to the minute, or a dash."""
    if when is None:
        return "-"
    return when.astimezone(known_zone(zone)).strftime("%a %d %b %Y %H:%M %Z")


def promise_line(found: Promise) -> str:
    """Say level, target, clause and deadline in one sentence."""
    main = found.main
    level = "Emergency" if found.emergency else "No severity level" if found.level is None else f"Level {found.level}"
    clock = f" (level {found.clock_level}'s clock)" if found.clock_level not in (None, found.level) else ""
    due = main.deadline.due_at
    by = "no deadline" if due is None else f"due {due.strftime('%a %d %b %Y %H:%M:%S %Z')}"
    provisional = ", provisional" if found.provisional else ""
    return f'{level}{clock}{provisional}: "{main.target.words}" ({main.clause}), {by}.'
