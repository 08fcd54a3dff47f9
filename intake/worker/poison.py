"""Poison: a message at which the whole process dies is told by what was begun and never ended, and set aside.

An exception is caught where it is raised; a fault in native code, the lack of memory or a kill leaves nobody to catch
it. So the jobs that were there when the process started, whatever ended the one before, are marked in a commit of their
own before they are begun. Those that a mark was found on are done one at a time, after the others.
"""

import faulthandler
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from intake.database.engine import Database
from intake.queue import jobs
from intake.queue.jobs import Job

MOST_DEATHS = 3
_STDERR = 2
_LONGEST_ROUND = 300.0  # seconds; what a round does is bounded everywhere, and takes a second at most


def begin(database: Database, due: Sequence[Job], backlog: int) -> None:
    """Mark those of the jobs that were there at the start, which are numbered up to `backlog`, as begun; durable."""
    old = [job for job in due if job.id <= backlog]
    if old:
        with database.write() as connection:
            jobs.begin(connection, old)


def fatal(job: Job) -> str | None:
    """Return why a job is not begun again, or None: too many processes have ended while they were at it."""
    if job.begun < MOST_DEATHS:
        return None
    return f"the bot died {job.begun} times while reading this message, so it is not tried again by itself"


@contextmanager
def bounded_round() -> Iterator[None]:
    """End the process when a round hangs, so that whoever looks after it starts it again: it counts as a death.

    A thread of its own could not do it: native code that hangs holds the interpreter's lock.
    """
    faulthandler.dump_traceback_later(_LONGEST_ROUND, exit=True, file=_STDERR)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
