"""Calls to the engineers in a storm: one page for its cases, however many of them need somebody."""

from dataclasses import replace
from datetime import datetime

from intake.domain.case import Case
from intake.domain.paging import Cause, Page
from intake.domain.storm import Storm
from intake.domain.timer import TimerKind
from intake.stages.calls.call import note
from intake.stages.desk import Run
from intake.storage import pages, timers


def waiting(run: Run, storm: Storm) -> Page | None:
    """Return the page of a storm that waits for somebody, the first opened; None where none does."""
    return next(iter(_open(run, storm)), None)


def gathered_until(run: Run, storm: Storm, case: Case) -> datetime | None:
    """Return until when a further case's first call waits, because somebody has just taken the storm's; None for now.

    Half of the time until what is promised to its customer is the most.
    """
    every = (page for one in storm.inside for page in pages.of_case(run.connection, one.case_id))
    taken = max((page.acknowledged_at for page in every if page.acknowledged_at is not None), default=None)
    if taken is None:
        return None
    until = taken + run.desk.storms.gathers_calls
    return until if case.due_at is None else min(until, run.now + (case.due_at - run.now) / 2)


def merge(run: Run, storm: Storm) -> None:
    """Let the first of a storm's open pages stand for all of them: what the others were for is added to it."""
    every = _open(run, storm)
    if len(every) < 2:
        return
    first = every[0]
    for other in every[1:]:
        moved = tuple(_moved(cause, other, storm) for cause in other.causes)
        first = replace(first, causes=(*first.causes, *moved))
        why = f"part of a storm: the call for case {first.case_id} goes on"
        pages.update(run.connection, replace(other, closed_at=run.now, closed_why=why))
        timers.drop(run.connection, other.case_id, TimerKind.ESCALATION)
        note(run, other.case_id, "page.ended", {"why": why})
        note(run, first.case_id, "page.added", {"case": other.case_id, "storm": storm.id, "why": other.why})
        pages.update(run.connection, first)


def _moved(cause: Cause, page: Page, storm: Storm) -> Cause:
    # Whoever was called for the other page counts for it: nobody is called from the start again.
    return replace(cause, turn=0, case_id=cause.case_id or page.case_id, storm=storm.id)


def _open(run: Run, storm: Storm) -> list[Page]:
    every = (page for one in storm.inside for page in pages.of_case(run.connection, one.case_id))
    return sorted((page for page in every if page.is_open), key=lambda page: page.id)
