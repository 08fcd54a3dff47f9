"""What a customer has pressed on a case, by whom and where."""

from dataclasses import dataclass
from datetime import datetime

from intake.domain.contract import Channel, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class PressedThere:
    """A press that counted: a level that was chosen or a fact that was stated, the other one is "" or None.

    `by` is the name of whoever pressed, "" where nobody knows one; `channel` is None where nothing says where it was.
    """

    at: datetime
    level: str = ""
    fact: Fact | None = None
    by: str = ""
    channel: Channel | None = None
