"""The address that may be answered, the customer it speaks for, and how sure that is."""

import re
from typing import Protocol

from intake.domain.customer import Customer, Sender
from intake.domain.identity import Degree, Findings
from intake.domain.message import Envelope, ParsedMessage
from intake.identify.authenticates import NOTHING
from intake.identify.conclude import domain_of

_HOST = re.compile(r"[a-z0-9._-]*")


class Directory(Protocol):
    """Where customers are looked up."""

    def by_contact(self, address: str) -> tuple[Customer, str] | None:
        """Return the customer whose contact has that address, with the contact's name."""
        ...

    def by_domain(self, domain: str) -> Customer | None:
        """Return the customer that owns a mail domain."""
        ...


def identify(envelope: Envelope, parsed: ParsedMessage, directory: Directory, findings: Findings = NOTHING) -> Sender:
    """Say who wrote: the envelope sender, since only that address may be answered (RFC 3834 section 4).

    Without an envelope (IMAP) the From address stands in. A contact is surer than a domain. A forged mail is nobody's,
    whatever address it bears.
    """
    address, author = sender_address(envelope, parsed), normal(parsed.sender.address)
    customer, how, known_as = known_by(address, directory)
    degree = _sure((address, author), customer, findings)
    forged = degree is Degree.FORGED
    return Sender(
        address=address if "@" in address else "",
        name=known_as or (parsed.sender.name if author == address or "@" not in address else ""),
        customer=None if forged else customer,
        how="forged" if forged else how,
        degree=degree,
        why=findings.said(),
        doubt=findings.doubt,
    )


def known_by(address: str, directory: Directory) -> tuple[Customer | None, str, str]:
    """Return whose an address is, how that is known, and the contact's name ("" where we have none)."""
    if "@" not in address:
        return None, "no sender", ""
    contact = directory.by_contact(address)
    if contact is not None:
        return contact[0], "contact", contact[1]
    owner = directory.by_domain(domain_of(address))
    return owner, "stranger" if owner is None else "domain", ""


def sender_address(envelope: Envelope, parsed: ParsedMessage) -> str:
    """Return the address that an answer would go to, as it is compared; From's where nobody knows the envelope."""
    return normal(parsed.sender.address if envelope.mail_from is None else envelope.mail_from)


def _sure(addresses: tuple[str, str], customer: Customer | None, findings: Findings) -> Degree:
    """Return how sure a sender is, from its address and that in From.

    In a domain that is one customer's own, what proves From proves any other address in it: whoever uses it is theirs.
    """
    if findings.against:
        return Degree.FORGED
    domain, author_domain = map(domain_of, addresses)
    own = customer is not None and domain in customer.domains and domain == author_domain
    if domain and (findings.proof or (own and findings.author_proof)):
        return Degree.PROVED
    return Degree.UNKNOWN if customer is None else Degree.PLAUSIBLE


_MAPPED = frozenset("ßς\u200c\u200d")  # IDNA 2003 turned these into others, IDNA 2008 keeps them (RFC 5894, 7.2)


def normal(address: str) -> str:
    """Return an address as it is stored and compared: lower case, the domain in its ASCII form."""
    local, at, domain = address.strip().strip("<>").lower().rpartition("@")
    if _MAPPED & set(domain):
        return f"{local}{at}{domain}"  # two owners' domains to who registers them today, one to the older rules
    try:
        ascii_form = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return f"{local}{at}{domain}"  # not a host name: compared as it was written
    # A letter that only looks like "@" must not become one: the domain behind it would be believed.
    return f"{local}{at}{ascii_form if _HOST.fullmatch(ascii_form) else domain}"
