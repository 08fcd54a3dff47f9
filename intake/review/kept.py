"""What an engineer puts on record of their own work on a case: that it has begun, that an appointment took place."""

from intake.domain.case import Case
from intake.domain.contract import PromiseKind
from intake.domain.errors import BadInput
from intake.domain.kept import Act, Held, How, State, held
from intake.review.engineer import Engineer, the_case
from intake.stages.act import record
from intake.storage import kept


def begin_work(engineer: Engineer, number: int) -> tuple[Case, Held | None]:
    """Record that work has begun; see `_done`."""
    return _done(engineer, number, PromiseKind.BEGIN_WORK)


def keep_appointment(engineer: Engineer, number: int) -> tuple[Case, Held | None]:
    """Record that an appointment took place; see `_done`."""
    return _done(engineer, number, PromiseKind.APPOINTMENT)


def _done(engineer: Engineer, number: int, kind: PromiseKind) -> tuple[Case, Held | None]:
    """Return the case and what the contract had promised of it, None where it promises nothing of the kind.

    Recording it a second time changes nothing. Raises BadInput for an unknown case and a closed one.
    """
    case = the_case(engineer.run.connection, number)
    if case.closed_at is not None:
        raise BadInput(f"case {number} is closed; `intake reply {number}` opens it again")
    acts = kept.of_case(engineer.run.connection, number)
    before = _promised(case, acts, kind)
    recorded = before.state is not State.PENDING if before else any(act.promise is kind for act in acts)
    if not recorded:
        act = Act(case_id=number, promise=kind, at=engineer.run.now, actor=engineer.name, how=How.CLI)
        case = record(engineer.run, case, act)
    return case, _promised(case, kept.of_case(engineer.run.connection, number), kind)


def _promised(case: Case, acts: list[Act], kind: PromiseKind) -> Held | None:
    return next((one for one in held(case, acts) if one.owed.promise is kind), None)
