"""Acknowledge: write the one answer a case gets, and the notice when its clock has moved."""

from dataclasses import replace

from intake.domain.case import Case, MailKind, Outcome
from intake.domain.contract import Channel
from intake.domain.customer import Sender
from intake.domain.identity import Degree
from intake.render.letter import Written
from intake.render.write import acknowledgement, level_change, receipt, receipt_unproved
from intake.stages.assess import Assessed
from intake.stages.caps import account_of, too_many
from intake.stages.desk import Run
from intake.stages.identified import untold
from intake.stages.ingest import Ingested
from intake.stages.post import Draft, letter, note, send, why_silent
from intake.stages.understand import Understood
from intake.storage import customers
from intake.thread.token import Purpose


def acknowledge(run: Run, understood: Understood, ingested: Ingested, assessed: Assessed) -> None:
    """Write the answer to a message, or the reason why it gets none."""
    moved = assessed.changed_from is not None
    if ingested.outcome is not Outcome.OPENED and not moved:
        return
    case, parsed = assessed.case, understood.parsed
    unproved = None if assessed.promise is None else untold(run, case)
    why_not = _why_not(run, understood, ingested.sender, case) or (unproved if moved else None)
    if why_not is not None:
        note(run, case, "acknowledgement.withheld", {"reason": why_not})
        return
    if unproved is not None:
        # The promise runs for the engineers all the same; only the letter says nothing of it.
        note(run, case, "acknowledgement.without_facts", {"reason": unproved})
        assessed = replace(assessed, promise=None)
    written = _written(run, assessed)
    kind = (
        MailKind.LEVEL_CHANGE if moved else MailKind.RECEIPT if assessed.promise is None else MailKind.ACKNOWLEDGEMENT
    )
    key = _key(kind, case, understood)
    account = account_of(ingested.sender.degree)
    send(run, case, Draft(kind=kind, key=key, written=written, answered=parsed, account=account))


def _key(kind: MailKind, case: Case, understood: Understood) -> str:
    """Return what makes a letter one of its kind; a receipt leaves room for the answer that a later proof brings."""
    if kind is MailKind.LEVEL_CHANGE:
        return f"{kind}:{case.id}:{understood.accepted.id}"
    return f"receipt:{case.id}" if kind is MailKind.RECEIPT else f"answer:{case.id}"


def _why_not(run: Run, understood: Understood, sender: Sender, case: Case) -> str | None:
    recipients = understood.accepted.envelope.rcpt_to
    if sender.degree is Degree.FORGED:
        return f"it looks forged: {sender.why}"
    if sender.doubt:
        return sender.doubt
    if any(run.desk.signer.is_ours(address, Purpose.BOUNCE) for address in recipients):
        return "it came to the address that our mail returns to, which never answers"
    why_not = why_silent(run, case, understood.parsed)
    if why_not is not None:
        return why_not
    if _only_from(run, understood, sender):
        return "no envelope sender is known, and From names no contact"
    return too_many(run, case, account_of(sender.degree))


def _only_from(run: Run, understood: Understood, sender: Sender) -> bool:
    """Tell whether nothing but From says who wrote a mail (a mailbox without Return-Path), and From is no contact.

    A customer's address that is proved is as good as a contact's.
    """
    if understood.accepted.channel is not Channel.EMAIL or understood.accepted.envelope.mail_from is not None:
        return False
    proved = sender.customer is not None and sender.degree is Degree.PROVED
    return not proved and customers.by_contact(run.connection, sender.address) is None


def _written(run: Run, assessed: Assessed) -> Written:
    about = letter(run, assessed.case, assessed.promise, assessed.changed_from)
    templates = run.desk.templates
    if assessed.promise is None:
        is_known = assessed.case.customer_id is not None
        return receipt_unproved(about, templates) if is_known else receipt(about, templates)
    if assessed.changed_from is not None:
        # The new clock runs from the message that completed the evidence, not from the case's first one.
        return level_change(replace(about, received_at=assessed.promise.received_at), templates)
    return acknowledgement(about, templates)
