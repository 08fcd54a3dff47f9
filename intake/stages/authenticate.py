"""Authenticate: who a message claims to be from, put to whoever checks that; other channels prove it at their door."""

from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.errors import NotYet
from intake.domain.identity import Claim, Findings
from intake.domain.message import ParsedMessage
from intake.identify.authenticates import BY_THE_DOOR
from intake.identify.sender import normal, sender_address
from intake.parse.decode.addresses import parse_addresses
from intake.parse.decode.headers import split_head
from intake.stages.desk import Run

_SHORTEST, _LONGEST = 0.1, 2.0  # seconds until it is asked for again


def findings_of(run: Run, accepted: Accepted, parsed: ParsedMessage) -> Findings:
    """Return what is found out about a message's sender; raises NotYet while that takes its time."""
    if accepted.channel is not Channel.EMAIL:
        return BY_THE_DOOR
    envelope = accepted.envelope
    sender = sender_address(envelope, parsed)
    found = run.desk.authenticates.check(
        Claim(number=accepted.id, envelope=envelope, sender=sender, author=author(envelope.raw))
    )
    if found is not None:
        return found
    age = (run.now - envelope.received_at).total_seconds()
    raise NotYet("its sender is being checked", pause=min(max(age / 5, _SHORTEST), _LONGEST))


def author(raw: bytes) -> str:
    """Return the one address in the one From of a mail, as it is compared; "" for none and for several."""
    fields = split_head(raw)[0].by_name.get("from", [])
    found = parse_addresses(fields[0]) if len(fields) == 1 else ()
    address = normal(found[0].address) if len(found) == 1 else ""
    return address if "@" in address else ""
