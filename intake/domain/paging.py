"""Who is on call, and what calls them: a page, why it was opened, and each name that was called in turn."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

MOST_ROUNDS = 3  # a list of names is gone through this often before its names are called more rarely


class Way(StrEnum):
    """How a name on call is reached."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    SLACK = "slack"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall:
    """A name on call and how to reach it.

    `target` is a mail address or a web address, `secret` signs a web hook; neither is ever printed. `internal`
    allows a web address of this network, `allow_http` one without TLS.
    """

    name: str
    way: Way
    target: str = field(repr=False)
    secret: str = field(default="", repr=False)
    internal: bool = False
    allow_http: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """The names in the order in which they are called, and how long each has before the next one is."""

    on_call: tuple[OnCall, ...] = ()
    escalate_after: timedelta = timedelta(minutes=5)

    def find(self, name: str, way: Way) -> OnCall | None:
        """Return the entry of a name and way; None when the settings have it no more."""
        return next((one for one in self.on_call if (one.name, one.way) == (name, way)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why somebody is called. `key` makes it one of its kind: the same cause calls once.

    `turn` is how many calls had been made when it came, `case_id` the other case that it came from, if any; `storm` is
    the number of the storm that both are part of, None where it is the same customer's.
    """

    key: str
    why: str
    turn: int = 0
    case_id: int | None = None
    storm: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A call for help with a case; open until somebody takes it or there is nothing left to take.

    `acknowledged_by` is "" and `acknowledged_at` None while nobody has; `closed_at` and `closed_why` are
    set when it ended without anybody.
    """

    id: int
    case_id: int
    causes: tuple[Cause, ...]
    opened_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    closed_at: datetime | None = None
    closed_why: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether it still waits for somebody."""
        return self.acknowledged_at is None and self.closed_at is None

    @property
    def why(self) -> str:
        """Return all causes as one line, each in its words once, the first first; how many of a storm come last."""
        own = list(dict.fromkeys(cause.why for cause in self.causes if cause.storm is None))
        others = sorted({cause.case_id for cause in self.causes if cause.storm is not None and cause.case_id})
        if others:
            own.append(f"and {len(others)} more of one storm: {', '.join(map(str, others))}")
        return "; ".join(own)


class CallState(StrEnum):
    """Where a call is; `unknown` was handed over without an answer coming back."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


WAITING = (CallState.QUEUED, CallState.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One name called for one page. `turn` counts from 1 over all rounds; a repeat keeps its `webhook_id`.

    `mail_id` is the mail in the outbox for a call by mail. `answer` says how it went, and never names a target.
    """

    id: int = 0
    page_id: int
    turn: int
    name: str
    way: Way
    made_at: datetime
    next_at: datetime
    webhook_id: str
    mail_id: int | None = None
    state: CallState = CallState.QUEUED
    attempts: int = 0
    answer: str = ""
