"""Which workspace or channel is which customer's."""

from sqlalchemy import Connection

from intake.domain.customer import Customer
from intake.storage import customers


def by_team(connection: Connection, team: str) -> Customer | None:
    """Return the customer whose people a workspace's are, or None."""
    return customers.by_slack(connection, team)


def by_channel(connection: Connection, team: str, channel: str) -> Customer | None:
    """Return the customer who writes in a channel of a workspace that the app is installed in, or None."""
    return customers.by_slack(connection, f"{team}/{channel}")
