"""The address that may be answered, and the customer it speaks for (`identity.facts_for = "known_address"`)."""

from typing import Protocol

from intake.domain.customer import Customer, Sender
from intake.domain.message import Envelope, ParsedMessage


class Directory(Protocol):
    """Where customers are looked up."""

    def by_contact(self, address: str) -> tuple[Customer, str] | None:
        """Return the customer whose contact has that address, with the contact's name."""
        ...

    def by_domain(self, domain: str) -> Customer | None:
        """Return the customer that owns a mail domain."""
        ...


def identify(envelope: Envelope, parsed: ParsedMessage, directory: Directory) -> Sender:
    """Say who wrote: the envelope sender, since only that address may be answered (RFC 3834 section 4).

    Without an envelope (IMAP) the From address stands in. A contact is surer than a domain.
    """
    address = normal(parsed.sender.address if envelope.mail_from is None else envelope.mail_from)
    name = parsed.sender.name if normal(parsed.sender.address) == address else ""
    if "@" not in address:
        return Sender(address="", name=parsed.sender.name, customer=None, how="no sender")
    contact = directory.by_contact(address)
    if contact is not None:
        return Sender(address=address, name=contact[1] or name, customer=contact[0], how="contact")
    owner = directory.by_domain(address.rpartition("@")[2])
    how = "stranger" if owner is None else "domain"
    return Sender(address=address, name=name, customer=owner, how=how)


def normal(address: str) -> str:
    """Return an address as it is stored and compared: lower case, the domain in its ASCII form."""
    local, at, domain = address.strip().strip("<>").lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return f"{local}{at}{domain}"  # not a host name: compared as it was written
    return f"{local}{at}{domain}"
