"""Confirm and override: an engineer's word on a case, by its contract's rule for changes of level."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from intake.contract.as_json import promise_to_json
from intake.contract.promise import promise
from intake.domain.case import Case, MailKind, Standing
from intake.domain.contract import Contract, LevelChange
from intake.domain.errors import BadInput
from intake.domain.promise import Promise, Situation
from intake.domain.suggestion import Suggestion
from intake.render.write import level_change
from intake.review.consent import agreed_to
from intake.stages.acknowledge import Draft, letter, send, unanswerable
from intake.stages.assess import put, suggested_level
from intake.stages.desk import Desk
from intake.stages.understand import read_mail
from intake.storage import audit, cases, decisions, messages, suggestions

_TOO_LARGE = 2**63  # for a column of numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Engineer:
    """Who decides, when, and at which desk."""

    name: str
    desk: Desk
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an engineer decided.

    `told` says whether the customer gets a notice of a changed promise; `why_not_told` why one who should
    have had it is not written to.
    """

    case: Case
    before: Promise | None
    after: Promise | None
    told: bool
    why_not_told: str | None = None


class ConsentWanted(BadInput):
    """An override that waits for the customer; the wish is kept with the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """A verdict about to be written; `severity` is what it teaches the model where no level says it."""

    standing: Standing
    asked: Situation | None = None
    reason: str = ""
    severity: int | None = None


def the_case(connection: Connection, number: int) -> Case:
    """Return a case; raises BadInput when there is none of that number."""
    case = cases.find(connection, number) if 0 < number < _TOO_LARGE else None
    if case is None:
        raise BadInput(f"case: there is no case {number}; `intake cases` lists them")
    return case


def confirm(connection: Connection, number: int, engineer: Engineer) -> Verdict:
    """Confirm what holds: the emergency or the level, or the suggested level where the case has none yet."""
    case = the_case(connection, number)
    contract = contract_of(case, engineer.desk)
    asked = None if contract is None else _confirmed(connection, case, contract)
    return _record(connection, case, contract, engineer, _Change(standing=Standing.CONFIRMED, asked=asked))


def override(connection: Connection, number: int, level: str, reason: str, engineer: Engineer) -> Verdict:
    """Set another level, with the reason; an emergency is withdrawn by it.

    Raises BadInput when the contract has no such level or nothing would change, ConsentWanted when the
    contract wants the customer's agreement and none is recorded.
    """
    if not reason.strip():
        raise BadInput("reason: an override needs one; write --reason and why")
    case = the_case(connection, number)
    contract = contract_of(case, engineer.desk)
    if contract is None or not contract.levels:
        asked = _at_level(case, None) if case.emergency else None
        change = _Change(standing=Standing.OVERRIDDEN, asked=asked, reason=reason, severity=_rubric(level))
        return _record(connection, case, contract, engineer, change)
    _refuse_level(case, contract, level)
    if contract.level_change is LevelChange.CUSTOMER_CONSENT and not agreed_to(connection, case, level):
        raise ConsentWanted(
            f"case {number}: {contract.id} changes a level only with the customer's agreement "
            f"({contract.level_change_clause}); ask the customer, then write `intake consent {number} --yes`"
        )
    change = _Change(standing=Standing.OVERRIDDEN, asked=_at_level(case, level), reason=reason)
    return _record(connection, case, contract, engineer, change)


def wish(connection: Connection, number: int, level: str, engineer: Engineer) -> None:
    """Keep the level that waits for the customer's agreement."""
    case = the_case(connection, number)
    cases.update(connection, replace(case, wanted_level=level))
    _note(connection, case, engineer, "case.consent_wanted", {"level": level})


def contract_of(case: Case, desk: Desk) -> Contract | None:
    """Return a case's contract, None where the sender is unknown; raises BadInput when it is not installed any more."""
    if case.contract is not None and case.contract not in desk.contracts:
        raise BadInput(f"case {case.id}: its contract {case.contract!r} is not installed any more; put its file back")
    return None if case.contract is None else desk.contracts[case.contract]


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


def _confirmed(connection: Connection, case: Case, contract: Contract) -> Situation | None:
    if case.asked is None:
        return None
    if case.emergency:
        return replace(case.asked, emergency=True)
    if case.level is None and case.clock_level is None:
        return case.asked  # a request that carries no level keeps none
    level = case.level or _suggested_level(connection, case, contract) or case.clock_level
    return case.asked if level is None else _at_level(case, level)


def _suggested_level(connection: Connection, case: Case, contract: Contract) -> str | None:
    opinion = suggestions.of_case(connection, case.id)
    if opinion is None or opinion[1].abstained:
        return None
    return suggested_level(contract, opinion[1])


def _at_level(case: Case, level: str | None) -> Situation:
    """Ask for a level that someone entitled to has set, no emergency: its clock runs from the original receipt."""
    return Situation(received_at=case.opened_at, plan=case.plan, channel=case.channel, level=level, emergency=False)


def _record(
    connection: Connection, case: Case, contract: Contract | None, engineer: Engineer, change: _Change
) -> Verdict:
    before = None if contract is None or case.asked is None else promise(contract, case.asked)
    stood, after = case, before
    if contract is not None and change.asked is not None:
        stood, found = put(replace(case, attention_at=None), contract, change.asked)
        after = replace(found, provisional=False)
        stood = replace(stood, promise=promise_to_json(after))
    stood = replace(stood, standing=change.standing, provisional=False, wanted_level=None)
    cases.update(connection, stood)
    _append(connection, stood, contract, engineer, change)
    if before is None or after is None or not _differs(before, after):
        return Verdict(case=stood, before=before, after=after, told=False)
    why_not = _tell(connection, stood, (before, after), engineer)
    return Verdict(case=stood, before=before, after=after, told=why_not is None, why_not_told=why_not)


def _differs(before: Promise, after: Promise) -> bool:
    """Tell whether the customer was promised something else than what holds now."""
    clocks = [(found.clock_level, found.emergency, found.main.deadline.due_at) for found in (before, after)]
    return clocks[0] != clocks[1]


def _append(connection: Connection, case: Case, contract: Contract | None, engineer: Engineer, change: _Change) -> None:
    decision = decisions.Decision(
        case_id=case.id,
        at=engineer.now,
        actor=engineer.name,
        action=str(change.standing),
        level=case.level,
        reason=change.reason,
        promise=case.promise,
    )
    decisions.add(connection, decision)
    decisions.add_feedback(connection, _feedback(connection, case, contract, engineer, change))
    detail = {"level": case.level, "emergency": case.emergency, "reason": change.reason}
    _note(connection, case, engineer, f"case.{change.standing}", detail)


def _feedback(
    connection: Connection, case: Case, contract: Contract | None, engineer: Engineer, change: _Change
) -> decisions.Feedback:
    opinion = suggestions.of_case(connection, case.id)
    return decisions.Feedback(
        case_id=case.id,
        message_id=messages.of_case(connection, case.id)[0].id,
        at=engineer.now,
        actor=engineer.name,
        suggested=None if opinion is None else opinion[1].severity,
        severity=_taught(case, contract, None if opinion is None else opinion[1], change),
        level=case.level,
        model=None if opinion is None else opinion[1].model,
    )


def _taught(case: Case, contract: Contract | None, opinion: Suggestion | None, change: _Change) -> int | None:
    """Return the severity that a verdict teaches; None where nobody has named one."""
    level = None if contract is None or case.level is None else contract.level(case.level)
    if level is not None:
        return min(level.severities, default=None)
    if change.severity is not None:
        return change.severity
    if case.emergency:
        return 1  # by the rubric: nobody can work
    if opinion is None or opinion.abstained or change.standing is not Standing.CONFIRMED:
        return None
    return opinion.severity


def _tell(connection: Connection, case: Case, promises: tuple[Promise, Promise], engineer: Engineer) -> str | None:
    """Write the customer a notice of what has changed; returns why not, where nobody may be written to."""
    before, after = promises
    first = messages.of_case(connection, case.id)[0]
    parsed = read_mail(first, engineer.desk)
    why_not = unanswerable(parsed, case.contact_address)
    if why_not is not None:
        _note(connection, case, engineer, "level_change.withheld", {"reason": why_not})
        return why_not
    about = letter(connection, case, after, before, engineer.desk)
    about = replace(about, decided_by=engineer.name, decided_at=engineer.now)
    draft = Draft(
        kind=MailKind.LEVEL_CHANGE,
        key=f"verdict:{case.id}:{len(decisions.of_case(connection, case.id))}",
        written=level_change(about, engineer.desk.templates),
        answered=parsed,
    )
    send(connection, case, draft, engineer.desk, engineer.now)
    return None


def _note(connection: Connection, case: Case, engineer: Engineer, event: str, detail: Mapping[str, object]) -> None:
    audit.write(
        connection,
        audit.Entry(at=engineer.now, actor=engineer.name, event=event, case_id=case.id, detail=detail),
    )
