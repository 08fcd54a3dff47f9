"""Ours and a named peer in turn, medians, and the rows of the table they end in."""

import contextlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from intake.bootstrap.logs import set_up_logs

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a bench runs: `quick` with fewer messages and rounds, `replies` a folder of replies of the caller's own."""

    quick: bool
    replies: Path | None = None

    @property
    def rounds(self) -> int:
        """Return how often ours and the peer take turns."""
        return 3 if self.quick else 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table; `better` is how many times better ours is, None without a peer."""

    what: str
    ours: str
    peer: str = "-"
    better: float | None = None


def in_turn(ours: Callable[[], float], peer: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Call both in each round, another one first each time, and return the medians of what they return."""
    found, theirs = all_in_turn([ours, peer], rounds)
    return found, theirs


def all_in_turn(calls: Sequence[Callable[[], float]], rounds: int) -> list[float]:
    """Call each in each round, forwards and backwards, and return the medians of what they return."""
    turns: list[tuple[Callable[[], float], list[float]]] = [(call, []) for call in calls]
    for number in range(rounds):
        for call, results in turns if number % 2 == 0 else reversed(turns):
            results.append(call())
    return [statistics.median(results) for _, results in turns]


def seconds(call: Callable[[], object], times: int = 1) -> float:
    """Return how long one call takes, on average over `times` calls in a row."""
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder on the clone's own disk: where /tmp is memory, an fsync there costs nothing and shows nothing."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=build) as name:
        yield Path(name)


@contextmanager
def logs_in_a_file() -> Iterator[None]:
    """Write the log as `intake serve` does, one JSON line an event, to a file instead of the terminal."""
    with scratch() as folder, (folder / "log").open("w", encoding="utf-8") as file:
        with contextlib.redirect_stderr(file):
            set_up_logs()
        yield
        set_up_logs(quiet=True)
