"""One bot at a time on an embedded store: a lock that ends with the process that holds it."""

import fcntl
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from intake.database.engine import Database
from intake.domain.errors import BadInput


def claim_store(database: Database) -> TextIO | None:
    """Hold the store for this process until the returned file is closed; None for a store that is no file.

    Raises BadInput when another process serves it: two of them would take each other's mail for lost.
    """
    path = _file(database)
    if path is None:
        return None
    lock = os.fdopen(os.open(f"{path}.serving", os.O_CREAT | os.O_WRONLY, 0o600), "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise BadInput(
            f"store.url: another `intake serve` works on {path}; stop it, or give this one its own"
        ) from error
    return lock


def listens_on(lock: TextIO | None, ports: Iterable[int]) -> None:
    """Write down, beside the store, on which ports the process that holds it listens."""
    if lock is None:
        return
    lock.seek(0)
    lock.truncate()
    json.dump({"pid": os.getpid(), "ports": sorted(ports)}, lock)
    lock.flush()


def served_ports(database: Database) -> frozenset[int]:
    """Return the ports on which a process listens that serves this store now; none where none does, or says so."""
    path = _file(database)
    try:
        with Path(f"{path}.serving").open(encoding="utf-8") as lock:
            return frozenset(json.load(lock)["ports"]) if _is_held(lock) else frozenset()
    except (OSError, ValueError, LookupError, TypeError):
        return frozenset()


def _is_held(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    fcntl.flock(lock, fcntl.LOCK_UN)
    return False


def _file(database: Database) -> str | None:
    """Return the path of a store's file, None for a store that is none."""
    path = database.engine.url.database
    return path if database.engine.dialect.name == "sqlite" and path and path != ":memory:" else None
