"""Messages as they arrive: written once, many together, durable before any sender is told so."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from intake.database.segments import Place
from intake.database.types import stored_instant
from intake.domain.case import Accepted, Outcome
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.storage import blobs
from intake.storage.blobs import Laid

_ACCEPTED = str(Outcome.ACCEPTED)
_COLUMNS = (
    "id, channel, received_at, mail_from, rcpt_to, peer, raw_sha256, message_id, dedupe, duplicate_of, outcome, reason,"
    " case_id, sender, subject, words, erased_at"
)
_INSERT = f"INSERT INTO messages ({_COLUMNS}) VALUES ({', '.join('?' for _ in _COLUMNS.split(','))})"  # noqa: S608 - ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What tells a message from another: see `intake.parse.key`."""

    message_id: str | None
    raw_sha256: str
    dedupe: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message as a door hands it over; its bytes may lie in a segment already, which `place` says then."""

    channel: Channel
    envelope: Envelope
    keys: Keys
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class _First:
    """The message whose copies are told by a dedupe key."""

    id: int
    erased: bool


def add(connection: Connection, arrival: Arrival) -> Accepted:
    """Store a message, as `add_all` does."""
    return add_all(connection, [arrival])[0]


def add_all(connection: Connection, arrivals: Sequence[Arrival]) -> list[Accepted]:
    """Store messages that came together, in few statements, for their senders wait.

    A second arrival is stored too, without its key and pointing to the first. A copy of one that was erased is stored
    erased: what was forgotten does not come back by a machine's repeat.
    """
    known = _known(connection, arrivals)
    last = connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM messages").scalar() or 0
    accepted: list[Accepted] = []
    rows: list[tuple[object, ...]] = []
    contents: dict[str, bytes | Laid] = {}
    for number, arrival in enumerate(arrivals, start=last + 1):
        first = known.setdefault(arrival.keys.dedupe, _First(number, erased=False))
        if not first.erased:
            contents[arrival.keys.raw_sha256] = _content(arrival)
        rows.append(_row(number, arrival, first))
        accepted.append(_new(number, arrival, first))
    blobs.put(connection, contents)
    connection.exec_driver_sql(_INSERT, rows)
    return accepted


def _content(arrival: Arrival) -> bytes | Laid:
    raw = arrival.envelope.raw
    return raw if arrival.place is None else Laid(arrival.place, len(raw))


def _known(connection: Connection, arrivals: Sequence[Arrival]) -> dict[str, _First]:
    """Return those of which copies have come, by dedupe key."""
    keys = tuple({arrival.keys.dedupe for arrival in arrivals})
    holes = ", ".join("?" * len(keys))
    wanted = f"SELECT dedupe, id, erased_at FROM messages WHERE dedupe IN ({holes})"  # noqa: S608 - holes
    return {
        dedupe: _First(number, erased=erased_at is not None)
        for dedupe, number, erased_at in connection.exec_driver_sql(wanted, keys)
    }


def _row(number: int, arrival: Arrival, first: _First) -> tuple[object, ...]:
    envelope, keys, at = arrival.envelope, arrival.keys, stored_instant(arrival.envelope.received_at)
    told: tuple[object, ...] = (envelope.mail_from, json.dumps(envelope.rcpt_to), envelope.peer)
    message_id, erased_at = keys.message_id, None
    if first.erased:
        told, message_id, erased_at = (None, "[]", ""), None, at
    is_first = first.id == number
    key, copy_of = (keys.dedupe, None) if is_first else (None, first.id)
    said = (keys.raw_sha256, message_id, key, copy_of, _ACCEPTED, "", None, "", "", "", erased_at)
    return (number, str(arrival.channel), at, *told, *said)


def _new(number: int, arrival: Arrival, first: _First) -> Accepted:
    return Accepted(
        id=number,
        channel=arrival.channel,
        envelope=arrival.envelope,
        message_id=arrival.keys.message_id,
        duplicate_of=None if first.id == number else first.id,
        outcome=Outcome.ACCEPTED,
    )
