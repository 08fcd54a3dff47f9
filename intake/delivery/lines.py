"""Lines: connections to the smarthost, kept between mails until they have been idle, or have carried enough."""

import asyncio
from dataclasses import dataclass

import aiosmtplib
import structlog

from intake.delivery.smarthost import Smarthost, kept_words

log = structlog.get_logger()


class Away(Exception):
    """The smarthost cannot be reached, or does not let us in; the text says how."""


@dataclass(slots=True, eq=False)
class Line:
    """A connection; `carried` is how many mails it has had, `idle_since` a moment of the event loop's clock."""

    client: aiosmtplib.SMTP
    carried: int = 0
    idle_since: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How long an idle connection is kept, in seconds, and the most mails that one carries."""

    seconds: float = 30.0
    most_mails: int = 100


class Lines:
    """The connections that are open; one that is taken belongs to its taker until it is given back."""

    def __init__(self, smarthost: Smarthost, keeping: Keeping) -> None:
        """Begin with none."""
        self._smarthost = smarthost
        self._keeping = keeping
        self._idle: list[Line] = []

    async def take(self) -> Line:
        """Return an open connection, a new one if none is idle; raises Away."""
        await self.close_idle()
        return self._idle.pop() if self._idle else Line(await self._connected())

    async def renew(self, line: Line) -> None:
        """Put a new connection in the place of one that was lost; raises Away."""
        drop(line)
        line.client, line.carried = await self._connected(), 0

    async def give_back(self, line: Line) -> None:
        """Keep a connection for the next mail, or end one that is lost or has carried enough."""
        if line.carried >= self._keeping.most_mails or not line.client.is_connected:
            await _quit(line)
            return
        line.idle_since = asyncio.get_running_loop().time()
        self._idle.append(line)

    async def close_idle(self) -> None:
        """End what has been idle for too long, and forget what the smarthost has ended."""
        oldest = asyncio.get_running_loop().time() - self._keeping.seconds
        over = [line for line in self._idle if line.idle_since <= oldest or not line.client.is_connected]
        self._idle = [line for line in self._idle if line not in over]
        for line in over:
            await _quit(line)

    async def close(self) -> None:
        """End them all."""
        idle, self._idle = self._idle, []
        await asyncio.gather(*(_quit(line) for line in idle))

    async def _connected(self) -> aiosmtplib.SMTP:
        try:
            return await self._smarthost.connect()
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Away(kept_words(f"{type(error).__name__}: {error}")) from error


def drop(line: Line) -> None:
    """Cut a connection in the middle of whatever it was doing."""
    line.client.close()


async def _quit(line: Line) -> None:
    if not line.client.is_connected:
        return
    try:
        await line.client.quit(timeout=1.0)
    except (aiosmtplib.SMTPException, OSError):
        line.client.close()  # every mail has had its answer by now
