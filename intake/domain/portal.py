"""The portal as the bot sees it: who has signed in, and what they send by its forms."""

from dataclasses import dataclass
from datetime import datetime

from intake.domain.customer import Customer
from intake.domain.window import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody who has signed in by a link that was mailed to `address`; `session` is its number in the store."""

    session: int
    address: str
    name: str
    customer: Customer
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a form of the portal sends: a case of its own, or words to `case`.

    `key` is the form's own, so that a form sent twice is one message. `level` is what they chose, None where there is
    nothing to choose and for words to a case.
    """

    key: str
    by: str
    text: str
    subject: str = ""
    case: int | None = None
    level: str | None = None
    files: tuple[Upload, ...] = ()
