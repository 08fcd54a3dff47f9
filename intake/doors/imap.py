"""The IMAP door: each mailbox is read by a thread of its own, and read on from where the store says it was."""

import random
import threading
from dataclasses import replace

import structlog
from imapclient.exceptions import IMAPClientError

from intake.doors.imap_drain import Drain
from intake.doors.imap_follow import follow
from intake.doors.imap_login import Refused
from intake.doors.imap_mailbox import Desk, Mailbox
from intake.doors.imap_session import Session, connected, opened
from intake.storage.mailboxes import Cursor, cursor_of, keep

log = structlog.get_logger()

_JITTER = 0.2
_STOPPING = 5.0  # seconds; a thread that a silent server holds longer than that stores nothing any more


class ImapDoor:
    """The readers of all mailboxes."""

    def __init__(self, mailboxes: tuple[Mailbox, ...], desk: Desk) -> None:
        """Read `mailboxes` for `desk`, a thread each."""
        self._readers = [Reader(mailbox, desk) for mailbox in mailboxes]

    def start(self) -> None:
        """Start them."""
        for reader in self._readers:
            reader.start()

    def stop(self) -> None:
        """Stop them; each finishes what it is storing."""
        for reader in self._readers:
            reader.stop()
        for reader in self._readers:
            reader.join()


class Reader:
    """Reads one mailbox for as long as the bot runs, over every fault of the server, the network and single mails."""

    def __init__(self, mailbox: Mailbox, desk: Desk) -> None:
        """Read `mailbox` for `desk`."""
        self._mailbox = mailbox
        self._desk = desk
        self._log = log.bind(mailbox=mailbox.number, host=mailbox.server.host)
        self._stopping = threading.Event()
        self._drain = Drain(mailbox, desk, self._stopping.is_set)
        self._session: Session | None = None
        self._failures = 0  # in a row
        self._told = ""
        self._thread = threading.Thread(target=self._run, name=f"imap {mailbox.number}", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Say that it is over: what is being stored is finished, what is being fetched comes again at a next start."""
        self._stopping.set()
        session = self._session
        if session is not None:
            session.abandon()

    def join(self) -> None:
        """Wait until the thread has ended, for seconds at most."""
        self._thread.join(_STOPPING)

    def _run(self) -> None:
        while not self._stopping.is_set():
            done = self._drain.done
            try:
                self._read_on()
            except Exception as error:  # noqa: BLE001 - a door's last line: the reader outlives every server and store
                self._failures = self._failures if done == self._drain.done else 0
                self._failed(error)

    def _read_on(self) -> None:
        """Read over one connection, until it breaks or the bot stops."""
        after = self._mailbox.after
        with connected(self._mailbox.server) as client:
            session = self._session = opened(client, self._mailbox.folder, readonly=after.touches_nothing)
            cursor = self._begin(session)
            while not self._stopping.is_set():
                cursor = self._drain.drain(session, cursor, self._keep)
                cursor = follow(session, after, cursor, self._keep)
                self._tell("imap.open", self._mailbox.folder)
                session.wait(self._stopping, self._mailbox.poll_seconds)
                self._failures = 0

    def _begin(self, session: Session) -> Cursor:
        """Return where to read on; where UIDs count anew all is read again, and what is stored already is a copy."""
        mailbox = self._mailbox
        with self._desk.database.read() as connection:
            known = cursor_of(connection, mailbox.name)
        if known is not None and known.uidvalidity == session.uidvalidity:
            return known
        last = session.last_uid()
        if known is not None:
            self._log.warning("imap.renumbered", was=known.uidvalidity, now=session.uidvalidity, mails_up_to=last)
            anew = replace(known, uidvalidity=session.uidvalidity, last_uid=0, followed_uid=0, renumbered_uid=last)
            return self._keep(anew)
        start = last if mailbox.from_now else 0
        first = Cursor(
            mailbox=mailbox.name,
            uidvalidity=session.uidvalidity,
            last_uid=start,
            followed_uid=start,
            since=self._desk.now().replace(microsecond=0) if mailbox.from_now else None,
        )
        return self._keep(first)

    def _keep(self, cursor: Cursor) -> Cursor:
        """Write down how far it is read, where no mail came with it; not any more when the bot stops."""
        if not self._stopping.is_set():
            with self._desk.database.write() as connection:
                keep(connection, cursor)
        return cursor

    def _failed(self, error: Exception) -> None:
        """Say what is wrong and wait for the next attempt; after a refused login for long."""
        if self._stopping.is_set():
            return
        refused, remote = isinstance(error, Refused), isinstance(error, OSError | IMAPClientError)
        said = str(error)[:300] if refused or remote else f"{type(error).__name__}: {error}"[:300]
        self._tell("imap.refused" if refused else "imap.down" if remote else "imap.failed", said)
        pauses = self._desk.pauses
        pause = pauses[-1] if refused else pauses[min(self._failures, len(pauses) - 1)]
        self._failures += 1
        self._stopping.wait(pause * random.uniform(1 - _JITTER, 1 + _JITTER))  # noqa: S311 - spreads load, hides nothing

    def _tell(self, event: str, said: str) -> None:
        """Log how the mailbox is, once until it changes; servers put times and numbers into what they say."""
        told = event + "".join(char for char in said if not char.isdigit())
        if self._told == told:
            return
        self._told = told
        if event == "imap.open":
            self._log.info(event, folder=said)
        else:
            self._log.error(event, error=said)
