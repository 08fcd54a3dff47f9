"""Call: one name for one page, by mail through the outbox or over the web: claimed, then sent, failed or unknown."""

import uuid
from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import timedelta

import structlog

from intake.domain.case import Case, MailKind, MailState
from intake.domain.kept import Owed, State, held
from intake.domain.paging import WAITING, Call, CallState, OnCall, Page, Way
from intake.render import internal
from intake.stages.calls.pressed import pressed_said
from intake.stages.deliver import HandOver, Result
from intake.stages.desk import Run
from intake.stages.post import Draft, send
from intake.storage import audit, cases, customers, kept, messages, pages
from intake.thread.link import Link, Opens, address
from intake.thread.token import Purpose

log = structlog.get_logger()

_BACKOFF = [timedelta(seconds=seconds) for seconds in (2, 5, 15, 30)]
_LINK_HOLDS = timedelta(days=1)


def make(run: Run, page: Page, on_call: OnCall, turn: int) -> Call:
    """Call a name for a page: write the mail, or leave the call for the pager; return how it stands then."""
    call = Call(
        page_id=page.id,
        turn=turn,
        name=on_call.name,
        way=on_call.way,
        made_at=run.now,
        next_at=run.now,
        webhook_id=f"page_{uuid.uuid4().hex}",
    )
    call = pages.add_call(run.connection, call)
    note(run, page.case_id, "page.called", _told(call))
    return _mailed(run, page, call, on_call) if on_call.way is Way.MAIL else call


def _mailed(run: Run, page: Page, call: Call, on_call: OnCall) -> Call:
    """Write the mail of a call and return the call as it stands then.

    A mail that cannot be written fails the call alone: what the customer is owed is written in the same transaction.
    """
    try:
        with run.connection.begin_nested():
            call = replace(call, mail_id=_write_mail(run, page, call, on_call))
    except Exception as error:  # noqa: BLE001 - the next name is called instead, and the trail says why
        answer = f"its mail cannot be written: {type(error).__name__}"
        call = replace(call, state=CallState.FAILED, answer=answer)
        _note_call(run, call, "page.failed")
        log.error("page.failed", case=page.case_id, name=call.name, answer=answer)
    pages.settle(run.connection, call)
    return call


def words(run: Run, page: Page, call: Call) -> internal.PageWords:
    """Return what a call says of its case; raises LookupError when the case is gone."""
    case = the_case(run, page)
    owed = _first_due(run, case)
    return internal.PageWords(
        case_number=case.id,
        customer=customer_name(run, case),
        subject=case.subject,
        why=page.why,
        due_at=None if owed is None else owed.deadline.due_at,
        promise="" if owed is None else str(owed.promise),
        zone=run.desk.zone,
        acknowledge_url=acknowledge_url(run, page, call),
        words=messages.first_words(run.connection, case.id),
        pressed=pressed_said(run, case),
        answer_address=run.desk.signer.address(run.desk.address, Purpose.ENGINEER, case.id, run.now),
    )


def _first_due(run: Run, case: Case) -> Owed | None:
    """Return what of a case falls due first of all that is still to be done; None where nothing does."""
    pending = (one.owed for one in held(case, kept.of_case(run.connection, case.id)) if one.state is State.PENDING)
    dated = [(one.deadline.due_at, one) for one in pending if one.deadline.due_at is not None]
    return min(dated, key=lambda each: each[0], default=(None, None))[1]


def customer_name(run: Run, case: Case) -> str:
    """Return the name of a case's customer, "" for a stranger's."""
    return "" if case.customer_id is None else customers.get(run.connection, case.customer_id).name


def acknowledge_url(run: Run, page: Page, call: Call) -> str | None:
    """Return the one-time link by which a name takes a page; None where the desk has no web address."""
    if run.desk.web is None:
        return None
    until = call.made_at + _LINK_HOLDS
    link = Link(opens=Opens.PAGE, case_id=page.case_id, question=call.id, until=until)
    return address(run.desk.web, run.desk.signer, link)


def claim(run: Run, call: Call) -> bool:
    """Take a call for handing over; False when it waits no longer, or its page has ended."""
    page = pages.find(run.connection, call.page_id)
    return page is not None and page.is_open and pages.claim(run.connection, call)


def settle(run: Run, call: Call, result: Result) -> Call:
    """Write how handing a call over went, and return it as it stands now."""
    tried = call.attempts + 1
    state = _state(call, result, tried)
    pause = _BACKOFF[min(tried, len(_BACKOFF)) - 1]
    settled = replace(call, state=state, attempts=tried, answer=result.answer, next_at=run.now + pause)
    pages.settle(run.connection, settled)
    event = "page.put_off" if state in WAITING else f"page.{state}"
    _note_call(run, settled, event)
    return settled


def settle_mail(run: Run, call: Call, end: MailState) -> Call:
    """Write how the mail of a call ended, and return the call as it stands now."""
    sent = end is MailState.SENT
    answer = "the smarthost took it" if sent else "the smarthost refused it"
    settled = replace(call, state=CallState.SENT if sent else CallState.FAILED, answer=answer)
    pages.settle(run.connection, settled)
    _note_call(run, settled, f"page.{settled.state}")
    return settled


def recover(run: Run, at_work: Container[int] = ()) -> int:
    """Mark what a dead process was handing over as unknown; it is repeated under the same id.

    `at_work` are the calls that somebody is handing over now. Return how many were marked.
    """
    found = [call for call in pages.interrupted(run.connection) if call.id not in at_work]
    for call in found:
        lost = replace(call, state=CallState.UNKNOWN, answer="the process ended while it was handed over")
        pages.settle(run.connection, replace(lost, next_at=run.now))
        _note_call(run, lost, "page.unknown")
    return len(found)


def note(run: Run, case_id: int, event: str, detail: Mapping[str, object], *, actor: str = "bot") -> None:
    """Put what became of a page on its case's trail."""
    entry = audit.Entry(at=run.now, actor=actor, event=event, case_id=case_id, detail=detail)
    audit.write(run.connection, entry)


def _state(call: Call, result: Result, tried: int) -> CallState:
    if result.hand_over is HandOver.SENT:
        return CallState.SENT
    if result.hand_over is HandOver.REFUSED or tried > len(_BACKOFF):
        return CallState.FAILED
    once_unknown = call.state is CallState.UNKNOWN  # it may have arrived: that stays true until there is an answer
    return CallState.UNKNOWN if once_unknown or result.hand_over is HandOver.UNKNOWN else CallState.QUEUED


def _note_call(run: Run, call: Call, event: str) -> None:
    page = pages.find(run.connection, call.page_id)
    if page is not None:
        note(run, page.case_id, event, {**_told(call), "answer": call.answer})


def _told(call: Call) -> dict[str, object]:
    return {"name": call.name, "way": str(call.way), "turn": call.turn}


def the_case(run: Run, page: Page) -> Case:
    """Return the case of a page; raises LookupError when it is gone."""
    case = cases.find(run.connection, page.case_id)
    if case is None:
        raise LookupError(f"there is no case {page.case_id}")
    return case


def _write_mail(run: Run, page: Page, call: Call, on_call: OnCall) -> int | None:
    draft = Draft(
        kind=MailKind.PAGE,
        key=f"page:{page.id}:{call.turn}",
        written=internal.page(words(run, page, call), run.desk.templates),
        to=on_call.target,
        reply_to=Purpose.ENGINEER,
        auto_submitted="auto-generated",
    )
    return send(run, the_case(run, page), draft)
