"""Escalate: the next name on call, round and round, until somebody takes the page or nobody is left to call."""

from dataclasses import replace

import structlog

from intake.domain.paging import MOST_ROUNDS, Call, CallState, OnCall, Page
from intake.domain.timer import Timer, TimerKind
from intake.stages.call import make, note
from intake.stages.desk import Run
from intake.storage import cases, pages, timers

log = structlog.get_logger()


def call_next(run: Run, page: Page) -> None:
    """Call the next name for a page, and set the timer for the one after."""
    turn = len(pages.calls(run.connection, page.id)) + 1
    on_call = run.desk.paging.on_call
    if not on_call:
        _nobody(run, page)
        return
    if turn > MOST_ROUNDS * len(on_call) * len(page.causes):  # each cause is worth its rounds
        _unanswered(run, page, turn - 1)
        return
    make(run, page, _in_turn(on_call, turn), turn)
    timer = Timer(
        kind=TimerKind.ESCALATION,
        case_id=page.case_id,
        key=f"page:{page.id}:{turn}",
        due_at=run.now + run.desk.paging.escalate_after,
        detail={"page": page.id, "turn": turn},
    )
    timers.put(run.connection, timer)


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


def _nobody(run: Run, page: Page) -> None:
    note(run, page.case_id, "page.nobody", {"why": "nobody is on call; write [[paging.on_call]] into the settings"})


def _unanswered(run: Run, page: Page, called: int) -> None:
    """Say loudly that everybody was called and nobody came; the page stays open for whoever looks."""
    note(run, page.case_id, "page.unanswered", {"why": page.why, "called": called})
    log.error("page.unanswered", case=page.case_id, called=called)
