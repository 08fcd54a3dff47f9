"""The customer's agreement to a change of level, as an engineer records it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from intake.domain.case import Case, Standing
from intake.domain.contract import Contract, LevelChange
from intake.domain.errors import BadInput
from intake.storage import audit, cases, decisions


def record_consent(
    connection: Connection, case: Case, contract: Contract | None, agreed: bool, actor: tuple[str, datetime]
) -> decisions.Consent:
    """Append the customer's answer, after a no nothing waits any more; raises BadInput where none is asked for."""
    if contract is None:
        raise BadInput(f"case {case.id}: it has no contract, so there is no change of level to agree to")
    if contract.level_change is not LevelChange.CUSTOMER_CONSENT:
        raise BadInput(
            f"case {case.id}: its contract changes levels without the customer's agreement; none is recorded"
        )
    name, at = actor
    consent = decisions.Consent(case_id=case.id, at=at, actor=name, agreed=agreed, level=case.wanted_level)
    decisions.add_consent(connection, consent)
    if not agreed:
        cases.update(connection, replace(case, wanted_level=None))
    detail = {"agreed": agreed, "level": case.wanted_level}
    audit.write(connection, audit.Entry(at=at, actor=name, event="case.consent", case_id=case.id, detail=detail))
    return consent


def agreed_to(connection: Connection, case: Case, level: str) -> bool:
    """Tell whether the customer's last answer is a yes to this level that no override has used up."""
    consent = decisions.last_consent(connection, case.id)
    if consent is None or not consent.agreed or consent.level not in (None, level):
        return False
    used = [d for d in decisions.of_case(connection, case.id) if d.action == Standing.OVERRIDDEN]
    return not used or used[-1].at < consent.at
