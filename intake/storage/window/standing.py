"""Standing: what of a talk's case its window draws beside the lines, for many talks at once."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.domain.window import Talk
from intake.storage.parts import parts
from intake.storage.tables import cases, chat_threads

Standing = tuple[object, ...]

_DRAWN = (
    chat_threads.c.case_id,
    cases.c.closed_at,
    cases.c.standing,
    cases.c.level,
    cases.c.clock_level,
    cases.c.claimed,
    cases.c.wanted_level,
    cases.c.emergency,
    cases.c.contact_address,
)
_CASES = sa.select(chat_threads.c.place, *_DRAWN).join(cases, cases.c.id == chat_threads.c.case_id)


def of_talks(connection: Connection, numbers: Iterable[int]) -> dict[int, Standing]:
    """Return what is drawn of the case of each talk, by the visitor's number; a talk without a case is not there."""
    found: dict[int, Standing] = {}
    for some in parts(numbers):
        places = {Talk(number=number).address: number for number in some}
        for place, *drawn in connection.execute(_CASES.where(chat_threads.c.place.in_(places))):
            found[places[place]] = tuple(drawn)
    return found
