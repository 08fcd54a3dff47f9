"""An empty store: the migrations run once in a process, and each test gets a copy of what they made."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from intake.database.engine import Database, sqlite_url
from intake.database.migrate import migrate


def open_store(folder: Path) -> Database:
    """Open the store in `folder`; where there is none yet, a new and empty one of the newest schema."""
    file = folder / "intake.db"
    database = Database(sqlite_url(file))  # which makes the file, for its owner alone
    if file.stat().st_size:
        migrate(database)
    else:
        file.write_bytes(_empty())
    return database


@cache
def _empty() -> bytes:
    """Return the file of a migrated store; it is closed first, so that nothing is left in the WAL."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "intake.db"
        database = Database(sqlite_url(file))
        migrate(database)
        database.close()
        return file.read_bytes()
