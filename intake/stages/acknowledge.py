"""Acknowledge: write the one answer a case gets, and the notice when its clock has moved, to the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from intake.contract.decide import stated
from intake.contract.zones import zone
from intake.domain.case import Case, MailKind, Outcome, Outgoing
from intake.domain.contract import Channel, Fact
from intake.domain.erased import ERASED
from intake.domain.message import Address, Attachment, ParsedMessage
from intake.domain.promise import Promise
from intake.render.letter import Letter, Written
from intake.render.mail import MailHeaders, can_be_written_to, mail
from intake.render.write import acknowledgement, level_change, receipt
from intake.stages.desk import Run
from intake.stages.ingest import Ingested
from intake.stages.understand import Understood
from intake.storage import audit, customers, outbox
from intake.thread.token import Purpose

if TYPE_CHECKING:  # assess calls for somebody by mail, which is sent from here
    from intake.stages.assess import Assessed


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mail about to be queued; `key` makes it one of its kind, `answered` is the message it answers, if any.

    `to` is an engineer's address for a letter between ourselves, None for the case's contact; `reply_to` says what an
    answer to it will count as, `auto_submitted` what sort of machine wrote it (None: a person did).
    """

    kind: MailKind
    key: str
    written: Written
    answered: ParsedMessage | None = None
    to: str | None = None
    reply_to: Purpose = Purpose.CASE
    auto_submitted: str | None = "auto-replied"
    attachments: tuple[Attachment, ...] = ()


def acknowledge(run: Run, understood: Understood, ingested: Ingested, assessed: "Assessed") -> None:
    """Write the answer to a message, or the reason why it gets none."""
    moved = assessed.changed_from is not None
    if ingested.outcome is not Outcome.OPENED and not moved:
        return
    case, parsed = assessed.case, understood.parsed
    why_not = _why_not(run, understood, case)
    if why_not is not None:
        _note(run, case, "acknowledgement.withheld", {"reason": why_not})
        return
    written = _written(run, assessed)
    kind = (
        MailKind.LEVEL_CHANGE if moved else MailKind.RECEIPT if assessed.promise is None else MailKind.ACKNOWLEDGEMENT
    )
    key = f"{kind}:{case.id}:{understood.accepted.id}" if moved else f"answer:{case.id}"
    send(run, case, Draft(kind=kind, key=key, written=written, answered=parsed))


def _why_not(run: Run, understood: Understood, case: Case) -> str | None:
    recipients = understood.accepted.envelope.rcpt_to
    if any(run.desk.signer.read(address, Purpose.BOUNCE) is not None for address in recipients):
        return "it came to the address that our mail returns to, which never answers"
    why_not = unanswerable(understood.parsed, case.contact_address)
    if why_not is not None:
        return why_not
    if _only_from(run, understood, case):
        return "no envelope sender is known, and From names no contact"
    return too_many(run, case.contact_address)


def _only_from(run: Run, understood: Understood, case: Case) -> bool:
    """Tell whether nothing but From says who wrote a mail (a mailbox without Return-Path), and From is no contact."""
    unsaid = understood.accepted.channel is Channel.EMAIL and understood.accepted.envelope.mail_from is None
    return unsaid and customers.by_contact(run.connection, case.contact_address) is None


def too_many(run: Run, address: str) -> str | None:
    """Return why an address gets no more mails written by a machine for now, or None: two bots must fall silent."""
    written = outbox.written_since(run.connection, address, run.now - run.desk.per)
    if written >= run.desk.most_mails:
        return f"{written} mails to this address already within {run.desk.per}"
    return None


def unanswerable(parsed: ParsedMessage, address: str) -> str | None:
    """Return why a message gets no answer from us, whoever decides to write one; None when it may get one."""
    if address == ERASED:
        return "what is known of them was erased"
    if not parsed.acknowledge:
        return parsed.why_not or "not to be answered"
    return None if can_be_written_to(address) else "no address that could be answered"


def _written(run: Run, assessed: "Assessed") -> Written:
    about = letter(run, assessed.case, assessed.promise, assessed.changed_from)
    templates = run.desk.templates
    if assessed.promise is None:
        return receipt(about, templates)
    if assessed.changed_from is not None:
        # The new clock runs from the message that completed the evidence, not from the case's first one.
        return level_change(replace(about, received_at=assessed.promise.received_at), templates)
    return acknowledgement(about, templates)


def letter(run: Run, case: Case, found: Promise | None, previous: Promise | None) -> Letter:
    """Gather what a mail about a case may say."""
    customer = None if case.customer_id is None else customers.get(run.connection, case.customer_id)
    return Letter(
        case_number=case.id,
        received_at=case.opened_at,
        subject=case.subject,
        contact_name=case.contact_name or None,
        customer_name=None if customer is None else customer.name,
        language=case.language,
        zone=zone(case.zone),
        promise=found,
        contract=None if found is None else run.desk.contract_of(case),
        claimed=case.claimed,
        previous=previous,
        stated=_stated(case),
    )


def _stated(case: Case) -> frozenset[Fact]:
    facts = None if case.asked is None else case.asked.facts
    return frozenset() if facts is None else stated(facts)


def send(run: Run, case: Case, draft: Draft) -> int | None:
    """Queue a mail to a case's contact, or to whom the draft says; return its number.

    The key decides, whatever is run again: None when a mail with it is there already.
    """
    desk, number, answered = run.desk, outbox.next_id(run.connection), draft.answered
    recipient = case.contact_address if draft.to is None else draft.to
    headers = MailHeaders(
        sender=Address(name=desk.name, address=desk.address),
        to=recipient,
        message_id=desk.signer.message_id(number, desk.domain),
        date=run.now.astimezone(desk.zone),
        in_reply_to=None if answered is None else answered.message_id,
        references=() if answered is None else answered.references,
        reply_to=desk.signer.address(desk.address, draft.reply_to, case.id),
        loop_mark=desk.own.loop_mark,
        auto_submitted=draft.auto_submitted,
    )
    outgoing = Outgoing(
        id=number,
        case_id=case.id,
        kind=draft.kind,
        key=draft.key,
        recipient=recipient,
        mail_from=desk.signer.address(desk.address, Purpose.BOUNCE, number),
        message_id=headers.message_id,
        raw=mail(draft.written, headers, draft.attachments),
    )
    if not outbox.add(run.connection, outgoing, run.now):
        return None
    _note(run, case, f"{draft.kind}.written", {"mail": number, "message_id": headers.message_id})
    return number


def _note(run: Run, case: Case, event: str, detail: Mapping[str, object]) -> None:
    audit.write(run.connection, audit.Entry(at=run.now, actor="bot", event=event, case_id=case.id, detail=detail))
