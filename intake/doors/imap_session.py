"""One connection to a mailbox: what IMAP (RFC 9051, RFC 3501) calls what the door asks for."""

import contextlib
import logging
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event

from imapclient import SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from intake.doors.imap_login import Login, log_in

SILENCE = 60.0  # seconds that a server may take for an answer
_CONNECTING = 15.0
_RENEW = 9 * 60.0  # seconds of IDLE: servers hang up after thirty minutes (RFC 2177), routers after ten
_PIECE = 1024 * 1024
_HEAD = 65536
_AT_ONCE = 500
_IN_A_LINE = 50_000  # UIDs

logging.getLogger("imapclient").setLevel(logging.WARNING)  # below that it tells what was sent, tokens included


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a mailbox is and how it is reached; `tls` is None for none, `implicit` begins with it (RFC 8314)."""

    host: str
    port: int
    tls: ssl.SSLContext | None
    implicit: bool
    login: Login


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A mail in a folder: when it reached the mailbox (UTC, None when nobody says) and its size in bytes."""

    uid: int
    at: datetime | None
    size: int


class TooLarge(Exception):
    """A mail is larger than we take."""


class _Client(IMAPClient):  # type: ignore[misc] # IMAPClient is not marked as typed
    """IMAPClient, whose IDLE also sees what the server sent together with its first answer to it."""

    def _poll_socket(self, sock: socket.socket, timeout: float | None = None) -> object:
        """Wait for the socket; with a timeout of 0 do not, since what is wanted may lie in the read buffer already."""
        return super()._poll_socket(sock, timeout) if timeout else True


class Session:
    """A folder that was opened; raises IMAPClientError for what the server refuses, OSError when it is gone."""

    def __init__(self, client: IMAPClient, uidvalidity: int, uidnext: int | None) -> None:
        """Take a connection whose folder is selected."""
        self.uidvalidity = uidvalidity
        self._uidnext = uidnext
        self._client = client

    def last_uid(self) -> int:
        """Return the last UID that was given to a mail of this folder, 0 when none was."""
        if self._uidnext is not None:
            return self._uidnext - 1
        return max(self._client.search("ALL"), default=0)

    def after(self, uid: int) -> list[int]:
        """Return some of the UIDs above one, in order, none only where there are none."""
        start = uid + 1
        while start + _IN_A_LINE < (
            self._uidnext or 0
        ):  # an answer is one line, and imaplib takes none without a bound
            found = self._client.search(f"UID {start}:{start + _IN_A_LINE - 1}")
            if found:
                return sorted(found)
            start += _IN_A_LINE
        return sorted(one for one in self._client.search(f"UID {start}:*") if one > uid)  # * may be below start

    def arrived(self, uids: Sequence[int]) -> Iterator[Arrived]:
        """Yield what is known of mails beforehand, in order."""
        for start in range(0, len(uids), _AT_ONCE):
            some = uids[start : start + _AT_ONCE]
            found = self._client.fetch(some, ["INTERNALDATE", "RFC822.SIZE"])
            for uid in some:
                known = found.get(uid, {})
                yield Arrived(uid=uid, at=_instant(known), size=int(known.get(b"RFC822.SIZE", 0)))

    def raw(self, mail: Arrived, most: int) -> bytes | None:
        """Return a mail's bytes, read in pieces and not marked as read; None when it is gone. Raises TooLarge."""
        if mail.size > most:
            raise TooLarge
        whole = bytearray()
        while (piece := self._peek(mail.uid, f"BODY.PEEK[]<{len(whole)}.{_PIECE}>")) is not None:
            whole += piece
            if len(whole) > most:  # what the server said of its size was wrong
                raise TooLarge
            if len(piece) < _PIECE:
                return bytes(whole)
        self._make_sure_it_is_gone(mail.uid)
        return None

    def head(self, uid: int) -> bytes:
        """Return the beginning of a mail's header."""
        return self._peek(uid, f"BODY.PEEK[HEADER]<0.{_HEAD}>") or b""

    def _peek(self, uid: int, what: str) -> bytes | None:
        found = self._client.fetch([uid], [what]).get(uid, {})
        return next((value for key, value in found.items() if key.startswith(b"BODY[")), None)

    def _make_sure_it_is_gone(self, uid: int) -> None:
        """Return when a mail is gone; raises IMAPClientError where it is there and was not given."""
        if uid in self._client.search(f"UID {uid}"):
            raise IMAPClientError("the server gave no bytes for a mail that is there")

    def wait(self, stopping: Event, poll_seconds: float) -> None:
        """Wait until something has happened in the folder, or it is time to look."""
        if not self._client.has_capability("IDLE"):
            stopping.wait(poll_seconds)
            self._client.noop()
            return
        self._client.idle()
        if not self._client.idle_check(0):
            self._client.idle_check(_RENEW)
        self._client.idle_done()

    def mark_seen(self, uids: Sequence[int]) -> None:
        """Mark mails as read."""
        for start in range(0, len(uids), _AT_ONCE):
            self._client.add_flags(uids[start : start + _AT_ONCE], [SEEN], silent=True)

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Move mails to a folder (RFC 6851); a server that cannot do so in one step refuses."""
        for start in range(0, len(uids), _AT_ONCE):
            self._client.move(uids[start : start + _AT_ONCE], folder)

    def abandon(self) -> None:
        """Hang up from another thread: whatever this session waits for fails."""
        with contextlib.suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)


@contextmanager
def connected(server: Server) -> Iterator[IMAPClient]:
    """Give a connection that is logged in; raises Refused, or OSError and IMAPClientError as a session does."""
    client = _Client(
        server.host,
        server.port,
        ssl=server.implicit,
        ssl_context=server.tls,
        timeout=SocketTimeout(_CONNECTING, SILENCE),
    )
    try:
        client.normalise_times = False  # as the server gives them, with their zone
        if server.tls is not None and not server.implicit:
            client.starttls(server.tls)
        log_in(client, server.login)
        yield client
    finally:
        with contextlib.suppress(OSError, IMAPClientError):
            client.shutdown()


def opened(client: IMAPClient, folder: str, *, readonly: bool) -> Session:
    """Open a folder; raises IMAPClientError when there is none, or it keeps no UIDs."""
    said = client.select_folder(folder, readonly=readonly)
    if b"UIDVALIDITY" not in said:
        raise IMAPClientError("the server keeps no UIDs, so nobody could tell which mail is new")
    return Session(client, int(said[b"UIDVALIDITY"]), int(said[b"UIDNEXT"]) if b"UIDNEXT" in said else None)


def is_gone(error: Exception) -> bool:
    """Tell whether an error means that the connection is gone, rather than that the server refused something."""
    return isinstance(error, OSError | IMAPClientAbortError)


def is_cut(error: Exception) -> bool:
    """Tell whether a connection is gone without a word of the server's, who says BYE where it can."""
    return is_gone(error) and (not isinstance(error, IMAPClientAbortError) or "socket error" in str(error))


def _instant(found: dict[bytes, object]) -> datetime | None:
    at = found.get(b"INTERNALDATE")
    return at.astimezone(UTC) if isinstance(at, datetime) else None
