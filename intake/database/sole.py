"""One bot at a time on an embedded store: a lock that ends with the process that holds it."""

import fcntl
import os
from typing import TextIO

from intake.database.engine import Database
from intake.domain.errors import BadInput


def claim_store(database: Database) -> TextIO | None:
    """Hold the store for this process until the returned file is closed; None for a store that is no file.

    Raises BadInput when another process serves it: two of them would take each other's mail for lost.
    """
    path = database.engine.url.database
    if database.engine.dialect.name != "sqlite" or not path or path == ":memory:":
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
