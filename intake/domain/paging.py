"""Who is on call, and what calls them: a page, why it was opened, and each name that was called in turn."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

MOST_ROUNDS = 3  # a list of names is gone through this often before its names are called more rarely
MOST_CAUSES = 200  # that a page names, of those that nobody has proved; more are on the trails of their cases
_MOST_NUMBERS = 5  # of cases, in the one line that a call has for them


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
    the number of the storm that both are part of, None where it is the same customer's. A `quiet` one rests on what
    nobody has proved: it begins no new round of calls on a page that is open.
    """

    key: str
    why: str
    turn: int = 0
    case_id: int | None = None
    storm: int | None = None
    quiet: bool = False


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
        own = [cause for cause in self.causes if cause.storm is None]
        said = dict.fromkeys(cause.why for cause in own)
        every = [_with_cases(why, {cause.case_id for cause in own if cause.why == why}) for why in said]
        others = sorted({cause.case_id for cause in self.causes if cause.storm is not None and cause.case_id})
        if others:
            every.append(f"and {len(others)} more of one storm: {', '.join(map(str, others))}")
        return "; ".join(every)


def _with_cases(why: str, cases: set[int | None]) -> str:
    """Return why somebody is called, with the first of the other cases that say so and how many more there are."""
    others = sorted(number for number in cases if number is not None)
    if not others:
        return why
    named = ", ".join(map(str, others[:_MOST_NUMBERS]))
    more = len(others) - _MOST_NUMBERS
    return f"{why}: {named} and {more} more" if more > 0 else f"{why}: {named}"


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
