"""The SMTP and LMTP doors: opened, and closed without losing what was accepted."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from socket import socket

from intake.doors.crowd import Crowd
from intake.doors.smtp_door import Door, LmtpDoor
from intake.doors.smtp_handler import Accepts, DoorSettings, Handler

_LONGEST_FAREWELL = 10.0


class OpenDoor:
    """A door that listens."""

    def __init__(self, server: asyncio.Server, crowd: Crowd) -> None:
        """Take what `open_door` has opened."""
        self._server = server
        self._crowd = crowd

    @property
    def sockets(self) -> tuple[socket, ...]:
        """Return what it listens on; the port in use is that of the first one's name."""
        return tuple(self._server.sockets)

    def close(self) -> None:
        """Listen no more; who is in may stay."""
        self._crowd.close()
        self._server.close()

    async def finish(self, seconds: float = _LONGEST_FAREWELL) -> None:
        """Show everybody out within `seconds`, then close; a mail that has come whole is stored and answered first.

        Whoever comes meanwhile hears 421.
        """
        self._crowd.close()
        leaving = [guest.ask_to_leave() for guest in self._crowd]
        if leaving:
            await asyncio.wait(leaving, timeout=seconds)
        self.close()


async def open_door(settings: DoorSettings, accepts: Accepts, now: Callable[[], datetime]) -> OpenDoor:
    """Listen. Raises OSError when the place cannot be listened on."""
    crowd = Crowd(most=settings.most_connections, most_per_address=settings.most_per_address)
    pattern = (LmtpDoor if settings.lmtp else Door)(Handler(settings, accepts, now), crowd, settings)
    server = await asyncio.get_running_loop().create_server(
        pattern.another,
        settings.host,
        settings.port,
        ssl=settings.tls if settings.implicit_tls else None,
        backlog=1024,
    )
    return OpenDoor(server, crowd)
