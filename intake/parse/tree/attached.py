"""One attachment: its name, its type, its bytes with their hash, and whether the text shows it."""

import hashlib
import re

from intake.domain.message import Attachment
from intake.parse.tree.mime import Part
from intake.parse.tree.shown import is_shown

_TYPE = re.compile(r"[a-z0-9][\w.+-]{0,60}/[\w.+-]{1,100}")


def attachment(part: Part, content: bytes, referred: set[str], *, beside: bool) -> Attachment:
    """Return the attachment that a part is; `beside` says that it stands in a multipart/related behind its text.

    Inline is what the HTML refers to, and a picture that says so or stands there. A PDF that Apple's program calls
    inline is none: no reader shows it within the text.
    """
    picture = part.content_type.startswith("image/")
    said = part.disposition == "inline" or (beside and part.content_id is not None and part.disposition != "attachment")
    location = part.headers.text("content-location")
    return Attachment(
        name=part.filename,
        content_type=part.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        inline=is_shown(part.content_id, location, referred) or (said and picture),
        content_id=part.content_id,
        content=content,
    )


def inner_file(name: str, content: bytes, content_type: str = "") -> Attachment:
    """Return a file that was found within another part; `content_type` is "" where nothing names it."""
    return Attachment(
        name=name,
        content_type=content_type if _TYPE.fullmatch(content_type) else "application/octet-stream",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        inline=False,
        content_id=None,
        content=content,
    )
