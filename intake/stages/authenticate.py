"""Authenticate: who a message claims to be from, put to whoever checks that; other channels prove it at their door."""

import re

from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.errors import NotYet
from intake.domain.identity import Claim, Findings
from intake.domain.message import ParsedMessage
from intake.identify.authenticates import BY_THE_DOOR
from intake.identify.conclude import domain_of
from intake.identify.sender import normal, sender_address
from intake.parse.decode.addresses import parse_addresses
from intake.parse.decode.headers import split_head
from intake.stages.desk import Run
from intake.storage import customers

# RFC 5322 section 3.6: at most one of each.
_ONCE = ("from", "subject", "date", "message-id", "in-reply-to", "references", "content-type", "to")
_LINE = re.compile(rb"[ \t]|[!-9;-~]+:|\r?\Z")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEAD = 262_144


def findings_of(run: Run, accepted: Accepted, parsed: ParsedMessage, anew: int = 0) -> Findings:
    """Return what is found out about a message's sender; raises NotYet while that takes its time.

    `anew` is how often it was asked for before, to an end that DNS left open.
    """
    if accepted.channel is not Channel.EMAIL:
        return BY_THE_DOOR
    envelope = accepted.envelope
    sender = sender_address(envelope, parsed)
    claim = Claim(
        number=accepted.id,
        envelope=envelope,
        sender=sender,
        author=author(envelope.raw),
        known=_is_known(run, sender),
        anew=anew,
    )
    found = run.desk.authenticates.check(claim)
    if isinstance(found, Findings):
        return found
    raise NotYet("its sender is being checked", pause=found)


def _is_known(run: Run, sender: str) -> bool:
    """Tell whether an address is a customer's or an engineer's: whose check waits for no stranger's."""
    if any(engineer.address == sender for engineer in run.desk.engineers):
        return True
    contact = customers.by_contact(run.connection, sender)
    return contact is not None or customers.by_domain(run.connection, domain_of(sender)) is not None


def author(raw: bytes) -> str:
    """Return the one address in the one From of a mail, as it is compared; "" for none and for several.

    "" too where another reader may see another head, or where a field that decides on a mail is there twice: what a
    server in front of us found proved of one reading says nothing of ours.
    """
    head = split_head(raw)[0]
    if any(len(head.by_name.get(name, [])) > 1 for name in _ONCE) or not _is_plain(raw):
        return ""
    fields = head.by_name.get("from", [])
    found = parse_addresses(fields[0]) if len(fields) == 1 else ()
    address = normal(found[0].address) if len(found) == 1 else ""
    return address if "@" in address else ""


def _is_plain(raw: bytes) -> bool:
    """Tell whether each line of a mail's head is a field or goes on with one."""
    end = _HEAD_END.search(raw, 0, _LONGEST_HEAD)
    head = raw[:_LONGEST_HEAD] if end is None else raw[: end.start()]
    return all(_LINE.match(line) is not None for line in head.split(b"\n"))
