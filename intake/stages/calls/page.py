"""Page: call for somebody when a case cannot wait, once a cause, until they take it or nothing is left to take."""

from dataclasses import replace
from datetime import datetime

from intake.domain.case import Case, Standing
from intake.domain.contract import Channel, NoticeId
from intake.domain.identity import Degree
from intake.domain.paging import MOST_CAUSES, Cause, Page
from intake.domain.timer import TimerKind
from intake.stages.calls.call import note
from intake.stages.calls.customers import Lately, lately
from intake.stages.calls.escalate import call_later, call_next, called_in_vain
from intake.stages.calls.storms import gathered_until, merge, waiting
from intake.stages.desk import Run
from intake.stages.storms import recognise
from intake.storage import audit, cases, evidence, identities, pages, timers

_EMERGENCY = "an emergency, by what the customer states; it is not confirmed"
_TOO = "other cases of the customer state it as well"
_IN_WRITING = "a level that counts only by telephone was named or suggested, in writing"
_SAME_IN_WRITING = f"{_IN_WRITING}, also of other cases of the customer"


def emergency_cause(message_id: int) -> Cause:
    """Return the cause of a message that completes an emergency's evidence."""
    return Cause(key=f"emergency:{message_id}", why=_EMERGENCY)


def phone_cause(message_id: int, *, quiet: bool = False) -> Cause:
    """Return the cause of a level named or suggested in writing that counts by telephone only.

    A quiet one is that of a message whose writer nothing proves.
    """
    return Cause(key=f"phone:{message_id}", why=_IN_WRITING, quiet=quiet)


def page_for(run: Run, case: Case, message_id: int) -> None:
    """Call for somebody where a case needs it as a message has just had it decided."""
    if case.emergency:
        page_together(run, case, emergency_cause(message_id))
    notices = (case.promise or {}).get("notices")
    if isinstance(notices, list) and NoticeId.REPORT_BY_PHONE in notices:
        page_in_writing(run, case, message_id)


def page_in_writing(run: Run, case: Case, message_id: int) -> None:
    """Call for somebody because a message names, or is read as, a level that counts by telephone only."""
    found = identities.of_messages(run.connection, [message_id]).get(message_id)
    proved = case.channel is not Channel.EMAIL or (found is not None and found.degree is Degree.PROVED)
    page_claimed(run, case, phone_cause(message_id, quiet=not proved))


def page_claimed(run: Run, case: Case, cause: Cause) -> None:
    """Call for somebody; what nobody has proved joins the open page of its customer, whichever case that is for.

    Anybody can make up any number of addresses in a customer's domain: they call once, until somebody takes the page.
    Then the next one waits a little, and names all that came meanwhile.
    """
    storm = recognise(run, case)
    there = lately(run, case) if cause.quiet and open_page_of(run, case.id) is None else Lately()
    if any(cause.key == one.key for page in there.pages for one in page.causes):
        return
    if (storm is not None and waiting(run, storm) is not None) or (there.waiting is None and there.until is None):
        page_in_storm(run, case, cause)
    elif there.waiting is None:
        _page_gathered(run, case, cause, there.until)
    else:
        note(run, case.id, "page.joined", {"case": there.waiting.case_id, "why": cause.why})
        _add(run, there.waiting, replace(cause, why=_SAME_IN_WRITING, case_id=case.id))


def page(run: Run, case: Case, cause: Cause) -> None:
    """Call for somebody, once a cause; a cause that comes while a page is open is added to it."""
    known = pages.of_case(run.connection, case.id)
    if any(cause.key == one.key for found in known for one in found.causes):
        return
    if known and known[-1].is_open:
        _add(run, known[-1], cause)
        return
    opened = pages.open_page(run.connection, case.id, cause, run.now)
    note(run, case.id, "page.opened", {"why": cause.why})
    call_next(run, opened)


def page_in_storm(run: Run, case: Case, cause: Cause) -> None:
    """Call for somebody, once a storm: a case that looks like those of other customers joins the call that goes on.

    Where somebody has just taken that call, the next one waits a little and then names all that came meanwhile. A case
    by itself calls at once, and so does one with a page of its own.
    """
    storm = recognise(run, case)
    if storm is None or open_page_of(run, case.id) is not None:
        page(run, case, cause)
        return
    merge(run, storm)
    base = waiting(run, storm)
    if base is None:
        _page_gathered(run, case, cause, gathered_until(run, storm, case))
    elif not any(cause.key == one.key for one in base.causes):
        note(run, case.id, "page.joined", {"case": base.case_id, "storm": storm.id, "why": cause.why})
        _add(run, base, replace(cause, case_id=case.id, storm=storm.id))


def _page_gathered(run: Run, case: Case, cause: Cause, until: datetime | None) -> None:
    """Open a page whose first call waits until then; None calls at once."""
    known = any(cause.key == one.key for found in pages.of_case(run.connection, case.id) for one in found.causes)
    if known or until is None or until <= run.now:
        page(run, case, cause)
        return
    opened = pages.open_page(run.connection, case.id, cause, run.now)
    note(run, case.id, "page.gathered", {"why": cause.why, "until_at": until.isoformat()})
    call_later(run, opened, until - run.now)


def page_together(run: Run, case: Case, cause: Cause) -> None:
    """Call for somebody to an emergency: on the open page of another of the customer's that is under way, if any.

    One outage is one page, however many report it. Which other emergencies go with it is asked of what was said
    lately, as for the links between the cases.
    """
    joined = _joined(run, case)
    if joined is None or any(cause.key == one.key for one in joined.causes):
        page_in_storm(run, case, cause)
        return
    note(run, case.id, "page.joined", {"case": joined.case_id, "why": cause.why})
    _add(run, joined, replace(cause, why=_TOO, case_id=case.id))


def _joined(run: Run, case: Case) -> Page | None:
    """Return the open page of the customer's emergency that a case belongs to; None for a case with one of its own."""
    if case.customer_id is None or open_page_of(run, case.id) is not None:
        return None
    at = max((one.at for one in evidence.of_case(run.connection, case.id)), default=run.now)
    lately = evidence.cases_around(run.connection, case.customer_id, at, run.desk.gather_within) - {case.id}
    found = pages.open_of_customer(run.connection, case.customer_id)
    return next((one for one in found if one.case_id in lately), None)


def _add(run: Run, page: Page, cause: Cause) -> None:
    """Add a cause to an open page; it calls at once where nobody is being called, or only each hour."""
    if cause.quiet and len(page.causes) >= MOST_CAUSES:
        return
    called = len(pages.calls(run.connection, page.id))
    silent = bool(run.desk.paging.on_call) and (not called or called_in_vain(run, page, called))
    silent = silent and not cause.quiet and not _calls_soon(run, page)
    turn = max(one.turn for one in page.causes) if cause.quiet else called
    widened = replace(page, causes=(*page.causes, replace(cause, turn=turn)))
    pages.update(run.connection, widened)
    note(run, page.case_id, "page.added", {"why": cause.why, "case": cause.case_id or page.case_id})
    if silent:
        timers.drop(run.connection, page.case_id, TimerKind.ESCALATION)
        call_next(run, widened)


def _calls_soon(run: Run, page: Page) -> bool:
    """Tell whether the next call for a page gathers what comes before it, and goes out within that time."""
    soon = run.now + run.desk.storms.gathers_calls
    set_ = [one for one in timers.of_case(run.connection, page.case_id) if one.kind is TimerKind.ESCALATION]
    gathers = any(entry.event == "page.gathered" for entry in audit.of_case(run.connection, page.case_id))
    return gathers and any(one.due_at <= soon for one in set_)


def _pass_on(run: Run, ended: Page) -> None:
    """Call for the other cases that a page was for, as far as nobody has looked at them."""
    for cause in ended.causes:
        case = None if cause.case_id is None else cases.find(run.connection, cause.case_id)
        if case is not None and case.closed_at is None:
            call_anew(run, case, cause, f"again:{ended.id}")


def call_anew(run: Run, case: Case, cause: Cause, mark: str) -> None:
    """Call for a case that was part of another's page, if nobody looked at it; `mark` makes it a call of its own."""
    if case.emergency and case.provisional:
        why = _EMERGENCY if cause.storm is None else cause.why
        key = cause.key if cause.storm is None else f"{cause.key}:{mark}"
        page_together(run, case, replace(cause, key=key, why=why, turn=0, case_id=None, storm=None))
    elif (cause.storm is not None or cause.quiet) and case.standing is Standing.RULE:
        why = _IN_WRITING if cause.quiet else cause.why
        anew = replace(cause, key=f"{cause.key}:{mark}", why=why, turn=0, case_id=None, storm=None)
        page_claimed(run, case, anew)


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
    _pass_on(run, ended)
    return ended


def open_page_of(run: Run, case_id: int) -> Page | None:
    """Return a case's page that waits for somebody, or None."""
    return next((found for found in pages.of_case(run.connection, case_id) if found.is_open), None)


def _write(run: Run, page: Page) -> None:
    pages.update(run.connection, page)
    timers.drop(run.connection, page.case_id, TimerKind.ESCALATION)
