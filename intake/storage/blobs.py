"""Raw mails by their hash: equal mails are kept once, compressed once they have been read.

A large one lies in a segment beside the store until then: see `intake.database.segments`.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from intake.database.segments import Place, folder_of, place_of
from intake.database.segments import read as read_segment

PLAIN = ""
ZLIB = "zlib"
SEGMENT = "segment"

_LEVEL = 6
_AT_ONCE = 500

# What is no blob is none of ours, and text that is none cannot even be read.
_CONTENT = "CASE typeof(content) WHEN 'blob' THEN content END"
# INSERT OR IGNORE: whoever sends the same bytes again adds nothing.
_INSERT = "INSERT OR IGNORE INTO blobs (sha256, encoding, size, content) VALUES (?, ?, ?, ?)"
_PACK = (
    "UPDATE blobs SET encoding = ?, content = ? WHERE encoding IN (?, ?) AND size = ?"
    " AND sha256 = (SELECT raw_sha256 FROM messages WHERE id = ?)"
)
_AGAIN = f"SELECT encoding, size, {_CONTENT} FROM blobs WHERE sha256 = ?"  # noqa: S608 - ours
_KEPT = "let_go_at IS NULL AND erased_at IS NULL"  # of messages that need their bytes


@dataclass(frozen=True, slots=True)
class Laid:
    """A mail of `size` bytes that lies in a segment, on disk."""

    place: Place
    size: int


class Unreadable(ValueError):
    """Kept bytes that cannot be read back: somebody or something has changed them."""


def put(connection: Connection, contents: Mapping[str, bytes | Laid]) -> None:
    """Keep mails by their SHA-256 (hex), as they are or where they lie: whoever sends them waits for it."""
    if contents:
        connection.exec_driver_sql(_INSERT, [_row(sha256, one) for sha256, one in contents.items()])


def _row(sha256: str, one: bytes | Laid) -> tuple[object, ...]:
    if isinstance(one, Laid):
        return sha256, SEGMENT, one.size, bytes(one.place)
    return sha256, PLAIN, len(one), one


def packed(raw: bytes) -> bytes | None:
    """Return a mail compressed; None where that makes it no smaller."""
    made = zlib.compress(raw, _LEVEL)
    return made if len(made) < len(raw) else None


def pack(connection: Connection, message_id: int, raw: bytes, made: bytes | None) -> None:
    """Put what `packed` made of a message's bytes in their place; where that is nothing, take them in as they are.

    Where they are compressed already, or in the store and to stay as they are, nothing changes.
    """
    told = (ZLIB, made, PLAIN, SEGMENT) if made is not None else (PLAIN, raw, SEGMENT, SEGMENT)
    connection.exec_driver_sql(_PACK, (*told, len(raw), message_id))


def read(connection: Connection, sha256: str, kept: Sequence[object]) -> bytes:
    """Return a mail's bytes from its hash and its row's encoding, size and content, wherever they are.

    Raises Unreadable where they are none of ours.
    """
    encoding, size, content = kept
    if encoding != SEGMENT:
        return unpacked(encoding, size, content)
    try:
        return _from_segment(connection, sha256, size, content)
    except Unreadable:
        now = _now(connection, sha256)  # they may have been taken in since this transaction began to read
        if now is None or now[0] == SEGMENT:
            raise
        return unpacked(*now)


def _from_segment(connection: Connection, sha256: str, size: object, content: object) -> bytes:
    place, folder = place_of(content), folder_of(connection)
    if place is None or folder is None or not isinstance(size, int):
        raise Unreadable("its columns are not as the bot writes them")
    try:
        raw = read_segment(folder, place, size)
    except OSError as error:
        why = error.strerror or str(error)
        raise Unreadable(f"they were to lie in {folder.name}/{place.segment}, beside the store: {why}") from error
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise Unreadable(f"other ones lie in {folder.name}/{place.segment} from byte {place.offset}")
    return raw


def _now(connection: Connection, sha256: str) -> tuple[Any, ...] | None:
    """Return a blob's encoding, size and content as they are at this moment, None where there is none any more."""
    with connection.engine.connect() as another:
        row = another.exec_driver_sql(_AGAIN, (sha256,)).one_or_none()
    return None if row is None else tuple(row)


def unpacked(encoding: object, size: object, content: object) -> bytes:
    """Return a mail's bytes from the values of a row that holds them; raises Unreadable where they are none of ours.

    Not a byte more than `size` is unpacked, whatever somebody has put there.
    """
    if not isinstance(content, bytes) or not isinstance(size, int):
        raise Unreadable("its columns are not as the bot writes them")
    raw = content if encoding == PLAIN else _inflated(encoding, size, content)
    if len(raw) != size:
        raise Unreadable("its size is another one")
    return raw


def _inflated(encoding: object, size: int, content: bytes) -> bytes:
    if encoding != ZLIB:
        raise Unreadable(f"its encoding is {encoding!r}")
    machine = zlib.decompressobj()
    try:
        raw = machine.decompress(content, max(size, 0) + 1)
    except zlib.error as error:
        raise Unreadable(str(error)) from error
    if not machine.eof or machine.unused_data:
        raise Unreadable("its compressed bytes do not end where they should")
    return raw


def drop_unused(connection: Connection, hashes: Iterable[str]) -> None:
    """Take out the blobs, of those with these hashes, that no message needs any more."""
    every = sorted(set(hashes))
    for start in range(0, len(every), _AT_ONCE):
        some = every[start : start + _AT_ONCE]
        holes = ", ".join("?" * len(some))
        # What is read is found by the index `messages_bytes`; what waits is little.
        used = " UNION ALL ".join(
            f"SELECT raw_sha256 FROM messages WHERE {_KEPT} AND outcome {which} 'accepted' AND raw_sha256 IN ({holes})"  # noqa: S608 - holes
            for which in ("<>", "=")
        )
        used += f" UNION ALL SELECT sha256 FROM slack_files WHERE sha256 IN ({holes})"  # noqa: S608 - holes
        wanted = f"DELETE FROM blobs WHERE sha256 IN ({holes}) AND sha256 NOT IN ({used})"  # noqa: S608 - holes
        connection.exec_driver_sql(wanted, (*some, *some, *some, *some))


def of_messages(connection: Connection, after: int) -> Iterator[tuple[int, bytes]]:
    """Yield the bytes of every message with a number above `after`, with that number; what cannot be read as it is."""
    wanted = f"messages JOIN blobs ON sha256 = raw_sha256 WHERE id > ? AND {_KEPT} ORDER BY id"
    for number, sha256, *kept in _rows(connection, "id, sha256", wanted, after):
        yield number, _readable(connection, sha256, kept)


def holding(connection: Connection, text: str) -> Iterator[int]:
    """Yield the row numbers of the blobs that hold a text, whatever its case; what cannot be read holds it as it is."""
    sought = text.lower().encode()
    for number, sha256, *kept in _rows(connection, "rowid, sha256", "blobs"):
        if sought in _readable(connection, sha256, kept).lower():
            yield number


def faults(connection: Connection) -> Iterator[tuple[int | None, str, str | None]]:
    """Yield for each blob the first message that needs it, its hash, and what is wrong with it, None for nothing.

    The message is None where all that had these bytes are erased or let go.
    """
    every = (
        f"SELECT raw_sha256, id FROM messages WHERE {_KEPT}"  # noqa: S608 - ours
        " UNION ALL SELECT sha256, message_id FROM slack_files WHERE sha256 <> ''"
    )
    owners = f"SELECT raw_sha256, min(id) AS owner FROM ({every}) GROUP BY raw_sha256"  # noqa: S608 - ours
    wanted = f"blobs LEFT JOIN ({owners}) ON raw_sha256 = sha256"
    for owner, sha256, *kept in _rows(connection, "owner, sha256", wanted):
        yield owner, str(sha256), _fault(connection, str(sha256), kept)


def _fault(connection: Connection, sha256: str, kept: list[object]) -> str | None:
    try:
        raw = read(connection, sha256, kept)
    except Unreadable as error:
        return str(error)
    return None if hashlib.sha256(raw).hexdigest() == sha256 else "they have another SHA-256"


def _readable(connection: Connection, sha256: str, kept: list[object]) -> bytes:
    """Return a mail's bytes, and what stands in their place where they are none of ours."""
    try:
        return read(connection, sha256, kept)
    except Unreadable:
        return kept[-1] if isinstance(kept[-1], bytes) else str(kept[-1]).encode("utf-8", "surrogateescape")


def _rows(connection: Connection, first: str, wanted: str, *values: object) -> Iterator[tuple[Any, ...]]:
    """Yield some columns and then what `unpacked` wants of blobs, row by row: a mail may be large, a store is larger.

    Raises Unreadable where not even the database can read them.
    """
    cursor = connection.connection.cursor()
    try:
        yield from cursor.execute(f"SELECT {first}, encoding, size, {_CONTENT} FROM {wanted}", values)  # noqa: S608 - ours
    except sqlite3.Error as error:
        raise Unreadable(str(error)) from error
    finally:
        cursor.close()
