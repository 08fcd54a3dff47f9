"""Which workspace or channel is which customer's."""

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.domain.customer import Customer
from intake.storage import customers
from intake.storage.tables import customer_slack


def by_team(connection: Connection, team: str) -> Customer | None:
    """Return the customer whose people a workspace's are, or None."""
    return customers.by_slack(connection, team)


def by_channel(connection: Connection, team: str, channel: str) -> Customer | None:
    """Return the customer who writes in a channel of a workspace that the app is installed in, or None."""
    return customers.by_slack(connection, f"{team}/{channel}")


def give(connection: Connection, customer: Customer, place: str) -> None:
    """Write a workspace (`T1`) or channel (`T1/C1`) down as a customer's; raises BadInput when it is somebody's."""
    customers.refuse_taken_place(connection, place)
    team, _, channel = place.partition("/")
    connection.execute(sa.insert(customer_slack).values(customer_id=customer.id, team=team, channel=channel))


def take(connection: Connection, customer: Customer, place: str) -> None:
    """Take a workspace or channel away from a customer; one that is not theirs stays whose it is."""
    team, _, channel = place.partition("/")
    theirs = sa.and_(customer_slack.c.customer_id == customer.id, customer_slack.c.team == team)
    connection.execute(sa.delete(customer_slack).where(theirs, customer_slack.c.channel == channel))
