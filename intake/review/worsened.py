"""Which cases got worse by a later message, or by a press that says so, that nobody has looked at since, and why."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from intake.domain.course import Course, Development
from intake.review.answers import CUSTOMER
from intake.storage import audit, suggestions
from intake.storage.suggestions import Opinion

SAID_WORSE = "case.said_worse"
_BY_PRESS = "the customer says so, by a button"
_NO_ENGINEERS = frozenset({"bot", "rule", CUSTOMER})


def worsened(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return why cases got worse, by case; one that an engineer has acted on since, or that is over, is left out."""
    numbers = list(numbers)
    later = suggestions.developments(connection, numbers)
    worse = {number: said for number, opinions in later.items() if (said := _said(opinions)) is not None}
    by_words = {number: one.why for number, (opinion, one) in worse.items() if not _seen(connection, opinion)}
    return {**_pressed(connection, numbers), **by_words}


def _pressed(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return the cases whose customer has pressed that they got worse, as far as no engineer has acted since."""
    last = audit.last_of_cases(connection, SAID_WORSE, numbers)
    trails = {number: (entry, audit.of_case(connection, number)) for number, entry in last.items()}
    return {
        number: _BY_PRESS
        for number, (said, trail) in trails.items()
        if not any(entry.at >= said.at and entry.actor not in _NO_ENGINEERS for entry in trail)
    }


def _said(opinions: Sequence[Opinion]) -> tuple[Opinion, Development] | None:
    """Return the last message by which a case got worse, None where it did not, or where it is over since."""
    found = None
    for one in opinions:
        if one.development is not None and one.development.course is Course.WORSE:
            found = one, one.development
        elif one.development is not None and one.development.course is Course.OVER:
            found = None
    return found


def _seen(connection: Connection, opinion: Opinion) -> bool:
    """Tell whether an engineer has done something about a case since a message of it was weighed."""
    trail = audit.of_case(connection, opinion.case_id)
    return any(entry.at > opinion.at and entry.actor not in _NO_ENGINEERS for entry in trail)
