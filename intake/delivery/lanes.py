"""Lanes: how much goes to one domain at once and in a minute, so that a slow one never holds up the others.

A domain's receipts have a lane beside its own and count for the same limits, of which they leave a part to the answers.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from intake.domain.case import BESIDE
from intake.stages.deliver import PAUSES, HandOver, Result, Step

_MINUTE = timedelta(minutes=1)
_MANY = 1000
_OF_ONE_MAILBOX = ".2."  # the subject of a status (RFC 3463 section 3.3): a full mailbox is nobody else's
_INSUFFICIENT = 452  # storage, or too many recipients: said of this mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most connections to the smarthost, and the most mails to one domain at once and in a minute."""

    connections: int = 4
    at_once: int = 2
    a_minute: int = 60

    @property
    def of_receipts(self) -> "Limits":
        """Return how much of it receipts may have: all but one at once, and three of four in a minute."""
        return replace(self, at_once=max(self.at_once - 1, 1), a_minute=max(self.a_minute * 3 // 4, 1))


@dataclass(slots=True)
class _Lane:
    begun: deque[datetime] = field(default_factory=deque)
    at_work: int = 0
    failures: int = 0
    paused_until: datetime | None = None


class Lanes:
    """What this process knows of each domain: a new one begins anew and finds out again."""

    def __init__(self, limits: Limits) -> None:
        """Begin with every lane open."""
        self._limits = limits
        self._lanes: defaultdict[str, _Lane] = defaultdict(_Lane)

    def is_open(self, name: str, now: datetime) -> bool:
        """Tell whether a mail of a lane may begin."""
        lane, limits = self._lanes.get(_domain(name)), self._limits_of(name)
        return lane is None or (lane.at_work < limits.at_once and _opens(lane, limits, now) <= now)

    def at_work(self, name: str) -> int:
        """Return how many mails are being handed over to a lane's domain."""
        lane = self._lanes.get(_domain(name))
        return 0 if lane is None else lane.at_work

    def next_opening(self, now: datetime) -> datetime | None:
        """Return when the next lane opens that is closed by time alone; None when none is."""
        moments = (
            _opens(lane, limits, now)
            for limits in (self._limits, self._limits.of_receipts)
            for lane in self._lanes.values()
            if lane.at_work < limits.at_once
        )
        return min((moment for moment in moments if moment > now), default=None)

    def begin(self, name: str, now: datetime) -> None:
        """Count a mail of a lane that is being handed over."""
        lane = self._lanes[_domain(name)]
        lane.at_work += 1
        lane.begun.append(now)

    def end(self, name: str, result: Result | None, now: datetime) -> None:
        """Count its end; a domain that puts us off is paused as a whole, longer each time. None: nobody was asked."""
        lane = self._lanes[_domain(name)]
        lane.at_work -= 1
        if result is None:
            if lane.begun:
                lane.begun.pop()
            return
        if _is_of_the_domain(result):
            lane.paused_until = now + PAUSES[min(lane.failures, len(PAUSES) - 1)]
            lane.failures += 1
        elif result.hand_over is HandOver.SENT:
            lane.failures, lane.paused_until = 0, None
        if len(self._lanes) > _MANY:
            self._forget_idle(now)

    def _limits_of(self, name: str) -> Limits:
        return self._limits.of_receipts if name.endswith(BESIDE) else self._limits

    def _forget_idle(self, now: datetime) -> None:
        """Forget the lanes that limit nothing, or strangers' domains would fill the memory."""
        idle = [
            name
            for name, lane in self._lanes.items()
            if not lane.at_work and not lane.failures and _opens(lane, self._limits, now) <= now and not lane.begun
        ]
        for name in idle:
            del self._lanes[name]


def _domain(name: str) -> str:
    """Return the domain of a lane."""
    return name.removesuffix(BESIDE)


def _opens(lane: _Lane, limits: Limits, now: datetime) -> datetime:
    while lane.begun and lane.begun[0] <= now - _MINUTE:
        lane.begun.popleft()
    full = len(lane.begun) >= limits.a_minute
    free = lane.begun[len(lane.begun) - limits.a_minute] + _MINUTE if full else now
    return max(free, lane.paused_until or now)


def _is_of_the_domain(result: Result) -> bool:
    """Tell whether a mail was put off after its recipient was named, and not for the sake of this mailbox alone."""
    if result.hand_over not in (HandOver.NOT_NOW, HandOver.UNKNOWN) or result.step in (None, Step.MAIL):
        return False
    return result.code != _INSUFFICIENT and result.status[1:4] != _OF_ONE_MAILBOX
