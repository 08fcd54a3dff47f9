"""Resolved: the customer's word that it works again closes their case; whoever writes to it opens it again."""

from dataclasses import replace

from intake.domain.case import Case
from intake.domain.contract import PromiseKind
from intake.domain.kept import Act, How
from intake.domain.timer import TimerKind
from intake.review.answers import CUSTOMER
from intake.stages.act import record
from intake.stages.ask import withdraw
from intake.stages.calls.page import end
from intake.stages.desk import Run
from intake.storage import audit, cases, timers

_REASON = "the customer says that it is resolved"


def resolved(run: Run, case: Case, session: int) -> bool:
    """Close a case on its customer's word, and keep that it is resolved since now; False where it was closed before.

    No engineer has answered by that: only the goal to resolve it, and work that was to begin, are held to have been
    met. No timer of it rings any more, nobody is called for it, and what its customer was asked is void.
    """
    if case.closed_at is not None:
        return False
    withdraw(run, case)
    closed = replace(case, closed_at=run.now, wanted_level=None)
    cases.update(run.connection, closed)
    for kind in TimerKind:
        timers.drop(run.connection, case.id, kind)
    detail = {"resolved": True, "reason": _REASON, "session": session}
    entry = audit.Entry(at=run.now, actor=CUSTOMER, event="case.closed", case_id=case.id, detail=detail)
    audit.write(run.connection, entry)
    end(run, case.id, f"{_REASON}, and the case is closed")
    act = Act(case_id=case.id, promise=PromiseKind.RESOLUTION, at=run.now, actor=CUSTOMER, how=How.PORTAL)
    record(run, closed, act)
    return True
