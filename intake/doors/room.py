"""How much memory bodies may take in all, whoever sends them."""

import asyncio
from collections import deque


class Room:
    """A measure of `most` bytes that many share."""

    def __init__(self, most: int) -> None:
        """Start with all of it free."""
        self._most = most
        self._taken = 0
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @property
    def taken(self) -> int:
        """Return how many bytes are taken."""
        return self._taken

    def take(self, size: int) -> bool:
        """Take `size` bytes; False, and nothing taken, when so many are not free."""
        if self._taken + size > self._most:
            return False
        self._taken += size
        return True

    def give(self, size: int) -> None:
        """Give back what was taken; whoever waits longest and fits now goes on."""
        self._taken -= size
        while self._waiting and self._admits(self._waiting[0][0]):
            size, turn = self._waiting.popleft()
            if not turn.done():  # it may have hung up
                self._taken += size
                turn.set_result(None)

    async def wait(self, size: int) -> None:
        """Take `size` bytes when they are free, in turn; what is larger than all of the room goes alone."""
        if not self._waiting and self._admits(size):
            self._taken += size
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((size, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give(size)
            raise

    def _admits(self, size: int) -> bool:
        return self._taken == 0 or self._taken + size <= self._most
