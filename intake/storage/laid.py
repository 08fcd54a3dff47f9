"""Which mails lie in segments beside the store, whether those are there, and how a mail is taken in."""

from sqlalchemy import Connection

from intake.database.segments import folder_of, names, place_of
from intake.storage.blobs import PLAIN, ZLIB, Laid

# The encoding is written out in these, or the index `blobs_laid` could not be used.
_SEGMENTS = "SELECT DISTINCT CAST(substr(content, 1, 16) AS TEXT) FROM blobs WHERE encoding = 'segment'"
_EVERY = "SELECT sha256, size, content FROM blobs WHERE encoding = 'segment' ORDER BY content"
_TAKE_IN = "UPDATE blobs SET encoding = ?, content = ? WHERE encoding = 'segment' AND sha256 = ?"


def segments(connection: Connection) -> set[str]:
    """Return the names of the segments in which mails lie."""
    return set(connection.exec_driver_sql(_SEGMENTS).scalars())


def every(connection: Connection) -> list[tuple[str, Laid]]:
    """Return the mails that lie in segments with their hashes, in the order of their places."""
    rows = connection.exec_driver_sql(_EVERY).all()
    places = ((sha256, size, place_of(content)) for sha256, size, content in rows)
    return [(sha256, Laid(place, size)) for sha256, size, place in places if place is not None]


def lost(connection: Connection) -> str | None:
    """Return what to do about segments that are not where the store is, None where all are there."""
    folder = folder_of(connection)
    gone = set() if folder is None else segments(connection) - names(folder)
    if gone:  # or dropped since this transaction began to read, for their mails have been taken in
        with connection.engine.connect() as another:
            gone &= segments(another)
    if not gone:
        return None
    mails = sum(one.place.segment in gone for _, one in every(connection))
    said = "1 mail lies" if mails == 1 else f"{mails} mails lie"
    return f"{said} in a folder that is not there or not whole, {folder}; put it back beside the store"


def take_in(connection: Connection, sha256: str, raw: bytes, made: bytes | None) -> None:
    """Put a mail that lies in a segment into the store, compressed as `made` or, where that is None, as it is."""
    connection.exec_driver_sql(_TAKE_IN, (PLAIN, raw, sha256) if made is None else (ZLIB, made, sha256))
