"""Every new mail of a mailbox, one after the other: stored, or set aside when it fails again and again."""

from collections.abc import Callable
from dataclasses import replace

import structlog

from intake.domain.message import Envelope
from intake.doors.imap_envelope import fetched_envelope
from intake.doors.imap_mailbox import Desk, Mailbox
from intake.doors.imap_session import Arrived, Session, TooLarge, is_cut, is_gone
from intake.stages.fetched import Aside
from intake.storage.mailboxes import Cursor, is_older

log = structlog.get_logger()

MOST_FAULTS = 3  # times that a mail may fail before it is set aside
MOST_CUTS = 6  # times that the network may break at one mail
_MEGABYTE = 1024 * 1024


class Drain:
    """Takes the mails of one mailbox; how often one has failed is remembered over connections."""

    def __init__(self, mailbox: Mailbox, desk: Desk, stopping: Callable[[], bool]) -> None:
        """Take mails of `mailbox` for `desk` until `stopping`."""
        self._mailbox = mailbox
        self._desk = desk
        self._stopping = stopping
        self._log = log.bind(mailbox=mailbox.number)
        self._faults: dict[int, int] = {}
        self.done = 0

    def drain(self, session: Session, cursor: Cursor, keep: Callable[[Cursor], Cursor]) -> Cursor:
        """Take every mail above the cursor, in order; return the cursor behind the last, as the store has it.

        `keep` writes it down where the last of them had nothing to store.
        """
        kept = cursor
        while uids := session.after(cursor.last_uid):
            for mail in session.arrived(uids):
                if self._stopping():
                    return kept
                cursor = self._behind(cursor, mail)
                if self._attempt(session, mail, cursor):
                    kept = cursor
        return cursor if cursor == kept else keep(cursor)

    def _behind(self, cursor: Cursor, mail: Arrived) -> Cursor:
        followed = mail.uid if self._mailbox.after.touches_nothing else cursor.followed_uid
        return replace(cursor, last_uid=mail.uid, followed_uid=followed)

    def _attempt(self, session: Session, mail: Arrived, cursor: Cursor) -> bool:
        """Take a mail, or set it aside when that failed once too often; False where there was nothing to store."""
        try:
            stored = self._take(session, mail, cursor)
        except Exception as error:
            if self._stopping() or not self._hopeless(mail.uid, error):
                raise
            self._set_aside(b"", mail, cursor, f"it could not be read: {str(error)[:200] or type(error).__name__}")
            self._is_done(mail)
            if is_gone(error):
                raise
            return True
        self._is_done(mail)
        return stored

    def _is_done(self, mail: Arrived) -> None:
        self._faults.pop(mail.uid, None)
        self.done += 1

    def _hopeless(self, uid: int, error: Exception) -> bool:
        """Count a mail's failure and tell whether that was one too many.

        It is tried each time all the same: where the store was at fault, which then refuses it aside too, it is taken
        as soon as the store is well.
        """
        self._faults[uid] = self._faults.get(uid, 0) + 1
        return self._faults[uid] >= (MOST_CUTS if is_cut(error) else MOST_FAULTS)

    def _take(self, session: Session, mail: Arrived, cursor: Cursor) -> bool:
        if is_older(cursor, mail.uid, mail.at):
            return False
        try:
            raw = session.raw(mail, self._mailbox.max_size)
        except TooLarge:
            said = f"it is larger than {self._mailbox.max_size // _MEGABYTE} MB: only its header was read"
            self._set_aside(session.head(mail.uid), mail, cursor, said)
            return True
        if raw is None:
            return False
        accepted = self._desk.takes.take(self._envelope(raw, mail), cursor)
        self._log.info("message.accepted", message=accepted.id, size=len(raw), duplicate=accepted.duplicate_of)
        return True

    def _set_aside(self, head: bytes, mail: Arrived, cursor: Cursor, why: str) -> None:
        where = f"{why}; it was number {mail.uid} of {self._mailbox.folder}"
        aside = Aside(why=where, at=self._desk.now())
        accepted = self._desk.takes.set_aside(self._envelope(head, mail), cursor, aside)
        self._log.error("message.parked", message=accepted.id, uid=mail.uid, error=why)

    def _envelope(self, raw: bytes, mail: Arrived) -> Envelope:
        """Return a mail with its envelope; where the server's clock runs ahead, it was received now."""
        now = self._desk.now()
        received = now if mail.at is None else min(mail.at, now)
        return fetched_envelope(raw, received, self._mailbox)
