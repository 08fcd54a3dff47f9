"""Accept: raw bytes and their transport, durable together with the job that takes them on."""

from sqlalchemy import Connection

from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.parse.key import message_key
from intake.queue import jobs
from intake.storage import messages


def accept(connection: Connection, channel: Channel, envelope: Envelope) -> Accepted:
    """Store a message; once the caller has committed, it may be answered with 250."""
    key = message_key(envelope.raw)
    keys = messages.Keys(message_id=key.message_id, raw_sha256=key.raw_sha256, dedupe=key.dedupe)
    accepted = messages.add(connection, channel, envelope, keys)
    jobs.put(connection, jobs.Stage.PROCESS, accepted.id, envelope.received_at)
    return accepted
