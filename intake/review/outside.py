"""Outside: changes by another program that somebody answers for, with a name and a reason on the trail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from intake.domain.errors import BadInput
from intake.domain.reason import says_something
from intake.storage import audit, register

ACCEPTED = "outside.accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Who answers for the changes that another program has made, why, and when."""

    by: str
    reason: str
    at: datetime


def accept(connection: Connection, acceptance: Acceptance) -> int:
    """Take over the rows that another program wrote, as they are, in the caller's transaction; return how many.

    Only what the store itself noted can be taken over: what was changed around its guards stays a finding. Raises
    BadInput for a reason that is none, or that could be erased with a person.
    """
    if not says_something(acceptance.reason):
        raise BadInput("--accept: it needs a reason; write what was changed, and why")
    if "@" in acceptance.reason:
        raise BadInput("--accept: its reason names an address, and stays on the trail; write it without")
    known = accepted(connection)
    found = [one for one in register.outside(connection) if one.number not in known]
    if not found:
        return 0
    register.take_over(connection, found)
    detail = {"reason": acceptance.reason, "entries": [one.number for one in found], "rows": _named(found)}
    audit.write(connection, audit.Entry(at=acceptance.at, actor=acceptance.by, event=ACCEPTED, detail=detail))
    return len(found)


def accepted(connection: Connection) -> frozenset[int]:
    """Return the numbers of the register's entries about other programs' writing that somebody answers for."""
    lists = (detail.get("entries", ()) for detail in audit.details(connection, ACCEPTED))
    return frozenset(number for numbers in lists for number in numbers)


def _named(found: list[register.Outside]) -> list[str]:
    return list(dict.fromkeys(register.named(one.table, one.row) for one in found))
