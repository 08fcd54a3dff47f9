"""What was decided on one message, as the trail, the decisions and the outbox of a store have it."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage.tables import audit, consents, decisions, evidence, kept, outbox

_BOT = ("rule", "bot")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What the contract's rule decided by a message: the trail's detail, and the promise made with it."""

    detail: Mapping[str, object]
    promise: Mapping[str, object] | None


def assessed(connection: Connection, case_id: int, message_id: int) -> Assessed | None:
    """Return what was decided on a case by a message; None when nothing was."""
    here = sa.and_(audit.c.case_id == case_id, audit.c.message_id == message_id, audit.c.event == "case.assessed")
    entry = connection.execute(sa.select(audit.c.at, audit.c.detail).where(here).order_by(audit.c.id)).first()
    if entry is None:
        return None
    then = sa.and_(decisions.c.case_id == case_id, decisions.c.at == entry.at, decisions.c.actor == "rule")
    promise = connection.scalar(sa.select(decisions.c.promise).where(then).order_by(decisions.c.id).limit(1))
    return Assessed(detail=entry.detail, promise=promise)


def mail_of(connection: Connection, case_id: int, message_id: int | None) -> str | None:
    """Return which kind of letter a machine wrote because of a message; `message_id` is None for a case's first."""
    key = f"answer:{case_id}" if message_id is None else f"level_change:{case_id}:{message_id}"
    found: str | None = connection.scalar(sa.select(outbox.c.kind).where(outbox.c.key == key))
    return found


def withheld(connection: Connection, case_id: int) -> str | None:
    """Return why a case's first message was not answered; None when nothing says so."""
    here = sa.and_(audit.c.case_id == case_id, audit.c.event == "acknowledgement.withheld")
    detail = connection.scalar(sa.select(audit.c.detail).where(here).order_by(audit.c.id).limit(1))
    return None if detail is None else str(detail.get("reason", ""))


def people_before(connection: Connection, case_id: int, message_id: int) -> bool:
    """Tell whether a person had decided, recorded or answered something on a case before a message was carried on."""
    here = sa.and_(audit.c.case_id == case_id, audit.c.message_id == message_id)
    at = sa.select(sa.func.min(audit.c.at)).where(here).scalar_subquery()
    acts = (
        sa.select(decisions.c.id).where(
            decisions.c.case_id == case_id, decisions.c.actor.not_in(_BOT), decisions.c.at <= at
        ),
        sa.select(consents.c.id).where(consents.c.case_id == case_id, consents.c.at <= at),
        sa.select(kept.c.id).where(kept.c.case_id == case_id, kept.c.at <= at),
        sa.select(evidence.c.id).where(
            evidence.c.case_id == case_id, evidence.c.message_id.is_(None), evidence.c.at <= at
        ),
        sa.select(audit.c.id).where(audit.c.case_id == case_id, audit.c.event == "case.closed", audit.c.at <= at),
    )
    return any(connection.scalar(act.limit(1)) is not None for act in acts)
