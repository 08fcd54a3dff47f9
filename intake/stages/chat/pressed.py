"""Pressed: what a customer says by a button counts as if they had written it: a level that they choose, a fact."""

from dataclasses import dataclass, replace
from datetime import datetime

from intake.contract.decide import stated
from intake.contract.promise import promise
from intake.domain.case import Case, MailKind
from intake.domain.contract import Contract, Fact, NoticeId
from intake.domain.evidence import Said, with_fact
from intake.domain.promise import Promise
from intake.render.write import level_change
from intake.stages.assess import Assessed, Completed, becomes_emergency, put, record_decision
from intake.stages.caps import too_many
from intake.stages.chat.post import facts_said
from intake.stages.desk import Run
from intake.stages.gather import is_emergency, reports, still_open, together
from intake.stages.identified import untold
from intake.stages.post import Draft, letter, note, send, why_silent
from intake.stages.remembered import opening
from intake.storage import cases, evidence, messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressing:
    """A press on a case: by whom, as they are written to, when it reached us, and what makes it one of its kind."""

    by: str
    at: datetime
    key: str


def choose(run: Run, case: Case, contract: Contract, level: str, pressing: Pressing) -> Case:
    """Let a customer claim a level for their case, as its channel's rule has it; return the case as it stands then.

    The time runs from the case's own receipt, as after every change of level; they are told where it moves, and where
    what they chose counts in another way only.
    """
    if case.asked is None:
        return case
    before = promise(contract, case.asked)
    asked = replace(case.asked, claimed=level, level=None)
    stood, found = put(replace(case, claimed=level), contract, asked)
    record_decision(run, stood, _first(run, case))
    if _told_by(found) != _told_by(before):
        _tell(run, Assessed(case=stood, promise=found, changed_from=before), pressing)
    return stood


def _told_by(found: Promise) -> tuple[object, ...]:
    """Return what a customer would have to be told anew if it changed."""
    return found.clock_level, found.main.deadline.due_at, NoticeId.REPORT_BY_PHONE in found.notices


def state(run: Run, case: Case, contract: Contract, fact: Fact, pressing: Pressing) -> Case:
    """Put a fact on the checklist in a customer's name; an emergency that is complete with it begins now.

    Returns the case as it stands then; they are told of an emergency.
    """
    rule = contract.emergency
    if rule is None:
        return case
    facts = still_open(case)
    for one in sorted(facts_said(rule, fact) - stated(facts)):
        evidence.add(run.connection, [_said(case, one, pressing)])
        facts = with_fact(facts, one)
    moved = replace(case, facts=facts)
    cases.update(run.connection, moved)
    if not stated(facts) & rule.unless:
        facts = together(run, moved, facts, reports(run, moved, rule, pressing.at))
    if not is_emergency(contract, moved, facts):
        return moved
    begun = becomes_emergency(run, moved, contract, Completed(_first(run, case), pressing.at, facts))
    if begun is not None:
        _tell(run, begun, pressing)
    return cases.find(run.connection, case.id) or moved


def _first(run: Run, case: Case) -> int:
    """Return the message that opened a case: what is decided by a press is noted beside it."""
    return min(message.id for message in messages.of_case(run.connection, case.id))


def _said(case: Case, fact: Fact, pressing: Pressing) -> Said:
    return Said(
        case_id=case.id,
        customer_id=case.customer_id,
        fact=fact,
        holds=True,
        said_by=pressing.by,
        message_id=None,
        at=pressing.at,
        words="",
    )


def _tell(run: Run, assessed: Assessed, pressing: Pressing) -> None:
    """Write to the customer what has changed, or put on the trail why nobody is told."""
    case, found = assessed.case, assessed.promise
    parsed = opening(run, case)
    why_not = untold(run, case) or why_silent(run, case, parsed) or too_many(run, case)
    if why_not is not None or found is None:
        note(run, case, "level_change.withheld", {"reason": why_not})
        return
    about = letter(run, case, found, assessed.changed_from)
    about = replace(about, received_at=found.received_at, decided_at=run.now, pressed=True)
    key = f"{MailKind.LEVEL_CHANGE}:{case.id}:{pressing.key}"
    written = level_change(about, run.desk.templates)
    send(run, case, Draft(kind=MailKind.LEVEL_CHANGE, key=key, written=written, answered=parsed))
