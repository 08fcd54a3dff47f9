"""Mail that leaves: written with the decision it states, handed over once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import RowMapping

from intake.database.types import Instant
from intake.domain.case import MailKind, MailState, Outgoing
from intake.domain.chats import CHATS
from intake.domain.erased import ERASED
from intake.storage.parts import parts
from intake.storage.tables import outbox

# Written out: an index that holds only what waits is used for a question that says so in the same words.
_WAITS = outbox.c.state.in_([sa.literal_column("'queued'"), sa.literal_column("'unknown'")])
_IS_MAIL = sa.or_(outbox.c.lane.is_(None), sa.and_(*(outbox.c.lane.not_like(f"{chat}%") for chat in CHATS)))
_DUE = sa.select(outbox).where(_WAITS, outbox.c.next_at <= sa.bindparam("now", type_=Instant()))
# SQLite would look through all that waits for each of them, did it not have the index named.
_LANES = (
    sa.text("""
        WITH RECURSIVE lanes (lane) AS (
            SELECT min(lane) FROM outbox INDEXED BY outbox_lanes WHERE state IN ('queued', 'unknown')
            UNION ALL
            SELECT (
                SELECT min(o.lane) FROM outbox o INDEXED BY outbox_lanes
                WHERE o.state IN ('queued', 'unknown') AND o.lane > lanes.lane
            ) FROM lanes WHERE lanes.lane IS NOT NULL
        ),
        every AS (SELECT lane FROM lanes WHERE lane IS NOT NULL UNION ALL SELECT NULL)
        SELECT lane FROM every WHERE EXISTS (
            SELECT 1 FROM outbox o
            WHERE o.state IN ('queued', 'unknown') AND o.lane IS every.lane AND o.next_at <= :now
        )
    """)
    .bindparams(sa.bindparam("now", type_=Instant()))
    .columns(sa.Column("lane", sa.Text))
)


def next_id(connection: Connection) -> int:
    """Return the id the next mail will get; the caller holds the only write transaction."""
    return (connection.scalar(sa.select(sa.func.max(outbox.c.id))) or 0) + 1


def add(connection: Connection, mail: Outgoing, now: datetime) -> bool:
    """Queue a mail; False when one with its key is there already, so that nothing is said twice."""
    row = {
        "id": mail.id,
        "case_id": mail.case_id,
        "kind": mail.kind,
        "key": mail.key,
        "recipient": mail.recipient,
        "mail_from": mail.mail_from,
        "message_id": mail.message_id,
        "raw": mail.raw,
        "state": mail.state,
        "attempts": mail.attempts,
        "queued_at": now,
        "next_at": now,
        "answer": mail.answer,
        "lane": mail.lane,
    }
    added = connection.execute(insert(outbox).values(row).on_conflict_do_nothing(index_elements=["key"]))
    return added.rowcount == 1


def due(connection: Connection, now: datetime, limit: int) -> list[Outgoing]:
    """Return the mails whose time has come."""
    return _mails(connection, _DUE.order_by(outbox.c.next_at, outbox.c.id).limit(limit), now)


def lanes_due(connection: Connection, now: datetime) -> list[str | None]:
    """Return the lanes in which mails are due; None for mails of before there were lanes.

    It goes from lane to lane by the index: what waits in one is not looked through to find the next.
    """
    return list(connection.scalars(_LANES, {"now": now}))


def due_in(connection: Connection, lane: str | None, now: datetime, limit: int) -> list[Outgoing]:
    """Return the mails of a lane whose time has come, the oldest first."""
    here = _DUE.where(outbox.c.lane.is_(None) if lane is None else outbox.c.lane == lane)
    return _mails(connection, here.order_by(outbox.c.next_at, outbox.c.id).limit(limit), now)


def next_send(connection: Connection, after: datetime) -> datetime | None:
    """Return when the next mail falls due after a moment, or None when none does."""
    wanted = sa.select(sa.func.min(outbox.c.next_at)).where(_WAITS, outbox.c.next_at > after)
    found: datetime | None = connection.scalar(wanted)
    return found


def length(connection: Connection) -> int:
    """Return how many mails wait."""
    return connection.scalar(sa.select(sa.func.count()).select_from(outbox).where(_WAITS)) or 0


def queued_before(connection: Connection, moment: datetime, limit: int) -> list[Outgoing]:
    """Return mails that wait since before a moment; what goes into a chat waits for no smarthost."""
    wanted = sa.select(outbox).where(_WAITS, _IS_MAIL, outbox.c.queued_at <= moment).limit(limit)
    return [_outgoing(row) for row in connection.execute(wanted).mappings()]


def waiting_for(connection: Connection, recipient: str) -> list[Outgoing]:
    """Return the mails that wait to go to an address, which is in lower case."""
    here = sa.func.lower(outbox.c.recipient) == recipient
    return [_outgoing(row) for row in connection.execute(sa.select(outbox).where(_WAITS, here)).mappings()]


def claim(connection: Connection, mail: Outgoing) -> bool:
    """Mark a mail as being handed over, with its signature; False when it is not waiting any more."""
    values = {"state": MailState.SENDING, "attempts": outbox.c.attempts + 1, "dkim": mail.dkim or None}
    here = sa.and_(outbox.c.id == mail.id, _WAITS)
    return connection.execute(sa.update(outbox).where(here).values(values)).rowcount == 1


def release(connection: Connection, mail: Outgoing) -> None:
    """Let a claimed mail wait as it did before: nobody has tried to hand it over."""
    here = sa.and_(outbox.c.id == mail.id, outbox.c.state == MailState.SENDING)
    values = {"state": mail.state, "attempts": mail.attempts}
    connection.execute(sa.update(outbox).where(here).values(values))


def settle(connection: Connection, mail: Outgoing, next_at: datetime) -> None:
    """Write how a hand-over ended: the mail's state and the smarthost's own words; and when to look again."""
    values = {"state": mail.state, "answer": mail.answer, "next_at": next_at, "unknowns": mail.unknowns or None}
    connection.execute(sa.update(outbox).where(outbox.c.id == mail.id).values(values))


def interrupted(connection: Connection) -> list[Outgoing]:
    """Return the mails that a dead process was handing over."""
    found = sa.select(outbox).where(outbox.c.state == MailState.SENDING, _IS_MAIL)
    return [_outgoing(row) for row in connection.execute(found).mappings()]


def interrupted_posts(connection: Connection) -> list[Outgoing]:
    """Return what a dead process was posting in a chat."""
    found = sa.select(outbox).where(outbox.c.state == MailState.SENDING, sa.not_(_IS_MAIL))
    return [_outgoing(row) for row in connection.execute(found).mappings()]


def written_since(connection: Connection, recipient: str, since: datetime) -> int:
    """Count the mails written to an address since a moment."""
    wanted = sa.and_(outbox.c.recipient == recipient, outbox.c.queued_at >= since)
    return connection.scalar(sa.select(sa.func.count()).select_from(outbox).where(wanted)) or 0


def of_case(connection: Connection, case_id: int) -> list[Outgoing]:
    """Return what was written to a case's customer, the first first."""
    found = sa.select(outbox).where(outbox.c.case_id == case_id).order_by(outbox.c.id)
    return [_outgoing(row) for row in connection.execute(found).mappings()]


def case_of_message_id(connection: Connection, message_id: str) -> int | None:
    """Return the case a Message-ID of ours belongs to, or None."""
    case_id: int | None = connection.scalar(sa.select(outbox.c.case_id).where(outbox.c.message_id == message_id))
    return case_id


def case_of(connection: Connection, mail_id: int) -> int | None:
    """Return the case a mail of ours belongs to, or None."""
    case_id: int | None = connection.scalar(sa.select(outbox.c.case_id).where(outbox.c.id == mail_id))
    return case_id


def cases_undelivered(connection: Connection) -> set[int]:
    """Return the cases with a letter to their customer that did not arrive, as far as is known.

    One that was handed over to the same address later, and did not come back, makes up for it.
    """
    to_customers = outbox.c.kind.not_in([MailKind.WARNING, MailKind.PAGE])
    kept = outbox.c.recipient != ERASED
    later = outbox.alias("later")
    went_out = sa.exists().where(
        later.c.recipient == outbox.c.recipient,
        later.c.id > outbox.c.id,
        later.c.state == MailState.SENT,
        later.c.returned_at.is_(None),
    )
    found: set[int] = set()
    for undelivered in (outbox.c.state == MailState.PARKED, outbox.c.returned_at.is_not(None)):
        wanted = sa.select(outbox.c.case_id).where(undelivered, to_customers, kept, ~went_out)
        found.update(connection.scalars(wanted))
    return found


def cases_silenced(connection: Connection, withheld: Mapping[int, datetime]) -> set[int]:
    """Return those of the cases, with when a letter was withheld last, whose contact was written nothing since."""
    to_customers = outbox.c.kind.not_in([MailKind.WARNING, MailKind.PAGE])
    silent = set(withheld)
    for some in parts(withheld):
        wanted = sa.select(outbox.c.case_id, outbox.c.queued_at).where(outbox.c.case_id.in_(some), to_customers)
        silent -= {row.case_id for row in connection.execute(wanted) if row.queued_at >= withheld[row.case_id]}
    return silent


def has_returned(connection: Connection, mail: Outgoing, at: datetime) -> None:
    """Write down that a mail has come back, with the words of the report."""
    values = {"state": mail.state, "returned_at": at, "answer": mail.answer}
    connection.execute(sa.update(outbox).where(outbox.c.id == mail.id).values(values))


def find(connection: Connection, mail_id: int) -> Outgoing | None:
    """Return a mail of ours, or None."""
    row = connection.execute(sa.select(outbox).where(outbox.c.id == mail_id)).mappings().one_or_none()
    return None if row is None else _outgoing(row)


def by_message_id(connection: Connection, message_id: str) -> Outgoing | None:
    """Return the mail of ours that has a Message-ID, or None."""
    row = connection.execute(sa.select(outbox).where(outbox.c.message_id == message_id)).mappings().one_or_none()
    return None if row is None else _outgoing(row)


def _mails(connection: Connection, wanted: sa.Select[Any], now: datetime) -> list[Outgoing]:
    return [_outgoing(row) for row in connection.execute(wanted, {"now": now}).mappings()]


def _outgoing(row: RowMapping) -> Outgoing:
    values = {key: row[key] for key in row if key not in ("next_at", "lane")}
    known = {"kind": MailKind(row["kind"]), "state": MailState(row["state"])}
    return Outgoing(**{**values, **known, "unknowns": row["unknowns"] or 0, "dkim": row["dkim"] or ""})
