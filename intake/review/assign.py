"""Assign: an engineer says whom a case is for, as where somebody passed on a mail or nothing proved the sender."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from intake.contract.decide import stated
from intake.contract.promise import promise
from intake.domain.case import Case, MailKind, Standing
from intake.domain.contract import Contract
from intake.domain.customer import Customer
from intake.domain.errors import BadInput
from intake.domain.evidence import Said, weighed, words_for
from intake.domain.identity import CaseSender, Degree
from intake.domain.promise import Promise
from intake.domain.reason import says_something
from intake.domain.suggestion import Suggestion
from intake.identify.sender import normal
from intake.queue import jobs
from intake.render.mail import can_be_written_to
from intake.render.write import acknowledgement
from intake.review.engineer import Engineer, contract_of, refuse_closed, the_case
from intake.stages.ask import withdraw
from intake.stages.assess import attention, first_situation, put
from intake.stages.calls.page import page, page_for, phone_cause
from intake.stages.desk import Run
from intake.stages.opine import goes_by_phone
from intake.stages.post import Draft, letter, send
from intake.stages.proof_later import TOLD, why_untrue
from intake.stages.unreachable import why_unreachable
from intake.stages.watch import watch
from intake.stages.who import StoredDirectory
from intake.storage import cases, decisions, evidence, identities, messages, suggestions


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """A case with whom it is for. `anew` is False where that was so before; `why_not_told` says why nobody is told.

    `suggestion` is the opinion that it was assessed with, None as long as there is none.
    """

    case: Case
    customer: Customer
    anew: bool
    why_not_told: str | None = None
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whose:
    address: str
    name: str
    customer: Customer


def assign(engineer: Engineer, number: int, address: str, reason: str) -> Assigned:
    """Let a case be a contact's: under their company's contract, from its receipt on, whoever sent it to us.

    They are told what that promises if it can still be kept. The engineer's word stands for the proof of who they are.
    Raises BadInput for an unknown or closed case, no reason, an address of no customer, and a contract that did not
    hold then.
    """
    if not says_something(reason):
        raise BadInput("reason: how you know whom it is for is kept with the case; write --reason and why")
    run = engineer.run
    case = the_case(run.connection, number)
    refuse_closed(case)
    whose = _whose(engineer, address)
    known = identities.of_case(run.connection, case.id)
    same = (case.customer_id, case.contact_address) == (whose.customer.id, whose.address)
    if same and known.degree is Degree.PROVED and not known.asks:
        return Assigned(case=case, customer=whose.customer, anew=False)
    moved = _moved(engineer, case, whose, reason)
    original = None if known.original is None else replace(known.original, settled_at=run.now)
    identities.keep(run.connection, case.id, CaseSender(degree=Degree.PROVED, original=original))
    opinion = suggestions.of_case(run.connection, case.id)
    return Assigned(
        case=moved,
        customer=whose.customer,
        anew=True,
        why_not_told=_tell(engineer, moved),
        suggestion=None if opinion is None else opinion[1],
    )


def _whose(engineer: Engineer, address: str) -> _Whose:
    found, directory = normal(address), StoredDirectory(engineer.run.connection)
    if "@" not in found or not can_be_written_to(found):
        raise BadInput(f"to: {address!r} is no address that could be written to; write the contact's")
    contact = directory.by_contact(found)
    owner = directory.by_domain(found.rpartition("@")[2]) if contact is None else contact[0]
    if owner is None:
        raise BadInput(f"to: {found} is no customer's address; `intake customers add` adds one")
    return _Whose(address=found, name="" if contact is None else contact[1], customer=owner)


def _moved(engineer: Engineer, case: Case, whose: _Whose, reason: str) -> Case:
    """Put a case to its new contact, and to their contract where it was another's or nobody's."""
    run, customer = engineer.run, whose.customer
    detail = {"to": whose.address, "customer": customer.name, "reason": reason}
    engineer.note(case, "case.assigned", detail)
    case = replace(case, contact_address=whose.address, contact_name=whose.name)
    if case.customer_id == customer.id:
        cases.update(run.connection, case)
        return case
    contract = run.desk.contracts.in_force(customer.contract, case.opened_at)
    if contract is None:
        raise BadInput(
            f"to: no version of {customer.name}'s contract {customer.contract!r} held when case {case.id} came"
        )
    withdraw(run, case)
    return _under(engineer, replace(_bare(case), customer_id=customer.id), customer, contract)


def _bare(case: Case) -> Case:
    """Return a case without what was promised and decided under another contract, or under none."""
    return replace(
        case,
        level=None,
        clock_level=None,
        provisional=False,
        emergency=False,
        due_at=None,
        attention_at=None,
        standing=Standing.RULE,
        wanted_level=None,
        asked=None,
        promise=None,
    )


def _under(engineer: Engineer, case: Case, customer: Customer, contract: Contract) -> Case:
    """Decide a case by a contract, as if its first message had come from that customer; page where that needs it."""
    run = engineer.run
    case = replace(
        case,
        contract=contract.id,
        contract_version=contract.version,
        plan=customer.plan,
        language=customer.language,
        zone=customer.zone,
    )
    written = [message.id for message in messages.of_case(run.connection, case.id)]
    opinions = {number: suggestions.of_message(run.connection, number) for number in written}
    stood, _ = put(case, contract, first_situation(contract, case, opinions[written[0]]))
    for found in opinions.values():
        stood = replace(stood, attention_at=attention(stood, contract, found))
    cases.update(run.connection, stood)
    decisions.add(run.connection, _decision(engineer, stood))
    engineer.note(stood, "case.assessed", _assessed(stood, opinions[written[0]]))
    evidence.add(run.connection, _said(stood, contract, written[0]))
    _call(run, stood, contract, opinions)
    return watch(run, stood)


def _call(run: Run, case: Case, contract: Contract, opinions: Mapping[int, Suggestion | None]) -> None:
    """Call for somebody where the promise or an opinion needs it, as it would have been; ask for what is missing."""
    page_for(run, case, min(opinions))
    for number, found in opinions.items():
        if found is None:
            jobs.put(run.connection, jobs.Stage.SUGGEST, number, run.now)
        elif not found.abstained and goes_by_phone(case, contract, found):
            page(run, case, phone_cause(number))


def _assessed(case: Case, found: Suggestion | None) -> dict[str, object]:
    return {
        "level": case.level,
        "clock_level": case.clock_level,
        "emergency": case.emergency,
        "provisional": case.provisional,
        "due_at": None if case.due_at is None else case.due_at.isoformat(),
        "suggested": None if found is None else found.severity,
        "abstained": found is not None and found.abstained,
        "alert": found is not None and found.alert,
    }


def _decision(engineer: Engineer, case: Case) -> decisions.Decision:
    return decisions.Decision(
        case_id=case.id,
        at=engineer.run.now,
        actor=engineer.name,
        action="assigned",
        level=case.level,
        reason="the contract's rule for this channel, for whom the case is",
        promise=case.promise,
    )


def _said(case: Case, contract: Contract, message_id: int) -> list[Said]:
    """Return what a case states of an emergency, as its contact's words."""
    rule = contract.emergency
    facts = frozenset() if rule is None else stated(case.facts) & weighed(rule)
    return [
        Said(
            case_id=case.id,
            customer_id=case.customer_id,
            fact=fact,
            holds=True,
            said_by=case.contact_address,
            message_id=message_id,
            at=case.opened_at,
            words=words_for(fact, ()),
        )
        for fact in sorted(facts)
    ]


def _tell(engineer: Engineer, case: Case) -> str | None:
    """Write the contact what is promised, once; returns why not."""
    run, contract = engineer.run, contract_of(case, engineer.run.desk)
    why_not = why_untrue(run, case) or why_unreachable(run.connection, case.contact_address)
    if why_not is None and contract is not None and case.asked is not None:
        written = acknowledgement(letter(run, case, _promise(contract, case), None), run.desk.templates)
        draft = Draft(kind=MailKind.ACKNOWLEDGEMENT, key=_key(case), written=written)
        return None if send(run, case, draft) is not None else TOLD
    said = why_not or "no contract promises them anything"
    engineer.note(case, "acknowledgement.withheld", {"reason": said})
    return said


def _promise(contract: Contract, case: Case) -> Promise | None:
    return None if case.asked is None else promise(contract, case.asked)


def _key(case: Case) -> str:
    return f"answer:{case.id}:{case.customer_id}:{case.contact_address}"
