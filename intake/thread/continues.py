"""What a message refers to, in the order in which it is believed, and who may join a case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.domain.case import Case
from intake.domain.customer import Sender
from intake.domain.message import ParsedMessage
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


def references(parsed: ParsedMessage, recipients: tuple[str, ...], signer: Signer) -> Iterator[ByMessageId | ByNumber]:
    """Yield what may name the case: In-Reply-To, References from the right, a signed address, a subject tag.

    RFC 5322 section 3.6.4 orders References from the oldest to the newest.
    """
    if parsed.in_reply_to:
        yield ByMessageId(parsed.in_reply_to)
    for message_id in reversed(parsed.references):
        if message_id != parsed.in_reply_to:
            yield ByMessageId(message_id)
    written_to = [address.address for address in (*parsed.to, *parsed.cc)]
    for address in (*recipients, *written_to):
        number = signer.read(address, Purpose.CASE)
        if number is not None:
            yield ByNumber(number, proved=True)
        number = signer.read(address, Purpose.ENGINEER)
        if number is not None:  # made by us, but not for whoever is no engineer
            yield ByNumber(number, proved=False)
    for match in _CASE_TAG.finditer(parsed.subject):
        yield ByNumber(int(match[1]), proved=False)


def may_join(case: Case, sender: Sender, *, proved: bool) -> bool:
    """Tell whether a sender may add to a case: its own contact, its customer's people, or a signed address.

    A case number or a Message-ID alone lets no stranger in: both can be guessed or overheard.
    """
    if proved or (sender.address and sender.address == case.contact_address):
        return True
    return sender.customer is not None and sender.customer.id == case.customer_id
