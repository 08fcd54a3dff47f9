"""A message as it came in, and as it reads once parsed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A mail address with its display name; either may be empty."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part that is not the message's own text. `size` is in bytes, decoded; `content` is those bytes."""

    name: str
    content_type: str
    size: int
    sha256: str
    inline: bool
    content_id: str | None
    content: bytes


class AutomaticKind(StrEnum):
    """What sort of machine wrote a message; `none` for a person."""

    NONE = "none"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    FEEDBACK_REPORT = "feedback_report"
    READ_RECEIPT = "read_receipt"
    LIST = "list"
    CALENDAR = "calendar"
    OWN = "own"
    BULK = "bulk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """Whether a machine wrote it, and the header or rule that says so (empty for a person)."""

    kind: AutomaticKind = AutomaticKind.NONE
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BouncedRecipient:
    """One recipient of a delivery report (RFC 3464); `permanent` is a failure of class 5 (RFC 3463) or of none."""

    address: str
    action: str
    status: str
    diagnostic: str
    permanent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A delivery report: who was not reached, and the Message-ID of what did not arrive ("" if unsaid)."""

    recipients: tuple[BouncedRecipient, ...]
    original_message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """A message that the writer passed on: its original sender, subject, date as written, and text."""

    sender: Address
    subject: str
    date: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMessage:
    """What `intake parse` shows of a mail.

    `text` is the whole body; what is not in `reply_text` (new words only) is in `quoted_text` or
    `signature`. `date` is None when missing or unreadable. `claimed_level` is the customer's own explicit
    word ("2", "P1") from the subject or the new words, else None. `why_not` is None when `acknowledge`.
    """

    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    date: datetime | None
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    subject: str
    subject_base: str
    text: str
    reply_text: str
    quoted_text: str
    signature: str
    forwarded: Forwarded | None
    language: str | None
    attachments: tuple[Attachment, ...]
    automatic: Automatic
    acknowledge: bool
    why_not: str | None
    bounce: Bounce | None
    claimed_level: str | None
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A raw message with what the transport said of it.

    `mail_from` is "" for the null sender and None where the transport has no envelope; `received_at` is
    when it reached our first server.
    """

    raw: bytes
    received_at: datetime
    mail_from: str | None
    rcpt_to: tuple[str, ...]
    peer: str = ""
