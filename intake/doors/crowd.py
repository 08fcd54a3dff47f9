"""How many may be in the door at once, in all and from one address, and who has to leave when it is full."""

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

    def enter(self, guest: Guest, now: float) -> bool:
        """Let a connection in; False when it is to be turned away with `BUSY`."""
        from_there = [other for other in self._guests.values() if other.address == guest.address]
        if len(from_there) >= self.most_per_address and not self._make_room(from_there, now):
            return False
        if len(self._guests) >= self.most and not self._make_room(list(self._guests.values()), now):
            return False
        self._guests[id(guest)] = guest
        return True

    def leave(self, guest: Guest) -> None:
        """Forget a connection that has ended; one that never came in is no mistake."""
        self._guests.pop(id(guest), None)

    def __len__(self) -> int:
        """Return how many are in."""
        return len(self._guests)

    def __iter__(self) -> Iterator[Guest]:
        """Yield those who are in."""
        return iter(list(self._guests.values()))

    def _make_room(self, among: list[Guest], now: float) -> bool:
        idle = [(guest.idle_since, number) for number, guest in enumerate(among) if guest.idle_since is not None]
        since, number = min(idle, default=(now, 0))
        if now - since < self.patience:
            return False
        self.leave(among[number])
        among[number].show_out()
        return True
