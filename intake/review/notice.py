"""The notice a customer gets when a verdict has changed what was promised."""

from dataclasses import replace

from intake.domain.case import Case, MailKind
from intake.domain.promise import Promise
from intake.render.write import level_change
from intake.review.engineer import Engineer
from intake.stages.identified import untold
from intake.stages.post import Draft, letter, send, why_silent
from intake.stages.remembered import opening
from intake.storage import decisions


def tell(engineer: Engineer, case: Case, before: Promise, after: Promise) -> str | None:
    """Write the customer a notice of what has changed; returns why not, where nobody may be written to."""
    run = engineer.run
    parsed = opening(run, case)
    why_not = untold(run, case) or why_silent(run, case, parsed)
    if why_not is not None:
        engineer.note(case, "level_change.withheld", {"reason": why_not})
        return why_not
    about = replace(letter(run, case, after, before), decided_by=engineer.name, decided_at=run.now)
    draft = Draft(
        kind=MailKind.LEVEL_CHANGE,
        key=f"verdict:{case.id}:{len(decisions.of_case(run.connection, case.id))}",
        written=level_change(about, run.desk.templates),
        answered=parsed,
    )
    send(run, case, draft)
    return None


def differs(told: Case, now: Case) -> bool:
    """Tell whether the customer was promised something else than what holds now.

    What was told is the case as it stood, not what its contract's file would say today.
    """
    clocks = [(case.clock_level, case.emergency, case.due_at) for case in (told, now)]
    return clocks[0] != clocks[1]
