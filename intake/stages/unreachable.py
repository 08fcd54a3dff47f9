"""Unreachable: a mail of ours did not arrive; its address gets none written by a machine until somebody says otherwise.

Only the smarthost's own refusal marks, or a report that came to the mail's signed bounce address, which nobody but mail
servers on its way has seen; and it must name the address that the mail went to. A report that only names our Message-ID
brings the case before an engineer. Nobody else can silence a customer. What a person writes is still tried.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from intake.domain.case import Case, MailKind, MailState, Outcome, Outgoing
from intake.domain.identity import Degree
from intake.domain.message import AutomaticKind, BouncedRecipient
from intake.domain.unreachable import Unreachable, is_of_the_address, is_refused_recipient
from intake.identify.sender import normal
from intake.stages.copies import copy_of
from intake.stages.desk import Run
from intake.stages.ingest import Ingested
from intake.stages.reopen import reopened
from intake.stages.understand import Understood
from intake.storage import audit, cases, outbox, unreachable
from intake.thread.token import Purpose

log = structlog.get_logger()

# Between ourselves: who is on call is called again by the clock, and nobody's mail about that is held back.
_INTERNAL = (MailKind.WARNING, MailKind.PAGE)
_BY_PEOPLE = (MailKind.REPLY, *_INTERNAL)
_LONGEST = 500
# A person who writes from a marked address has it again; one who wrote just as it failed does not prove that.
_DOUBTED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a mail did not arrive: a server's code, status and words; `at_recipient` when they answer RCPT."""

    words: str
    code: int | None = None
    status: str = ""
    at_recipient: bool = False


def not_delivered(connection: Connection, mail: Outgoing, failure: Failure, now: datetime) -> None:
    """See to a mail that will not go out: an engineer looks at its case, and an address that was refused is marked."""
    if mail.kind in _INTERNAL:
        return
    _look_now(connection, mail.case_id, now)
    if failure.at_recipient and is_refused_recipient(failure.code, failure.status, failure.words):
        _mark(connection, mail, failure, now)


def bounced(run: Run, understood: Understood, ingested: Ingested) -> None:
    """Read a delivery report about a mail of ours; what is no such report, or was read before, changes nothing."""
    parsed = understood.parsed
    if parsed.bounce is None or parsed.automatic.kind is not AutomaticKind.BOUNCE:
        return
    if ingested.outcome is not Outcome.FILED or copy_of(run.connection, understood.accepted) is not None:
        return
    mail = _returned(run, understood)
    if mail is None:
        return
    failed = next(_failed(parsed.bounce.recipients, mail), None)
    if parsed.bounce.recipients and failed is None:
        return  # a delay, or a delivery
    _note_bounce(run, mail, failed, understood.accepted.id)
    if mail.kind not in _INTERNAL:
        _not_told(run, mail, failed, sure=_came_back(run, understood) is not None)


def heard_from(run: Run, ingested: Ingested) -> None:
    """Take the mark away from a person who writes to us again, so that they are answered."""
    forged = ingested.sender.degree is Degree.FORGED
    address = "" if forged else normal(ingested.sender.address)
    found = unreachable.find(run.connection, address) if address and ingested.engineer is None else None
    proved = ingested.sender.degree is Degree.PROVED
    if found is None or (not proved and run.now - found.since < _DOUBTED_FOR):
        return
    if ingested.outcome in (Outcome.OPENED, Outcome.CONTINUED) and unreachable.clear(run.connection, address):
        case_id = None if ingested.case is None else ingested.case.id
        note(run.connection, case_id, "contact.reachable", {"reason": "they wrote to us"}, run.now)


def why_unreachable(connection: Connection, address: str) -> str | None:
    """Return why a machine writes nothing to an address, in words for an engineer; None where nothing is known."""
    found = unreachable.find(connection, normal(address)) if address else None
    return None if found is None else f"{found.address} takes no mail since {found.since:%Y-%m-%d}: {_said(found)}"


def note(
    connection: Connection, case_id: int | None, event: str, detail: Mapping[str, object], at: datetime, by: str = "bot"
) -> None:
    """Put on the trail what became known of an address; the address itself only with its case, to be erased with it."""
    audit.write(connection, audit.Entry(at=at, actor=by, event=event, case_id=case_id, detail=detail))


def _came_back(run: Run, understood: Understood) -> Outgoing | None:
    """Return the mail of ours whose own address for returns a report came to; None where it came to another."""
    envelope = understood.accepted.envelope
    for address in envelope.rcpt_to:
        number = run.desk.signer.read(address, Purpose.BOUNCE, envelope.received_at)
        if number is not None:
            return outbox.find(run.connection, number)
    return None


def _returned(run: Run, understood: Understood) -> Outgoing | None:
    """Return the mail of ours that a report is about; None where there is none.

    By its Message-ID a report names only what to look at: whoever had an answer to that mail has read the id in it.
    """
    came_back = _came_back(run, understood)
    if came_back is not None:
        return came_back
    bounce = understood.parsed.bounce
    named = "" if bounce is None else bounce.original_message_id
    return outbox.by_message_id(run.connection, named) if named else None


def _failed(recipients: tuple[BouncedRecipient, ...], mail: Outgoing) -> Iterator[BouncedRecipient]:
    """Yield the permanent failures of a report, those of the address that the mail went to before those of others."""
    failures = [one for one in recipients if one.permanent]
    yield from sorted(failures, key=lambda one: normal(one.address) != normal(mail.recipient))


def _note_bounce(run: Run, mail: Outgoing, failed: BouncedRecipient | None, message_id: int) -> None:
    detail: dict[str, object] = {"mail": mail.id, "message": message_id, "kind": str(mail.kind)}
    if failed is not None:
        detail |= {"to": failed.address, "status": failed.status, "diagnostic": failed.diagnostic[:_LONGEST]}
    note(run.connection, mail.case_id, "mail.bounced", detail, run.now)
    log.info("mail.bounced", mail=mail.id, case=mail.case_id, status=detail.get("status", ""))


def _not_told(run: Run, mail: Outgoing, failed: BouncedRecipient | None, *, sure: bool) -> None:
    """Let an engineer look at the case of a mail that came back, and mark its address if a sure report says so."""
    case = cases.find(run.connection, mail.case_id)
    if case is not None and mail.kind is MailKind.REPLY:
        reopened(run, case, "an engineer's answer came back")  # who closed it believed the customer to be told
    _look_now(run.connection, mail.case_id, run.now)
    said = "" if failed is None else _words(failed.status, failed.diagnostic)
    # What nobody had answered for has been taken after all, and needs no repeat.
    state = MailState.SENT if mail.state is MailState.UNKNOWN else mail.state
    returned = replace(mail, state=state, answer=f"it came back: {said or 'the report does not say why'}")
    outbox.has_returned(run.connection, returned, run.now)
    if failed is None or not sure or normal(failed.address) != normal(mail.recipient):
        return
    if is_of_the_address(failed.status, failed.diagnostic):
        _mark(run.connection, mail, Failure(status=failed.status, words=failed.diagnostic), run.now)


def _mark(connection: Connection, mail: Outgoing, failure: Failure, now: datetime) -> None:
    """Mark the address of a mail, once, and hold back what a machine has written to it and waits."""
    found = Unreachable(
        address=normal(mail.recipient),
        since=now,
        status=failure.status,
        diagnostic=failure.words[:_LONGEST],
        mail_id=mail.id,
        case_id=mail.case_id,
    )
    if not unreachable.mark(connection, found):
        return
    detail: dict[str, object] = {"address": found.address, "mail": mail.id, "reason": _said(found)}
    note(connection, mail.case_id, "contact.unreachable", detail, now)
    for waiting in outbox.waiting_for(connection, found.address):
        if waiting.kind not in _BY_PEOPLE:
            _hold_back(connection, waiting, found, now)


def _hold_back(connection: Connection, mail: Outgoing, found: Unreachable, now: datetime) -> None:
    answer = mail.answer if mail.returned_at else f"held back: {found.address} takes no mail ({_said(found)})"
    outbox.settle(connection, replace(mail, state=MailState.PARKED, answer=answer), now)
    note(connection, mail.case_id, "mail.parked", {"mail": mail.id, "answer": answer}, now)
    _look_now(connection, mail.case_id, now)


def _look_now(connection: Connection, case_id: int, now: datetime) -> None:
    """Bring an open case before its engineers: its customer has not heard from us."""
    case = cases.find(connection, case_id)
    if case is not None and case.closed_at is None and _is_later(case, now):
        cases.update(connection, replace(case, attention_at=now))


def _is_later(case: Case, now: datetime) -> bool:
    return case.attention_at is None or case.attention_at > now


def _said(found: Unreachable) -> str:
    return _words(found.status, found.diagnostic) or "permanent failure"


def _words(status: str, diagnostic: str) -> str:
    """Return a failure's status and words, its status once."""
    return diagnostic if status in diagnostic else f"{status} {diagnostic}".strip()
