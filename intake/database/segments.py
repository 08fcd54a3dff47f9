"""Segments: files beside the store in which large mails lie from the door until the worker puts them into the store.

Their bytes are written once while the sender waits, many mails with one `fdatasync`; SQLite writes each twice, to its
journal and then to its file. The row of a mail says where it lies, and is committed only when it lies there. A segment
to which no row points is nobody's: what a crash leaves behind is dropped at the next start.
"""

import os
import re
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

_SUFFIX = ".incoming"
_NAME = re.compile(r"[0-9a-f]{16}")
_PLACE = re.compile(rb"([0-9a-f]{16}) ([0-9]{1,15})")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies: in which segment, and from which byte of it."""

    segment: str
    offset: int

    def __bytes__(self) -> bytes:
        """Return it as a row keeps it."""
        return f"{self.segment} {self.offset}".encode()


def place_of(kept: object) -> Place | None:
    """Return the place that a row keeps; None where it is none, whatever somebody has put there."""
    found = _PLACE.fullmatch(kept) if isinstance(kept, bytes) else None
    return None if found is None else Place(found[1].decode(), int(found[2]))


def folder_of(connection: Connection) -> Path | None:
    """Return the folder of a store's segments, there or not yet; None for a store that is no file."""
    if connection.dialect.name != "sqlite":
        return None
    found = connection.exec_driver_sql("SELECT file FROM pragma_database_list WHERE name = 'main'").scalar()
    return Path(f"{found}{_SUFFIX}") if found else None


def names(folder: Path) -> set[str]:
    """Return which segments a folder has; none where there is no such folder."""
    with suppress(FileNotFoundError):
        return {path.name for path in folder.iterdir() if _NAME.fullmatch(path.name)}
    return set()


def read(folder: Path, place: Place, size: int) -> bytes:
    """Return up to `size` bytes from a place, fewer where the segment ends before; raises OSError."""
    found = b""
    file = os.open(folder / place.segment, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        while len(found) < size and (more := os.pread(file, size - len(found), place.offset + len(found))):
            found += more
    finally:
        os.close(file)
    return found


def drop(folder: Path, which: Iterable[str]) -> None:
    """Take segments away; one that is gone already is none to take."""
    for name in which:
        with suppress(FileNotFoundError):
            (folder / name).unlink()


class Segments:
    """Those of one folder to which this process, and no other, appends; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Append to a new one; whatever is there is of an earlier process."""
        self._folder = folder
        self._books = threading.Lock()
        self._held: Counter[str] = Counter()  # mails that were laid down and whose rows are not committed yet
        self._name = ""
        self._file: int | None = None
        self._end = 0

    def lay(self, mails: Sequence[bytes]) -> list[Place]:
        """Write mails, which are on disk when this returns; their segment is held until each place is `settled`.

        Raises OSError, and nothing of them is kept, where there is no room or the disk fails.
        """
        file = self._open()
        with self._books:
            self._held[self._name] += len(mails)
        begin, places = self._end, []
        try:
            for raw in mails:
                places.append(Place(self._name, self._end))
                self._end += _write(file, raw, self._end)
            _sync(file)
        except OSError:
            self._undo(begin, len(mails))
            raise
        return places

    def settled(self, places: Iterable[Place]) -> None:
        """Hold nothing for these any more: their rows are committed, or never will be."""
        with self._books:
            self._held -= Counter(place.segment for place in places)

    def tidy(self, needed: Callable[[], set[str]]) -> bool:
        """Append to another segment from now on, and drop each to which no row points; tell whether any is left.

        `needed` reads from the store which ones have rows: it is asked after those that are held were noted, so that a
        row that is committed meanwhile is seen in one of the two.
        """
        self.close()
        there = names(self._folder)
        with self._books:
            held = set(self._held)
        unneeded = there - held - needed() if there - held else set()
        drop(self._folder, unneeded)
        return bool(there - unneeded)

    def close(self) -> None:
        """Append no more to the segment at hand."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self) -> int:
        if self._file is not None:
            return self._file
        if not self._folder.is_dir():
            self._folder.mkdir(mode=0o700)
            _sync_folder(self._folder.parent)  # its entry has to outlive a power cut, too
        self._name, self._end = secrets.token_hex(8), 0  # never one that an older copy of the store knows
        made = os.open(self._folder / self._name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            _sync_folder(self._folder)
        except OSError:
            os.close(made)
            raise
        self._file = made
        return made

    def _undo(self, begin: int, mails: int) -> None:
        """Forget what was being written; what a failed `fdatasync` has done to a file nobody knows, so it is left."""
        with self._books:
            self._held -= Counter({self._name: mails})
        self.close()
        with suppress(OSError):
            if begin:
                os.truncate(self._folder / self._name, begin)
            else:
                drop(self._folder, [self._name])


def _write(file: int, raw: bytes, at: int) -> int:
    """Write all of a mail at a place, and return its length."""
    rest, done = memoryview(raw), 0
    while done < len(raw):
        done += os.pwrite(file, rest[done:], at + done)
    return done


def _sync(file: int) -> None:
    """Wait until the bytes are on disk, and the length; not every system can leave out the time."""
    getattr(os, "fdatasync", os.fsync)(file)


def _sync_folder(folder: Path) -> None:
    entry = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)
