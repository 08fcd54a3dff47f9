"""Opine: the classifier's suggestion for the engineers, after the customer has been answered."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from intake.domain.case import Accepted, Case, Outcome, Standing
from intake.domain.suggestion import Suggestion
from intake.stages.assess import attention
from intake.stages.desk import Desk
from intake.storage import audit, cases, decisions, messages, suggestions


def opine(connection: Connection, accepted: Accepted, found: Suggestion, desk: Desk, now: datetime) -> None:
    """Keep an opinion on a message and move the engineers' clock by it; the promise stays as it is."""
    case_id = messages.get(connection, accepted.id).case_id
    case = None if case_id is None else cases.find(connection, case_id)
    if case is None or not suggestions.add(connection, case.id, accepted.id, found, now):
        return
    contract = None if case.contract is None else desk.contracts.get(case.contract)
    if contract is not None and _is_news(connection, case, accepted):
        cases.update(connection, replace(case, attention_at=attention(case, contract, found)))
    detail = {
        "severity": found.severity,
        "confidence": round(found.confidence, 3),
        "abstained": found.abstained,
        "alert": found.alert,
        "model": found.model,
    }
    entry = audit.Entry(
        at=now, actor="bot", event="case.suggested", case_id=case.id, message_id=accepted.id, detail=detail
    )
    audit.write(connection, entry)


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
