"""Something to be looked at again at a moment: a warning, an escalation, a reminder, a proof, an unseen answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class TimerKind(StrEnum):
    """What is to be done when a timer rings."""

    WARNING = "warning"
    ESCALATION = "escalation"
    REMINDER = "reminder"
    IDENTITY = "identity"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A moment to come. `key` makes it one of its kind: the same key is set once; `detail` holds plain values."""

    id: int = 0
    kind: TimerKind
    case_id: int
    key: str
    due_at: datetime
    detail: Mapping[str, object] = field(default_factory=dict)
