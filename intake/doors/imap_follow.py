"""What is done to mails in their mailbox once they are stored here."""

from collections.abc import Callable
from dataclasses import replace

import structlog
from imapclient.exceptions import IMAPClientError

from intake.doors.imap_mailbox import After
from intake.doors.imap_session import Session, is_gone
from intake.storage.mailboxes import Cursor, is_older

log = structlog.get_logger()


def follow(session: Session, after: After, cursor: Cursor, keep: Callable[[Cursor], Cursor]) -> Cursor:
    """Do it to every mail that was read since it was done last, so that what a crash left undone is done now.

    Where the server refuses it is tried again when the next mail has come; reading goes on.
    """
    while cursor.followed_uid < cursor.last_uid:
        uids = [uid for uid in session.after(cursor.followed_uid) if uid <= cursor.last_uid]
        try:
            _do(session, after, [mail.uid for mail in session.arrived(uids) if not is_older(cursor, mail.uid, mail.at)])
        except IMAPClientError as error:
            if is_gone(error):
                raise
            log.warning("imap.not_followed", mails=len(uids), error=str(error)[:200])
            return cursor
        cursor = keep(replace(cursor, followed_uid=max(uids, default=cursor.last_uid)))
    return cursor


def _do(session: Session, after: After, uids: list[int]) -> None:
    if uids and after.seen:
        session.mark_seen(uids)
    if uids and after.move is not None:
        session.move(uids, after.move)
