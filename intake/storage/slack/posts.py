"""What of ours stands in Slack: which message a row of the outbox became, and what was pressed below it since."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import RowMapping

from intake.storage.tables import outbox
from intake.storage.tables.slack import slack_posts


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message of ours where it stands: `place` is a `Place.address` with its thread, `ts` Slack's name for it.

    `pressed` is what was pressed below it, as JSON, "" for nothing; `attempts` is how often it could not be shown so.
    """

    mail_id: int
    place: str
    ts: str
    pressed: str = ""
    attempts: int = 0


def add(connection: Connection, posted: Posted) -> None:
    """Note where a message stands, unless that is known."""
    values = {"mail_id": posted.mail_id, "place": posted.place, "ts": posted.ts, "pressed": posted.pressed}
    row = {**values, "attempts": 0}
    connection.execute(insert(slack_posts).values(row).on_conflict_do_nothing())


def find(connection: Connection, mail_id: int) -> Posted | None:
    """Return where a message stands, None where nobody knows."""
    row = connection.execute(sa.select(slack_posts).where(slack_posts.c.mail_id == mail_id)).mappings().one_or_none()
    return None if row is None else _posted(row)


def of_case(connection: Connection, case_id: int) -> list[Posted]:
    """Return what of a case stands in Slack, the first first."""
    wanted = (
        sa.select(slack_posts).join(outbox, outbox.c.id == slack_posts.c.mail_id).where(outbox.c.case_id == case_id)
    )
    return [_posted(row) for row in connection.execute(wanted.order_by(slack_posts.c.mail_id)).mappings()]


def press(connection: Connection, mail_id: int, pressed: str, at: datetime) -> None:
    """Keep what was pressed below a message, which is to be shown so from `at` on."""
    values = {"pressed": pressed, "shown_at": at, "attempts": 0}
    connection.execute(sa.update(slack_posts).where(slack_posts.c.mail_id == mail_id).values(values))


def forget(connection: Connection, user: str) -> None:
    """Forget who pressed what, of a person by their member id; that it was pressed stays."""
    named, nobody = f'"user": "{user}"', '"user": ""'
    here = slack_posts.c.pressed.contains(named, autoescape=True)
    values = {"pressed": sa.func.replace(slack_posts.c.pressed, named, nobody)}
    connection.execute(sa.update(slack_posts).where(here).values(values))


def to_show(connection: Connection, now: datetime, limit: int) -> list[Posted]:
    """Return the messages that are to be shown anew, the longest waiting first."""
    waits = sa.and_(slack_posts.c.shown_at.is_not(None), slack_posts.c.shown_at <= now)
    wanted = sa.select(slack_posts).where(waits).order_by(slack_posts.c.shown_at).limit(limit)
    return [_posted(row) for row in connection.execute(wanted).mappings()]


def next_to_show(connection: Connection, after: datetime) -> datetime | None:
    """Return when the next message is to be shown anew after a moment, or None."""
    found: datetime | None = connection.scalar(
        sa.select(sa.func.min(slack_posts.c.shown_at)).where(slack_posts.c.shown_at > after)
    )
    return found


def is_shown(connection: Connection, posted: Posted) -> None:
    """Note that a message shows what was pressed; what was pressed meanwhile is shown next."""
    here = sa.and_(slack_posts.c.mail_id == posted.mail_id, slack_posts.c.pressed == posted.pressed)
    connection.execute(sa.update(slack_posts).where(here).values(shown_at=None, attempts=0))


def show_later(connection: Connection, posted: Posted, at: datetime) -> None:
    """Show a message anew at a later time; it counts as an attempt."""
    values = {"shown_at": at, "attempts": slack_posts.c.attempts + 1}
    connection.execute(sa.update(slack_posts).where(slack_posts.c.mail_id == posted.mail_id).values(values))


def _posted(row: RowMapping) -> Posted:
    return Posted(**{name: row[name] for name in ("mail_id", "place", "ts", "pressed", "attempts")})
