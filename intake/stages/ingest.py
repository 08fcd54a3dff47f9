"""Ingest: tie a message to a customer and a case, or file it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.contract.zones import zone_name
from intake.domain.case import Accepted, Case, Outcome
from intake.domain.contract import Channel
from intake.domain.customer import Sender
from intake.domain.errors import GiveUp, NotYet
from intake.domain.identity import Degree, Source
from intake.domain.message import AutomaticKind, ParsedMessage
from intake.domain.staff import ListedEngineer
from intake.parse.machines.automatic import is_loop
from intake.stages.chat.parts import settle_parts
from intake.stages.chat.placed import keep_thread, placed
from intake.stages.chat.remarks import keep_remark
from intake.stages.chat.turns import is_chat, refuse_changed
from intake.stages.copies import copy_of
from intake.stages.desk import Desk, Run
from intake.stages.identified import keep_continued, keep_opened, original_of
from intake.stages.reopen import reopened
from intake.stages.understand import Understood, engineers_case, words
from intake.stages.who import findings_kept, sender_of
from intake.stages.window.placed import placed_by_form, placed_in_talk
from intake.storage import audit, cases, identities, messages, outbox
from intake.storage.parked import DUPLICATE, is_vouched_for
from intake.thread.continues import ByMessageId, ByNumber, may_join, references
from intake.thread.engineers import case_for_engineers
from intake.thread.token import Purpose

_PATIENCE = timedelta(seconds=30)
ENGINEERS_ANSWER = "an engineer's answer"  # begins the reason of a message that answers the customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What became of a message. `case` is None where it was filed apart; `reason` says why it was filed.

    `engineer` is who answers the customer with it; None for a customer's own message.
    """

    outcome: Outcome
    case: Case | None
    sender: Sender
    reason: str = ""
    engineer: ListedEngineer | None = None


def ingest(run: Run, understood: Understood) -> Ingested | None:
    """Settle a message's outcome; None when an earlier run has done so already.

    Raises GiveUp when the customer's contract is not among the desk's, NotYet while the message that it
    answers is still being carried through, and where somebody in a chat has said more since it was read.
    """
    accepted, parsed = understood.accepted, understood.parsed
    if messages.outcome(run.connection, accepted.id) is not Outcome.ACCEPTED:
        return None
    refuse_changed(run, accepted, understood.read_with)
    sender = sender_of(run.connection, run.desk, accepted, parsed, understood.findings)
    ingested = _outcome(run, understood, sender)
    _settle(run, understood, ingested)
    if ingested.case is None or ingested.outcome is not Outcome.CONTINUED or ingested.engineer is not None:
        return ingested
    return replace(ingested, case=reopened(run, ingested.case, "the customer wrote again"))


def _outcome(run: Run, understood: Understood, sender: Sender) -> Ingested:
    if is_chat(run.connection, understood.accepted):
        return _in_a_chat(run, understood, sender)
    return _set_apart(run, understood, sender) or _by_a_person(run, understood, sender)


def _in_a_chat(run: Run, understood: Understood, sender: Sender) -> Ingested:
    in_window = understood.accepted.channel is Channel.WEB_CHAT
    found = (placed_in_talk if in_window else placed)(run, understood, sender)
    if found.filed:
        keep_remark(run, understood, found.case)
        filed = Ingested(outcome=Outcome.FILED, case=found.case, sender=sender, reason=found.filed)
        return replace(filed, engineer=found.engineer)
    if found.case is None:
        ingested = _opened(run, understood, sender, found.reason)
    else:
        ingested = Ingested(outcome=Outcome.CONTINUED, case=found.case, sender=sender, reason=found.reason)
    keep_thread(run, found.thread, ingested.case)
    return ingested


def _set_apart(run: Run, understood: Understood, sender: Sender) -> Ingested | None:
    """Return what becomes of a copy, a loop and a machine's message; None for a person's."""
    accepted, parsed = understood.accepted, understood.parsed
    first = copy_of(run.connection, accepted)
    if first is not None:
        case = None if first.case_id is None else cases.find(run.connection, first.case_id)
        return Ingested(outcome=Outcome.FILED, case=case, sender=sender, reason=f"{DUPLICATE} {first.id}")
    if is_loop(parsed.automatic):
        if is_vouched_for(run.connection, accepted.id):
            return None
        return Ingested(outcome=Outcome.PARKED, case=None, sender=sender, reason=f"a loop: {parsed.automatic.reason}")
    if parsed.automatic.kind is AutomaticKind.NONE:
        return None
    ours = _by_engineer(run, understood, sender)[1]
    case = _reported_case(run, understood) or ours or _continued_case(run, understood, sender)
    reason = f"{parsed.automatic.kind}: {parsed.automatic.reason}"
    return Ingested(outcome=Outcome.FILED, case=case, sender=sender, reason=reason)


def _by_a_person(run: Run, understood: Understood, sender: Sender) -> Ingested:
    by, ours = _by_engineer(run, understood, sender)
    if by is not None and ours is not None:
        said = f"{ENGINEERS_ANSWER}, {by.name}'s"
        return Ingested(outcome=Outcome.CONTINUED, case=ours, sender=sender, reason=said, engineer=by)
    if sender.degree is Degree.FORGED:  # it joins nothing, whatever it refers to
        return _opened(run, understood, sender, f"it looks forged: {sender.why}")
    astray = case_for_engineers(understood.accepted.envelope, understood.parsed, run.desk.signer) is not None
    reason = "it came to an address for engineers from somebody who is none: nothing was passed on" if astray else ""
    # An unmarked answer to our bounce address still belongs to the case whose mail it answers.
    case = placed_by_form(run, understood, sender)
    case = case or _continued_case(run, understood, sender) or _reported_case(run, understood)
    if case is None:
        return _opened(run, understood, sender, reason)
    if _is_between_ourselves(run, case, sender):
        reason = "an engineer's words, which did not come to the case's address for engineers: nothing was passed on"
        return Ingested(outcome=Outcome.FILED, case=case, sender=sender, reason=reason)
    return Ingested(outcome=Outcome.CONTINUED, case=case, sender=sender, reason=reason)


def _opened(run: Run, understood: Understood, sender: Sender, reason: str) -> Ingested:
    original, pressing = original_of(run, understood, sender)
    case = _new_case(understood, run.desk, sender)
    # Whose clock runs is not known until somebody says whom the mail is for: an engineer looks at once.
    case = cases.add(run.connection, replace(case, attention_at=case.opened_at if pressing else None))
    keep_opened(run, case, sender, original, understood.findings)
    return Ingested(outcome=Outcome.OPENED, case=case, sender=sender, reason=reason)


def _by_engineer(run: Run, understood: Understood, sender: Sender) -> tuple[ListedEngineer | None, Case | None]:
    """Return which engineer answers which case; two times None for everybody else's mail, and for a forged one."""
    forged = sender.degree is Degree.FORGED
    found = None if forged else engineers_case(understood.accepted, understood.parsed, run.desk)
    case = None if found is None else cases.find(run.connection, found.case_id)
    return (None, None) if found is None or case is None else (found.engineer, case)


def _is_between_ourselves(run: Run, case: Case, sender: Sender) -> bool:
    """Tell whether a listed engineer wrote about a case of somebody else's: no customer has written with that."""
    theirs = sender.customer is not None and sender.customer.id == case.customer_id
    ours = sender.address in {engineer.address for engineer in run.desk.engineers}
    return ours and not theirs and sender.address != case.contact_address


def _reported_case(run: Run, understood: Understood) -> Case | None:
    """Find the case whose mail a delivery report is about: by our bounce address, else by the Message-ID it returns."""
    for address in understood.accepted.envelope.rcpt_to:
        number = run.desk.signer.read(address, Purpose.BOUNCE, understood.accepted.envelope.received_at)
        if number is not None:
            case_id = outbox.case_of(run.connection, number)
            return None if case_id is None else cases.find(run.connection, case_id)
    bounce = understood.parsed.bounce
    if bounce is None or not bounce.original_message_id:
        return None
    case_id = outbox.case_of_message_id(run.connection, bounce.original_message_id)
    return None if case_id is None else cases.find(run.connection, case_id)


def _continued_case(run: Run, understood: Understood, sender: Sender) -> Case | None:
    for reference in references(understood.parsed, understood.accepted.envelope, run.desk.signer):
        named = _cases_of(run.connection, reference)
        if not named and isinstance(reference, ByMessageId):
            _wait_for(run, understood, reference)
        proved = isinstance(reference, ByNumber) and reference.proved
        for case in filter(None, (cases.find(run.connection, case_id) for case_id in named)):
            if may_join(case, sender, proved=proved):
                return case
    return None


def _cases_of(connection: Connection, reference: ByMessageId | ByNumber) -> list[int]:
    if isinstance(reference, ByNumber):
        return [reference.case_id]
    ours = outbox.case_of_message_id(connection, reference.message_id)
    return [ours] if ours is not None else messages.cases_of_message_id(connection, reference.message_id)


def _wait_for(run: Run, understood: Understood, reference: ByMessageId) -> None:
    """Let a follow-up wait, not for long, while the message it answers is being carried through; raises NotYet."""
    itself = reference.message_id == understood.accepted.message_id
    if not itself and messages.still_to_come(run.connection, reference.message_id, run.now - _PATIENCE):
        raise NotYet(f"the message it answers is not carried through yet: {reference.message_id}", pause=0.2)


def _new_case(understood: Understood, desk: Desk, sender: Sender) -> Case:
    customer, received = sender.customer, understood.accepted.envelope.received_at
    parsed, language, zone = understood.parsed, understood.language, understood.zone
    contract = None if customer is None else desk.contracts.in_force(customer.contract, received)
    if customer is not None and contract is None:
        raise GiveUp(f"customer {customer.name!r} has the contract {customer.contract!r}: no version of it held then")
    return Case(
        id=desk.case_number(understood.accepted.id),
        customer_id=None if customer is None else customer.id,
        contact_address=sender.address,  # never From's in its stead: this is who gets written to
        contact_name=sender.name,
        channel=understood.accepted.channel,
        contract=None if contract is None else contract.id,
        contract_version="" if contract is None else contract.version,
        plan=None if customer is None else customer.plan,
        subject=parsed.subject_base or understood.opening,
        language=language or "en" if customer is None else customer.language,
        zone=zone or zone_name(desk.zone) if customer is None else customer.zone,
        opened_at=received,
        claimed=parsed.claimed_level,
        facts=understood.facts,
    )


def _settle(run: Run, understood: Understood, ingested: Ingested) -> None:
    accepted, parsed = understood.accepted, understood.parsed
    case_id = None if ingested.case is None else ingested.case.id
    finding = messages.Finding(
        outcome=ingested.outcome,
        reason=ingested.reason,
        case_id=case_id,
        sender=ingested.sender.address or parsed.sender.address,
        subject=parsed.subject or understood.opening,
        words=words(parsed),
    )
    messages.settle(run.connection, accepted.id, finding)
    findings = findings_kept(run.connection, accepted, ingested.sender, understood.findings)
    if findings.source is not Source.NOBODY:
        identities.add(run.connection, accepted.id, ingested.sender.degree, findings)
    if ingested.case is not None and ingested.outcome is Outcome.CONTINUED:
        keep_continued(run, ingested.case, ingested.sender)
    audit.write(run.connection, _entry(accepted, parsed, ingested, run.now))
    settle_parts(run, understood, finding)


def _entry(accepted: Accepted, parsed: ParsedMessage, ingested: Ingested, now: datetime) -> audit.Entry:
    detail = {
        "received_at": accepted.envelope.received_at.isoformat(),
        "identity": ingested.sender.how,
        "degree": str(ingested.sender.degree),
        "by": ingested.sender.why,
        "reason": ingested.reason,
        "defects": list(parsed.defects),
    }
    return audit.Entry(
        at=now,
        actor="bot",
        event=f"message.{ingested.outcome}",
        case_id=None if ingested.case is None else ingested.case.id,
        message_id=accepted.id,
        detail=detail,
    )
