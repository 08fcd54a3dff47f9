"""Again: what was set aside, a message, a mail or post of ours, is tried once more or let be, on an engineer's word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from intake.domain.case import Outcome
from intake.domain.errors import BadInput
from intake.domain.reason import says_something
from intake.queue import jobs
from intake.storage import audit, messages, parked
from intake.storage.parked import Again, Parked, ParkedJob, ParkedMail
from intake.storage.slack import aside
from intake.storage.slack.aside import ParkedEvent

Aside = TypeVar("Aside", ParkedMail, ParkedJob, ParkedEvent)

_TOO_LARGE = 2**63  # for a column of numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who has something tried again, why, and when."""

    by: str
    reason: str
    at: datetime


def chosen(connection: Connection, numbers: Iterable[int]) -> list[Parked]:
    """Return the parked messages of these numbers, all of them without any.

    Raises BadInput for a number that is no parked message's, with what became of it.
    """
    every = {one.id: one for one in parked.every(connection)}
    wanted = list(dict.fromkeys(numbers)) or list(every)
    for number in wanted:
        if number not in every:
            raise BadInput(f"message {number}: {_what_became_of(connection, number)}")
    return [every[number] for number in wanted]


def carry_again(connection: Connection, numbers: Iterable[int], order: Order) -> list[Parked]:
    """Let parked messages be carried through from the start, in the caller's transaction; return what they were.

    The clock of each runs from its true receipt. Raises BadInput for no reason or one that could be erased with a
    person, for a number that is no parked message's, and for a message of which a copy was carried through.
    """
    _refuse_reason(order)
    found = chosen(connection, numbers)
    for one in found:
        _refuse_copy(connection, one.id)
    for one in found:
        _release(connection, one, order)
    return found


def send_again(connection: Connection, numbers: Iterable[int], order: Order) -> list[ParkedMail]:
    """Let parked mails and posts of ours be sent anew, as they are and under their ids, in the caller's transaction.

    Raises BadInput for no reason or one that could be erased with a person, and for a number of no parked mail.
    """
    found = _wanted(parked.mails(connection), numbers, order, "mail {}: it is none that is set aside")
    for one in found:
        parked.release_mail(connection, one.id, order.at)
        _note_mail(connection, one, order, "mail.again")
    return found


def let_mails_go(connection: Connection, numbers: Iterable[int], order: Order) -> list[ParkedMail]:
    """Let parked mails and posts of ours never be sent; raises BadInput as `send_again` does."""
    found = _wanted(parked.mails(connection), numbers, order, "mail {}: it is none that is set aside")
    for one in found:
        parked.let_mail_go(connection, one.id)
        _note_mail(connection, one, order, "mail.let_go")
    return found


def try_jobs(connection: Connection, numbers: Iterable[int], order: Order) -> list[ParkedJob]:
    """Let jobs that were set aside beside their message be done again; raises BadInput as `send_again` does."""
    found = _wanted(parked.jobs_alone(connection), numbers, order, "job {}: it is none that is set aside alone")
    for one in found:
        parked.try_job(connection, one.id, order.at)
        _note_job(connection, one, order, "job.again")
    return found


def let_jobs_go(connection: Connection, numbers: Iterable[int], order: Order) -> list[ParkedJob]:
    """Give jobs up that were set aside beside their message; raises BadInput as `send_again` does."""
    found = _wanted(parked.jobs_alone(connection), numbers, order, "job {}: it is none that is set aside alone")
    for one in found:
        parked.drop_job(connection, one.id)
        _note_job(connection, one, order, "job.let_go")
    return found


def try_events(connection: Connection, numbers: Iterable[int], order: Order) -> list[ParkedEvent]:
    """Let what Slack sent and was set aside be carried out again; raises BadInput as `send_again` does."""
    found = _wanted(aside.every(connection), numbers, order, "event {}: it is none that is set aside")
    for one in found:
        aside.try_again(connection, one.id, order.at)
        _note_event(connection, one, order, "slack.event_again")
    return found


def let_events_go(connection: Connection, numbers: Iterable[int], order: Order) -> list[ParkedEvent]:
    """Let nothing be done at what Slack sent and was set aside; raises BadInput as `send_again` does."""
    found = _wanted(aside.every(connection), numbers, order, "event {}: it is none that is set aside")
    for one in found:
        aside.let_go(connection, one.id)
        _note_event(connection, one, order, "slack.event_let_go")
    return found


def _wanted(every: Iterable[Aside], numbers: Iterable[int], order: Order, none: str) -> list[Aside]:
    """Return those of these numbers. Raises BadInput without a reason, and with the words of `none` for one of none."""
    _refuse_reason(order)
    known = {one.id: one for one in every}
    wanted = list(dict.fromkeys(numbers))
    for number in wanted:
        if number not in known:
            raise BadInput(f"{none.format(number)}; `intake cases --parked` lists those")
    return [known[number] for number in wanted]


def _note_mail(connection: Connection, one: ParkedMail, order: Order, event: str) -> None:
    detail = {"mail": one.id, "reason": order.reason, "answer": one.answer}
    entry = audit.Entry(at=order.at, actor=order.by, event=event, case_id=one.case_id, detail=detail)
    audit.write(connection, entry)


def _note_job(connection: Connection, one: ParkedJob, order: Order, event: str) -> None:
    detail = {"job": one.id, "stage": one.stage, "message": one.message_id, "reason": order.reason}
    audit.write(connection, audit.Entry(at=order.at, actor=order.by, event=event, detail=detail))


def _note_event(connection: Connection, one: ParkedEvent, order: Order, event: str) -> None:
    detail = {"event": one.id, "what": one.what, "reason": order.reason}
    audit.write(connection, audit.Entry(at=order.at, actor=order.by, event=event, detail=detail))


def _refuse_reason(order: Order) -> None:
    if not says_something(order.reason):
        raise BadInput("--reason: doing it again needs one; write why it will do now")
    if "@" in order.reason:
        raise BadInput("--reason: it names an address, and stays on the trail; write it without")


def _release(connection: Connection, one: Parked, order: Order) -> None:
    asked = Again(message_id=one.id, at=order.at, actor=order.by, reason=order.reason)
    if not parked.release(connection, asked):
        return
    jobs.again(connection, one.id, order.at)
    detail = {"reason": order.reason, "error": one.reason}
    entry = audit.Entry(at=order.at, actor=order.by, event="message.again", message_id=one.id, detail=detail)
    audit.write(connection, entry)


def _refuse_copy(connection: Connection, number: int) -> None:
    first = messages.get(connection, number).duplicate_of or number
    copy = parked.carried_copy(connection, number, first)
    if copy is not None:
        where = "" if copy.case_id is None else f", to case {copy.case_id}"
        raise BadInput(f"message {number}: a copy of it, message {copy.id}, was carried through{where}; leave it")


def _what_became_of(connection: Connection, number: int) -> str:
    try:
        found = messages.summary(connection, number) if 0 < number < _TOO_LARGE else None
    except LookupError:
        found = None
    if found is None:
        return "there is none of that number; `intake cases --parked` lists those that are set aside"
    if found.outcome is Outcome.ACCEPTED:
        return "it waits to be carried through already"
    where = "" if found.case_id is None else f", case {found.case_id}"
    return f"it is not set aside: {found.outcome}{where}"
