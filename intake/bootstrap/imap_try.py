"""Each mailbox tried as `intake doctor` does it: connected to, logged in, its folder opened, and nothing changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from intake.bootstrap.imap import mailboxes
from intake.bootstrap.settings import Settings
from intake.domain.errors import BadInput
from intake.doors.imap_login import Refused
from intake.doors.imap_mailbox import Mailbox
from intake.doors.imap_session import connected, opened

_HERE = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A mailbox by its number in the settings: whether it can be read, and what was seen or what to do."""

    number: int
    well: bool
    said: str


def tried(settings: Settings) -> Iterator[Tried]:
    """Try one mailbox after another."""
    try:
        found = mailboxes(settings)
    except BadInput as error:
        yield Tried(number=0, well=False, said=str(error))
        return
    for mailbox in found:
        try:
            yield _seen(mailbox)
        except Refused as error:
            said = f"{_place(mailbox)} does not let us in ({error}); check user and password or token"
            yield Tried(number=mailbox.number, well=False, said=said)
        except (OSError, IMAPClientError) as error:
            said = f"{_place(mailbox)} cannot be read ({' '.join(str(error).split())[:200]}); mail would wait there"
            yield Tried(number=mailbox.number, well=False, said=said)


def _seen(mailbox: Mailbox) -> Tried:
    with connected(mailbox.server) as client:
        opened(client, mailbox.folder, readonly=True)
        why_not = _unable(client, mailbox)
        waits = "it tells of new mail by itself" if client.has_capability("IDLE") else "it has to be asked for new mail"
    said = f"{_place(mailbox)}, folder {mailbox.folder}: {why_not or waits}"
    return Tried(number=mailbox.number, well=why_not is None, said=said)


def _unable(client: IMAPClient, mailbox: Mailbox) -> str | None:
    """Return what the settings want and the server cannot do, None when it can."""
    if mailbox.server.tls is None and mailbox.server.host not in _HERE:
        return "without TLS everybody on the way reads password and mail; write security"
    folder = mailbox.after.move
    if folder is None:
        return None
    if not client.has_capability("MOVE"):
        return 'it cannot move mail in one step (MOVE); write after = "seen" or "leave"'
    return None if client.folder_exists(folder) else f"there is no folder {folder} to move mail to; make it"


def _place(mailbox: Mailbox) -> str:
    return f"{mailbox.server.host}:{mailbox.server.port}"
