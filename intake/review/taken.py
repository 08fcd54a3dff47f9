"""Who has taken a case: whoever said so last, took the call for it, or was handed it."""

from collections.abc import Iterable

from sqlalchemy import Connection

from intake.domain.errors import BadInput
from intake.review.engineer import Engineer, refuse_closed, the_case
from intake.stages.calls.page import take
from intake.storage import audit
from intake.storage.audit import Entry

TAKEN, HANDED = "case.taken", "case.handed"
_PAGE_TAKEN = "page.acknowledged"


def owner_in(trail: Iterable[Entry]) -> str:
    """Return who has a case by its trail, "" while nobody has."""
    owner = ""
    for entry in trail:
        owner = _owner(entry) or owner
    return owner


def owners(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return who has which of some cases; those that nobody has are left out."""
    wanted, found = list(numbers), list[Entry]()
    for event in (TAKEN, HANDED, _PAGE_TAKEN):
        found += audit.of_cases(connection, event, wanted)
    ordered = sorted(found, key=lambda entry: entry.at)
    return {entry.case_id: _owner(entry) for entry in ordered if entry.case_id is not None and _owner(entry)}


def take_case(engineer: Engineer, number: int) -> bool:
    """Take a case, and its call where somebody is being called; False where it was one's own already.

    Raises BadInput for an unknown or closed case, and for one that somebody else has taken.
    """
    run = engineer.run
    case = the_case(run.connection, number)
    refuse_closed(case)
    owner = owner_in(audit.of_case(run.connection, number))
    paged = take(run, number, engineer.name) is not None
    if owner not in ("", engineer.name) and not paged:
        raise BadInput(f"case {number}: {owner} has taken it already; `/intake hand {number} @you` hands it over")
    if owner == engineer.name:
        return False
    engineer.note(case, TAKEN, {})
    return True


def hand_over(engineer: Engineer, number: int, to: str) -> bool:
    """Hand a case to another engineer; False where they have it already. Raises BadInput as `take_case` does."""
    case = the_case(engineer.run.connection, number)
    refuse_closed(case)
    if owner_in(audit.of_case(engineer.run.connection, number)) == to:
        return False
    engineer.note(case, HANDED, {"to": to})
    return True


def _owner(entry: Entry) -> str:
    if entry.event in (TAKEN, _PAGE_TAKEN):
        return entry.actor
    return str(entry.detail.get("to", "")) if entry.event == HANDED else ""
