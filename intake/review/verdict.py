"""Confirm and override: an engineer's word on a case, by its contract's rule for changes of level."""

from dataclasses import dataclass, replace

from intake.contract.promise import promise
from intake.domain.case import Case, Standing
from intake.domain.contract import Contract, LevelChange
from intake.domain.errors import BadInput
from intake.domain.promise import Promise, Situation
from intake.domain.reason import says_something
from intake.review.engineer import Engineer, contract_of, refuse_closed, the_case
from intake.review.evidence import settle_evidence
from intake.review.lesson import Taught, record
from intake.review.notice import differs, tell
from intake.review.paging import settle_page
from intake.stages.ask import Asked, Wish, agreed_beforehand, ask, at_level, withdraw, would_hold
from intake.stages.assess import put, suggested_level
from intake.stages.calls.page import take
from intake.stages.watch import watch
from intake.storage import cases, suggestions


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an engineer decided.

    `told` says whether the customer gets a notice of a changed promise; `why_not_told` why one who should
    have had it is not written to. `asked` is the question that waits for the customer's agreement: nothing has
    changed yet, and `after` is what would hold.
    """

    case: Case
    before: Promise | None
    after: Promise | None
    told: bool
    why_not_told: str | None = None
    asked: Asked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """A verdict about to be written: what the contract is asked from now on (None: as before)."""

    case: Case
    contract: Contract | None
    taught: Taught
    asked: Situation | None = None


def confirm(engineer: Engineer, number: int) -> Verdict:
    """Confirm what holds: the emergency or the level, or the suggested level where the case has none yet."""
    case = the_case(engineer.run.connection, number)
    contract = contract_of(case, engineer.run.desk)
    asked = None if contract is None else _confirmed(engineer, case, contract)
    taught = Taught(standing=Standing.CONFIRMED)
    return _write(engineer, _Change(case=case, contract=contract, taught=taught, asked=asked))


def override(engineer: Engineer, number: int, level: str, reason: str) -> Verdict:
    """Set another level, with the reason; an emergency is withdrawn by it.

    Where the contract wants the customer's agreement and none is recorded, they are asked and nothing changes
    until they answer. Raises BadInput when the contract has no such level, when nothing would change, and when the
    promise of a closed case would.
    """
    _refuse_no_reason(reason)
    case = the_case(engineer.run.connection, number)
    contract = contract_of(case, engineer.run.desk)
    if contract is None or not contract.levels:
        asked = at_level(case, None) if case.emergency else None
        taught = Taught(standing=Standing.OVERRIDDEN, reason=reason, severity=_rubric(level))
        return _write(engineer, _Change(case=case, contract=contract, taught=taught, asked=asked))
    _refuse_level(case, contract, level)
    by_agreement = contract.level_change is LevelChange.CUSTOMER_CONSENT
    if by_agreement and not agreed_beforehand(engineer.run.connection, case):
        refuse_closed(case)
        take(engineer.run, case.id, engineer.name)
        wish = Wish(level=level, by=engineer.name, reason=reason)
        return _wait(case, contract, ask(engineer.run, case, contract, wish))
    return set_level(engineer, case, level, reason)


def set_level(engineer: Engineer, case: Case, level: str, reason: str) -> Verdict:
    """Let a level take effect on an engineer's word, whoever had to agree to it has agreed."""
    contract = contract_of(case, engineer.run.desk)
    taught = Taught(standing=Standing.OVERRIDDEN, reason=reason)
    return _write(engineer, _Change(case=case, contract=contract, taught=taught, asked=at_level(case, level)))


def declare_emergency(engineer: Engineer, number: int, reason: str) -> Verdict:
    """Declare a case an emergency, as when the desk's own staff were the second location.

    The clock runs from now, when the evidence is complete. Raises BadInput where the contract knows no
    emergency, or the case is one already.
    """
    _refuse_no_reason(reason)
    case = the_case(engineer.run.connection, number)
    contract = contract_of(case, engineer.run.desk)
    if contract is None or contract.emergency is None:
        raise BadInput(f"emergency: no contract of case {number} knows one; write --level instead")
    if case.emergency:
        raise BadInput(f"emergency: case {number} is one already; `intake confirm {number}` confirms it")
    now = engineer.run.now
    asked = Situation(received_at=now, plan=case.plan, channel=case.channel, emergency=True, facts=case.facts)
    taught = Taught(standing=Standing.OVERRIDDEN, reason=reason)
    return _write(engineer, _Change(case=case, contract=contract, taught=taught, asked=asked))


def _wait(case: Case, contract: Contract, asked: Asked) -> Verdict:
    before = None if case.asked is None else promise(contract, case.asked)
    after = would_hold(contract, case, asked.question.level)
    stood = replace(case, wanted_level=asked.question.level)
    return Verdict(case=stood, before=before, after=after, told=False, why_not_told=asked.why_not, asked=asked)


def _refuse_no_reason(reason: str) -> None:
    if not says_something(reason):
        raise BadInput("reason: an override needs one; write --reason and why")


def _refuse_level(case: Case, contract: Contract, level: str) -> None:
    if contract.level(level) is None:
        known = ", ".join(known.id for known in contract.levels)
        raise BadInput(f"level: {contract.id} has no level {level!r}; write one of {known}")
    if level == case.level and not case.emergency:
        raise BadInput(f"level: case {case.id} stands at {level} already; `intake confirm {case.id}` confirms it")


def _rubric(level: str) -> int:
    if level not in ("1", "2", "3", "4"):
        raise BadInput(f"level: {level!r} is not a severity; no contract gives this case levels, write 1, 2, 3 or 4")
    return int(level)


def _confirmed(engineer: Engineer, case: Case, contract: Contract) -> Situation | None:
    if case.asked is None:
        return None
    if case.emergency:
        return replace(case.asked, emergency=True)
    if case.level is None and case.clock_level is None:
        return case.asked  # a request that carries no level keeps none
    level = case.level or _suggested_level(engineer, case, contract) or case.clock_level
    return case.asked if level is None else at_level(case, level)


def _suggested_level(engineer: Engineer, case: Case, contract: Contract) -> str | None:
    if contract.level_change is LevelChange.CUSTOMER_CONSENT:
        return None  # a level that nobody has agreed to is not confirmed into force
    opinion = suggestions.of_case(engineer.run.connection, case.id)
    if opinion is None or opinion[1].abstained:
        return None
    return suggested_level(contract, opinion[1])


def _write(engineer: Engineer, change: _Change) -> Verdict:
    before = after = _before(change)
    withdraw(engineer.run, change.case)  # whatever the customer was asked is settled by another word
    stood = change.case
    if change.contract is not None and change.asked is not None:
        stood, found = put(replace(stood, attention_at=None), change.contract, change.asked)
        after = replace(found, provisional=False)
        stood = replace(stood, promise={**(stood.promise or {}), "provisional": False})
    if differs(change.case, stood):
        refuse_closed(change.case)
    stood = replace(stood, standing=change.taught.standing, provisional=False, wanted_level=None)
    cases.update(engineer.run.connection, stood)
    record(engineer, stood, change.contract, change.taught)
    settle_evidence(engineer, stood, change.taught.reason)
    settle_page(engineer, change.case, stood)
    stood = watch(engineer.run, stood)
    if before is None or after is None or not differs(change.case, stood):
        return Verdict(case=stood, before=before, after=after, told=False)
    why_not = tell(engineer, stood, before, after)
    return Verdict(case=stood, before=before, after=after, told=why_not is None, why_not_told=why_not)


def _before(change: _Change) -> Promise | None:
    asked = change.case.asked
    return None if change.contract is None or asked is None else promise(change.contract, asked)
