"""`intake`, killed with SIGKILL at one of its commits, or whenever it reads a mail that holds a word.

A commit is named by what it makes durable and counted from 1: the point `claimed:1:before` is just before the first
claim of a mail. Large mails have two steps more: `laid`, in a segment, and `dropped`, a segment. The names of the
commits that were made go to a file, one a line. At the point `reading:pill` it dies wherever the stages read a mail
that holds `pill`.
"""

import os
import signal
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect

from intake.database import segments

# What a transaction wrote, the telling part of its SQL with its parameters, in the order of trial.
_NAMES = (
    ("migrated", "CREATE TABLE"),
    ("accepted", "INSERT INTO messages"),
    ("processed", "UPDATE messages SET outcome"),
    ("opined", "INSERT INTO suggestions"),
    ("claimed", "UPDATE outbox SET state=? 'sending'"),
    ("sent", "UPDATE outbox SET state=? 'sent'"),
    ("recovered", "UPDATE outbox SET state=? 'unknown'"),
)


class Watch:
    """Counts commits by name and kills this process just before or just after the one that is wanted."""

    def __init__(self, point: str, trail: Path) -> None:
        """Wait for `point`, such as `accepted:2:after`, and write names to `trail`."""
        self._point = point
        self._trail = trail
        self._seen: Counter[str] = Counter()
        self._written = threading.local()
        kind, _, word = point.partition(":")
        self.deadly = word.encode() if kind == "reading" else b""

    def statement(
        self, _connection: object, _cursor: object, statement: str, parameters: object, _context: object, _many: object
    ) -> None:
        """Remember what this thread's transaction writes."""
        first = parameters[0] if isinstance(parameters, tuple) and parameters else ""
        told = " ".join(statement.split()).partition(",")[0]
        self._written.text = f"{getattr(self._written, 'text', '')}\n{told} {str(first)!r}"

    def committing(self, commit: Any) -> Any:
        """Return `commit` with the watch around it."""

        def watched(dialect: DefaultDialect, connection: Any) -> None:
            name = self._name()
            self._reach(f"{name}:before")
            commit(dialect, connection)
            with self._trail.open("a") as file:
                file.write(f"{name}\n")
            self._reach(f"{name}:after")

        return watched

    def around(self, name: str, step: Any) -> Any:
        """Return a step on files with the watch around it."""

        def watched(*told: Any) -> None:
            self._seen[name] += 1
            here = f"{name}:{self._seen[name]}"
            self._reach(f"{here}:before")
            step(*told)
            self._reach(f"{here}:after")

        return watched

    def _name(self) -> str:
        text = getattr(self._written, "text", "")
        self._written.text = ""
        name = next((name for name, sign in _NAMES if sign in text), "nothing")
        self._seen[name] += 1
        return f"{name}:{self._seen[name]}"

    def _reach(self, here: str) -> None:
        if here == self._point:
            os.kill(os.getpid(), signal.SIGKILL)


def _poison(word: bytes) -> None:
    """Let the process die wherever the stages read a mail that holds `word`, as by a fault in native code."""
    from intake.parse.message import parse_mail as parse
    from intake.stages import understand

    if not word:
        return

    def deadly(raw: bytes, **told: Any) -> Any:
        if word in raw:
            os.kill(os.getpid(), signal.SIGKILL)
        return parse(raw, **told)

    vars(understand)["parse_mail"] = deadly


def run(watch: Watch, words: list[str]) -> None:
    """Run the command line under the watch."""
    _poison(watch.deadly)
    event.listen(Engine, "before_cursor_execute", watch.statement)
    DefaultDialect.do_commit = watch.committing(DefaultDialect.do_commit)  # type: ignore[method-assign]
    vars(os)["fdatasync"] = watch.around("laid", os.fdatasync)  # of a segment: the store's own is not Python's
    really, watched = segments.drop, watch.around("dropped", segments.drop)
    vars(segments)["drop"] = lambda folder, which: (watched if which else really)(folder, which)
    sys.argv = ["intake", *words]
    from intake.__main__ import main

    main()
