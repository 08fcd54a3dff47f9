"""A store that is only read: nothing is written to its file, nor to any file beside it."""

import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import NullPool

from intake.database.engine import Database
from intake.domain.errors import BadInput


class OnlyRead(Database):
    """A store in a file that this process cannot change."""

    def __init__(self, url: str) -> None:
        """Connect lazily; raises BadInput, when it is first read, for a file that cannot be."""
        super().__init__("sqlite://")
        self._path = Path(make_url(url).database or "")
        self._at_rest = _at_rest(self._path)
        self._was = _state(self._path)
        self.engine = self._only_reading()

    def refuse_changed(self) -> None:
        """Raise BadInput when a bot has begun to write to a store that lay still: what was read may be halves."""
        if self._at_rest and (not _at_rest(self._path) or _state(self._path) != self._was):
            raise BadInput(f"{self._path}: a bot began to write to it while it was being read; do the same again")

    def _only_reading(self) -> Engine:
        engine = create_engine("sqlite://", creator=self._connect, poolclass=NullPool, hide_parameters=True)

        @event.listens_for(engine, "begin")
        def _begin(connection: object) -> None:
            connection.exec_driver_sql("BEGIN")  # type: ignore[attr-defined] # a Connection of SQLAlchemy's

        return engine

    def _connect(self) -> sqlite3.Connection:
        # A store at rest is read as a file: SQLite would otherwise make its own files beside it, and leave them.
        how = "immutable=1" if self._at_rest else "mode=ro"
        try:
            connection = sqlite3.connect(f"file:{quote(str(self._path.resolve()))}?{how}", uri=True)
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            raise BadInput(
                f"{self._path}: cannot be read ({error}); a copy of a running store needs its -wal file beside it"
            ) from error
        connection.isolation_level = None
        return connection


def _at_rest(path: Path) -> bool:
    """Tell whether no process has the store open, and none died with it open."""
    log = path.with_name(f"{path.name}-wal")
    return not (log.exists() and log.stat().st_size)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
