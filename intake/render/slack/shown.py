"""A card as it is to be shown: the message, whether its case is closed, and until when its words hold."""

from dataclasses import dataclass
from datetime import datetime

from intake.render.slack.pieces import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A card; `until` is when its words change though nothing happens, None for never."""

    message: Message
    is_closed: bool
    until: datetime | None
