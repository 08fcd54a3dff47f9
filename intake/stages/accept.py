"""Accept: raw bytes and their transport, durable together with the job that takes them on."""

from collections.abc import Sequence

from sqlalchemy import Connection

from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.parse.key import message_key
from intake.queue import jobs
from intake.storage import arrivals
from intake.storage.arrivals import Arrival, Keys


def accept(connection: Connection, channel: Channel, envelope: Envelope) -> Accepted:
    """Store a message; once the caller has committed, it may be answered with 250."""
    return accept_all(connection, [arrival(channel, envelope)])[0]


def arrival(channel: Channel, envelope: Envelope) -> Arrival:
    """Return a message with what tells it from others, worked out before the store is held."""
    key = message_key(envelope.raw)
    keys = Keys(message_id=key.message_id, raw_sha256=key.raw_sha256, dedupe=key.dedupe)
    return Arrival(channel=channel, envelope=envelope, keys=keys)


def accept_all(connection: Connection, arrived: Sequence[Arrival]) -> list[Accepted]:
    """Store messages that came together, each with its job, as `accept` does."""
    accepted = arrivals.add_all(connection, arrived)
    jobs.put_all(connection, jobs.Stage.PROCESS, [(one.id, one.envelope.received_at) for one in accepted])
    return accepted
