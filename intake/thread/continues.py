"""What a message refers to, in the order in which it is believed, and who may join a case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from intake.domain.case import Case
from intake.domain.customer import Sender
from intake.domain.identity import Degree
from intake.domain.message import Envelope, ParsedMessage
from intake.thread.token import Purpose, Signer

_CASE_TAG = re.compile(r"\[case (\d{1,12})\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ByMessageId:
    """A Message-ID that the message answers."""

    message_id: str


@dataclass(frozen=True, slots=True)
class ByNumber:
    """A case number; `proved` when it came in an address that only we can have made."""

    case_id: int
    proved: bool


def references(parsed: ParsedMessage, envelope: Envelope, signer: Signer) -> Iterator[ByMessageId | ByNumber]:
    """Yield what may name the case: In-Reply-To, References from the right, a signed address, a subject tag.

    RFC 5322 section 3.6.4 orders References from the oldest to the newest. A signed address that did not hold any more
    when the message came says its number still, and proves nothing.
    """
    if parsed.in_reply_to:
        yield ByMessageId(parsed.in_reply_to)
    for message_id in reversed(parsed.references):
        if message_id != parsed.in_reply_to:
            yield ByMessageId(message_id)
    written_to = [address.address for address in (*parsed.to, *parsed.cc)]
    for address in (*envelope.rcpt_to, *written_to):
        yield from _by_address(address, envelope.received_at, signer)
    for match in _CASE_TAG.finditer(parsed.subject):
        yield ByNumber(int(match[1]), proved=False)


def _by_address(address: str, at: datetime, signer: Signer) -> Iterator[ByNumber]:
    number = signer.read(address, Purpose.CASE, at)
    if number is not None:
        yield ByNumber(number, proved=True)
    # Ours once; or made by us, but not for whoever is no engineer.
    for said in (signer.expired(address, Purpose.CASE, at), signer.read(address, Purpose.ENGINEER, at)):
        if said is not None:
            yield ByNumber(said, proved=False)


def may_join(case: Case, sender: Sender, *, proved: bool) -> bool:
    """Tell whether a sender may add to a case: its own contact, its customer's people, or a signed address.

    A case number or a Message-ID alone lets no stranger in: both can be guessed or overheard. Who holds a signed
    address has seen our mail, as a colleague to whom it was passed on; a forged mail joins nothing, whatever it holds.
    """
    if sender.degree is Degree.FORGED:
        return False
    if proved or (sender.address and sender.address == case.contact_address):
        return True
    return sender.customer is not None and sender.customer.id == case.customer_id
