"""One store: read transactions beside each other, write transactions one at a time."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from intake.database.seals import Shapes, in_use, note_outside, seal
from intake.database.turn import Turn
from intake.domain.errors import BadInput


class Database:
    """A store at a URL such as `sqlite:////var/lib/intake/intake.db`."""

    def __init__(self, url: str) -> None:
        """Connect lazily; raises BadInput for a URL that cannot be used."""
        self.engine = _engine(url)
        # Writers of one process queue here in turn, rather than poll the file's lock.
        self._turn = Turn()
        self._seals = False
        self._shapes = Shapes()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection for reading, at one moment's state of the store."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are sealed and on disk when the block ends, or undone if it raises."""
        with self._turn, self.engine.connect().execution_options(intake_write=True) as connection, connection.begin():
            if self._has_seals(connection):
                note_outside(connection)
            yield connection
            if self._has_seals(connection):
                seal(connection, self._shapes)

    @property
    def is_wanted(self) -> bool:
        """Tell whether somebody in this process waits to write: who has the turn may end their transaction early."""
        return self._turn.is_wanted

    def _has_seals(self, connection: Connection) -> bool:
        self._seals = self._seals or in_use(connection)
        return self._seals

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def sqlite_url(path: Path) -> str:
    """Return the URL of a store in a file."""
    return f"sqlite:///{path}"


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        engine = create_engine(parsed, hide_parameters=True, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    except (ArgumentError, ImportError) as error:
        raise BadInput(f"store: {url!r} cannot be used ({error}); write one such as sqlite:///intake.db") from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    path = engine.url.database
    if path and path != ":memory:":
        with contextlib.suppress(OSError):  # what cannot be made is told when it is opened
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # it will hold every mail

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        cursor = connection.cursor()
        # FULL: with NORMAL a power cut may take back rows that were committed and answered with 250.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("intake_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def is_missing(url: str) -> bool:
    """Tell whether no store has been made yet at a URL where one could be; a file with nothing in it is none."""
    file = Path(make_url(url).database or "")
    return file.parent.is_dir() and (not file.exists() or (file.is_file() and not file.stat().st_size))


def reachable(database: Database) -> str | None:
    """Return why the store cannot be opened, or None when it can."""
    try:
        with database.read() as connection:
            connection.exec_driver_sql("SELECT 1")
    except DBAPIError as error:
        return str(error.orig)
    return None
