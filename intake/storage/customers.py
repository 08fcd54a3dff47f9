"""Customers, their domains and contacts."""

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import RowMapping

from intake.domain.customer import Customer
from intake.domain.errors import BadInput
from intake.storage.tables import contacts, customer_domains, customer_slack, customers

# Built once: each message asks for its customer several times.
_NUMBER: sa.BindParameter[int] = sa.bindparam("number")
_ONE = sa.select(customers).where(customers.c.id == _NUMBER)
_BY_CONTACT = sa.select(contacts).where(contacts.c.address == sa.bindparam("address"))
_BY_DOMAIN = sa.select(customer_domains.c.customer_id).where(customer_domains.c.domain == sa.bindparam("domain"))
_DOMAINS = (
    sa.select(customer_domains.c.domain)
    .where(customer_domains.c.customer_id == _NUMBER)
    .order_by(customer_domains.c.domain)
)
_CONTACTS = (
    sa.select(contacts.c.address, contacts.c.name).where(contacts.c.customer_id == _NUMBER).order_by(contacts.c.address)
)

_SLACK = (
    sa.select(customer_slack.c.team, customer_slack.c.channel)
    .where(customer_slack.c.customer_id == _NUMBER)
    .order_by(customer_slack.c.id)
)
_BY_SLACK = sa.select(customer_slack.c.customer_id).where(
    customer_slack.c.team == sa.bindparam("at_team"), customer_slack.c.channel == sa.bindparam("at_channel")
)


def add(connection: Connection, customer: Customer) -> Customer:
    """Store a customer; raises BadInput when its name, a domain or an address is another's already."""
    _refuse_taken(connection, customer)
    row = {
        "name": customer.name,
        "contract": customer.contract,
        "plan": customer.plan,
        "language": customer.language,
        "zone": customer.zone,
        "telephone": customer.telephone,
    }
    key = connection.execute(sa.insert(customers).values(row)).inserted_primary_key
    assert key is not None  # noqa: S101 - every insert into this table makes a key
    for domain in customer.domains:
        connection.execute(sa.insert(customer_domains).values(domain=domain, customer_id=key[0]))
    for address, name in customer.contacts:
        connection.execute(sa.insert(contacts).values(address=address, name=name, customer_id=key[0]))
    for place in customer.slack:
        team, _, channel = place.partition("/")
        connection.execute(sa.insert(customer_slack).values(customer_id=key[0], team=team, channel=channel))
    return get(connection, key[0])


def _refuse_taken(connection: Connection, customer: Customer) -> None:
    if by_name(connection, customer.name) is not None:
        raise BadInput(f"name: {customer.name!r} is a customer already; give another name or leave the row out")
    for domain in customer.domains:
        if by_domain(connection, domain) is not None:
            raise BadInput(f"domains: {domain!r} belongs to another customer already; a domain has one owner")
    for address, _ in customer.contacts:
        if by_contact(connection, address) is not None:
            raise BadInput(f"contacts: {address!r} belongs to another customer already; an address has one owner")
    for place in customer.slack:
        refuse_taken_place(connection, place)


def refuse_taken_place(connection: Connection, place: str) -> None:
    """Raise BadInput when a workspace or channel is a customer's already; it names them."""
    owner = by_slack(connection, place)
    if owner is not None:
        raise BadInput(
            f"slack: {place!r} belongs to another customer already, {owner.name}; a workspace or channel has one owner"
        )


def get(connection: Connection, customer_id: int) -> Customer:
    """Return a customer; raises LookupError when there is none."""
    row = connection.execute(_ONE, {"number": customer_id}).mappings().one_or_none()
    if row is None:
        raise LookupError(f"there is no customer {customer_id}")
    return _customer(connection, row)


def every(connection: Connection) -> list[Customer]:
    """Return all customers by name."""
    rows = connection.execute(sa.select(customers).order_by(customers.c.name)).mappings().all()
    return [_customer(connection, row) for row in rows]


def by_name(connection: Connection, name: str) -> Customer | None:
    """Return the customer of exactly that name, or None."""
    found = connection.scalar(sa.select(customers.c.id).where(customers.c.name == name))
    return None if found is None else get(connection, found)


def by_contact(connection: Connection, address: str) -> tuple[Customer, str] | None:
    """Return the customer whose contact has that address, and the contact's name; None for nobody's."""
    row = connection.execute(_BY_CONTACT, {"address": address}).mappings().one_or_none()
    return None if row is None else (get(connection, row["customer_id"]), row["name"])


def by_domain(connection: Connection, domain: str) -> Customer | None:
    """Return the customer that owns a mail domain, or None."""
    owner = connection.scalar(_BY_DOMAIN, {"domain": domain})
    return None if owner is None else get(connection, owner)


def by_slack(connection: Connection, place: str) -> Customer | None:
    """Return whose a workspace (`T1`) is, or who writes in a channel of ours (`T1/C1`); None for nobody's."""
    team, _, channel = place.partition("/")
    owner = connection.scalar(_BY_SLACK, {"at_team": team, "at_channel": channel})
    return None if owner is None else get(connection, owner)


def _customer(connection: Connection, row: RowMapping) -> Customer:
    domains = connection.scalars(_DOMAINS, {"number": row["id"]})
    people = connection.execute(_CONTACTS, {"number": row["id"]})
    places = connection.execute(_SLACK, {"number": row["id"]})
    return Customer(
        **dict(row),
        domains=tuple(domains),
        contacts=tuple((a, n) for a, n in people),
        slack=tuple(f"{team}/{channel}" if channel else team for team, channel in places),
    )
