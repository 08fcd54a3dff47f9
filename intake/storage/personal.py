"""Which entries of the trail hold what a person said: an entry's detail is looked through, name by name."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage.parts import parts
from intake.storage.tables import audit as trail

# Texts of an entry's detail that are ours: what stands under any other name may be a person's words.
_OURS = frozenset(
    {"at", "received_at", "due_at", "level", "clock_level", "wanted_level", "given_level", "contract", "version"}
    | {
        "identity",
        "degree",
        "model",
        "kind",
        "scope",
        "locations",
        "stage",
        "promise",
        "how",
        "state",
        "severity",
        "fact",
        "told",
    }
)


def personal_entries(connection: Connection, numbers: Iterable[int], message_ids: Iterable[int]) -> Iterator[int]:
    """Yield the entries about these cases and messages whose details may hold what a person said."""
    every: set[int] = set()
    about: tuple[tuple[sa.Column[Any], Iterable[int]], ...] = (
        (trail.c.case_id, numbers),
        (trail.c.message_id, message_ids),
    )
    for column, every_one in about:
        for some in parts(every_one):
            kept = (trail.c.salt.is_not(None), trail.c.event != "person.erased")
            wanted = sa.select(trail.c.id, trail.c.detail).where(column.in_(some), *kept)
            every.update(row.id for row in connection.execute(wanted) if _is_personal(row.detail))
    yield from sorted(every)


def _is_personal(detail: object, name: str = "") -> bool:
    if isinstance(detail, Mapping):
        return any(_is_personal(value, str(key)) for key, value in detail.items())
    if isinstance(detail, list):
        return any(_is_personal(value, name) for value in detail)
    return isinstance(detail, str) and bool(detail) and name not in _OURS
