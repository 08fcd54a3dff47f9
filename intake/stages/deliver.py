"""Deliver: the store's side of each hand-over: claimed, then sent, refused, put off or unknown."""

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zlib import crc32

from sqlalchemy import Connection

from intake.domain.case import MailState, Outgoing
from intake.stages.unreachable import Failure, not_delivered
from intake.storage import audit, outbox

PAUSES = [timedelta(seconds=seconds) for seconds in (2, 15, 60, 300, 1800, 7200, 14400)]
LONGEST = timedelta(hours=60)  # RFC 5321 section 4.5.4.1 asks for four or five days; a promise of hours is told sooner
_MOST_TRIES = 40  # more than the pauses leave room for, should a mail's age not be known
_MOST_UNKNOWN = 4  # hand-overs without an answer, each perhaps a copy that arrived
_AT_ONCE = 500
_STATUS = re.compile(r"^(\d{3})[ -]?\s*([245]\.\d{1,3}\.\d{1,3})?")


class HandOver(StrEnum):
    """How a hand-over to the smarthost ended; `unknown` when the mail may have gone without an answer."""

    SENT = "sent"
    REFUSED = "refused"
    NOT_NOW = "not_now"
    UNKNOWN = "unknown"


class Step(StrEnum):
    """How far a hand-over came."""

    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The end of a hand-over with the smarthost's own words.

    `step` is what they answer, None where it was no mail; `lost` tells that the line broke before the content went.
    """

    hand_over: HandOver
    answer: str
    step: Step | None = None
    lost: bool = False

    @property
    def code(self) -> int | None:
        """Return the answer's code, None where no server spoke."""
        found = _STATUS.match(self.answer)
        return None if found is None else int(found[1])

    @property
    def status(self) -> str:
        """Return the answer's enhanced status (RFC 3463), "" where it has none."""
        found = _STATUS.match(self.answer)
        return "" if found is None else found[2] or ""


def claim(connection: Connection, mail: Outgoing) -> bool:
    """Take a mail for sending, with the signature it goes out with; False when it is no longer waiting."""
    return outbox.claim(connection, mail)


def release(connection: Connection, mail: Outgoing) -> None:
    """Give a claimed mail back as it was: nobody heard of it, so it costs none of its tries."""
    outbox.release(connection, mail)


def settle(connection: Connection, mail: Outgoing, result: Result, now: datetime) -> MailState:
    """Write how a hand-over ended, and when it is tried again."""
    unknowns = mail.unknowns + (result.hand_over is HandOver.UNKNOWN)
    settled = _ended(replace(mail, unknowns=unknowns, answer=result.answer), result, now)
    outbox.settle(connection, settled, now + _pause(mail))
    _note(connection, settled, f"mail.{settled.state if settled.state is not MailState.QUEUED else 'put_off'}", now)
    if settled.state is MailState.PARKED:
        at_recipient = result.hand_over is HandOver.REFUSED and result.step is Step.RCPT
        failure = Failure(code=result.code, status=result.status, words=result.answer, at_recipient=at_recipient)
        not_delivered(connection, settled, failure, now)
    return settled.state


def give_up(connection: Connection, answer: str, now: datetime) -> int:
    """Park the mails that have waited too long while nothing could be handed over; return how many."""
    found = outbox.queued_before(connection, now - LONGEST, _AT_ONCE)
    for mail in found:
        parked = replace(mail, state=MailState.PARKED, answer=_given_up(answer))
        outbox.settle(connection, parked, now)
        _note(connection, parked, "mail.parked", now)
        not_delivered(connection, parked, Failure(words=parked.answer), now)
    return len(found)


def recover(connection: Connection, now: datetime, at_work: Container[int] = ()) -> int:
    """Mark what a dead process was handing over as unknown; it is repeated with the same Message-ID, not for ever.

    `at_work` are the mails that somebody is handing over now. Return how many were marked.
    """
    return _lost(connection, [mail for mail in outbox.interrupted(connection) if mail.id not in at_work], now)


def recover_posts(connection: Connection, now: datetime, at_work: Container[int] = ()) -> int:
    """Mark what a dead process was posting in a chat as unknown, as `recover` does with mails."""
    return _lost(connection, [post for post in outbox.interrupted_posts(connection) if post.id not in at_work], now)


def _lost(connection: Connection, mails: list[Outgoing], now: datetime) -> int:
    for mail in mails:
        lost = Result(hand_over=HandOver.UNKNOWN, answer="the process ended while this mail was being sent")
        counted = replace(mail, unknowns=mail.unknowns + 1, answer=lost.answer, state=MailState.QUEUED)
        ended = _ended(counted, lost, now)
        outbox.settle(connection, ended, now)
        _note(connection, ended, f"mail.{ended.state}", now)
        if ended.state is MailState.PARKED:
            not_delivered(connection, ended, Failure(words=ended.answer), now)
    return len(mails)


def _ended(mail: Outgoing, result: Result, now: datetime) -> Outgoing:
    """Return a mail as it stands after a hand-over; `mail.state` is what it was before."""
    if result.hand_over is HandOver.SENT:
        return replace(mail, state=MailState.SENT)
    if result.hand_over is HandOver.REFUSED:
        return replace(mail, state=MailState.PARKED)
    if mail.unknowns >= _MOST_UNKNOWN:
        answer = f"handed over {mail.unknowns} times without an answer, so it may have arrived: {mail.answer}"
        return replace(mail, state=MailState.PARKED, answer=answer)
    if is_too_old(mail, now):
        return replace(mail, state=MailState.PARKED, answer=_given_up(mail.answer))
    once_unknown = mail.unknowns > 0  # it may have arrived: that stays true until there is an answer
    return replace(mail, state=MailState.UNKNOWN if once_unknown else MailState.QUEUED)


def is_too_old(mail: Outgoing, now: datetime) -> bool:
    """Tell whether a mail has waited or was tried for so long that its case must be looked at instead."""
    return mail.attempts >= _MOST_TRIES or (mail.queued_at is not None and now - mail.queued_at >= LONGEST)


def _given_up(answer: str) -> str:
    return f"given up after {LONGEST.total_seconds() / 3600:.0f} hours: {answer}"


def _pause(mail: Outgoing) -> timedelta:
    """Return the pause before the next try, up to a fifth more or less, so that what failed together comes apart."""
    share = crc32(f"{mail.id}:{mail.attempts}".encode()) / 2**32
    return PAUSES[min(mail.attempts, len(PAUSES) - 1)] * (0.8 + 0.4 * share)


def _note(connection: Connection, mail: Outgoing, event: str, now: datetime) -> None:
    detail = {"mail": mail.id, "answer": mail.answer}
    audit.write(connection, audit.Entry(at=now, actor="bot", event=event, case_id=mail.case_id, detail=detail))
