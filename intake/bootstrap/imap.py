"""The mailboxes of an installation: who is read, and how their mail gets into the store."""

import asyncio
import ssl
from dataclasses import dataclass
from functools import partial

from intake.bootstrap.clock import now
from intake.bootstrap.imap_settings import MailboxPart
from intake.bootstrap.settings import Settings
from intake.database.engine import Database
from intake.domain.case import Accepted
from intake.domain.errors import BadInput
from intake.domain.message import Envelope
from intake.doors.imap import ImapDoor
from intake.doors.imap_login import Login
from intake.doors.imap_mailbox import After, Desk, Mailbox
from intake.doors.imap_session import Server
from intake.stages.fetched import Aside, accept_fetched, set_aside
from intake.storage.mailboxes import Cursor
from intake.worker.writer import Writer

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """Hands fetched mail to the writer, from a thread of its own; raises what the store raised."""

    writer: Writer
    loop: asyncio.AbstractEventLoop

    def take(self, envelope: Envelope, cursor: Cursor) -> Accepted:
        """Store a mail with the cursor behind it."""
        store = partial(accept_fetched, envelope=envelope, cursor=cursor)
        return asyncio.run_coroutine_threadsafe(self.writer.write(store), self.loop).result()

    def set_aside(self, envelope: Envelope, cursor: Cursor, aside: Aside) -> Accepted:
        """Park a mail with the cursor behind it."""
        store = partial(set_aside, envelope=envelope, cursor=cursor, aside=aside)
        return asyncio.run_coroutine_threadsafe(self.writer.write(store), self.loop).result()


def open_imap_door(settings: Settings, database: Database, writer: Writer) -> ImapDoor:
    """Return the door to the settings' mailboxes, not started yet; raises BadInput for a ca_file that is none."""
    desk = Desk(database=database, takes=Fetched(writer, asyncio.get_running_loop()), now=now)
    return ImapDoor(mailboxes(settings), desk)


def mailboxes(settings: Settings) -> tuple[Mailbox, ...]:
    """Return the settings' mailboxes as the door reads them; raises BadInput for a ca_file that is none."""
    return tuple(_mailbox(settings, part, number) for number, part in enumerate(settings.mailboxes, start=1))


def _mailbox(settings: Settings, part: MailboxPart, number: int) -> Mailbox:
    return Mailbox(
        number=number,
        server=_server(part, number),
        folder=part.folder,
        address=part.address or settings.desk.address,
        own=frozenset({settings.desk.address, *settings.desk.more_addresses}),
        from_now=part.start == "now",
        after=After(seen=part.after == "seen", move=part.folder_afterwards),
        poll_seconds=part.poll_seconds,
        max_size=settings.smtp_door.max_megabytes * _MEGABYTE,
        return_path_by=part.return_path_by,
    )


def _server(part: MailboxPart, number: int) -> Server:
    login = Login(
        user=part.user,
        password=None if part.password is None else part.password.get_secret_value(),
        token_file=part.token_file,
        token_command=part.token_command,
    )
    return Server(
        host=part.host,
        port=part.where,
        tls=None if part.security == "none" else _tls(part, number),
        implicit=part.security == "tls",
        login=login,
    )


def _tls(part: MailboxPart, number: int) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=part.ca_file)
    except (OSError, ssl.SSLError) as error:
        said = error.strerror or "no certificates"
        raise BadInput(
            f"mailboxes, {number}, ca_file: {part.ca_file} cannot be used ({said}); check the path"
        ) from error
