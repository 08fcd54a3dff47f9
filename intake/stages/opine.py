"""Opine: the classifier's suggestion for the engineers, after the customer has been answered."""

from dataclasses import replace

from sqlalchemy import Connection

from intake.domain.case import Accepted, Case, Outcome, Standing
from intake.domain.suggestion import Suggestion
from intake.stages.assess import attention
from intake.stages.desk import Run
from intake.storage import audit, cases, decisions, messages, suggestions


def opine(run: Run, accepted: Accepted, found: Suggestion) -> None:
    """Keep an opinion on a message and move the engineers' clock by it; the promise stays as it is."""
    case_id = messages.get(run.connection, accepted.id).case_id
    case = None if case_id is None else cases.find(run.connection, case_id)
    if case is None:
        return
    if not suggestions.add(run.connection, suggestions.Opinion(case.id, accepted.id, found, run.now)):
        return
    contract = None if case.contract is None else run.desk.contracts.get(case.contract)
    if contract is not None and _is_news(run.connection, case, accepted):
        cases.update(run.connection, replace(case, attention_at=attention(case, contract, found)))
    detail = {
        "severity": found.severity,
        "confidence": round(found.confidence, 3),
        "abstained": found.abstained,
        "alert": found.alert,
        "model": found.model,
    }
    entry = audit.Entry(
        at=run.now, actor="bot", event="case.suggested", case_id=case.id, message_id=accepted.id, detail=detail
    )
    audit.write(run.connection, entry)


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
