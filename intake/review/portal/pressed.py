"""Pressed: what somebody who has signed in presses on a case of their company; it does what their words would do."""

from collections.abc import Mapping

from intake.domain.case import Case
from intake.domain.portal import SignedIn
from intake.domain.portal_pages import Came, Deed, PressedThere
from intake.identify.visitor import identify_signed_in
from intake.review.portal.resolved import resolved
from intake.review.pressing import FACT, LEVEL, NO, WORSE, YES, Press, press
from intake.stages.ask import standing_question
from intake.stages.desk import Run
from intake.stages.who import StoredDirectory
from intake.storage.portal import cases

_ACTIONS: Mapping[Deed, str] = {Deed.WORSE: WORSE, Deed.YES: YES, Deed.NO: NO, Deed.FACT: FACT, Deed.LEVEL: LEVEL}
_DONE: Mapping[Deed, Came] = {
    Deed.WORSE: Came.WORSE,
    Deed.YES: Came.AGREED,
    Deed.NO: Came.REFUSED,
    Deed.FACT: Came.STATED,
    Deed.LEVEL: Came.CHOSEN,
}
# What a press has done is told by the page itself; of these macros the page says what they mean.
_TOLD: Mapping[str, Came] = {"told_already": Came.KNOWN, "tell_us_more": Came.WORSE, "holds": Came.CHOSEN}


def pressed(run: Run, who: SignedIn, number: int, what: PressedThere) -> Came | None:
    """Do what was pressed and return what to say of it; None for a case that is not the company's."""
    case = cases.one(run.connection, who.customer.id, number)
    if case is None:
        return None
    if what.deed is Deed.RESOLVED:
        return Came.RESOLVED if resolved(run, case, who.session) else Came.TOO_LATE
    if what.deed in (Deed.YES, Deed.NO) and not _is_asked(run, case, what.about):
        return Came.TOO_LATE  # a yes to an older question is none to the one that stands now
    told = press(
        Press(
            run=run,
            case=case,
            sender=identify_signed_in(who.address, StoredDirectory(run.connection)),
            action=_ACTIONS[what.deed],
            choice=what.about,
            at=run.now,
            key=f"portal:{what.key}",
            detail={"from": "portal", "session": who.session},
        )
    )
    return _DONE[what.deed] if told is None else _TOLD.get(told.macro, Came.TOO_LATE)


def _is_asked(run: Run, case: Case, number: str) -> bool:
    question = standing_question(run.connection, case)
    return question is not None and str(question.id) == number
