"""Who a visitor of the window is, or whoever sent a form of the portal: by the address that was proved, or named."""

from dataclasses import replace

from intake.domain.customer import Sender
from intake.domain.identity import Degree, Sighted
from intake.domain.window import Visitor
from intake.identify.sender import Directory, known_by, normal

BY_LINK = "portal: signed in by a link that was mailed to the address"
_PROVED = "window: "
_NAMED = ("window: they say that they are ", ", which nothing proves")  # before and after the address


def identify_visitor(visitor: Visitor, directory: Directory) -> Sender:
    """Say who talks. An address that nobody has proved is never written to, and tells at best whose case it may be."""
    address = normal(visitor.address)
    customer, how, name = known_by(address, directory)
    if visitor.degree is Degree.PROVED and address:
        why = f"{_PROVED}{visitor.why}"
        return Sender(
            address=address, name=name or visitor.name, customer=customer, how=how, degree=Degree.PROVED, why=why
        )
    degree = Degree.UNKNOWN if customer is None else Degree.PLAUSIBLE
    why = "" if customer is None else address.join(_NAMED)
    return Sender(address=visitor.talk.address, name=visitor.name, customer=customer, how=how, degree=degree, why=why)


def visitor_then(visitor: Visitor, found: Sighted, sender: str) -> Visitor:
    """Return a visitor as they were when something that they said was read.

    `found` is what was found of them then, `sender` the address that they were written to by.
    """
    if found.degree is Degree.PROVED:
        return replace(visitor, address=sender, degree=found.degree, why=found.said.removeprefix(_PROVED))
    before, after = _NAMED
    address = found.said.removeprefix(before).removesuffix(after) if found.degree is Degree.PLAUSIBLE else ""
    return replace(visitor, address=address, degree=found.degree, why="")


def identify_signed_in(address: str, directory: Directory) -> Sender:
    """Say who sent a form of the portal: its door takes none but from who has signed in."""
    customer, how, name = known_by(normal(address), directory)
    return Sender(address=normal(address), name=name, customer=customer, how=how, degree=Degree.PROVED, why=BY_LINK)
