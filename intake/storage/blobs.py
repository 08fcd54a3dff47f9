"""Raw mails by their hash: equal mails are kept once, compressed once they have been read."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

PLAIN = ""
ZLIB = "zlib"

_LEVEL = 6
_AT_ONCE = 500

# INSERT OR IGNORE: whoever sends the same bytes again adds nothing.
_INSERT = "INSERT OR IGNORE INTO blobs (sha256, encoding, size, content) VALUES (?, ?, ?, ?)"
_PACK = (
    "UPDATE blobs SET encoding = ?, content = ? WHERE encoding = ?"
    " AND sha256 = (SELECT raw_sha256 FROM messages WHERE id = ?)"
)
# What is no blob is none of ours, and text that is none cannot even be read.
_CONTENT = "CASE typeof(content) WHEN 'blob' THEN content END"
_KEPT = "let_go_at IS NULL AND erased_at IS NULL"  # of messages that need their bytes


class Unreadable(ValueError):
    """Kept bytes that cannot be read back: somebody or something has changed them."""


def put(connection: Connection, contents: Mapping[str, bytes]) -> None:
    """Keep mails by their SHA-256 (hex), as they are: whoever sends them waits for it."""
    if contents:
        connection.exec_driver_sql(_INSERT, [(sha256, PLAIN, len(raw), raw) for sha256, raw in contents.items()])


def packed(raw: bytes) -> bytes | None:
    """Return a mail compressed; None where that makes it no smaller."""
    made = zlib.compress(raw, _LEVEL)
    return made if len(made) < len(raw) else None


def pack(connection: Connection, message_id: int, made: bytes) -> None:
    """Put what `packed` made in the place of a message's bytes; where they are compressed already nothing changes."""
    connection.exec_driver_sql(_PACK, (ZLIB, made, PLAIN, message_id))


def unpacked(encoding: object, size: object, content: object) -> bytes:
    """Return a mail's bytes from a row's values; raises Unreadable where they are none of ours.

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
        wanted = f"DELETE FROM blobs WHERE sha256 IN ({holes}) AND sha256 NOT IN ({used})"  # noqa: S608 - holes
        connection.exec_driver_sql(wanted, (*some, *some, *some))


def of_messages(connection: Connection, after: int) -> Iterator[tuple[int, bytes]]:
    """Yield the bytes of every message with a number above `after`, with that number; what cannot be read as it is."""
    wanted = f"messages JOIN blobs ON sha256 = raw_sha256 WHERE id > ? AND {_KEPT} ORDER BY id"
    for number, *kept in _rows(connection, "id", wanted, after):
        yield number, _readable(kept)


def holding(connection: Connection, text: str) -> Iterator[int]:
    """Yield the row numbers of the blobs that hold a text, whatever its case; what cannot be read holds it as it is."""
    sought = text.lower().encode()
    for number, *kept in _rows(connection, "rowid", "blobs"):
        if sought in _readable(kept).lower():
            yield number


def faults(connection: Connection) -> Iterator[tuple[int | None, str, str | None]]:
    """Yield for each blob the first message that needs it, its hash, and what is wrong with it, None for nothing.

    The message is None where all that had these bytes are erased or let go.
    """
    owners = f"SELECT raw_sha256, min(id) AS owner FROM messages WHERE {_KEPT} GROUP BY raw_sha256"  # noqa: S608 - ours
    wanted = f"blobs LEFT JOIN ({owners}) ON raw_sha256 = sha256"
    for owner, sha256, *kept in _rows(connection, "owner, sha256", wanted):
        yield owner, str(sha256), _fault(str(sha256), kept)


def _fault(sha256: str, kept: list[object]) -> str | None:
    try:
        raw = unpacked(*kept)
    except Unreadable as error:
        return str(error)
    return None if hashlib.sha256(raw).hexdigest() == sha256 else "they have another SHA-256"


def _readable(kept: list[object]) -> bytes:
    """Return a mail's bytes, and what stands in their place where they are none of ours."""
    try:
        return unpacked(*kept)
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
