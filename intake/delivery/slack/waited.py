"""How long posts waited: from the moment they were queued until Slack had them."""

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta

_KEPT = 1000


@dataclass(slots=True)
class Waited:
    """The last thousand posts of this process."""

    count: int = 0
    _latest: deque[timedelta] = field(default_factory=lambda: deque(maxlen=_KEPT))

    def add(self, waited: timedelta) -> None:
        """Count a post."""
        self.count += 1
        self._latest.append(waited)

    def share(self, share: float) -> timedelta | None:
        """Return how long that share of the posts waited at most (0.5 is the median), None before the first."""
        ordered = sorted(self._latest)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else None
