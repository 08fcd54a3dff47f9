"""Warn: tell the engineers that something promised falls due, or has, and nobody has done it.

Of several warnings whose moment has passed (the bot was away, or the promise came late) only the last is given: that
the time is half over helps nobody once it is over.
"""

from datetime import datetime

from intake.domain.case import Case, MailKind
from intake.domain.kept import Held, held
from intake.domain.timer import Timer
from intake.render.internal import WarningWords, warning
from intake.stages.answer_mail import engineers_address
from intake.stages.calls.call import customer_name
from intake.stages.desk import Run
from intake.stages.post import Draft, send
from intake.stages.watch import DEADLINE, moments
from intake.storage import audit, cases, kept
from intake.thread.token import Purpose

DUE_SOON, OVERDUE = "case.due_soon", "case.overdue"


def warn(run: Run, timer: Timer) -> None:
    """Ring a warning: a mail to each listed engineer and a line on the trail, once; nothing where it holds no more."""
    case = cases.find(run.connection, timer.case_id)
    one = None if case is None or case.closed_at is not None else _still_open(run, case, timer)
    if case is None or one is None:
        return
    fraction = float(str(timer.detail["fraction"]))
    later = [moment for share, moment in moments(run.desk, one) if share > fraction]
    if any(moment <= run.now for moment in later) or _warned(run, case, one, fraction):
        return
    _note(run, case, one, fraction)
    for engineer in run.desk.engineers:
        _tell(run, case, (one, fraction), engineer.address)


def _still_open(run: Run, case: Case, timer: Timer) -> Held | None:
    """Return the undertaking a timer was set for, None when it was done since or another deadline holds."""
    promise, due_at = timer.detail["promise"], datetime.fromisoformat(str(timer.detail["due_at"]))
    standing = held(case, kept.of_case(run.connection, case.id))
    same = (one for one in standing if one.owed.promise == promise and one.owed.deadline.due_at == due_at)
    return next((one for one in same if one.act is None), None)


def _warned(run: Run, case: Case, one: Held, fraction: float) -> bool:
    """Tell whether the engineers know already: a promise that is confirmed sets the same warnings again."""
    known = (entry.detail for entry in audit.of_case(run.connection, case.id) if entry.event in (DUE_SOON, OVERDUE))
    mine = (detail for detail in known if _is_of(one, detail.get("promise"), detail.get("due_at")))
    return any(float(str(detail["fraction"])) >= fraction for detail in mine)


def _is_of(one: Held, promise: object, due_at: object) -> bool:
    deadline = one.owed.deadline.due_at
    return promise == one.owed.promise and deadline is not None and due_at == deadline.isoformat()


def _note(run: Run, case: Case, one: Held, fraction: float) -> None:
    due_at = one.owed.deadline.due_at
    detail = {
        "promise": str(one.owed.promise),
        "due_at": None if due_at is None else due_at.isoformat(),
        "fraction": fraction,
        "told": [engineer.name for engineer in run.desk.engineers] or "nobody: no engineers are listed",
    }
    event = OVERDUE if fraction >= DEADLINE and not one.owed.at_once else DUE_SOON
    audit.write(run.connection, audit.Entry(at=run.now, actor="bot", event=event, case_id=case.id, detail=detail))


def _tell(run: Run, case: Case, warned: tuple[Held, float], address: str) -> None:
    one, fraction = warned
    due_at = one.owed.deadline.due_at
    if due_at is None:
        return
    words = WarningWords(
        case_number=case.id,
        customer=customer_name(run, case),
        subject=case.subject,
        promise=str(one.owed.promise),
        due_at=due_at,
        zone=run.desk.zone,
        fraction=fraction,
        answer_address=engineers_address(run, case),
        at_once=one.owed.at_once,
    )
    draft = Draft(
        kind=MailKind.WARNING,
        key=f"warning:{case.id}:{one.owed.promise}:{due_at.isoformat()}:{fraction}:{address}",
        written=warning(words, run.desk.templates),
        to=address,
        reply_to=Purpose.ENGINEER,
        auto_submitted="auto-generated",
    )
    send(run, case, draft)
