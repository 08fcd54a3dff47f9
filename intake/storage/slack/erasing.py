"""Erasing a person in Slack: by what they are called there and by their mail address, whichever is named."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.domain.erased import ERASED
from intake.domain.slack import Person
from intake.storage.chat import turns
from intake.storage.slack import files, people
from intake.storage.slack.events import DONE
from intake.storage.tables import slack_events, slack_people


def names_of(connection: Connection, address: str) -> tuple[str, ...]:
    """Return all that a person is known by, in lower case: the address or handle that is given, and those beside it."""
    found = {address}
    if Person.read(address) is not None:
        here = sa.and_(sa.func.lower(slack_people.c.handle) == address, slack_people.c.address != "")
        found |= {told.lower() for told in connection.scalars(sa.select(slack_people.c.address).where(here))}
    for name in sorted(found):
        found |= {handle.lower() for handle in people.handles_of(connection, name)}
    return tuple(sorted(found))


def marks_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return what shows in a text that it names a person: their addresses, and their member ids in Slack."""
    handles = {name: Person.read(name) for name in names}
    return tuple(name if person is None else person.user for name, person in handles.items())


def said_by(connection: Connection, names: Iterable[str], after: int) -> list[int]:
    """Return the messages above a number that a person has said in chats."""
    every = {number for name in names for number in turns.of_person(connection, name)}
    return sorted(number for number in every if number > after)


def erase_message(connection: Connection, number: int) -> None:
    """Forget who said a message, what its files are called, and the payload that brought it."""
    turns.erase(connection, number, ERASED)
    files.erase(connection, [number], ERASED)
    connection.execute(sa.update(slack_events).where(slack_events.c.message_id == number).values(body=""))


def forget(connection: Connection, names: Iterable[str]) -> None:
    """Take a person out, with every payload that names them; what was still to be done at one is done no more."""
    every = tuple(names)
    people.forget(connection, every)
    for mark in marks_of(every):
        named = sa.func.instr(sa.func.lower(slack_events.c.body), mark) > 0
        gone = {"body": "", "state": DONE, "why": "erased"}
        connection.execute(sa.update(slack_events).where(named).values(gone))
