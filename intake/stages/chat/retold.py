"""Retold: a turn of the past in a store beside, with all that was said in it and the numbers that it had."""

from sqlalchemy import Connection

from intake.domain.case import Accepted, Outcome
from intake.queue import jobs
from intake.stages.chat.turns import DELETED
from intake.storage import arrivals, messages, past
from intake.storage.arrivals import Arrival, Keys
from intake.storage.chat import turns


def retell(source: Connection, target: Connection, accepted: Accepted) -> None:
    """Store the turn of a message of the past, each part with its job; nothing where it is there with another part.

    What its writer had deleted before anybody read it is not read in a replay either.
    """
    part = turns.find(source, accepted.id)
    if part is None or turns.find(target, accepted.id) is not None:
        return
    every = turns.parts(source, part.first_id)
    kept = messages.many(source, [one.message_id for one in every])
    for one in every:
        then = kept[one.message_id]
        keys = Keys(message_id=None, **turns.keys_of(source, one.message_id))
        copy = arrivals.add(target, Arrival(channel=then.channel, envelope=then.envelope, keys=keys))
        past.renumber(target, copy.id, one.message_id)
        turns.add(target, one)
        jobs.put(target, jobs.Stage.PROCESS, one.message_id, then.envelope.received_at)
        if then.reason.startswith(DELETED):
            _deleted(target, one.message_id)


def _deleted(target: Connection, message_id: int) -> None:
    nothing = messages.Finding(outcome=Outcome.FILED, reason=DELETED, case_id=None, sender="", subject="", words="")
    messages.settle(target, message_id, nothing)
