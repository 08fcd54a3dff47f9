"""Assess: decide by contract what is promised, and when an engineer should look."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from intake.contract.decide import stated
from intake.contract.promise import promise
from intake.domain.case import Case, Outcome, Standing
from intake.domain.contract import Contract
from intake.domain.promise import Promise, Situation
from intake.domain.suggestion import Facts, Locations, Scope, Suggestion
from intake.stages.calls.page import emergency_cause, page_for, page_together
from intake.stages.desk import Run
from intake.stages.gather import Told, completed_at, counts_for, for_a_new_case, is_emergency, record, still_open
from intake.stages.ingest import Ingested
from intake.stages.still_owed import as_kept, with_owed
from intake.stages.understand import Understood
from intake.stages.watch import is_answered, watch
from intake.storage import audit, cases, decisions, suggestions


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A case as it stands now. `promise` is None without a contract; `changed_from` is the promise it replaced."""

    case: Case
    promise: Promise | None
    changed_from: Promise | None = None


def assess(run: Run, understood: Understood, ingested: Ingested) -> Assessed | None:
    """Decide on a message that opened or continued a case; None for any other, and for strangers' follow-ups."""
    case = ingested.case
    if case is None or ingested.outcome not in (Outcome.OPENED, Outcome.CONTINUED):
        return None
    message_id = understood.accepted.id
    if understood.suggestion is not None:
        suggestions.add(run.connection, suggestions.Opinion(case.id, message_id, understood.suggestion, run.now))
    contract = run.desk.contract_of(case)
    if contract is None:
        return Assessed(case=case, promise=None)
    if ingested.outcome is Outcome.OPENED:
        record(run, case, contract, Told(understood, ingested.sender, Facts(), case.facts))
        return _opened(run, understood, case, contract)
    return _continued(run, understood, ingested, contract)


def _opened(run: Run, understood: Understood, case: Case, contract: Contract) -> Assessed:
    asked = for_a_new_case(run, case, contract, first_situation(contract, case, understood.suggestion))
    stood, found = put(case, contract, asked)
    stood = replace(stood, attention_at=attention(stood, contract, understood.suggestion))
    record_decision(run, stood, understood.accepted.id)
    return Assessed(case=stood, promise=found)


def _continued(run: Run, understood: Understood, ingested: Ingested, contract: Contract) -> Assessed | None:
    """Move the clock in the one way a follow-up can: by completing the evidence of an emergency."""
    case = ingested.case
    if case is None or not counts_for(case, ingested.sender):
        return None
    moved = replace(case, facts=joined(still_open(case), understood.facts))
    record(run, case, contract, Told(understood, ingested.sender, still_open(case), moved.facts))
    brings = _brings_emergency(case, understood.facts, moved.facts, contract)
    if not brings and not _brings_it_late(run, understood, moved, contract):
        cases.update(run.connection, moved)
        return None
    at = understood.accepted.envelope.received_at
    begins = max(at, completed_at(run, moved, contract, ()) or at)
    completed = Completed(understood.accepted.id, begins, moved.facts)
    return becomes_emergency(run, moved, contract, completed)


@dataclass(frozen=True, slots=True)
class Completed:
    """The message that completed an emergency's evidence, when it was complete, and all that is stated with it."""

    message_id: int
    received_at: datetime
    facts: Facts


def becomes_emergency(run: Run, case: Case, contract: Contract, completed: Completed) -> Assessed | None:
    """Let a case be an emergency from the message that completed the evidence; None where an earlier promise stays."""
    if case.asked is None:
        return None
    asked = replace(case.asked, level=None, facts=completed.facts, emergency=None, received_at=completed.received_at)
    stood, found = put(replace(case, standing=Standing.RULE), contract, asked)
    if runs_earlier(run, case, stood):
        # What was promised stays, the engineers look at once.
        look_at = min(completed.received_at, case.attention_at or completed.received_at)
        cases.update(run.connection, replace(case, attention_at=look_at))
        page_together(run, case, emergency_cause(completed.message_id))
        return None
    record_decision(run, stood, completed.message_id)
    return Assessed(case=stood, promise=found, changed_from=promise(contract, case.asked))


def runs_earlier(run: Run, case: Case, stood: Case) -> bool:
    """Tell whether the promise that a case has waits for its answer still, and is due before the one to come.

    One that was missed before the new one begins is no promise any more that anybody could wait for.
    """
    if case.due_at is None or stood.due_at is None or stood.asked is None or case.due_at > stood.due_at:
        return False
    return case.due_at > stood.asked.received_at and not is_answered(run, case)


def _brings_emergency(case: Case, new: Facts, together: Facts, contract: Contract) -> bool:
    """Tell whether a message completes the evidence: it states the failure itself, or the fact that was asked for."""
    rule = contract.emergency
    if case.asked is None or case.emergency or rule is None:
        return False
    asked_for = rule.half is not None and rule.half <= stated(still_open(case))
    if not (new.connectivity or asked_for):
        return False
    asked = replace(case.asked, level=None, emergency=None)
    before, after = (promise(contract, replace(asked, facts=seen)).emergency for seen in (still_open(case), together))
    return after and not before


def _brings_it_late(run: Run, understood: Understood, moved: Case, contract: Contract) -> bool:
    """Tell whether a message speaks anew of an emergency after the promise that was to stand for it was missed."""
    rule = contract.emergency
    if rule is None or moved.asked is None or moved.emergency or moved.due_at is None or is_answered(run, moved):
        return False
    missed = moved.due_at <= understood.accepted.envelope.received_at
    speaks = stated(understood.facts) & frozenset().union(*rule.evidence)
    return missed and bool(speaks) and is_emergency(contract, moved, moved.facts)


def first_situation(contract: Contract, case: Case, suggestion: Suggestion | None) -> Situation:
    """Put a new case to its contract, with the claim if it is one of its levels, and the opinion if it is confident."""
    known = case.claimed is not None and contract.level(case.claimed) is not None
    confident = None if suggestion is None or suggestion.abstained else suggestion
    return Situation(
        received_at=case.opened_at,
        plan=case.plan,
        channel=case.channel,
        claimed=case.claimed if known else None,
        suggested=None if confident is None else confident.severity,
        kind=None if confident is None else str(confident.kind),
        facts=case.facts,
    )


def put(case: Case, contract: Contract, asked: Situation) -> tuple[Case, Promise]:
    """Ask the contract and return the case with what now holds, and the promise itself.

    What was promised before an emergency, and is owed still, goes with it.
    """
    found = promise(contract, asked)
    due_at = found.main.deadline.due_at
    earlier = [clock for clock in (case.attention_at, due_at) if clock is not None]
    stood = replace(
        case,
        level=found.level,
        clock_level=found.clock_level,
        provisional=found.provisional,
        emergency=found.emergency,
        due_at=due_at,
        attention_at=min(earlier, default=None),
        asked=asked,
        promise=as_kept(case, found),
    )
    return stood, with_owed(case, contract, found)


def attention(case: Case, contract: Contract, suggestion: Suggestion | None) -> datetime | None:
    """Return the earlier of the clock at hand and the initial response of the suggested level; never printed."""
    clocks = [case.attention_at]
    if suggestion is not None and (suggestion.alert or not suggestion.abstained):
        level = alarm_level(contract) if suggestion.alert else suggested_level(contract, suggestion)
        asked = Situation(received_at=case.opened_at, plan=case.plan, level=level, emergency=False)
        clocks.append(promise(contract, asked).main.deadline.due_at if level else None)
    return min((clock for clock in clocks if clock is not None), default=None)


def suggested_level(contract: Contract, suggestion: Suggestion) -> str | None:
    """Return the contract's level for an opinion, its kind before its severity; None where it has no such level."""
    by_kind = [level.id for level in contract.levels if suggestion.kind in level.kinds]
    by_severity = [level.id for level in contract.levels if suggestion.severity in level.severities]
    return next(iter(by_kind + by_severity), None)


def alarm_level(contract: Contract) -> str | None:
    """Return the contract's level for the most severe suggestion, whatever kind of message it is."""
    return next((level.id for level in contract.levels if 1 in level.severities), None)


def joined(earlier: Facts, later: Facts) -> Facts:
    """Return what a case's messages state together: a later word on scope or places replaces an earlier one.

    What is over stays over until a message says anew that something fails: a follow-up about other things does not.
    """
    fails = later.connectivity or later.scope is not Scope.UNKNOWN or later.locations is not Locations.UNKNOWN
    return Facts(
        scope=earlier.scope if later.scope is Scope.UNKNOWN else later.scope,
        locations=earlier.locations if later.locations is Locations.UNKNOWN else later.locations,
        connectivity=earlier.connectivity or later.connectivity,
        data_loss=earlier.data_loss or later.data_loss,
        workaround=earlier.workaround or later.workaround,
        planned_event=earlier.planned_event or later.planned_event,
        over=later.over or (earlier.over and not fails),
    )


def record_decision(run: Run, case: Case, message_id: int) -> None:
    """Keep what the contract's rule says of a case now, with the message it was said of, and see to who has to know."""
    cases.update(run.connection, case)
    decision = decisions.Decision(
        case_id=case.id,
        at=run.now,
        actor="rule",
        action="decided",
        level=case.level,
        reason="the contract's rule for this channel",
        promise=case.promise,
    )
    decisions.add(run.connection, decision)
    detail = {
        "level": case.level,
        "clock_level": case.clock_level,
        "emergency": case.emergency,
        "provisional": case.provisional,
        "due_at": None if case.due_at is None else case.due_at.isoformat(),
        "facts": asdict(case.facts),
    }
    entry = audit.Entry(
        at=run.now, actor="rule", event="case.assessed", case_id=case.id, message_id=message_id, detail=detail
    )
    audit.write(run.connection, entry)
    watch(run, case)
    page_for(run, case, message_id)
