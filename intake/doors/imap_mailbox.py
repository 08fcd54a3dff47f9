"""A mailbox as the IMAP door reads it, and what it needs from the bot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from intake.database.engine import Database
from intake.domain.case import Accepted
from intake.domain.message import Envelope
from intake.doors.imap_session import Server
from intake.stages.fetched import Aside
from intake.storage.mailboxes import Cursor

PAUSES = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)
_LARGEST = 35 * 1024 * 1024


class Takes(Protocol):
    """What stores a fetched mail together with the cursor behind it, durable when it returns; raises when it is not."""

    def take(self, envelope: Envelope, cursor: Cursor) -> Accepted:
        """Store a mail."""
        ...

    def set_aside(self, envelope: Envelope, cursor: Cursor, aside: Aside) -> Accepted:
        """Park a mail that cannot be taken."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What is done to a mail in its mailbox once it is stored here: marked as read, moved to a folder, or neither."""

    seen: bool = False
    move: str | None = None

    @property
    def touches_nothing(self) -> bool:
        """Whether the mailbox is only read."""
        return not self.seen and self.move is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A folder on a server and how it is read.

    `number` counts the settings' mailboxes from 1; `address` is the desk's address it stands for, `own` are all of the
    desk's. `from_now` leaves alone what is there at the first start. `max_size` is in bytes. `return_path_by` is the
    domain of the server whose Return-Path is believed wherever it stands, "" for none.
    """

    number: int
    server: Server
    folder: str
    address: str
    own: frozenset[str]
    from_now: bool = True
    after: After = After()
    poll_seconds: float = 60.0
    max_size: int = _LARGEST
    return_path_by: str = ""

    @property
    def name(self) -> str:
        """Return what the store knows it by; the port is left out, so that TLS can be turned on later."""
        return f"{self.server.login.user}@{self.server.host}/{self.folder}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the readers of all mailboxes share; `pauses` are seconds between attempts, the last one for all further."""

    database: Database
    takes: Takes
    now: Callable[[], datetime]
    pauses: tuple[float, ...] = PAUSES
