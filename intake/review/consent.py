"""The customer's agreement to a change of level, as an engineer records it."""

from dataclasses import replace

from sqlalchemy import Connection

from intake.domain.case import Case, Standing
from intake.domain.contract import LevelChange
from intake.domain.errors import BadInput
from intake.review.engineer import Engineer, contract_of, the_case
from intake.storage import cases, decisions


def record_consent(engineer: Engineer, number: int, *, agreed: bool) -> Case:
    """Append the customer's answer and return the case it was given for; after a no nothing waits any more.

    Raises BadInput where the contract asks for no agreement.
    """
    run = engineer.run
    case = the_case(run.connection, number)
    contract = contract_of(case, run.desk)
    if contract is None:
        raise BadInput(f"case {case.id}: it has no contract, so there is no change of level to agree to")
    if contract.level_change is not LevelChange.CUSTOMER_CONSENT:
        raise BadInput(
            f"case {case.id}: its contract changes levels without the customer's agreement; none is recorded"
        )
    consent = decisions.Consent(
        case_id=case.id, at=run.now, actor=engineer.name, agreed=agreed, level=case.wanted_level
    )
    decisions.add_consent(run.connection, consent)
    if not agreed:
        cases.update(run.connection, replace(case, wanted_level=None))
    engineer.note(case, "case.consent", {"agreed": agreed, "level": case.wanted_level})
    return case


def agreed_to(connection: Connection, case: Case, level: str) -> bool:
    """Tell whether the customer's last answer is a yes to this level, given since the last verdict."""
    consent = decisions.last_consent(connection, case.id)
    if consent is None or not consent.agreed or consent.level not in (None, level):
        return False
    verdicts = [
        d for d in decisions.of_case(connection, case.id) if d.action in (Standing.CONFIRMED, Standing.OVERRIDDEN)
    ]
    return not verdicts or verdicts[-1].at < consent.at
