"""Whose mail was passed on: when it may be for somebody else than the one who did so, an engineer is asked."""

from intake.domain.customer import Customer, Sender
from intake.domain.identity import Degree, Original
from intake.domain.message import Address, Forwarded
from intake.identify.sender import normal


def written_by(forwarded: Forwarded | None) -> str:
    """Return the address of who wrote a mail that was passed on, as it is compared; "" where nobody can tell."""
    address = "" if forwarded is None else normal(forwarded.sender.address)
    return address if "@" in address else ""


def to_be_settled(author: Address, sender: Sender, owner: Customer | None, *, engineer: bool) -> Original | None:
    """Return whom a passed-on mail may be for; None where that is plain.

    It is plain where a customer's person passes on what a colleague or somebody unknown wrote. `owner` is the author's
    customer; `engineer` tells whether one of ours has passed it on.
    """
    if sender.degree is Degree.FORGED or author.address == sender.address:
        return None
    theirs = owner is not None and sender.customer is not None and owner.id != sender.customer.id
    if engineer or sender.customer is None or theirs:
        return Original(address=author.address, name=author.name)
    return None
