"""The checklist of an emergency as engineers see it, and their own checks on it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from intake.contract.decide import stated
from intake.contract.promise import promise
from intake.domain.case import Case, Standing
from intake.domain.contract import Contract, Emergency, Fact
from intake.domain.errors import BadInput
from intake.domain.evidence import Part, Point, Said, checklist, failing, weighed, with_fact, without_fact
from intake.domain.paging import Cause
from intake.domain.promise import Promise
from intake.domain.reason import says_something
from intake.domain.suggestion import Facts
from intake.review.engineer import Engineer, contract_of, refuse_closed, the_case
from intake.review.notice import tell
from intake.stages.assess import put, runs_earlier
from intake.stages.calls.page import page
from intake.stages.desk import Run
from intake.stages.gather import is_emergency, reports, together
from intake.stages.presses import named
from intake.stages.watch import watch
from intake.storage import cases, decisions, evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What recording a check did.

    `complete` says that the evidence is complete by it, `began` is the new promise (None where an earlier one
    stays); `told` and `why_not_told` are as in a verdict.
    """

    case: Case
    points: tuple[Point, ...]
    complete: bool = False
    began: Promise | None = None
    told: bool = False
    why_not_told: str | None = None


def points_of(run: Run, case: Case, contract: Contract | None) -> tuple[Point, ...]:
    """Return a case's checklist, with what the customer's other open cases say; empty where there is no emergency."""
    rule = None if contract is None else contract.emergency
    if rule is None:
        return ()
    own = evidence.of_case(run.connection, case.id)
    at = max((one.at for one in own), default=case.opened_at)
    lent = [one for report in reports(run, case, rule, at) for one in report.said if _lends(one, report.facts, rule)]
    return named(run.connection, checklist(rule, [*lent, *own], case.id))


def why_none(run: Run, case: Case, contract: Contract | None, points: Iterable[Point]) -> str:
    """Say why a case is no emergency though all that is needed holds on its checklist; "" where nothing asks for it."""
    rule, holding = None if contract is None else contract.emergency, [point for point in points if point.holds]
    facts = {point.fact for point in holding}
    if rule is None or case.emergency or not any(way <= facts for way in rule.evidence):
        return ""
    if facts & rule.unless:
        return "No emergency here: what is marked above as making it none holds as well."
    needed = [one.said for one in holding if one.part is Part.NEEDED and one.said is not None]
    others = sorted({said.case_id for said in needed} - {case.id})
    if not others:
        return _why_not_begun(case)
    own = "only a part of it" if any(said.case_id == case.id for said in needed) else "nothing of it"
    named_here = f"case{'s' if len(others) > 1 else ''} {', '.join(map(str, others))}"
    found = cases.many(run.connection, others)
    begun = [number for number in others if number in found and found[number].emergency]
    where = f"; the emergency is case {begun[0]}" if begun else ""
    return f"No emergency here: what is needed was said in {named_here}, {own} in this case{where}."


def _why_not_begun(case: Case) -> str:
    if case.standing is not Standing.RULE:
        return "No emergency: an engineer has decided otherwise."
    return "No emergency: what was promised before was due no later, and stays." if case.due_at is not None else ""


def _lends(said: Said, facts: Iterable[Fact], rule: Emergency) -> bool:
    return said.holds and said.fact in facts and said.fact in failing(rule)


def seen(engineer: Engineer, number: int, fact: str, reason: str) -> Checked:
    """Record that an engineer has seen a fact to hold; an emergency that is complete with it begins now.

    Raises BadInput for an unknown case, a fact its contract does not ask for, or an empty reason.
    """
    case, contract, checked = _checkable(engineer, number, fact, reason)
    _note(engineer, case, checked, reason, holds=True)
    moved = replace(case, facts=with_fact(_own(engineer.run, case), checked))
    cases.update(engineer.run.connection, moved)
    gathered = _gathered(engineer.run, moved, contract)
    if case.emergency or not is_emergency(contract, moved, gathered):
        return _checked(engineer, moved, contract)
    return _begin(engineer, moved, contract, Check(facts=gathered, reason=reason))


def not_seen(engineer: Engineer, number: int, fact: str, reason: str) -> Checked:
    """Withdraw a fact, whoever stated it; what was promised on it stays until an engineer overrides.

    Raises BadInput as `seen` does.
    """
    case, contract, checked = _checkable(engineer, number, fact, reason)
    _note(engineer, case, checked, reason, holds=False)
    moved = replace(case, facts=without_fact(case.facts, checked))
    cases.update(engineer.run.connection, moved)
    return _checked(engineer, moved, contract)


def settle_evidence(engineer: Engineer, stood: Case, reason: str) -> None:
    """Put on the checklist what an override means for it: a declared emergency has it all, any other closes it."""
    contract = engineer.run.desk.contract_of(stood)
    rule = None if contract is None else contract.emergency
    if contract is None or rule is None or stood.standing is not Standing.OVERRIDDEN:
        return
    last = {one.fact: one.holds for one in evidence.of_case(engineer.run.connection, stood.id)}
    held = {fact for fact, holds in last.items() if holds}
    if stood.emergency:
        needed = {point.fact for point in checklist(rule, (), stood.id) if point.part is Part.NEEDED}
        _add(engineer, stood, needed - held, reason, holds=True)
    else:
        _add(engineer, stood, held, reason, holds=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check that completes the evidence: all that is stated with it, and why the engineer says so."""

    facts: Facts
    reason: str


def _checkable(engineer: Engineer, number: int, fact: str, reason: str) -> tuple[Case, Contract, Fact]:
    case = the_case(engineer.run.connection, number)
    contract = contract_of(case, engineer.run.desk)
    if contract is None or contract.emergency is None:
        raise BadInput(f"evidence: no contract of case {number} knows an emergency, so there is nothing to check")
    known = [known for known in Fact if known in weighed(contract.emergency)]
    if fact not in known:
        raise BadInput(f"evidence: {contract.id} does not ask for {fact!r}; write one of {', '.join(known)}")
    if not says_something(reason):
        raise BadInput("reason: a check needs one; write --reason and what was tried")
    return case, contract, Fact(fact)


def _own(run: Run, case: Case) -> Facts:
    """Return a case's own facts; of one that was overridden, what was checked since."""
    if case.standing is not Standing.OVERRIDDEN:
        return case.facts
    last = {one.fact: one.holds for one in evidence.of_case(run.connection, case.id)}
    facts = Facts()
    for fact in (fact for fact, holds in last.items() if holds):
        facts = with_fact(facts, fact)
    return facts


def _gathered(run: Run, case: Case, contract: Contract) -> Facts:
    """Return a case's facts with those of the customer's other cases, unless its own say that there is none."""
    rule = contract.emergency
    if rule is None or stated(case.facts) & rule.unless:
        return case.facts
    return together(run, case, case.facts, reports(run, case, rule, run.now))


def _begin(engineer: Engineer, case: Case, contract: Contract, check: Check) -> Checked:
    """Let the emergency begin at this moment, provisional as any other, and tell the customer."""
    refuse_closed(case)
    run = engineer.run
    if case.asked is None:
        return _checked(engineer, case, contract)
    before = promise(contract, case.asked)
    asked = replace(case.asked, level=None, facts=check.facts, emergency=None, received_at=run.now)
    stood, found = put(replace(case, standing=Standing.RULE), contract, asked)
    nth = len(decisions.of_case(run.connection, case.id)) + 1
    cause = Cause(key=f"seen:{case.id}:{nth}", why=f"an emergency; {engineer.name} has seen what was missing")
    if runs_earlier(run, case, stood):
        # What was promised is earlier, and stays; who should have looked before now is not put off.
        stood = replace(case, attention_at=min(run.now, case.attention_at or run.now))
        cases.update(run.connection, stood)
        page(run, stood, cause)
        return replace(_checked(engineer, stood, contract), complete=True)
    cases.update(run.connection, stood)
    decisions.add(run.connection, _decision(engineer, stood, check.reason))
    engineer.note(stood, "case.assessed", {"emergency": True, "provisional": stood.provisional, "due_at": _iso(stood)})
    page(run, stood, cause)
    watch(run, stood)
    why_not = tell(engineer, stood, before, found)
    checked = _checked(engineer, stood, contract)
    return replace(checked, complete=True, began=found, told=why_not is None, why_not_told=why_not)


def _decision(engineer: Engineer, case: Case, reason: str) -> decisions.Decision:
    return decisions.Decision(
        case_id=case.id,
        at=engineer.run.now,
        actor=engineer.name,
        action="decided",
        level=case.level,
        reason=reason,
        promise=case.promise,
    )


def _iso(case: Case) -> str | None:
    return None if case.due_at is None else case.due_at.isoformat()


def _checked(engineer: Engineer, case: Case, contract: Contract) -> Checked:
    return Checked(case=case, points=points_of(engineer.run, case, contract))


def _note(engineer: Engineer, case: Case, fact: Fact, reason: str, *, holds: bool) -> None:
    _add(engineer, case, [fact], reason, holds=holds)
    engineer.note(case, "evidence.seen" if holds else "evidence.withdrawn", {"fact": str(fact), "reason": reason})


def _add(engineer: Engineer, case: Case, facts: Iterable[Fact], reason: str, *, holds: bool) -> None:
    said = (
        Said(
            case_id=case.id,
            customer_id=case.customer_id,
            fact=fact,
            holds=holds,
            said_by=engineer.name,
            message_id=None,
            at=engineer.run.now,
            words=reason,
        )
        for fact in sorted(facts)
    )
    evidence.add(engineer.run.connection, said)
