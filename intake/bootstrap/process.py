"""What the process asks of the system before it serves: open files, turns for the door, rare looks for garbage.

The event loop is asyncio's own. uvloop was measured in its place (`python -m tests.bench receive`, with the writer's
thread beside it) and took in no more mail, and the longest waits were longer.
"""

import contextlib
import gc
import sys

_FOR_THE_REST = 200  # the store, logs, mail going out, the web
# Python lets a thread that computes go on for 5 ms before another has its turn. The door asks for its turn after every
# read and write, so that is what clients would wait for while mail is being stored and worked on.
_TURN_SECONDS = 0.001


def prepare(most_connections: int) -> None:
    """Make room for so many connections, as far as the system allows, and let threads take turns often."""
    sys.setswitchinterval(_TURN_SECONDS)
    with contextlib.suppress(ImportError):  # Windows has no such limits
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 2 * most_connections + _FOR_THE_REST  # each may have a file for its body
        if hard != resource.RLIM_INFINITY:
            wanted = min(wanted, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def settle() -> None:
    """Let the garbage collector leave alone what has been loaded for good: looking through it stops every thread."""
    gc.collect()
    gc.freeze()
