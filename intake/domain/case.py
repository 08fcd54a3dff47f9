"""A case and the messages, decisions and mails that belong to it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.domain.promise import Situation
from intake.domain.slack import Place
from intake.domain.suggestion import Facts
from intake.domain.window import Talk


class Outcome(StrEnum):
    """What became of an accepted message: every one ends as opened, continued, filed or parked."""

    ACCEPTED = "accepted"
    OPENED = "opened"
    CONTINUED = "continued"
    FILED = "filed"
    PARKED = "parked"


class Standing(StrEnum):
    """On whose word a case's level stands."""

    RULE = "rule"
    CONFIRMED = "confirmed"
    OVERRIDDEN = "overridden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A message in the store: the truth that everything behind it can be replayed from.

    `let_go_at` is since when its bytes are kept no more, and b"" in their place; None while they are kept.
    """

    id: int
    channel: Channel
    envelope: Envelope
    message_id: str | None
    duplicate_of: int | None
    outcome: Outcome
    case_id: int | None = None
    reason: str = ""
    let_go_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as it stands. Times carry an offset.

    `asked` is what its contract was last asked, `promise` the answer as `intake promise` prints it; both are
    None without a contract. `due_at` is the contract clock, `attention_at` the engineers' own; `wanted_level`
    is an engineer's change that waits for the customer's consent. `contract_version` is the version of the
    contract that was in force at its receipt ("" without a contract); `closed_at` is None while it is open.
    """

    id: int
    customer_id: int | None
    contact_address: str
    contact_name: str
    channel: Channel
    contract: str | None
    plan: str | None
    subject: str
    language: str
    zone: str
    opened_at: datetime
    level: str | None = None
    clock_level: str | None = None
    provisional: bool = False
    emergency: bool = False
    claimed: str | None = None
    facts: Facts = field(default_factory=Facts)
    due_at: datetime | None = None
    attention_at: datetime | None = None
    standing: Standing = Standing.RULE
    wanted_level: str | None = None
    asked: Situation | None = None
    promise: dict[str, object] | None = None
    contract_version: str = ""
    closed_at: datetime | None = None


class MailState(StrEnum):
    """Where an outgoing mail is; `unknown` was handed over without an answer coming back, `let_go` is not to go out."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    PARKED = "parked"
    LET_GO = "let_go"


class MailKind(StrEnum):
    """Why we write."""

    ACKNOWLEDGEMENT = "acknowledgement"
    RECEIPT = "receipt"
    LEVEL_CHANGE = "level_change"
    CONSENT = "consent"
    REPLY = "reply"
    WARNING = "warning"
    PAGE = "page"
    TRANSCRIPT = "transcript"  # what was said in a window, by mail
    JOINED = "joined"  # that a message was added to a case, where its writer sees nothing else of it


BESIDE = " receipts"  # ends the lane of a domain's receipts: whoever floods us gets those, and no answer waits for them


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A mail in the outbox. `key` makes it one of its kind; a repeat carries the same `message_id` and bytes.

    `unknowns` is how many hand-overs of it ended without an answer; `dkim` is the signature that goes before `raw`, ""
    until it is handed over and where nothing is signed. `queued_at` is None before it is queued, `returned_at` unless a
    report says that it did not arrive.
    """

    id: int
    case_id: int
    kind: MailKind
    key: str
    recipient: str
    mail_from: str
    message_id: str
    raw: bytes
    state: MailState = MailState.QUEUED
    attempts: int = 0
    answer: str = ""
    unknowns: int = 0
    dkim: str = ""
    queued_at: datetime | None = None
    returned_at: datetime | None = None

    @property
    def is_post(self) -> bool:
        """Tell whether it goes into Slack and is no mail: `raw` is what `render.slack.letter.Post` reads."""
        return Place.read(self.recipient) is not None

    @property
    def is_line(self) -> bool:
        """Tell whether it goes into a window: `raw` is what `render.window.letter.Shown` reads."""
        return Talk.read(self.recipient) is not None

    @property
    def lane(self) -> str:
        """Return in which lane it waits: its recipient's domain, with receipts in one beside it; a channel, a talk.

        "" for a call to who is on call, beside all others.
        """
        place = Place.read(self.recipient) or Talk.read(self.recipient)
        if place is not None:
            return place.lane
        domain = "" if self.kind is MailKind.PAGE else self.recipient.rpartition("@")[2].lower()
        return f"{domain}{BESIDE}" if self.kind is MailKind.RECEIPT else domain
