"""Changes: stirs the open windows of a talk whose case is not what it was, though no line of it says so.

A case is closed, reopened, decided or given away by commands of other processes too: the store alone tells. Only the
talks whose window is open are looked for, all of them at once.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

from intake.database.engine import Database
from intake.delivery.rounds import Rounds
from intake.storage.window.standing import Standing, of_talks

EVERY = timedelta(seconds=2)


class Changes(Rounds):
    """Looks every two seconds until it is stopped; `changed` is told of whose talks, on the event loop's thread."""

    _name: ClassVar[str] = "window.changes"

    def __init__(self, database: Database, seated: Callable[[], set[int]], changed: Callable[[set[int]], None]) -> None:
        """Look into `database` for the talks that `seated` names."""
        super().__init__()
        self._database = database
        self._seated = seated
        self._changed = changed
        self._known: dict[int, Standing | None] = {}

    async def _begin(self) -> int:
        talks = self._seated()
        found = await asyncio.to_thread(self._look, talks) if talks else {}
        # One that has just been opened is stirred too: it may have drawn its case before the change.
        moved = {talk for talk, standing in found.items() if talk not in self._known or self._known[talk] != standing}
        self._known = found
        if moved:
            self._changed(moved)
        return 0

    def _look(self, talks: set[int]) -> dict[int, Standing | None]:
        with self._database.read() as connection:
            found = of_talks(connection, talks)
        return {talk: found.get(talk) for talk in talks}

    def _pause(self) -> timedelta:
        return EVERY

    def _recover(self) -> None:
        """Bring nothing in order: it only looks."""
