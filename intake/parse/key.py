"""What makes two raw messages the same one, read from the header block without parsing the rest."""

import hashlib
import re
from dataclasses import dataclass

from intake.parse.headers import message_ids
from intake.parse.words import decode_words

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_MESSAGE_ID = re.compile(rb"^message-id[ \t]*:((?:[^\n]|\n[ \t])*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MessageKey:
    """`dedupe` is equal for two copies of one message; the hashes are SHA-256 in hex."""

    message_id: str | None
    body_sha256: str
    raw_sha256: str
    dedupe: str


def message_key(raw: bytes) -> MessageKey:
    """Return the key of a message: its Message-ID and body, or all its bytes when it has no Message-ID.

    CRLF and LF count as the same, so a copy that came another way is still a copy.
    """
    split = _HEAD_END.search(raw)
    head, body = (raw, b"") if split is None else (raw[: split.start()], raw[split.end() :])
    raw_hash = hashlib.sha256(raw).hexdigest()
    body_hash = hashlib.sha256(body.replace(b"\r\n", b"\n").rstrip(b"\n")).hexdigest()
    message_id = _message_id(head)
    if message_id is None:
        return MessageKey(None, body_hash, raw_hash, raw_hash)
    dedupe = hashlib.sha256(f"{message_id}\n{body_hash}".encode()).hexdigest()
    return MessageKey(message_id, body_hash, raw_hash, dedupe)


def _message_id(head: bytes) -> str | None:
    found = _MESSAGE_ID.search(head)
    ids = message_ids(decode_words(found.group(1))) if found else ()
    return ids[0] if ids else None
