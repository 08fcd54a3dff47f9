"""Reopen: a closed case that somebody writes to again is open again; nothing new is promised by that."""

from dataclasses import replace

from intake.domain.case import Case
from intake.stages.desk import Run
from intake.stages.watch import watch
from intake.storage import audit, cases


def reopened(run: Run, case: Case, why: str) -> Case:
    """Return the case open; one that is open comes back as it is."""
    if case.closed_at is None:
        return case
    opened = replace(case, closed_at=None)
    cases.update(run.connection, opened)
    entry = audit.Entry(at=run.now, actor="bot", event="case.reopened", case_id=case.id, detail={"reason": why})
    audit.write(run.connection, entry)
    return watch(run, opened)
