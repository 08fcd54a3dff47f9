"""Mail to a case's address for engineers: whose it is, and which case it answers.

That address is signed and cannot be guessed, and only our letters to engineers carry it. That sender and From are a
listed engineer's keeps out who got hold of it by chance, as a customer to whom such a letter was forwarded. Both can be
lied about by somebody who has seen the address, so where the desk has senders proved (SPF, DKIM) only a proved
engineer's words go on; elsewhere to know the address is the proof: keep letters to engineers among engineers.
"""

import re
from dataclasses import dataclass

from intake.domain.message import Envelope, ParsedMessage
from intake.domain.staff import ListedEngineer
from intake.thread.token import Purpose, Signer

_TAG = re.compile(r"e\d{1,12}\.[0-9a-z]{1,5}\.[a-z2-7]{16}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByEngineer:
    """A listed engineer's mail about a case."""

    case_id: int
    engineer: ListedEngineer


def by_engineer(
    case_id: int | None, writers: frozenset[str], engineers: tuple[ListedEngineer, ...]
) -> ByEngineer | None:
    """Return whose answer to a case a mail is; `writers` are its sender and its From, normalised.

    None without a case, for somebody who is not listed, and where sender and From are two people.
    """
    listed = next((engineer for engineer in engineers if writers == {engineer.address}), None)
    return None if case_id is None or listed is None else ByEngineer(case_id=case_id, engineer=listed)


def gives_away(text: str, signer: Signer) -> bool:
    """Tell whether words hold an address for engineers, of whichever case: they must not leave the desk."""
    return any(signer.is_ours(f"+{tag}@", Purpose.ENGINEER) for tag in _TAG.findall(text))


def case_for_engineers(envelope: Envelope, parsed: ParsedMessage, signer: Signer) -> int | None:
    """Return the case whose address for engineers a mail was sent or copied to, whoever wrote it; None for none."""
    written_to = [address.address for address in (*parsed.to, *parsed.cc)]
    at = envelope.received_at
    found = (signer.read(address, Purpose.ENGINEER, at) for address in (*envelope.rcpt_to, *written_to))
    return next((number for number in found if number is not None), None)
