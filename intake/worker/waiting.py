"""Who waits for a message to be durable, and how they hear that it is."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from intake.database.segments import Place
from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.storage.arrivals import Arrival

# Writes a message, or another thing that somebody waits for, into the transaction it is given; returns what it became.
Store = Callable[[Connection], Any]


@dataclass(frozen=True, slots=True)
class Large:
    """A large mail: its bytes, and what tells it from others, which is being worked out."""

    raw: bytes
    arrival: "Future[Arrival]"


Wanted = Store | tuple[Channel, Envelope] | Large


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody wants stored, with `place` where its bytes lie in a segment, and whom to tell what became of it."""

    wanted: Wanted
    loop: asyncio.AbstractEventLoop
    outcome: "asyncio.Future[Any]"
    place: Place | None = None

    @property
    def size(self) -> int:
        """Return about how many bytes of it are to be written to the store."""
        if isinstance(self.wanted, Large):
            return 0 if self.place else len(self.wanted.raw)
        return len(self.wanted[1].raw) if isinstance(self.wanted, tuple) else 0


def tell(waiting: Sequence[Waiting], outcomes: Sequence[Accepted | Exception]) -> None:
    """Wake each event loop once for all that it waits for; one that has closed meanwhile waits for nothing."""
    for loop in {one.loop for one in waiting}:
        own = [(w.outcome, one) for w, one in zip(waiting, outcomes, strict=True) if w.loop is loop]
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, own)


def _settle(outcomes: "list[tuple[asyncio.Future[Accepted], Accepted | Exception]]") -> None:
    for waiting, one in outcomes:
        if waiting.done():
            continue
        if isinstance(one, Exception):
            waiting.set_exception(one)
        else:
            waiting.set_result(one)
