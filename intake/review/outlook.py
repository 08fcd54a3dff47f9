"""The outlook: what each level would promise and whether that is past already, before anybody presses a key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from intake.contract.promise import promise
from intake.domain.case import Case, MailKind, Outgoing
from intake.domain.contract import Contract, Level, LevelChange
from intake.domain.promise import Promise, Situation
from intake.domain.target import TargetKind
from intake.review.engineer import Engineer
from intake.review.notice import differs
from intake.review.verdict import Verdict
from intake.stages.ask import at_level, would_hold
from intake.stages.assess import put
from intake.storage import outbox


class Tells(StrEnum):
    """What the customer would get: a question, a notice of the new promise, or no letter."""

    ASKED = "asked"
    TOLD = "told"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What would hold at a level; `level` is None for the emergency.

    `past` is how long ago its deadline was, None when it is to come or there is none. `needs_agreement` says
    that the customer has to agree first; `stands` that this is what holds now.
    """

    level: str | None
    name: str
    promise: Promise
    past: timedelta | None
    needs_agreement: bool
    tells: Tells
    stands: bool


def outlook(case: Case, contract: Contract, now: datetime) -> tuple[Prospect, ...]:
    """Return what each level of a case's contract would promise, counted from the original receipt.

    An emergency comes first; its time would run from `now`, when an engineer declares it.
    """
    return (*_emergency(case, contract, now), *(_at(case, contract, level, now) for level in contract.levels))


def missable(found: Promise) -> datetime | None:
    """Return a promise's deadline; None where there is none, or where it is at once and no time can be over."""
    return None if found.main.target.kind is TargetKind.IMMEDIATE else found.main.deadline.due_at


def past_by(due_at: datetime | None, now: datetime) -> timedelta | None:
    """Return how long ago a deadline was, to the second; None when it is to come or there is none."""
    return None if due_at is None or due_at >= now else timedelta(seconds=int((now - due_at).total_seconds()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a verdict would do, with the letters it would write; nothing of it has happened."""

    verdict: Verdict
    mails: tuple[Outgoing, ...]


def preview(engineer: Engineer, verdict: Callable[[Engineer], Verdict]) -> Preview:
    """Work a verdict out to its last letter and undo it; raises what the verdict raises."""
    connection = engineer.run.connection
    trial = connection.begin_nested()
    try:
        reached = verdict(engineer)
        mails = outbox.of_case(connection, reached.case.id)
    finally:
        trial.rollback()
    there = {mail.id for mail in outbox.of_case(connection, reached.case.id)}
    kinds = (MailKind.LEVEL_CHANGE, MailKind.CONSENT)
    fresh = tuple(mail for mail in mails if mail.id not in there and mail.kind in kinds)
    return Preview(verdict=reached, mails=fresh)


def _emergency(case: Case, contract: Contract, now: datetime) -> Iterator[Prospect]:
    if contract.emergency is None:
        return
    asked = Situation(received_at=now, plan=case.plan, channel=case.channel, emergency=True, facts=case.facts)
    found = replace(promise(contract, asked), provisional=False)
    yield Prospect(
        level=None,
        name="emergency",
        promise=found,
        past=None,
        needs_agreement=False,
        tells=Tells.NOTHING if case.emergency else Tells.TOLD,
        stands=case.emergency,
    )


def _at(case: Case, contract: Contract, level: Level, now: datetime) -> Prospect:
    stands = level.id == case.level and not case.emergency
    asks = contract.level_change is LevelChange.CUSTOMER_CONSENT and not stands
    stood, _ = put(replace(case, attention_at=None), contract, at_level(case, level.id))
    found = would_hold(contract, case, level.id)
    return Prospect(
        level=level.id,
        name=level.name,
        promise=found,
        past=past_by(missable(found), now),
        needs_agreement=asks,
        tells=Tells.ASKED if asks else Tells.TOLD if differs(case, stood) else Tells.NOTHING,
        stands=stands,
    )
