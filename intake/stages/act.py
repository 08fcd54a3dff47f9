"""Act: put on record what a person did on a case, beside the promise that wanted it."""

from intake.domain.case import Case
from intake.domain.contract import PromiseKind
from intake.domain.kept import Act, Held, State, held
from intake.stages.calls.page import take
from intake.stages.desk import Run
from intake.stages.watch import watch
from intake.storage import audit, kept

_EVENTS = {
    PromiseKind.INITIAL_RESPONSE: "case.answered",
    PromiseKind.BEGIN_WORK: "case.work_begun",
    PromiseKind.RESOLUTION: "case.resolved",
    PromiseKind.APPOINTMENT: "case.appointment_kept",
}


def record(run: Run, case: Case, act: Act) -> Case:
    """Append an act, put on the trail what it kept or missed, and return the case with its warnings set anew."""
    kept.add(run.connection, act)
    counted = [one for one in held(case, kept.of_case(run.connection, case.id)) if one.act == act]
    entry = audit.Entry(
        at=run.now,
        actor=act.actor,
        event=_EVENTS[act.promise],
        case_id=case.id,
        message_id=act.message_id,
        detail=_detail(act, counted),
    )
    audit.write(run.connection, entry)
    take(run, case.id, act.actor)  # who works on a case has taken it
    return watch(run, case)


def _detail(act: Act, counted: list[Held]) -> dict[str, object]:
    """Say what the act counts for; a second reply, or work that nobody promised to begin, counts for nothing."""
    return {
        "answered_at" if act.promise is PromiseKind.INITIAL_RESPONSE else "done_at": act.at.isoformat(),
        "how": str(act.how),
        "mail": act.mail_id,
        "counts_for": {str(one.owed.promise): _said(one) for one in counted},
    }


def _said(one: Held) -> str:
    """Say 'kept, 0:10:00 before its deadline', to the second."""
    if one.margin is None:
        return f"{one.state}, no deadline"
    side = "after" if one.state is State.LATE else "before"
    return f"{one.state}, {abs(one.margin)} {side} its deadline"
