"""Enclosed: which files of an engineer's go on to a customer, and where their bytes are kept until they do.

No mail in a file goes on, nor what holds an address for engineers: it may be a letter between ourselves.
"""

from collections.abc import Iterable

from intake.domain.message import Attachment
from intake.domain.slack import SlackRules
from intake.stages.desk import Run
from intake.storage.slack import files
from intake.storage.slack.files import FETCHED, File
from intake.thread.engineers import gives_away
from intake.thread.token import Signer

# How mail programs name a whole mail in a file, marked as one or not; Outlook's own format holds what it quotes.
_MAIL_TYPES = ("message/", "application/ms-tnef", "application/vnd.ms-tnef", "application/vnd.ms-outlook")
_MAIL_NAMES = (".eml", ".msg", "winmail.dat")
_NO_RULES = SlackRules()


def is_mail(name: str, content_type: str) -> bool:
    """Tell whether a file is a whole mail, by its type or how it is called."""
    return content_type.lower().startswith(_MAIL_TYPES) or name.lower().endswith(_MAIL_NAMES)


def holds_ours(signer: Signer, content: bytes) -> bool:
    """Tell whether a file holds an address for engineers, in any encoding whose letters are those of ASCII."""
    plain = content.replace(b"\0", b"").replace(b"=\r\n", b"").replace(b"=\n", b"").decode("latin-1")
    return gives_away(plain, signer)


def largest(run: Run) -> int:
    """Return the most bytes that a file may have which is fetched from a chat or shown in one."""
    return (run.desk.slack or _NO_RULES).largest_file


def keep(run: Run, message_id: int, enclosed: Iterable[Attachment]) -> None:
    """Keep the files of a mail that go on into Slack, under their hash, for as long as the mail itself is kept."""
    kept = [(_file(message_id, one), one.content) for one in enclosed]
    files.keep(run.connection, kept, run.now)


def _file(message_id: int, one: Attachment) -> File:
    return File(
        message_id=message_id,
        file=f"mail:{one.sha256[:32]}",
        team="",
        name=one.name,
        content_type=one.content_type,
        size=one.size,
        sha256=one.sha256,
        state=FETCHED,
    )
