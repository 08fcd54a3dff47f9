"""Submitted: what a form of the portal sends, durable before the page says so."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection

from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.domain.portal import Submission
from intake.parse.window.kept import kept_form
from intake.queue import jobs
from intake.storage import arrivals
from intake.storage.arrivals import Arrival, Keys
from intake.storage.chat import turns


def submit(connection: Connection, sent: Submission, at: datetime) -> Accepted:
    """Store what somebody who has signed in has sent, with its job; a form that is sent twice is stored once.

    Who sent it, and that the case is their company's, is the door's to have found out.
    """
    key = f"portal:{sent.by}/{sent.key}"
    known = turns.by_key(connection, key)
    if known is not None:
        return known
    raw = kept_form(sent)
    keys = Keys(message_id=None, raw_sha256=hashlib.sha256(raw).hexdigest(), dedupe=key)
    envelope = Envelope(raw=raw, received_at=at, mail_from=sent.by, rcpt_to=())
    accepted = arrivals.add(connection, Arrival(channel=Channel.PORTAL, envelope=envelope, keys=keys))
    jobs.put(connection, jobs.Stage.PROCESS, accepted.id, at)
    return accepted
