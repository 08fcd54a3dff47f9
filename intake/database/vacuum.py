"""Writing the store's file anew, so that what was taken out of it is not in its unused pages either."""

import sqlite3

from intake.database.engine import Database
from intake.domain.errors import BadInput

_REWRITE = "VACUUM"
_PATIENCE = 3000  # milliseconds for others to end their reading
_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def rewrite(database: Database) -> bool:
    """Write the file anew and empty its journal; False while another program's reading keeps old pages in use.

    Nothing can be written meanwhile. Raises BadInput for what else SQLite says, such as that the disk is full.
    """
    if database.engine.dialect.name != "sqlite":
        return True
    raw = database.engine.raw_connection()  # a transaction of ours would be one too many: VACUUM wants none
    raw.detach()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_PATIENCE}")
        cursor.execute(_REWRITE)
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, *_) = cursor.fetchone() or (1,)
    except sqlite3.Error as error:
        if _is_locked(error):
            return False
        raise BadInput(
            f"store.url: the file cannot be written anew ({error}), so old bytes are still in it; mend that and run "
            "this again"
        ) from error
    finally:
        raw.close()
    return not busy


def _is_locked(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _LOCKED  # the higher bits say which lock
