"""The trail of a store of the first schema, copied into the table that can forget, and chained anew."""

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.database.chain import link, new_salt, salted

_AT_ONCE = 1000
_NEVER = "1970-01-01 00:00:00.000000"
_COLUMNS = "id, at, actor, event, case_id, message_id, detail, salt, detail_digest, digest"


def rechain(connection: Connection) -> None:
    """Copy `audit_before` into `audit` with new digests, and put on the trail whether the old chain held.

    A chain that was broken stays known as broken: the entry `trail.rechained` says from which row on.
    """
    old_last, last, number, broken_at = "", "", 0, None
    rows = connection.exec_driver_sql(
        "SELECT id, at, actor, event, case_id, message_id, detail, digest FROM audit_before ORDER BY id"
    )
    for batch in rows.partitions(_AT_ONCE):
        made = []
        for row in batch:
            if broken_at is None and row.digest != _first_digest(old_last, row):
                broken_at = row.id
            old_last, number = row.digest, number + 1
            made.append(_linked(last, (number, *row[1:7])))
            last = str(made[-1][-1])
        _insert(connection, made)
    if number:
        detail = {"entries": number, "head": old_last, "broken_at": broken_at}
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        told = (number + 1, now, "bot", "trail.rechained", None, None, json.dumps(detail))
        _insert(connection, [_linked(last, told)])


def _linked(last: str, row: tuple[object, ...]) -> tuple[object, ...]:
    number, at, actor, event, case_id, message_id, detail = _readable(row)
    salt = new_salt()
    told = {
        "id": number,
        "at": datetime.fromisoformat(str(at)).replace(tzinfo=UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "event": event,
        "case_id": case_id,
        "message_id": message_id,
        "detail_digest": salted(salt, json.loads(str(detail))),
    }
    kept = (number, at, actor, event, case_id, message_id, detail)
    return (*kept, salt, told["detail_digest"], link(last, told))


def _readable(row: tuple[object, ...]) -> tuple[object, ...]:
    """Return a row with what somebody has made unreadable put into its detail, as it stands there."""
    number, at, actor, event, case_id, message_id, detail = row
    try:
        datetime.fromisoformat(str(at))
        json.loads(str(detail))
    except ValueError:
        return number, _NEVER, actor, event, case_id, message_id, json.dumps({"unreadable": [str(at), str(detail)]})
    return row


def _first_digest(last: str, row: sa.Row[tuple[object, ...]]) -> str:
    """Return a row's digest as the first schema made it; "" for a row that cannot be read."""
    try:
        at = datetime.fromisoformat(row.at).replace(tzinfo=UTC).timestamp()
        told = [last, at, row.actor, row.event, row.case_id, row.message_id, json.loads(row.detail)]
    except (ValueError, TypeError):
        return ""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _insert(connection: Connection, rows: list[tuple[object, ...]]) -> None:
    if rows:
        holes = ", ".join("?" for _ in _COLUMNS.split(","))
        connection.exec_driver_sql(f"INSERT INTO audit ({_COLUMNS}) VALUES ({holes})", rows)  # noqa: S608 - our names
