"""Slack places: an engineer's word on which workspaces and channels are a customer's."""

from collections.abc import Sequence

from intake.domain.customer import Customer
from intake.domain.errors import BadInput
from intake.review.engineer import Engineer
from intake.storage import audit, customers
from intake.storage.slack import customers as stored


def change_places(engineer: Engineer, name: str, added: Sequence[str], removed: Sequence[str]) -> Customer:
    """Give a customer workspaces (`T1`) and channels (`T1/C1`) and take others away; return them as they are then.

    What they have already is not added twice, and nothing stands on the trail where nothing changes. Raises BadInput
    for a customer that there is none of, a place that is another's or not theirs, and one to be added and removed.
    """
    connection = engineer.run.connection
    customer = customers.by_name(connection, name)
    if customer is None:
        raise BadInput(f"there is no customer {name!r}; `intake customers list` shows their names")
    _refuse(customer, added, removed)
    new = [place for place in added if place not in customer.slack]
    for place in removed:
        stored.take(connection, customer, place)
    for place in new:
        stored.give(connection, customer, place)
    if new or removed:
        detail = {"customer": customer.name, "added": new, "removed": list(removed)}
        entry = audit.Entry(at=engineer.run.now, actor=engineer.name, event="customer.slack", detail=detail)
        audit.write(connection, entry)
    return customers.get(connection, customer.id)


def _refuse(customer: Customer, added: Sequence[str], removed: Sequence[str]) -> None:
    has = ", ".join(customer.slack) or "nothing in Slack"
    for place in removed:
        if place in added:
            raise BadInput(f"{place!r} is to be added and removed; write it once")
        if place not in customer.slack:
            raise BadInput(f"--remove: {place!r} is not {customer.name}'s; they have {has}")
