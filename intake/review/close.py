"""Close: nothing more is to be done on a case; whether it was resolved is said with it."""

from dataclasses import dataclass, replace

from intake.domain.case import Case
from intake.domain.contract import PromiseKind
from intake.domain.errors import BadInput
from intake.domain.kept import Act, Held, How, held
from intake.domain.reason import says_something
from intake.domain.timer import TimerKind
from intake.review.engineer import Engineer, the_case
from intake.review.lesson import teach_no_request
from intake.stages.act import record
from intake.stages.ask import withdraw
from intake.stages.calls.page import end
from intake.storage import cases, kept, timers


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A case as it was closed, with what was promised on it and how each promise ended."""

    case: Case
    standing: tuple[Held, ...]


def close(engineer: Engineer, number: int, reason: str, *, resolved: bool, no_request: bool = False) -> Closed:
    """Close a case, with the reason; no timer of it rings any more, and what its customer was asked is void.

    The customer is not told: an engineer who has something to say replies first. Whoever writes to the case again
    opens it again. `no_request` says that nothing was asked for, which teaches the next model. Raises BadInput for no
    reason, an unknown case, and one that is closed.
    """
    if not says_something(reason):
        raise BadInput("reason: closing a case needs one; write --reason and why")
    run = engineer.run
    case = the_case(run.connection, number)
    if case.closed_at is not None:
        since = case.closed_at.astimezone(run.desk.zone)
        raise BadInput(f"case {number} is closed already, since {since:%a %d %b %Y %H:%M %Z}")
    withdraw(run, case)
    case = replace(case, closed_at=run.now, wanted_level=None)
    cases.update(run.connection, case)
    for kind in TimerKind:
        if kind is TimerKind.UNSEEN:  # what was answered last is still to reach them
            continue
        timers.drop(run.connection, number, kind)
    detail = {"resolved": resolved, "reason": reason}
    engineer.note(case, "case.closed", {**detail, "no_request": True} if no_request else detail)
    if no_request:
        teach_no_request(engineer, case)
    end(run, number, f"{engineer.name} has closed the case")
    if resolved:
        act = Act(case_id=number, promise=PromiseKind.RESOLUTION, at=run.now, actor=engineer.name, how=How.CLI)
        case = record(run, case, act)
    return Closed(case=case, standing=held(case, kept.of_case(run.connection, number)))
