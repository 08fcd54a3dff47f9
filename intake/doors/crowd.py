"""How many may be in the door at once, in all and from one address, and who has to leave when it is full."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

BUSY = b"421 4.3.2 Too many connections, please try again later\r\n"


class Guest(Protocol):
    """A connection: where it comes from, since when it has said nothing, and how it is shown out."""

    address: str
    idle_since: float | None

    def show_out(self) -> None:
        """Say 421 and hang up."""
        ...

    def ask_to_leave(self) -> "asyncio.Future[None]":
        """Say 421 and hang up when its mail is stored; return what is done when it has gone."""
        ...


@dataclass(slots=True, kw_only=True)
class Crowd:
    """The connections in the door. `most` in all, `most_per_address`; times are seconds of one steady clock.

    When it is full, whoever has been idle longest, for `patience` at least, makes room: a thousand sockets that only
    hold their place do not keep a mail server out. While nobody is idle the newcomer is turned away.
    """

    most: int
    most_per_address: int
    patience: float = 1.0
    _guests: dict[int, Guest] = field(default_factory=dict)
    _from: Counter[str] = field(default_factory=Counter)
    _closed: bool = False

    def enter(self, guest: Guest, now: float) -> bool:
        """Let a connection in; False when it is to be turned away with `BUSY`."""
        if self._closed:
            return False
        if self._from[guest.address] >= self.most_per_address and not self._make_room(now, guest.address):
            return False
        if len(self._guests) >= self.most and not self._make_room(now):
            return False
        self._guests[id(guest)] = guest
        self._from[guest.address] += 1
        return True

    def leave(self, guest: Guest) -> None:
        """Forget a connection that has ended; one that never came in is no mistake."""
        if self._guests.pop(id(guest), None) is not None:
            self._from[guest.address] -= 1
            if not self._from[guest.address]:
                del self._from[guest.address]

    def close(self) -> None:
        """Let nobody in any more."""
        self._closed = True

    def __len__(self) -> int:
        """Return how many are in."""
        return len(self._guests)

    def __iter__(self) -> Iterator[Guest]:
        """Yield those who are in."""
        return iter(list(self._guests.values()))

    def _make_room(self, now: float, address: str | None = None) -> bool:
        """Show out whoever has been idle longest, of those from an address if one is given."""
        among = [guest for guest in self if address is None or guest.address == address]
        idle = [(guest.idle_since, number) for number, guest in enumerate(among) if guest.idle_since is not None]
        since, number = min(idle, default=(now, 0))
        if now - since < self.patience:
            return False
        self.leave(among[number])
        among[number].show_out()
        return True
