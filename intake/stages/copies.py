"""Copies: a message that came twice is filed beside the one that was read, and read itself where none was."""

from sqlalchemy import Connection

from intake.domain.case import Accepted
from intake.domain.errors import GiveUp, NotYet
from intake.queue import jobs
from intake.storage import parked
from intake.storage.parked import Copy

_PAUSE = 1.0  # seconds


def copy_of(connection: Connection, accepted: Accepted) -> Copy | None:
    """Return the message that a message is a copy of, and that was or is being read; None where it is read itself.

    It is read itself when all the others were set aside: nobody would read the copy of what nobody reads.
    """
    if accepted.duplicate_of is None:
        return None
    return parked.carried_copy(connection, accepted.id, accepted.duplicate_of)


def refuse_deadly(connection: Connection, accepted: Accepted) -> None:
    """Raise GiveUp for a copy of a message at which the bot died, unless a person wants it read all the same.

    Raises NotYet while that is not known: whoever got no answer from a bot that died sends again.
    """
    if accepted.duplicate_of is None:
        return
    for number in parked.kin(connection, accepted.duplicate_of):
        if number < accepted.id and jobs.may_kill(connection, number):
            raise NotYet(f"a copy of message {number}, at which the bot may have died", pause=_PAUSE)
        if number != accepted.id and jobs.has_killed(connection, number):
            _refuse(connection, accepted, number)


def _refuse(connection: Connection, accepted: Accepted, number: int) -> None:
    if not parked.is_vouched_for(connection, accepted.id):
        raise GiveUp(f"a copy of message {number}, at which the bot died")
