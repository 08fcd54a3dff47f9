"""A question to the customer: may the level change? Asked once, answered once, or void."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Answer(StrEnum):
    """What became of a question; `void` when the wish was withdrawn or something else was decided first."""

    OPEN = "open"
    YES = "yes"
    NO = "no"
    VOID = "void"


class How(StrEnum):
    """How a customer's answer came to us."""

    ENGINEER = "engineer"
    REPLY = "reply"
    LINK = "link"
    BUTTON = "button"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An engineer's wish for another level that waits for the customer.

    `asked_by` and `reason` are the engineer's; `decided` is how many decisions the case had by then: a later
    one makes the question void. `written` says whether the customer got a letter; without one an engineer
    asks. Links in the letter hold until `until`.
    """

    id: int = 0
    case_id: int
    level: str
    asked_by: str
    asked_at: datetime
    reason: str
    decided: int
    until: datetime
    written: bool = False
    answer: Answer = Answer.OPEN
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A customer's answer: on whose word it is recorded, how it came, and in which message where it came in one."""

    agreed: bool
    actor: str
    how: How
    message_id: int | None = None
