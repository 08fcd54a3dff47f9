"""Mail that leaves: written with the decision it states, handed over once."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import RowMapping

from intake.domain.case import MailKind, MailState, Outgoing
from intake.storage.tables import outbox


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
    }
    added = connection.execute(insert(outbox).values(row).on_conflict_do_nothing(index_elements=["key"]))
    return added.rowcount == 1


def due(connection: Connection, now: datetime, limit: int) -> list[Outgoing]:
    """Return the mails whose time has come."""
    waiting = outbox.c.state.in_([MailState.QUEUED, MailState.UNKNOWN])
    found = sa.select(outbox).where(waiting, outbox.c.next_at <= now).order_by(outbox.c.next_at, outbox.c.id)
    return [_outgoing(row) for row in connection.execute(found.limit(limit)).mappings()]


def next_send(connection: Connection) -> datetime | None:
    """Return when the next mail falls due, or None when none waits."""
    waiting = outbox.c.state.in_([MailState.QUEUED, MailState.UNKNOWN])
    found: datetime | None = connection.scalar(sa.select(sa.func.min(outbox.c.next_at)).where(waiting))
    return found


def claim(connection: Connection, mail: Outgoing) -> bool:
    """Mark a mail as being handed over; False when it is not waiting any more."""
    here = sa.and_(outbox.c.id == mail.id, outbox.c.state.in_([MailState.QUEUED, MailState.UNKNOWN]))
    values = {"state": MailState.SENDING, "attempts": outbox.c.attempts + 1}
    return connection.execute(sa.update(outbox).where(here).values(values)).rowcount == 1


def settle(connection: Connection, mail: Outgoing, next_at: datetime) -> None:
    """Write how a hand-over ended: the mail's state and the smarthost's own words; and when to look again."""
    values = {"state": mail.state, "answer": mail.answer, "next_at": next_at}
    connection.execute(sa.update(outbox).where(outbox.c.id == mail.id).values(values))


def interrupted(connection: Connection) -> list[Outgoing]:
    """Return the mails that a dead process was handing over."""
    found = sa.select(outbox).where(outbox.c.state == MailState.SENDING)
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


def _outgoing(row: RowMapping) -> Outgoing:
    values = {key: row[key] for key in row if key not in ("queued_at", "next_at")}
    return Outgoing(**{**values, "kind": MailKind(row["kind"]), "state": MailState(row["state"])})
