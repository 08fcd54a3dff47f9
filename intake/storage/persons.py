"""Persons: all that somebody is known by, whichever way they write; and forgetting them everywhere."""

from collections.abc import Iterable

from sqlalchemy import Connection

from intake.domain.window import Talk
from intake.storage.slack import erasing as in_slack
from intake.storage.window import erasing as in_window


def names_of(connection: Connection, address: str) -> tuple[str, ...]:
    """Return an address or handle with those beside it, in lower case: in Slack, and of talks in the window."""
    found = set(in_slack.names_of(connection, address))
    found |= in_window.names_of(connection, sorted(found))
    return tuple(sorted({name for one in sorted(found) for name in in_slack.names_of(connection, one)}))


def marks_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return what shows in a text that it names a person; the number of a talk is said nowhere but by us."""
    return in_slack.marks_of(name for name in names if Talk.read(name) is None)


def forget(connection: Connection, names: Iterable[str]) -> None:
    """Take a person out of what is known of people in Slack, of visitors, and of who has signed in."""
    every = tuple(names)
    in_slack.forget(connection, every)
    in_window.forget(connection, every)
