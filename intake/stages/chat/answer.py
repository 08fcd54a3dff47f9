"""Answer in a chat: what an engineer says in the customer's own thread has reached them, and counts as the answer."""

from intake.domain.contract import PromiseKind
from intake.domain.kept import Act, How
from intake.stages.act import record
from intake.stages.desk import Run
from intake.stages.ingest import Ingested
from intake.stages.understand import Understood


def answered_in_thread(run: Run, understood: Understood, ingested: Ingested) -> None:
    """Record the answer; it counts from when it was said, however late we got round to it."""
    if ingested.case is None or ingested.engineer is None:
        return
    act = Act(
        case_id=ingested.case.id,
        promise=PromiseKind.INITIAL_RESPONSE,
        at=understood.accepted.envelope.received_at,
        actor=ingested.engineer.name,
        how=How.SLACK,
        message_id=understood.accepted.id,
    )
    record(run, ingested.case, act)
