"""Mail that was fetched from a mailbox: stored together with how far the mailbox has been read."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from intake.domain.case import Accepted, Outcome
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.parse.message import parse_mail
from intake.stages.accept import accept
from intake.storage import arrivals, audit, mailboxes, messages
from intake.storage.arrivals import Arrival, Keys
from intake.storage.mailboxes import Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Why a message was not taken, and when that was found."""

    why: str
    at: datetime


def accept_fetched(connection: Connection, envelope: Envelope, cursor: Cursor) -> Accepted:
    """Store a message and the cursor behind it; a second copy of one that is there is stored as its duplicate."""
    mailboxes.keep(connection, cursor)
    return accept(connection, Channel.EMAIL, envelope)


def set_aside(connection: Connection, envelope: Envelope, cursor: Cursor, aside: Aside) -> Accepted:
    """Park what could not be taken as a whole, with what was read of it, so that a person sees it and the rest goes on.

    `envelope.raw` is the header alone, or nothing.
    """
    mailboxes.keep(connection, cursor)
    parsed = parse_mail(envelope.raw, mail_from=envelope.mail_from, rcpt_to=envelope.rcpt_to)
    place = (
        f"{cursor.mailbox}\n{cursor.uidvalidity}\n{cursor.last_uid}"  # a header alone makes no message another's copy
    )
    keys = Keys(
        message_id=parsed.message_id,
        raw_sha256=hashlib.sha256(envelope.raw).hexdigest(),
        dedupe=hashlib.sha256(place.encode()).hexdigest(),
    )
    accepted = arrivals.add(connection, Arrival(channel=Channel.EMAIL, envelope=envelope, keys=keys))
    finding = messages.Finding(
        outcome=Outcome.PARKED,
        reason=aside.why,
        case_id=None,
        sender=envelope.mail_from or parsed.sender.address,
        subject=parsed.subject,
        words="",
    )
    messages.settle(connection, accepted.id, finding)
    entry = audit.Entry(
        at=aside.at,
        actor="bot",
        event="message.parked",
        message_id=accepted.id,
        detail={"stage": "accept", "error": aside.why},
    )
    audit.write(connection, entry)
    return accepted
