"""Files that go with a letter: the parts of a mail beside its text, as RFC 2046 and RFC 2183 want them."""

import re
from base64 import encodebytes
from hashlib import sha256
from urllib.parse import quote

from intake.domain.message import Attachment
from intake.render.flow import one_line

_LONGEST_NAME = 120
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 ()_.,+-]+")
_ANYTHING = "application/octet-stream"


def together(kind: str, text: bytes, attachments: tuple[Attachment, ...], message_id: str) -> tuple[str, bytes]:
    """Return the Content-Type of a whole mail and its bytes: the text alone, or the text and the files after it.

    `kind` is the Content-Type of `text`. The boundary is the same for a repeat of the mail and never a line of base64
    or quoted-printable: there "=_" cannot stand.
    """
    if not attachments:
        return kind, text
    boundary = f"=_mixed-{sha256(message_id.encode('utf-8', 'replace')).hexdigest()[:32]}"
    line = f"--{boundary}\r\n".encode("ascii")
    head = f"Content-Type: {kind}\r\n\r\n".encode("ascii")
    parts = [head + text, *(_part(attachment) for attachment in attachments)]
    whole = b"".join(line + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode("ascii")
    return f'multipart/mixed;\r\n boundary="{boundary}"', whole


def _part(attachment: Attachment) -> bytes:
    head = (
        f"Content-Type: {_kind(attachment)}\r\n"
        f"Content-Disposition: attachment;\r\n {_file_name(attachment)}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode("ascii") + encodebytes(attachment.content).replace(b"\n", b"\r\n")


def _kind(attachment: Attachment) -> str:
    """Return the file's own type; a mail inside a mail may not be base64 (RFC 2046, 5.2.1), so it goes as a file."""
    kind = attachment.content_type.lower()
    if not _TYPE.fullmatch(kind) or kind.startswith(("message/", "multipart/")):
        return _ANYTHING
    return f"{kind}; charset=utf-8" if kind.startswith("text/") and _is_utf8(attachment.content) else kind


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _file_name(attachment: Attachment) -> str:
    """Return the parameter that names the file, by RFC 2231 where it is more than plain letters."""
    name = one_line(attachment.name, _LONGEST_NAME) or "attachment"
    if _PLAIN_NAME.fullmatch(name):
        return f'filename="{name}"'
    return f"filename*=utf-8''{quote(name.encode('utf-8', 'replace'), safe='')}"
