"""What was decided on one message, as the trail, the decisions and the outbox of a store have it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage.tables import audit, consents, decisions, evidence, kept, messages, outbox

ASSIGNED, PROVED, PRESSED = "case.assigned", "visitor.proved", "case.pressed"
_BOT = ("rule", "bot")
_WITHHELD = "acknowledgement.withheld"
_BY_A_CAP = re.compile(r"\d+ mails? to .+ already within an? \w+")  # as `stages.caps` says it


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What the contract's rule decided by a message: the trail's detail, and the promise made with it."""

    detail: Mapping[str, object]
    promise: Mapping[str, object] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person did with a case, as the trail has it; `entry` is the number of the trail's entry."""

    entry: int
    case_id: int
    at: datetime
    by: str
    event: str
    detail: Mapping[str, object]


def acts(connection: Connection) -> list[Act]:
    """Return what later messages rest on, the first first: whom cases were said to be for, who proved it, presses."""
    wanted = sa.select(audit).where(audit.c.event.in_((ASSIGNED, PROVED, PRESSED)), audit.c.case_id.is_not(None))
    return [
        Act(entry=row.id, case_id=row.case_id, at=row.at, by=row.actor, event=row.event, detail=row.detail)
        for row in connection.execute(wanted.order_by(audit.c.id))
    ]


def first_entry(connection: Connection, message_id: int) -> int | None:
    """Return the number of the first entry about a message and its case; None where there is none."""
    its_case = sa.select(messages.c.case_id).where(messages.c.id == message_id).scalar_subquery()
    here = sa.and_(audit.c.case_id == its_case, audit.c.message_id == message_id)
    number: int | None = connection.scalar(sa.select(sa.func.min(audit.c.id)).where(here))
    return number


def assigned_since(connection: Connection, case_id: int, message_id: int) -> bool:
    """Tell whether an engineer has said whom a case is for since one of its messages was carried through."""
    here = sa.and_(audit.c.case_id == case_id, audit.c.message_id == message_id)
    first = sa.select(sa.func.min(audit.c.id)).where(here).scalar_subquery()
    later = sa.and_(audit.c.case_id == case_id, audit.c.event == ASSIGNED, audit.c.id > first)
    return connection.scalar(sa.select(audit.c.id).where(later).limit(1)) is not None


def silenced_by_a_cap(connection: Connection, case_id: int, message_id: int) -> bool:
    """Tell whether a message was not answered because as many mails as a cap allows were written already."""
    at = _carried(case_id, message_id)
    here = sa.and_(audit.c.case_id == case_id, audit.c.event == _WITHHELD, audit.c.at == at)
    details = connection.scalars(sa.select(audit.c.detail).where(here))
    return any(is_of_a_cap(str(detail.get("reason", ""))) for detail in details)


def _carried(case_id: int, message_id: int) -> sa.ScalarSelect[datetime]:
    here = sa.and_(audit.c.case_id == case_id, audit.c.message_id == message_id)
    return sa.select(sa.func.min(audit.c.at)).where(here).scalar_subquery()


def is_of_a_cap(reason: str) -> bool:
    """Tell whether the reason why a letter was withheld is a cap."""
    return _BY_A_CAP.search(reason) is not None


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
    opening = (f"receipt:{case_id}", f"answer:{case_id}")  # the answer may have followed, once its sender was proved
    keys = opening if message_id is None else (f"level_change:{case_id}:{message_id}",)
    wanted = sa.select(outbox.c.kind).where(outbox.c.key.in_(keys)).order_by(outbox.c.id).limit(1)
    found: str | None = connection.scalar(wanted)
    return found


def withheld(connection: Connection, case_id: int) -> str | None:
    """Return why a case's first message was not answered; None when nothing says so."""
    here = sa.and_(audit.c.case_id == case_id, audit.c.event == _WITHHELD)
    detail = connection.scalar(sa.select(audit.c.detail).where(here).order_by(audit.c.id).limit(1))
    return None if detail is None else str(detail.get("reason", ""))


def people_before(connection: Connection, case_id: int, message_id: int) -> bool:
    """Tell whether a person had decided, recorded or answered something on a case before a message was carried on."""
    at = _carried(case_id, message_id)
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
