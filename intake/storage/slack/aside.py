"""What Slack sent and could not be carried out: set aside as it came, tried again or let be on a person's word."""

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from intake.domain.slack import EventKind
from intake.parse.slack.named import named
from intake.storage.slack.events import DONE, PARKED, WAITING
from intake.storage.tables.slack import slack_events


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedEvent:
    """Something that Slack sent: what (`message`, `reaction_added`), when, for which installation; and why it waits."""

    id: int
    what: str
    received_at: datetime
    team: str
    why: str


def every(connection: Connection) -> list[ParkedEvent]:
    """Return what is set aside, the oldest first."""
    wanted = sa.select(slack_events).where(slack_events.c.state == PARKED).order_by(slack_events.c.id)
    return [_parked(row) for row in connection.execute(wanted).mappings()]


def try_again(connection: Connection, number: int, at: datetime) -> None:
    """Let something that was set aside be carried out from then on, as if it had just come."""
    _settle(connection, number, {"state": WAITING, "attempts": 0, "next_at": at})


def let_go(connection: Connection, number: int) -> None:
    """Let something that was set aside be done with, though nothing was done at it; it is forgotten with what was."""
    _settle(connection, number, {"state": DONE})


def _settle(connection: Connection, number: int, values: dict[str, object]) -> None:
    here = sa.and_(slack_events.c.id == number, slack_events.c.state == PARKED)
    connection.execute(sa.update(slack_events).where(here).values(values))


def _parked(row: RowMapping) -> ParkedEvent:
    body = json.loads(row["body"]) if row["body"] else {}
    return ParkedEvent(
        id=row["id"],
        what=named(EventKind(row["kind"]), body),
        received_at=row["received_at"],
        team=row["team"],
        why=row["why"],
    )
