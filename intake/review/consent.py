"""The customer's agreement to a change of level, as an engineer records it who has asked or heard."""

from dataclasses import dataclass

from intake.domain.case import Case
from intake.domain.contract import LevelChange
from intake.domain.errors import BadInput
from intake.domain.question import Answer, Given, How
from intake.review.answers import Settled, settle
from intake.review.engineer import Engineer, contract_of, the_case
from intake.stages.ask import standing_question
from intake.storage import decisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An answer on record. `settled` is None where no question was open: a yes then counts for the next override."""

    case: Case
    settled: Settled | None


def record_consent(engineer: Engineer, number: int, *, agreed: bool) -> Recorded:
    """Record the customer's answer; where a question is open, a yes takes effect at once.

    Raises BadInput where the contract asks for no agreement.
    """
    run = engineer.run
    case = the_case(run.connection, number)
    _refuse_without_rule(engineer, case)
    question = standing_question(run.connection, case)
    if question is not None:
        settled = settle(run, question, Given(agreed=agreed, actor=engineer.name, how=How.ENGINEER))
        return Recorded(case=the_case(run.connection, number), settled=settled)
    consent = decisions.Consent(case_id=case.id, at=run.now, actor=engineer.name, agreed=agreed, level=None)
    decisions.add_consent(run.connection, consent)
    engineer.note(case, "case.consent", {"answer": str(Answer.YES if agreed else Answer.NO), "how": str(How.ENGINEER)})
    return Recorded(case=case, settled=None)


def _refuse_without_rule(engineer: Engineer, case: Case) -> None:
    contract = contract_of(case, engineer.run.desk)
    if contract is None:
        raise BadInput(f"case {case.id}: it has no contract, so there is no change of level to agree to")
    if contract.level_change is not LevelChange.CUSTOMER_CONSENT:
        raise BadInput(
            f"case {case.id}: its contract changes levels without the customer's agreement; none is recorded"
        )
