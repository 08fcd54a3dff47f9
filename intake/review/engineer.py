"""Who decides, and the case they decide on."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from intake.domain.case import Case
from intake.domain.contract import Contract
from intake.domain.errors import BadInput
from intake.stages.desk import Desk, Run
from intake.storage import audit, cases

_TOO_LARGE = 2**63  # for a column of numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Engineer:
    """A person who decides, in a transaction, at a desk and a moment."""

    name: str
    run: Run

    def note(self, case: Case, event: str, detail: Mapping[str, object]) -> None:
        """Put what they did on the case's trail."""
        entry = audit.Entry(at=self.run.now, actor=self.name, event=event, case_id=case.id, detail=detail)
        audit.write(self.run.connection, entry)


def the_case(connection: Connection, number: int) -> Case:
    """Return a case; raises BadInput when there is none of that number."""
    case = cases.find(connection, number) if 0 < number < _TOO_LARGE else None
    if case is None:
        raise BadInput(f"case: there is no case {number}; `intake cases` lists them")
    return case


def refuse_closed(case: Case) -> None:
    """Raise BadInput for a closed case: nobody watches it, so what it was promised anew would be kept by nobody."""
    if case.closed_at is not None:
        raise BadInput(f"case {case.id} is closed, so its promise stays; `intake reply {case.id}` opens it again")


def contract_of(case: Case, desk: Desk) -> Contract | None:
    """Return a case's contract, None where the sender is unknown; raises BadInput when it is not installed any more."""
    found = desk.contract_of(case)
    if case.contract is not None and found is None:
        which = f"{case.contract!r}, version {case.contract_version!r},"
        raise BadInput(f"case {case.id}: its contract {which} is not installed any more; put its file back")
    return found
