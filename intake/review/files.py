"""Attached files by their signed links: what customers have sent, and what our letters took along."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from intake.database.engine import Database
from intake.domain.errors import BadInput
from intake.domain.uploads import files_in
from intake.domain.window import Upload
from intake.parse.message import parse_mail
from intake.stages.desk import Desk
from intake.storage import messages, outbox
from intake.thread.file_link import FileOf, KeptFile, read


class Missing(StrEnum):
    """Why there is no file behind a link."""

    UNKNOWN = "file_unknown"
    EXPIRED = "file_expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLinks:
    """What links to files lead to; nothing is written."""

    database: Database
    desk: Desk
    now: Callable[[], datetime]

    def find(self, token: str) -> Upload | Missing:
        """Return the file of a token, and why there is none: nobody's token, an old one, or its bytes are erased."""
        found = read(self.desk.signer, token)
        if found is None:
            return Missing.UNKNOWN
        file, until = found
        if self.now() > until:
            return Missing.EXPIRED
        with self.database.read() as connection:
            raw = _raw(connection, file)
        files = files_of(raw)
        return files[file.which] if file.which < len(files) else Missing.UNKNOWN


def files_of(raw: bytes) -> tuple[Upload, ...]:
    """Return the files in the bytes of a message or of a letter of ours, in the order in which links count them."""
    body = _json(raw)
    if isinstance(body, dict):
        return tuple(files_in(body))
    attached = parse_mail(raw).attachments if raw else ()
    return tuple(Upload(name=one.name, content_type=one.content_type, content=one.content) for one in attached)


def _json(raw: bytes) -> object:
    """Return what bytes of ours hold; None for a mail: none begins like an object, its headers come first."""
    try:
        return json.loads(raw) if raw.startswith(b"{") else None
    except (ValueError, RecursionError):
        return None


def _raw(connection: Connection, file: KeptFile) -> bytes:
    if file.of is FileOf.MAIL:
        mail = outbox.find(connection, file.number)
        return b"" if mail is None else mail.raw
    try:
        return messages.get(connection, file.number).envelope.raw
    except (LookupError, BadInput):
        return b""
