"""Escalate: the next name on call, round and round, for as long as a page is open and nobody has taken it."""

from dataclasses import replace
from datetime import timedelta

import structlog

from intake.domain.paging import MOST_ROUNDS, Call, CallState, OnCall, Page
from intake.domain.timer import Timer, TimerKind
from intake.stages.calls.call import make, note
from intake.stages.desk import Run
from intake.storage import audit, cases, pages, timers

log = structlog.get_logger()

# Between two names once everybody was called in vain: whoever slept through the first rounds is reached later.
_AFTER_EVERYBODY = timedelta(hours=1)


def call_next(run: Run, page: Page) -> None:
    """Call the next name for a page, and set the timer for the one after; with nobody on call it looks again later."""
    turn = len(pages.calls(run.connection, page.id)) + 1
    on_call = run.desk.paging.on_call
    if not on_call:
        _nobody(run, page, turn - 1)
        return
    pause = run.desk.paging.escalate_after
    if called_in_vain(run, page, turn - 1):
        pause = max(pause, _AFTER_EVERYBODY)
        if _unanswered(run, page, turn - 1):
            _next_in(run, page, turn - 1, pause)
            return
    call = make(run, page, _in_turn(on_call, turn), turn)
    _next_in(run, page, turn, pause)
    failed(run, call)


def call_later(run: Run, page: Page, pause: timedelta) -> None:
    """Let the next name for a page be called only after a pause, by the timer."""
    _next_in(run, page, len(pages.calls(run.connection, page.id)), pause)


def called_in_vain(run: Run, page: Page, called: int) -> bool:
    """Tell whether everybody was called often enough, since the page's last cause, to be called more rarely."""
    since = max(cause.turn for cause in page.causes)
    return called - since >= MOST_ROUNDS * len(run.desk.paging.on_call)


def escalate(run: Run, timer: Timer) -> None:
    """Call the next name when the one called last has had their time; an ended page or closed case calls nobody."""
    page_id, turn = timer.detail["page"], timer.detail["turn"]
    page = pages.find(run.connection, page_id) if isinstance(page_id, int) else None
    if page is None or not page.is_open:
        return
    if turn != len(pages.calls(run.connection, page.id)):
        return  # a failed call has brought the next name's turn forward
    case = cases.find(run.connection, page.case_id)
    if case is None or case.closed_at is not None:
        pages.update(run.connection, replace(page, closed_at=run.now, closed_why="the case is closed"))
        note(run, page.case_id, "page.ended", {"why": "the case is closed"})
        return
    call_next(run, page)


def failed(run: Run, call: Call) -> None:
    """Call the next name at once when a call can never arrive.

    The first name of the next round waits for the timer all the same: a list of which nobody can be reached
    would be gone through in no time.
    """
    page = pages.find(run.connection, call.page_id)
    if page is None or not page.is_open or call.state is not CallState.FAILED:
        return
    is_last_called = call.turn == len(pages.calls(run.connection, page.id))
    ends_a_round = call.turn % max(len(run.desk.paging.on_call), 1) == 0
    if not is_last_called or ends_a_round:
        return
    timers.drop(run.connection, page.case_id, TimerKind.ESCALATION)
    call_next(run, page)


def _in_turn(on_call: tuple[OnCall, ...], turn: int) -> OnCall:
    return on_call[(turn - 1) % len(on_call)]


def _next_in(run: Run, page: Page, called: int, pause: timedelta) -> None:
    at = run.now + pause
    timer = Timer(
        kind=TimerKind.ESCALATION,
        case_id=page.case_id,
        key=f"page:{page.id}:{called}:{at.isoformat()}",
        due_at=at,
        detail={"page": page.id, "turn": called},
    )
    timers.put(run.connection, timer)


def _nobody(run: Run, page: Page, called: int) -> None:
    """Say that nobody is on call, and look again: soon at first, each hour at last."""
    if not _noted(run, page, "page.nobody", called):
        why = "nobody is on call; write [[paging.on_call]] into the settings"
        note(run, page.case_id, "page.nobody", {"why": why, "page": page.id, "called": called})
    waited = min(run.now - page.opened_at, _AFTER_EVERYBODY)
    _next_in(run, page, called, max(run.desk.paging.escalate_after, waited))


def _unanswered(run: Run, page: Page, called: int) -> bool:
    """Say loudly that everybody was called and nobody came; False when that was said since the last cause."""
    if _noted(run, page, "page.unanswered", max(cause.turn for cause in page.causes)):
        return False
    note(run, page.case_id, "page.unanswered", {"why": page.why, "page": page.id, "called": called})
    log.error("page.unanswered", case=page.case_id, called=called)
    return True


def _noted(run: Run, page: Page, event: str, since: int) -> bool:
    """Tell whether a case's trail says something of a page already, when at least so many calls had been made."""
    trail = (entry.detail for entry in audit.of_case(run.connection, page.case_id) if entry.event == event)
    return any(
        detail.get("page") == page.id and isinstance(called := detail.get("called"), int) and called >= since
        for detail in trail
    )
