"""Which cases got worse by a later message that nobody has looked at since, and why."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from intake.domain.course import Course, Development
from intake.review.answers import CUSTOMER
from intake.storage import audit, suggestions
from intake.storage.suggestions import Opinion

_NO_ENGINEERS = frozenset({"bot", "rule", CUSTOMER})


def worsened(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return why cases got worse, by case; one that an engineer has acted on since, or that is over, is left out."""
    later = suggestions.developments(connection, numbers)
    worse = {number: said for number, opinions in later.items() if (said := _said(opinions)) is not None}
    return {number: one.why for number, (opinion, one) in worse.items() if not _seen(connection, opinion)}


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
