"""Page: call for somebody when a case cannot wait, once a cause, until they take it or nothing is left to take."""

from dataclasses import replace

from intake.domain.case import Case
from intake.domain.contract import NoticeId
from intake.domain.paging import Cause, Page
from intake.domain.timer import TimerKind
from intake.stages.call import note
from intake.stages.desk import Run
from intake.stages.escalate import call_next
from intake.storage import pages, timers


def emergency_cause(message_id: int) -> Cause:
    """Return the cause of a message that completes an emergency's evidence."""
    return Cause(key=f"emergency:{message_id}", why="an emergency, by what the customer states; it is not confirmed")


def phone_cause(message_id: int) -> Cause:
    """Return the cause of a level named in writing that counts by telephone only."""
    return Cause(key=f"phone:{message_id}", why="a level was named in writing that counts only by telephone")


def causes_of(case: Case, message_id: int) -> list[Cause]:
    """Return what calls for somebody in a case as it has just been decided."""
    notices = (case.promise or {}).get("notices")
    causes = [emergency_cause(message_id)] if case.emergency else []
    if isinstance(notices, list) and NoticeId.REPORT_BY_PHONE in notices:
        causes.append(phone_cause(message_id))
    return causes


def page(run: Run, case: Case, cause: Cause) -> None:
    """Call for somebody, once a cause; a cause that comes while a page is open is added to it."""
    known = pages.of_case(run.connection, case.id)
    if any(cause.key == one.key for found in known for one in found.causes):
        return
    if known and known[-1].is_open:
        widened = replace(known[-1], causes=(*known[-1].causes, cause))
        pages.update(run.connection, widened)
        note(run, case.id, "page.added", {"why": cause.why})
        if not any(timer.kind is TimerKind.ESCALATION for timer in timers.of_case(run.connection, case.id)):
            call_next(run, widened)  # everybody was called in vain, or nobody was there: what is new calls again
        return
    opened = pages.open_page(run.connection, case.id, cause, run.now)
    note(run, case.id, "page.opened", {"why": cause.why})
    call_next(run, opened)


def take(run: Run, case_id: int, by: str) -> Page | None:
    """End a case's open page because somebody has taken it; None when none is open."""
    found = open_page_of(run, case_id)
    if found is None:
        return None
    taken = replace(found, acknowledged_at=run.now, acknowledged_by=by)
    _write(run, taken)
    note(run, case_id, "page.acknowledged", {"why": found.why}, actor=by)
    return taken


def end(run: Run, case_id: int, why: str) -> Page | None:
    """End a case's open page because there is nothing left to take; None when none is open."""
    found = open_page_of(run, case_id)
    if found is None:
        return None
    ended = replace(found, closed_at=run.now, closed_why=why)
    _write(run, ended)
    note(run, case_id, "page.ended", {"why": why})
    return ended


def open_page_of(run: Run, case_id: int) -> Page | None:
    """Return a case's page that waits for somebody, or None."""
    return next((found for found in pages.of_case(run.connection, case_id) if found.is_open), None)


def _write(run: Run, page: Page) -> None:
    pages.update(run.connection, page)
    timers.drop(run.connection, page.case_id, TimerKind.ESCALATION)
