"""States of the installation flow: each is issued once, holds for some minutes and is good for one answer."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage.tables.slack import slack_states


def issue(connection: Connection, state: str, until: datetime, now: datetime) -> None:
    """Keep a state that is good until a time; those that are good no more are forgotten."""
    connection.execute(sa.delete(slack_states).where(slack_states.c.until <= now))
    connection.execute(sa.insert(slack_states).values(state=state, until=until))


def consume(connection: Connection, state: str, now: datetime) -> bool:
    """Take a state; tell whether it was there and still good."""
    wanted = (slack_states.c.state == state) & (slack_states.c.until > now)
    return bool(connection.execute(sa.delete(slack_states).where(wanted)).rowcount)
