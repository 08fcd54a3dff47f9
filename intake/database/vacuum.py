"""Writing the store's file anew, so that what was taken out of it is not in its unused pages either."""

from sqlalchemy.exc import OperationalError

from intake.database.engine import Database

_PATIENCE = 3000  # milliseconds for others to end their reading


def rewrite(database: Database) -> bool:
    """Write the file anew and empty its journal; False while another program's reading keeps old pages in use."""
    if database.engine.dialect.name != "sqlite":
        return True
    raw = database.engine.raw_connection()  # a transaction of ours would be one too many: VACUUM wants none
    raw.detach()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_PATIENCE}")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, *_) = cursor.fetchone() or (1,)
    except OperationalError:
        return False
    finally:
        raw.close()
    return not busy
