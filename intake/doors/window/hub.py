"""Who looks at which talk: windows sit down here, and are stirred when there is something to show."""

import asyncio
import contextlib
from collections import Counter
from dataclasses import dataclass, field

_OF_ONE = 4  # open windows of one talk; the one that has been open longest makes room
_PART = 4  # of all seats one address may have the fourth part, that nobody alone can take them all


@dataclass(slots=True, eq=False, kw_only=True)
class Seat:
    """One open window of a talk: `stirred` when there is something for it, `ended` when it has to go.

    `address` is where it was opened from, "" for nowhere that counts.
    """

    talk: int
    address: str = ""
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False

    def end(self) -> None:
        """Let it go."""
        self.ended = True
        self.stirred.set()


class Hub:
    """The open windows of a desk, `most` in all."""

    def __init__(self, most: int) -> None:
        """Start with nobody there."""
        self._most = most
        self._seats: dict[int, list[Seat]] = {}
        self._taken = 0
        self._there: Counter[str] = Counter()
        self._closed = False
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def taken(self) -> int:
        """Return how many windows are open."""
        return self._taken

    def talks(self) -> set[int]:
        """Return whose windows are open, by the visitors' numbers; on the event loop's thread."""
        return {*self._seats}

    def sit(self, talk: int, address: str = "") -> Seat | None:
        """Give a window its seat, on the event loop; None where there is none left for it, or the door closes.

        A window whose network went away may still seem to be open: the oldest of a talk goes, not the newest.
        """
        self._loop = asyncio.get_running_loop()
        seats = self._seats.get(talk, [])
        crowded = bool(address) and self._there[address] >= max(_OF_ONE, self._most // _PART)
        if self._closed or ((crowded or self._taken >= self._most) and len(seats) < _OF_ONE):
            return None
        for old in seats[: max(0, len(seats) - _OF_ONE + 1)]:
            old.end()
            self.leave(old)
        seat = Seat(talk=talk, address=address)
        self._there[address] += 1
        self._seats.setdefault(talk, []).append(seat)
        self._taken += 1
        return seat

    def leave(self, seat: Seat) -> None:
        """Take a window's seat back; harmless when it has been."""
        seats = self._seats.get(seat.talk, [])
        if seat not in seats:
            return
        seats.remove(seat)
        self._taken -= 1
        self._there[seat.address] -= 1
        if not self._there[seat.address]:
            del self._there[seat.address]
        if not seats:
            del self._seats[seat.talk]

    def notify(self, talk: int) -> None:
        """Tell a talk's windows, by its visitor's number, that there is something to show; from any thread."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended, and with it every window
                self._loop.call_soon_threadsafe(self._stir, talk)

    def close(self) -> None:
        """Let every window go and take no more, on the event loop."""
        self._closed = True
        for seats in [*self._seats.values()]:
            for seat in seats:
                seat.end()

    def _stir(self, talk: int) -> None:
        for seat in self._seats.get(talk, ()):
            seat.stirred.set()
