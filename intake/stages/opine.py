"""Opine: the classifier's suggestion for the engineers, after the customer has been answered."""

from dataclasses import replace

from sqlalchemy import Connection

from intake.domain.case import Accepted, Case, Outcome, Standing
from intake.domain.contract import Contract
from intake.domain.course import Course
from intake.domain.suggestion import Suggestion
from intake.stages.assess import attention, suggested_level
from intake.stages.calls.page import page_in_writing
from intake.stages.desk import Run
from intake.stages.ingest import Ingested
from intake.stages.understand import Understood
from intake.stages.watch import is_answered
from intake.stages.weigh import look_for_a_storm, look_sooner, weighed
from intake.storage import audit, cases, decisions, messages, suggestions


def opine(run: Run, accepted: Accepted, found: Suggestion) -> None:
    """Keep an opinion on a message and move the engineers' clock by it; the promise stays as it is."""
    case_id = messages.get(run.connection, accepted.id).case_id
    case = None if case_id is None else cases.find(run.connection, case_id)
    if case is None:
        return
    if not suggestions.add(run.connection, suggestions.Opinion(case.id, accepted.id, found, run.now)):
        return
    consider(run, case, accepted, found)
    detail = {
        "severity": found.severity,
        "confidence": round(found.confidence, 3),
        "abstained": found.abstained,
        "alert": found.alert,
        "reads_passed_on_words": found.forwarded_from is not None,
        "model": found.model,
    }
    entry = audit.Entry(
        at=run.now, actor="bot", event="case.suggested", case_id=case.id, message_id=accepted.id, detail=detail
    )
    audit.write(run.connection, entry)


def consider(run: Run, case: Case, accepted: Accepted, found: Suggestion) -> None:
    """Let engineers look at a case as soon as a kept opinion asks for it, call where its contract does, and group it.

    An opinion counts as the case reads it: "still down" is as grave as what it follows.
    """
    contract = run.desk.contract_of(case)
    read, development = weighed(run, case, accepted, found)
    worse = development is not None and development.course is Course.WORSE
    # What is alarming or worse is always news while a case is open; anything less is none once a person has answered.
    settled = case.closed_at is not None or (is_answered(run, case) and not read.alert and not worse)
    if not settled and _is_news(run.connection, case, accepted):
        if worse:
            case = look_sooner(run, case, accepted, read)
        elif contract is not None:
            case = replace(case, attention_at=attention(case, contract, read))
            cases.update(run.connection, case)
        if contract is not None and not read.abstained and goes_by_phone(case, contract, read):
            page_in_writing(run, case, accepted.id)
    look_for_a_storm(run, case, accepted, read, None if development is None else development.course)


def opined(run: Run, understood: Understood, ingested: Ingested) -> None:
    """Consider the opinion that a message was decided with, once it has been answered."""
    case = None if ingested.case is None else cases.find(run.connection, ingested.case.id)
    if case is None or understood.suggestion is None or ingested.outcome not in (Outcome.OPENED, Outcome.CONTINUED):
        return
    consider(run, case, understood.accepted, understood.suggestion)


def goes_by_phone(case: Case, contract: Contract, found: Suggestion) -> bool:
    """Tell whether the suggested level counts only on another channel, so that nobody has promised it here."""
    level = contract.level(suggested_level(contract, found) or "")
    return level is not None and level.only_by not in (None, case.channel)


def _is_news(connection: Connection, case: Case, accepted: Accepted) -> bool:
    """Tell whether no engineer has decided on the case since the message came."""
    if case.standing is Standing.RULE:
        return True
    return decisions.of_case(connection, case.id)[-1].at < accepted.envelope.received_at


def wants_opinion(connection: Connection, accepted: Accepted) -> bool:
    """Tell whether a message opened or continued a case and nobody has an opinion of it yet."""
    outcome = messages.get(connection, accepted.id).outcome
    people = outcome in (Outcome.OPENED, Outcome.CONTINUED)
    return people and suggestions.of_message(connection, accepted.id) is None
