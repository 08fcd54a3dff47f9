"""Deliver: the store's side of each hand-over: claimed, then sent, refused, put off or unknown."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from intake.domain.case import MailState, Outgoing
from intake.storage import audit, outbox

_BACKOFF = [timedelta(seconds=seconds) for seconds in (2, 15, 60, 300, 1800, 7200, 14400)]
_MOST_TRIES = 20  # with the pauses above: about two and a half days


class HandOver(StrEnum):
    """How a hand-over to the smarthost ended; `unknown` when the mail may have gone without an answer."""

    SENT = "sent"
    REFUSED = "refused"
    NOT_NOW = "not_now"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The end of a hand-over with the smarthost's own words."""

    hand_over: HandOver
    answer: str


def claim(connection: Connection, mail: Outgoing) -> bool:
    """Take a mail for sending; False when it is no longer waiting."""
    return outbox.claim(connection, mail)


def settle(connection: Connection, mail: Outgoing, result: Result, now: datetime) -> MailState:
    """Write how a hand-over ended, and when it is tried again."""
    state = _state(mail, result)
    pause = _BACKOFF[min(mail.attempts, len(_BACKOFF) - 1)]
    settled = replace(mail, state=state, answer=result.answer)
    outbox.settle(connection, settled, now + pause)
    _note(connection, settled, f"mail.{state if state is not MailState.QUEUED else 'put_off'}", now)
    return state


def _state(mail: Outgoing, result: Result) -> MailState:
    if result.hand_over is HandOver.SENT:
        return MailState.SENT
    if result.hand_over is HandOver.REFUSED or mail.attempts >= _MOST_TRIES:
        return MailState.PARKED
    once_unknown = mail.state is MailState.UNKNOWN  # it may have arrived: that stays true until there is an answer
    return MailState.UNKNOWN if once_unknown or result.hand_over is HandOver.UNKNOWN else MailState.QUEUED


def recover(connection: Connection, now: datetime) -> int:
    """Mark what a dead process was handing over as unknown; it is repeated with the same Message-ID."""
    mails = outbox.interrupted(connection)
    for mail in mails:
        lost = replace(mail, state=MailState.UNKNOWN, answer="the process ended while this mail was being sent")
        outbox.settle(connection, lost, now)
        _note(connection, lost, "mail.unknown", now)
    return len(mails)


def _note(connection: Connection, mail: Outgoing, event: str, now: datetime) -> None:
    detail = {"mail": mail.id, "answer": mail.answer}
    audit.write(connection, audit.Entry(at=now, actor="bot", event=event, case_id=mail.case_id, detail=detail))
