"""Erasing a person who talked in the window or signed in to the portal: by address, and by their talks."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.domain.erased import ERASED
from intake.domain.identity import Degree
from intake.domain.window import Talk
from intake.storage.tables import portal_links, portal_sessions, visitors
from intake.storage.window import visitors as stored


def names_of(connection: Connection, names: Iterable[str]) -> set[str]:
    """Return the talks of whoever has one of these names, and the addresses of whoever has one of these talks.

    An address that a visitor has only typed is perhaps somebody else's, whose data nobody asked to erase.
    """
    found: set[str] = set()
    for name in names:
        numbers = stored.of_address(connection, name)
        found |= {Talk(number=number).address for number in numbers}
        proved = (visitors.c.degree == Degree.PROVED, visitors.c.address.not_in(["", ERASED]))
        told = sa.select(visitors.c.address).where(visitors.c.id.in_(numbers), *proved)
        found |= {address.lower() for address in connection.scalars(told)}
    return found


def forget(connection: Connection, names: Iterable[str]) -> None:
    """Forget who visitors were, and every link and session of theirs; a window of theirs is not known any more."""
    every = tuple(names)
    for name in every:
        for number in stored.of_address(connection, name):
            stored.erase(connection, number, ERASED)
    for table in (portal_links, portal_sessions):
        connection.execute(sa.delete(table).where(sa.func.lower(table.c.address).in_(every)))
