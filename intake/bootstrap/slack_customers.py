"""The customers' side of Slack put together: what carries the words to them into their threads."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from intake.database.engine import Database
from intake.delivery.slack.postman import Postman, PostWay


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersSide:
    """What is woken with the courier, and run on the loop; what is pressed goes to the clerk."""

    postman: Postman
    tasks: "list[asyncio.Task[None]]" = field(default_factory=list)

    def begin(self) -> None:
        """Begin to post; call it on the event loop's thread, once Slack can be called."""
        self.tasks.append(asyncio.create_task(self.postman.run(), name="postman"))

    def wake(self) -> None:
        """Say that something may wait to be posted; call it on the event loop's thread."""
        self.postman.wake()

    async def stop(self) -> None:
        """Let the post at hand be answered, and end; what waits is posted after the next start."""
        self.postman.stop()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def customers_side(database: Database, way: PostWay, now: Callable[[], datetime]) -> CustomersSide:
    """Put it together for a desk that listens in Slack; nothing is posted before `begin`."""
    return CustomersSide(postman=Postman(database, way, now))
