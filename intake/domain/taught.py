"""What a case teaches: a customer's words, and the severity that an engineer gave them."""

from dataclasses import dataclass
from datetime import datetime

from intake.domain.contract import Channel
from intake.domain.suggestion import Kind, Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """The last verdict on a case, beside the message that opened it and what had been suggested for that.

    `number` is the verdict's, and grows with time. `words` are the customer's new words without the subject. `kind` is
    None where nobody has said it; `customer` and `called` (their name) are None for a stranger.
    """

    number: int
    case: int
    at: datetime
    engineer: str
    reason: str
    channel: Channel
    language: str
    customer: int | None
    called: str | None
    subject: str | None
    words: str
    severity: int
    kind: Kind | None
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message of a customer's, as a model would be asked of it."""

    at: datetime
    channel: Channel
    subject: str | None
    words: str
