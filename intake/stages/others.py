"""Others: what a message means for the customer's other cases, when several report one emergency."""

from dataclasses import replace
from datetime import datetime

from intake.contract.decide import stated
from intake.domain.case import Case, MailKind, Outcome
from intake.domain.contract import Contract, Emergency, Fact
from intake.domain.suggestion import Facts
from intake.render.write import level_change
from intake.stages.assess import Assessed, Completed, becomes_emergency
from intake.stages.calls.call import note
from intake.stages.caps import too_many
from intake.stages.desk import Run
from intake.stages.gather import (
    Report,
    completed_at,
    counts_for,
    is_emergency,
    reports,
    shows_half,
    still_open,
    together,
    under_way,
)
from intake.stages.identified import untold
from intake.stages.ingest import Ingested
from intake.stages.post import Draft, letter, send, why_silent
from intake.stages.remembered import opening
from intake.stages.understand import Understood
from intake.storage import audit, cases, evidence

LINKED = "case.linked"
_SECONDED = "case.seconded"
_SAME = "another contact of this customer reports the same"
_COMPLETED = "its words complete the evidence of an emergency"
_TOO = "its words are about the same emergency"
_RUNNING = "an emergency of this customer is under way"


def look_at_others(run: Run, understood: Understood, ingested: Ingested) -> None:
    """Gather what a customer's open cases state together, once the message's own case has been decided."""
    case = None if ingested.case is None else cases.find(run.connection, ingested.case.id)
    if case is None or ingested.outcome not in (Outcome.OPENED, Outcome.CONTINUED):
        return
    contract = run.desk.contract_of(case)
    rule = None if contract is None else contract.emergency
    if rule is None or not counts_for(case, ingested.sender) or not _speaks(rule, understood.facts):
        return
    at = understood.accepted.envelope.received_at
    running = _running(run, case, rule, at)
    if running is not None and running.id != case.id:
        # The others were linked when they spoke: a customer of whom hundreds write must not wait for each pair.
        _link_all(run, running, [case], _TOO)
        return
    if running is not None:
        _link_all(run, running, [report.case for report in reports(run, case, rule, at)], _TOO)
        return
    begun = _completed(run, understood, case, rule)
    if begun is not None:
        _link_all(run, begun, [case, *(report.case for report in reports(run, case, rule, at))], _COMPLETED)
        return
    _seconded(run, case, understood, ingested.sender.address)
    # The first that fits says it all.
    any(_beside(run, case, report, ingested.sender.address, at) for report in reports(run, case, rule, at))


def _running(run: Run, case: Case, rule: Emergency, at: datetime) -> Case | None:
    """Return the emergency that is under way, the earliest of the case itself and the customer's others; or None."""
    own = [case] if case.emergency else []
    other = under_way(run, case, rule, at)
    return min([*own, *([] if other is None else [other])], key=lambda one: (one.opened_at, one.id), default=None)


def _speaks(rule: Emergency, facts: Facts) -> bool:
    """Tell whether a message states something that speaks for an emergency, and nothing that voids it."""
    seen = stated(facts)
    return bool(seen & _evidence(rule)) and not seen & rule.unless


def _evidence(rule: Emergency) -> frozenset[Fact]:
    return frozenset().union(*rule.evidence)


def _completed(run: Run, understood: Understood, case: Case, rule: Emergency) -> Case | None:
    """Return the case that becomes an emergency by a message, as it stands then; None when none does.

    It is the earliest of those that show half of the evidence by themselves.
    """
    if not _news(run, case, understood):
        return None
    at = understood.accepted.envelope.received_at
    every = [case, *(report.case for report in reports(run, case, rule, at))]
    for one in sorted(every, key=lambda other: (other.opened_at, other.id)):
        contract = run.desk.contract_of(one)
        if contract is None or one.emergency or not shows_half(contract, still_open(one)):
            continue
        return _begun(run, understood, one, contract)
    return None


def _begun(run: Run, understood: Understood, case: Case, contract: Contract) -> Case | None:
    rule, accepted = contract.emergency, understood.accepted
    at = accepted.envelope.received_at
    if rule is None or not _news(run, case, understood) & _evidence(rule):
        return None
    lent = list(reports(run, case, rule, at))
    facts = together(run, case, still_open(case), lent)
    if not is_emergency(contract, case, facts):
        return None
    begins = max(at, completed_at(run, case, contract, lent) or at)
    assessed = becomes_emergency(run, case, contract, Completed(accepted.id, begins, facts))
    if assessed is not None:
        _tell(run, assessed, accepted.id)
    return cases.find(run.connection, case.id)


def _news(run: Run, case: Case, understood: Understood) -> frozenset[Fact]:
    """Return what a message states that nobody had stated lately in any case of the customer."""
    accepted = understood.accepted
    if case.customer_id is None:
        return frozenset()
    lately = (accepted.envelope.received_at, run.desk.gather_within)
    return stated(understood.facts) - evidence.known_around(run.connection, case.customer_id, *lately, but=accepted.id)


def _tell(run: Run, assessed: Assessed, message_id: int) -> None:
    """Write to the contact of the case that has become an emergency, as to a follow-up of their own."""
    case, found = assessed.case, assessed.promise
    parsed = opening(run, case)
    why_not = untold(run, case) or why_silent(run, case, parsed) or too_many(run, case)
    if why_not is not None or found is None:
        note(run, case.id, "level_change.withheld", {"reason": why_not})
        return
    about = replace(letter(run, case, found, assessed.changed_from), received_at=found.received_at)
    key = f"{MailKind.LEVEL_CHANGE}:{case.id}:{message_id}"
    written = level_change(about, run.desk.templates)
    send(run, case, Draft(kind=MailKind.LEVEL_CHANGE, key=key, written=written, answered=parsed))


def _link_all(run: Run, base: Case, every: list[Case], why: str) -> None:
    """Link the cases that speak of an emergency with the one that is it; their engineers' clock moves up to its."""
    others = [other for other in every if other.id != base.id]
    known = _linked(run, base, why) if len(others) > 1 else frozenset()
    for other in others:
        if other.id not in known:
            _link(run, base, other, why)
        if other.id not in known or why != _TOO:  # which is noted on both sides together
            _link(run, other, base, _RUNNING)
        _look_by(run, other, base.attention_at)


def _linked(run: Run, base: Case, why: str) -> frozenset[object]:
    """Return the numbers of the cases that are linked with a case for that reason, all asked for at once."""
    noted = (entry.detail for entry in audit.of_case(run.connection, base.id) if entry.event == LINKED)
    return frozenset(detail["case"] for detail in noted if detail.get("why") == why)


def _seconded(run: Run, case: Case, understood: Understood, address: str) -> None:
    """Have engineers look at once when another contact reports the same failure in the same case."""
    reported = [one for one in evidence.of_case(run.connection, case.id) if one.fact is Fact.CONNECTIVITY]
    others = any(one.holds and one.message_id is not None and one.said_by != address for one in reported)
    if not understood.facts.connectivity or not others or not still_open(case).connectivity:
        return
    if not any(entry.event == _SECONDED for entry in audit.of_case(run.connection, case.id)):
        note(run, case.id, _SECONDED, {"why": _SAME})
        _look_by(run, case, understood.accepted.envelope.received_at)


def _beside(run: Run, case: Case, report: Report, address: str, at: datetime) -> bool:
    """Have engineers look at once when two contacts report a failure, without proof of two locations; tell if so.

    So too where the facts of two cases would make an emergency together, and the contract does not say of which
    half of them the other is the missing one.
    """
    same = Fact.CONNECTIVITY in report.facts and Fact.CONNECTIVITY in stated(still_open(case))
    if same and report.by_others_than(address, Fact.CONNECTIVITY):
        why = _SAME
    elif _complete_each_other(run, case, report):
        why = _COMPLETED
    else:
        return False
    for one, other in ((case, report.case), (report.case, case)):
        _link(run, one, other, why)
        _look_by(run, one, at)
    return True


def _complete_each_other(run: Run, case: Case, report: Report) -> bool:
    contract = run.desk.contract_of(case)
    if contract is None or contract.emergency is None or contract.emergency.half is not None or report.case.emergency:
        return False
    return is_emergency(contract, case, together(run, case, still_open(case), [report]))


def _link(run: Run, case: Case, other: Case, why: str) -> None:
    """Note on a case's trail that another belongs to it, once a reason."""
    detail = {"case": other.id, "why": why}
    if not audit.has(run.connection, case.id, LINKED, detail):
        note(run, case.id, LINKED, detail)


def _look_by(run: Run, case: Case, at: datetime | None) -> None:
    """Move a case's place in the queue forward; one that stands before that moment as it is read stays there."""
    if case.attention_at is not None and at is not None and case.attention_at <= at:
        return
    stands = cases.find(run.connection, case.id)
    if stands is not None and at is not None and (stands.attention_at is None or at < stands.attention_at):
        cases.update(run.connection, replace(stands, attention_at=at))
