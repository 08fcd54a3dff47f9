"""A real `intake serve` in a folder of its own: started, watched, killed, started again."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

DESK = "support@desk.example"
SECRET = "a secret of at least sixteen, of"
ANN = "ann@gold.example"  # a contact of a customer whose contract sets the level by itself
BOB = "bob@matrix.example"  # a contact of a customer whose contract asks the suggestion

ROOT = Path(__file__).resolve().parents[2]
_INTAKE = (sys.executable, "-m", "intake")
_CUSTOMERS = f"""\
name,contract,plan,language,zone,telephone,domains,contacts
Gold Company,gotomyerp-plans,gold,en,,,gold.example,Ann Lee <{ANN}>
Matrix Company,priority-matrix,,en,,,matrix.example,Bob Ray <{BOB}>
"""

Found = TypeVar("Found")


def until(look: Callable[[], Found], seconds: float = 90.0, what: str = "") -> Found:
    """Return what `look` returns as soon as that is true; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited {seconds:g} s in vain for {what or look}"
        pause.wait(0.01)
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with the settings, the store and the logs of one bot."""

    folder: Path

    @property
    def settings(self) -> Path:
        return self.folder / "intake.toml"

    @property
    def store(self) -> Path:
        return self.folder / "intake.db"

    @property
    def trail(self) -> Path:
        return self.folder / "commits.txt"


def settle_in(folder: Path, smarthost: int, *, port: int = 0, most_per_hour: int = 20, desk: str = DESK) -> Place:
    """Write the settings of a bot: no model, a limit of 1 MB a mail, mail out to a port of this machine."""
    place = Place(folder)
    (folder / "models").mkdir(parents=True)
    place.settings.write_text(
        f'[desk]\naddress = "{desk}"\nsecret = "{SECRET} {desk}"\n'
        f'[store]\nurl = "sqlite:///{place.store.as_posix()}"\n'
        f'[smtp_door]\nport = {port}\nhostname = "door.example"\nmax_megabytes = 1\n'
        f"[smarthost]\nport = {smarthost}\n"
        f"[answers]\nmost_per_hour = {most_per_hour}\n"
        f'[folders]\nmodels = "{(folder / "models").as_posix()}"\n',
        encoding="utf-8",
    )
    return place


def import_customers(place: Place) -> None:
    """Import the two customers by the command line."""
    file = place.folder / "customers.csv"
    file.write_text(_CUSTOMERS, encoding="utf-8")
    command = [*_INTAKE, "customers", "import", str(file), "--settings", str(place.settings)]
    subprocess.run(command, check=True, capture_output=True, cwd=place.folder)


def intake(place: Place, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of the command line on a place's settings."""
    command = [*_INTAKE, *words, "--settings", str(place.settings)]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=place.folder)


def copy_store(source: Place, place: Place) -> None:
    """Give `place` the store of `source`, which nobody has open."""
    shutil.copyfile(source.store, place.store)


class Process(Protocol):
    """What a bot's owner does with its process: a part of `subprocess.Popen`."""

    @property
    def pid(self) -> int | None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None, /) -> int | None: ...
    def kill(self) -> None: ...
    def send_signal(self, number: int, /) -> None: ...


@dataclass(slots=True)
class Serving:
    """A running `intake serve`; its log is in `log`."""

    process: Process
    log: Path
    port: int = 0

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def events(self) -> list[dict[str, object]]:
        """Return what it has logged up to now, one object an event."""
        whole = self.log.read_bytes().rpartition(b"\n")[0]
        return [json.loads(line) for line in whole.splitlines() if line.startswith(b"{")]

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self, seconds: float = 20.0) -> int | None:
        """Ask it to stop (SIGTERM) and return its exit code; fail when it takes longer than `seconds`."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def ready(self) -> bool:
        """Tell whether the door is open, and remember its port."""
        for event in self.events():
            if event["event"] == "door.open":
                self.port = int(str(event["port"]))
        return self.port != 0


def next_log(place: Place) -> Path:
    """Return a new log's name."""
    return place.folder / f"serve{len(list(place.folder.glob('serve*.log')))}.log"


def begin(place: Place) -> Serving:
    """Start `intake serve` and return at once."""
    log = next_log(place)
    environment = {**os.environ, "INTAKE_TRACEBACK": "1"}
    command = [*_INTAKE, "serve", "--settings", str(place.settings)]
    with log.open("wb") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stderr=file)
    return Serving(process, log)


@contextmanager
def opened(bot: Serving) -> Iterator[Serving]:
    """Give a bot that was begun when its door is open, and kill it at the end if it still runs."""
    try:
        until(lambda: bot.ready() or not bot.alive, what="an open door")
        assert bot.port, f"serve ended at its start: {bot.log.read_text()}"
        yield bot
    finally:
        bot.kill()
