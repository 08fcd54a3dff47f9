"""The engineers' cards: which message of Slack's shows which case, and what it showed last."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import RowMapping

from intake.domain.slack import Place
from intake.storage.tables import audit, cases, pages, slack_cards


class CardState(StrEnum):
    """Where a card is: `unknown` was posted without an answer coming back, so it may be there."""

    WAITING = "waiting"
    POSTING = "posting"
    UNKNOWN = "unknown"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A case's card in a channel (`place`, without a thread). `ts` is "" until it is posted.

    `entry` is the last entry of the trail that it shows; `begun_at` is when it was posted, or began to be.
    """

    case_id: int
    place: Place
    ts: str = ""
    entry: int = 0
    digest: str = ""
    state: CardState = CardState.WAITING
    attempts: int = 0
    begun_at: datetime
    link: str = ""


def put(connection: Connection, card: Card) -> None:
    """Keep a card in the place of what was known of it."""
    values = {
        "case_id": card.case_id,
        "place": card.place.address,
        "ts": card.ts,
        "entry": card.entry,
        "digest": card.digest,
        "state": str(card.state),
        "attempts": card.attempts,
        "begun_at": card.begun_at,
        "link": card.link,
    }
    connection.execute(
        insert(slack_cards).values(values).on_conflict_do_update(index_elements=["case_id"], set_=values)
    )


def find(connection: Connection, case_id: int) -> Card | None:
    """Return a case's card, None where it has none."""
    row = connection.execute(sa.select(slack_cards).where(slack_cards.c.case_id == case_id)).mappings().one_or_none()
    return None if row is None else _card(row)


def interrupted(connection: Connection) -> list[Card]:
    """Return the cards that were being posted when nobody posts: whether they are there is not known."""
    wanted = sa.select(slack_cards).where(slack_cards.c.state == CardState.POSTING)
    return [_card(row) for row in connection.execute(wanted).mappings()]


def last_entry(connection: Connection) -> int:
    """Return the number of the trail's last entry, 0 for an empty one."""
    return connection.scalar(sa.select(sa.func.max(audit.c.id))) or 0


def entries_after(connection: Connection, entry: int) -> dict[int, int]:
    """Return the last entry of each case that has one after `entry`."""
    wanted = sa.select(audit.c.case_id, sa.func.max(audit.c.id))
    new = sa.and_(audit.c.id > entry, audit.c.case_id.is_not(None))
    rows = connection.execute(wanted.where(new).group_by(audit.c.case_id))
    return {row[0]: row[1] for row in rows}


def last_of(connection: Connection, case_id: int) -> int:
    """Return the number of a case's last entry, 0 where it has none."""
    return connection.scalar(sa.select(sa.func.max(audit.c.id)).where(audit.c.case_id == case_id)) or 0


def to_look_at(connection: Connection, since: datetime) -> list[int]:
    """Return the cases that have a card, or should have one, in the order in which they were opened.

    A case without a card gets one if it is open and something has happened on it since Slack was switched on (`since`),
    or somebody is being called to it. What was open before and rests stays out of the channel.
    """
    has_card = sa.select(slack_cards.c.case_id).where(slack_cards.c.case_id == cases.c.id).exists()
    behind = sa.select(audit.c.id).where(audit.c.case_id == cases.c.id, audit.c.id > slack_cards.c.entry)
    is_behind = sa.select(slack_cards.c.case_id).where(slack_cards.c.case_id == cases.c.id, behind.exists()).exists()
    happened = sa.select(audit.c.id).where(audit.c.case_id == cases.c.id, audit.c.at >= since).exists()
    paged = sa.select(pages.c.id).where(
        pages.c.case_id == cases.c.id, pages.c.acknowledged_at.is_(None), pages.c.closed_at.is_(None)
    )
    still_open = sa.and_(cases.c.closed_at.is_(None), sa.or_(has_card, happened, paged.exists()))
    wanted = sa.select(cases.c.id).where(sa.or_(still_open, is_behind)).order_by(cases.c.id)
    return list(connection.scalars(wanted))


def _card(row: RowMapping) -> Card:
    place = Place.read(row["place"])
    if place is None:
        raise LookupError(f"the card of case {row['case_id']} is nowhere")
    return Card(
        case_id=row["case_id"],
        place=place,
        ts=row["ts"],
        entry=row["entry"],
        digest=row["digest"],
        state=CardState(row["state"]),
        attempts=row["attempts"],
        begun_at=row["begun_at"],
        link=row["link"],
    )
