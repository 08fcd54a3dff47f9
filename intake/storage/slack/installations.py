"""Where the app is installed, a row each workspace or whole organisation; tokens come here encrypted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.storage.tables.slack import slack_installations

_key: sa.ColumnElement[str] = sa.case(
    (slack_installations.c.team != "", slack_installations.c.team), else_=slack_installations.c.enterprise
)

_EVERY = sa.select(slack_installations).order_by(slack_installations.c.installed_at, slack_installations.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """An installation. `team` is "" where a whole organisation (`enterprise`) is meant.

    `secret` is encrypted, "" where the token stands in the settings; `expires_at` is None for tokens that last.
    """

    enterprise: str
    team: str
    bot_user: str
    secret: str = field(repr=False)
    installed_at: datetime
    expires_at: datetime | None = None

    @property
    def key(self) -> str:
        """Return the id that events and calls name it by: the workspace's, or the organisation's."""
        return self.team or self.enterprise


def put(connection: Connection, installed: Installed) -> None:
    """Keep an installation in the place of an earlier one of the same workspace or organisation."""
    drop(connection, installed.key)
    values = {
        "enterprise": installed.enterprise,
        "team": installed.team,
        "bot_user": installed.bot_user,
        "secret": installed.secret,
        "installed_at": installed.installed_at,
        "expires_at": installed.expires_at,
    }
    connection.execute(sa.insert(slack_installations).values(values))


def every(connection: Connection) -> Sequence[Installed]:
    """Return all installations, the earliest first."""
    rows = connection.execute(_EVERY).mappings()
    return [Installed(**{name: value for name, value in row.items() if name != "id"}) for row in rows]


def find(connection: Connection, key: str) -> Installed | None:
    """Return the installation that a workspace's or an organisation's id names; "" names the only one there is.

    A workspace that has none of its own has none: that it is one of an organisation's nobody has said, and what Slack
    sends for one that is names the organisation.
    """
    found = every(connection)
    if not key:
        return found[0] if len(found) == 1 else None
    return next((one for one in found if one.key == key), None)


def home(connection: Connection) -> str | None:
    """Return the desk's own workspace or organisation, which is where the app was installed first; None for none."""
    found = every(connection)
    return found[0].key if found else None


def renew(connection: Connection, installed: Installed) -> None:
    """Keep an installation's new tokens; one that was taken off or made anew meanwhile stays as it is."""
    wanted = _key == installed.key, slack_installations.c.installed_at == installed.installed_at
    values = {"secret": installed.secret, "expires_at": installed.expires_at}
    connection.execute(sa.update(slack_installations).where(*wanted).values(values))


def drop(connection: Connection, key: str) -> int:
    """Take an installation off with its tokens; return how many there were."""
    return connection.execute(sa.delete(slack_installations).where(_key == key)).rowcount
