"""Proof later: a sender whom a passing fault of DNS left unproved is asked for again, and told all once it is proved.

The letter that follows is the one acknowledgement of the case: with the time that runs from receipt, and none where a
person has answered, the time is over, or somebody was told already.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from intake.contract.promise import promise
from intake.domain.caps import Account
from intake.domain.case import Accepted, Case, MailKind, Outcome, Outgoing
from intake.domain.customer import Sender
from intake.domain.identity import Degree, Findings
from intake.domain.timer import Timer, TimerKind
from intake.identify.sender import identify
from intake.render.write import acknowledgement
from intake.stages.authenticate import findings_of
from intake.stages.caps import too_many
from intake.stages.desk import Run
from intake.stages.identified import untold
from intake.stages.ingest import Ingested
from intake.stages.post import Draft, letter, note, send, why_silent
from intake.stages.remembered import opening
from intake.stages.understand import Understood, read_mail
from intake.stages.watch import is_answered
from intake.stages.who import StoredDirectory
from intake.storage import audit, cases, identities, messages, outbox, timers

TOLD, ANSWERED = "they were told already", "somebody has answered already"
_WITHHELD = "acknowledgement.withheld"
_FACTS = (MailKind.ACKNOWLEDGEMENT, MailKind.LEVEL_CHANGE)
# Minutes before each time that DNS is asked anew: a fault of some hours is outlasted, one of days is somebody's to see.
_PAUSES = (5, 10, 20, 40, 80, 160, 240)


def follow_proof(run: Run, understood: Understood, ingested: Ingested) -> None:
    """See to a case whose contact is not proved yet, once their message has had its answer.

    A message that proves them brings what they were not told; one that DNS left open is asked about again.
    """
    case, sender = ingested.case, ingested.sender
    if case is None or case.customer_id is None or ingested.outcome not in (Outcome.OPENED, Outcome.CONTINUED):
        return
    if ingested.engineer is not None or sender.address != case.contact_address:
        return
    if sender.degree is Degree.PROVED:
        if ingested.outcome is Outcome.CONTINUED and _was_told_nothing(run, case):
            _tell(run, case.id)
    elif understood.findings.undecided and untold(run, case) is not None:
        _set(run, case, understood.accepted.id, 1)


def ask_again(run: Run, timer: Timer) -> None:
    """Ask again who wrote a message; raises NotYet while that takes its time."""
    message_id, anew = _about(timer.detail)
    case = cases.find(run.connection, timer.case_id)
    if case is None or case.closed_at is not None or untold(run, case) is None:
        return
    accepted = messages.get(run.connection, message_id)
    if not accepted.envelope.raw:
        return  # erased or let go meanwhile
    parsed = read_mail(accepted, run.desk)
    found = findings_of(run, accepted, parsed, anew)
    sender = identify(accepted.envelope, parsed, StoredDirectory(run.connection), found)
    if sender.address == case.contact_address:
        _settle(run, case, accepted, (sender, found, anew))


def why_untrue(run: Run, case: Case) -> str | None:
    """Return why an acknowledgement would say nothing that helps its contact any more, or None."""
    if any(one.kind in _FACTS and one.recipient == case.contact_address for one in _written(run, case)):
        return TOLD
    if is_answered(run, case):
        return ANSWERED
    late = case.due_at is not None and case.due_at <= run.now
    return "the time that was promised is over: answer the customer yourself" if late else None


def _settle(run: Run, case: Case, accepted: Accepted, about: tuple[Sender, Findings, int]) -> None:
    """Write down what asking has brought, and do what follows."""
    sender, found, anew = about
    if found.undecided and anew < len(_PAUSES):
        _set(run, case, accepted.id, anew + 1)
        return
    ended = "left_open" if found.undecided else str(sender.degree)
    event = f"identity.{ended if ended in ('left_open', 'proved', 'forged') else 'unproved'}"
    detail = {"degree": str(sender.degree), "by": sender.why, "asked": anew}
    entry = audit.Entry(at=run.now, actor="bot", event=event, case_id=case.id, message_id=accepted.id, detail=detail)
    audit.write(run.connection, entry)
    if sender.degree is Degree.PROVED or (sender.degree is Degree.FORGED and accepted.outcome is Outcome.OPENED):
        known = identities.of_case(run.connection, case.id)
        identities.keep(run.connection, case.id, replace(known, degree=sender.degree))
    if sender.degree is Degree.PROVED:
        _tell(run, case.id)


def _tell(run: Run, number: int) -> None:
    """Write the acknowledgement that was withheld until now, once, or why there is none."""
    case = cases.find(run.connection, number)
    contract = None if case is None else run.desk.contract_of(case)
    if case is None or contract is None or case.asked is None:
        return
    parsed = opening(run, case)
    why_not = why_untrue(run, case) or why_silent(run, case, parsed)
    why_not = why_not or too_many(run, case, Account.PROVED)
    if why_not is not None:
        _note_once(run, case, why_not)
        return
    found = replace(promise(contract, case.asked), provisional=case.provisional)
    about = replace(letter(run, case, found, None), received_at=found.received_at)
    written = acknowledgement(about, run.desk.templates)
    draft = Draft(
        kind=MailKind.ACKNOWLEDGEMENT, key=_key(run, case), written=written, answered=parsed, account=Account.PROVED
    )
    send(run, case, draft)


def _note_once(run: Run, case: Case, why_not: str) -> None:
    """Put on the trail why nothing was written, where the contact has had no words that make up for it."""
    detail = {"reason": why_not}
    known = audit.has(run.connection, case.id, _WITHHELD, detail)
    if why_not not in (TOLD, ANSWERED) and not known:
        note(run, case, _WITHHELD, detail)


def _key(run: Run, case: Case) -> str:
    """Return the key of a case's one answer; one by itself where a receipt of an older version has that."""
    key = f"answer:{case.id}"
    return f"{key}:proved" if any(one.key == key for one in _written(run, case)) else key


def _was_told_nothing(run: Run, case: Case) -> bool:
    """Tell whether a case's contact has a receipt without facts, and no letter with them."""
    kinds = {one.kind for one in _written(run, case) if one.recipient == case.contact_address}
    return MailKind.RECEIPT in kinds and not kinds & set(_FACTS)


def _written(run: Run, case: Case) -> list[Outgoing]:
    return outbox.of_case(run.connection, case.id)


def _set(run: Run, case: Case, message_id: int, anew: int) -> None:
    timer = Timer(
        kind=TimerKind.IDENTITY,
        case_id=case.id,
        key=f"identity:{message_id}:{anew}",
        due_at=run.now + timedelta(minutes=_PAUSES[anew - 1]),
        detail={"message": message_id, "anew": anew},
    )
    timers.put(run.connection, timer)


def _about(detail: Mapping[str, object]) -> tuple[int, int]:
    """Return which message a timer is about, and how often it will have been asked about anew."""
    message_id, anew = detail.get("message"), detail.get("anew")
    return (message_id if isinstance(message_id, int) else 0), (anew if isinstance(anew, int) else 1)
