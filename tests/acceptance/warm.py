"""A process that has loaded everything and forks bots: a start costs a tenth of a second instead of two.

Each line on its standard input is an order; it answers with the child's id, later with its exit status.
"""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.killed import Watch, run
from tests.acceptance.running import ROOT, Place, Serving, next_log
from tests.remembered import remember

NEVER = "never"
PATIENCE = 120.0  # seconds, on a machine that is busy with other things
_LOADED = (
    "classifier.storing",
    "classifier.suggest",
    "intake.bootstrap.process",
    "intake.bootstrap.serve",
    "intake.bootstrap.web",
    "intake.cli.serve",
    "intake.database.rechain",
    "uvicorn.protocols.http.h11_impl",
)


class Forked:
    """A child of the warm process, with those methods of Popen that a bot's owner uses."""

    def __init__(self, warm: "subprocess.Popen[bytes]", order: dict[str, str]) -> None:
        self._warm = warm
        self.returncode: int | None = None
        assert warm.stdin is not None
        warm.stdin.write(json.dumps(order).encode() + b"\n")
        warm.stdin.flush()
        self.pid = self._line(PATIENCE)  # the first order waits until everything is loaded
        assert self.pid is not None, "the warm process did not fork"

    def poll(self) -> int | None:
        """Return the exit status, None while it runs."""
        return self.wait(0.0)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end, at most so long."""
        if self.returncode is None:
            self.returncode = self._line(timeout)
        return self.returncode

    def kill(self) -> None:
        """Kill it if it runs."""
        if self.poll() is None and self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        if self.poll() is None and self.pid is not None:
            os.kill(self.pid, number)

    def _line(self, timeout: float | None) -> int | None:
        out = self._warm.stdout
        assert out is not None
        return int(out.readline()) if select.select([out], [], [], timeout)[0] else None


class Nursery:
    """The warm process, as tests see it."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.acceptance.warm"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def begin(self, place: Place, point: str = NEVER) -> Serving:
        """Start `intake serve` that is to die at `point`."""
        log = next_log(place)
        log.touch()
        order = {"point": point, "trail": str(place.trail), "log": str(log), "settings": str(place.settings)}
        return Serving(Forked(self._process, order), log)

    @classmethod
    @contextmanager
    def another(cls) -> "Iterator[Nursery]":
        """Give one more of them: each has one bot at a time."""
        nursery = cls()
        try:
            yield nursery
        finally:
            nursery.close()

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=30)


def main() -> None:
    """Load what serve loads, then fork a child for each order and wait for its end."""
    _load()
    for line in sys.stdin.buffer:
        pid = os.fork()
        if pid == 0:
            _become(json.loads(line))
        _say(pid)
        _say(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _load() -> None:
    """Do once what every bot would do at its start and at its first mail."""
    for module in _LOADED:
        import_module(module)
    from intake.bootstrap import library, templates
    from intake.parse.language import language_of
    from intake.suggest.adapter import facts_of

    remember(pytest.MonkeyPatch())
    library.settled_contracts()
    templates.read_templates()
    facts_of("The export does not work.")
    language_of("The export does not work since this morning.")


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _become(order: dict[str, Any]) -> None:
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDWR)
    for new, old in ((nothing, 0), (nothing, 1), (log, 2)):
        os.dup2(new, old)
    try:
        run(Watch(order["point"], Path(order["trail"])), ["serve", "--settings", order["settings"]])
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 0)
    finally:
        os._exit(70)


if __name__ == "__main__":
    main()
