"""People in Slack: who is to be asked about, and what Slack said of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import RowMapping

from intake.domain.slack import Person, Profile
from intake.storage.slack import posts
from intake.storage.tables import slack_people

_IS_THEM = slack_people.c.handle == sa.bindparam("who")
_ONE = sa.select(slack_people).where(_IS_THEM)
_ADD = sa.insert(slack_people)
_WANTED = slack_people.c.wanted_at.is_not(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody to ask Slack about: with the token of which workspace, since when, and how often it was in vain."""

    person: Person
    asked_of: str
    wanted_at: datetime
    attempts: int


def want(connection: Connection, person: Person, asked_of: str, at: datetime, known_before: datetime) -> None:
    """Have a person asked about with a workspace's token, unless Slack has told of them since `known_before`."""
    row = connection.execute(_ONE, {"who": person.handle}).mappings().one_or_none()
    if row is None:
        values = {"handle": person.handle, "asked_of": asked_of, "wanted_at": at, "known_at": None, "attempts": 0}
        empty = {"name": "", "address": "", "zone": "", "language": "", "guest": False, "bot": False, "deleted": False}
        connection.execute(_ADD, {**empty, **values})
    elif row["wanted_at"] is None and (row["known_at"] is None or row["known_at"] < known_before):
        again = {"asked_of": asked_of, "wanted_at": at, "attempts": 0}
        connection.execute(sa.update(slack_people).where(slack_people.c.id == row["id"]).values(again))


def wanted(connection: Connection, most: int) -> list[Asked]:
    """Return who is to be asked about, those that have waited longest first."""
    rows = connection.execute(sa.select(slack_people).where(_WANTED).order_by(slack_people.c.wanted_at).limit(most))
    return [_asked(row) for row in rows.mappings() if Person.read(row["handle"]) is not None]


def learned(connection: Connection, profile: Profile) -> None:
    """Write down what Slack says of somebody; nobody waits for it any more."""
    values = {
        "name": profile.name,
        "address": profile.address,
        "zone": profile.zone,
        "language": profile.language,
        "guest": profile.guest,
        "bot": profile.bot,
        "deleted": profile.deleted,
        "wanted_at": None,
        "known_at": profile.known_at,
    }
    here = slack_people.c.handle == profile.person.handle
    connection.execute(sa.update(slack_people).where(here).values(values))


def in_vain(connection: Connection, person: Person, *, give_up: bool) -> None:
    """Count a question to Slack that was not answered; after `give_up` nobody waits for it."""
    here = slack_people.c.handle == person.handle
    values: dict[str, object] = {"attempts": slack_people.c.attempts + 1}
    connection.execute(
        sa.update(slack_people).where(here).values({**values, **({"wanted_at": None} if give_up else {})})
    )


def find(connection: Connection, person: Person) -> Profile:
    """Return what is known of somebody; an empty profile where nothing is."""
    row = connection.execute(_ONE, {"who": person.handle}).mappings().one_or_none()
    return Profile(person=person) if row is None else _profile(row)


def awaited_since(connection: Connection, person: Person) -> datetime | None:
    """Return since when Slack is being asked about somebody of whom nothing is known yet; None for anybody else."""
    row = connection.execute(_ONE, {"who": person.handle}).mappings().one_or_none()
    return None if row is None or row["known_at"] is not None else row["wanted_at"]


def by_user(connection: Connection, user: str) -> Person | None:
    """Return the one person of a member id whose workspace an event does not name; None for nobody or several.

    Whoever was called before they wrote is known twice: by the workspace of whoever called, and by their own.
    """
    here = slack_people.c.handle.endswith(f"/{user}", autoescape=True)
    wanted = sa.select(slack_people.c.handle, slack_people.c.asked_of).where(here).order_by(slack_people.c.id).limit(3)
    found = [(Person.read(row.handle), row.asked_of) for row in connection.execute(wanted)]
    own = [person for person, asked_of in found if person is not None and person.team != asked_of]
    persons = own if len(found) > 1 and own else [person for person, _ in found if person is not None]
    return persons[0] if len(persons) == 1 else None


def names(connection: Connection, users: Iterable[str]) -> dict[str, str]:
    """Return the names of those that are known, by member id; an id is one person's, whatever their workspace."""
    ids = sorted(set(users))[:500]
    if not ids:
        return {}
    here = sa.or_(*(slack_people.c.handle.endswith(f"/{user}", autoescape=True) for user in ids))
    rows = connection.execute(sa.select(slack_people).where(here, slack_people.c.name != "")).mappings()
    return {row["handle"].rpartition("/")[2]: row["name"] for row in rows}


def handles_of(connection: Connection, address: str) -> list[str]:
    """Return the handles of the people whose profile has a mail address (in lower case)."""
    here = sa.func.lower(slack_people.c.address) == address
    return list(connection.scalars(sa.select(slack_people.c.handle).where(here).order_by(slack_people.c.id)))


def forget(connection: Connection, handles: Iterable[str]) -> None:
    """Take people out, with all that Slack said of them."""
    for handle in handles:
        here = sa.func.lower(slack_people.c.handle) == handle.lower()
        connection.execute(sa.delete(slack_people).where(here))
        posts.forget(connection, handle.rpartition("/")[2].upper())


def _asked(row: RowMapping) -> Asked:
    person = Person.read(row["handle"]) or Person(team="", user="")
    return Asked(person=person, asked_of=row["asked_of"], wanted_at=row["wanted_at"], attempts=row["attempts"])


def _profile(row: RowMapping) -> Profile:
    person = Person.read(row["handle"]) or Person(team="", user="")
    kept = ("name", "address", "zone", "language", "guest", "bot", "deleted", "known_at")
    return Profile(person=person, **{name: row[name] for name in kept})
