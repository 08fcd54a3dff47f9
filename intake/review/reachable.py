"""Reachable: an engineer's word that an address takes mail again."""

from intake.domain.errors import BadInput
from intake.domain.unreachable import Unreachable
from intake.identify.sender import normal
from intake.review.engineer import Engineer
from intake.stages.unreachable import note
from intake.storage import unreachable


def reachable(engineer: Engineer, address: str, reason: str) -> Unreachable:
    """Take the mark of an address away and return it; letters that were held back stay unsent, for their time is over.

    Raises BadInput for an address that is not marked.
    """
    connection, wanted = engineer.run.connection, normal(address)
    found = unreachable.find(connection, wanted)
    if found is None:
        raise BadInput(f"{wanted}: it is not marked; `intake customers unreachable` lists the addresses that are")
    unreachable.clear(connection, wanted)
    detail = {"address": wanted, "reason": reason}
    note(connection, found.case_id, "contact.reachable", detail, engineer.run.now, engineer.name)
    return found
