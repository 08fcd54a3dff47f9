"""Reading: what was said in a window in one breath, or sent by a form, as one message like any other."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from intake.domain.message import Address, Attachment, ParsedMessage
from intake.domain.window import Upload
from intake.parse.chat import NOTHING, together
from intake.parse.claim import claimed_level
from intake.parse.language import language_of
from intake.parse.subject import subject_base
from intake.parse.window.kept import SaidThere


def read_talk(parts: Sequence[SaidThere], name: str, at: datetime) -> ParsedMessage:
    """Return what a visitor said in one breath; its subject is "", for nobody wrote one."""
    files = [file for part in parts for file in part.files]
    text = together(filter(None, (part.text.strip() for part in parts))) or _files_said(files)
    return replace(
        NOTHING,
        date=at,
        sender=Address(name=name, address=parts[0].by),
        text=text,
        reply_text=text,
        language=language_of(text),
        attachments=tuple(attached(file) for file in files),
        claimed_level=claimed_level("", text),
    )


def read_form(sent: SaidThere, name: str, at: datetime) -> ParsedMessage:
    """Return what a form has sent; the level that was chosen in it is the customer's claim, else the words are."""
    text = sent.text.strip() or _files_said(sent.files)
    return replace(
        NOTHING,
        date=at,
        sender=Address(name=name, address=sent.by),
        subject=sent.subject,
        subject_base=subject_base(sent.subject),
        text=text,
        reply_text=text,
        language=language_of(text),
        attachments=tuple(attached(file) for file in sent.files),
        claimed_level=sent.level or claimed_level(sent.subject, text),
    )


def attached(file: Upload) -> Attachment:
    """Return a file that was sent with a message as an attachment."""
    return Attachment(
        name=file.name,
        content_type=file.content_type,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        inline=False,
        content_id=None,
        content=file.content,
    )


def _files_said(files: Sequence[Upload]) -> str:
    names = ", ".join(file.name for file in files)
    return f"({'a file' if len(files) == 1 else 'files'}: {names})" if names else ""
