"""Calls to the engineers for one customer: the page that is open for any of its cases, and what was taken lately."""

from dataclasses import dataclass
from datetime import datetime

from intake.domain.case import Case
from intake.domain.paging import Page
from intake.stages.desk import Run
from intake.storage import pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """A customer's pages that are open or were taken lately.

    `waiting` is the first that is open, None where none is; `until` is how long a further call waits because somebody
    has just taken one, None for not at all.
    """

    pages: tuple[Page, ...] = ()
    waiting: Page | None = None
    until: datetime | None = None


def lately(run: Run, case: Case) -> Lately:
    """Return what is known of the calls for a case's customer; nothing for a stranger's.

    Half of the time until what is promised on the case is the most that its call waits.
    """
    if case.customer_id is None:
        return Lately()
    gathers = run.desk.storms.gathers_calls
    found = pages.lately_of_customer(run.connection, case.customer_id, run.now - gathers)
    taken = max((page.acknowledged_at for page in found if page.acknowledged_at is not None), default=None)
    until = None if taken is None else taken + gathers
    if until is not None and case.due_at is not None:
        until = min(until, run.now + (case.due_at - run.now) / 2)
    waiting = next((page for page in found if page.is_open), None)
    return Lately(pages=tuple(found), waiting=waiting, until=until)
