"""Where a case's customer wrote last."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.domain.case import Outcome
from intake.domain.contract import Channel
from intake.storage.tables import messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """A customer's last message on a case, and how it came."""

    message_id: int
    channel: Channel


def of_case(connection: Connection, case_id: int, ours: str, only: Channel | None = None) -> Last | None:
    """Return the last message of a case that its customer's people wrote, None where there is none.

    Whose reason begins with `ours` is an engineer's; with `only` the last one that came by that channel.
    """
    people = messages.c.outcome.in_([Outcome.OPENED, Outcome.CONTINUED])
    here = sa.and_(messages.c.case_id == case_id, people, messages.c.reason.not_like(f"{ours}%"))
    wanted = sa.select(messages.c.id, messages.c.channel).where(here)
    wanted = wanted if only is None else wanted.where(messages.c.channel == only)
    row = connection.execute(
        wanted.order_by(messages.c.received_at.desc(), messages.c.id.desc()).limit(1)
    ).one_or_none()
    return None if row is None else Last(message_id=row.id, channel=Channel(row.channel))
