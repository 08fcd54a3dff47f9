"""Files that `intake contracts new` writes: whole or not at all, and none over another unasked."""

import os
from pathlib import Path

from intake.domain.errors import BadInput


def refuse_written(file: Path, *, force: bool) -> None:
    """Raise BadInput for a file that is there already, unless `force`."""
    if file.exists() and not force:
        raise BadInput(f"{file} is there already; choose another name, or write over it with --force")


def write_whole(file: Path, text: str) -> None:
    """Write a whole file or none; raises BadInput when it cannot be written."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(f"{file}: cannot be written: {error.strerror}") from error
