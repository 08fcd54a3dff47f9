"""Buckets: how much is posted in one channel and in one workspace, so that Slack has no reason to put us off.

https://docs.slack.dev/apis/web-api/rate-limits: about one message a second in each channel, several hundred a minute in
a workspace; 429 says in Retry-After how long to wait.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_MANY = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLimits:
    """How soon a channel takes the next message, how many at once and a second a workspace does, and all together."""

    channel_every: timedelta = timedelta(seconds=1)
    team_at_once: int = 20
    team_a_second: float = 4.0
    at_once: int = 8


@dataclass(slots=True)
class _Channel:
    at_work: bool = False
    opens: datetime | None = None


@dataclass(slots=True)
class _Team:
    tokens: float
    filled_at: datetime
    paused_until: datetime | None = None


@dataclass(slots=True)
class Buckets:
    """What this process has posted where; a lane is `slack:team/channel`."""

    limits: PostLimits = field(default_factory=PostLimits)
    _channels: defaultdict[str, _Channel] = field(default_factory=lambda: defaultdict(_Channel))
    _teams: dict[str, _Team] = field(default_factory=dict)

    def is_open(self, lane: str, now: datetime) -> bool:
        """Tell whether something may be posted in a channel."""
        channel = self._channels.get(lane)
        if channel is not None and (channel.at_work or (channel.opens is not None and channel.opens > now)):
            return False
        return self._opens(self._filled(_team(lane), now), now) <= now

    def begin(self, lane: str, now: datetime) -> None:
        """Count a message that is being posted."""
        self._channels[lane].at_work = True
        self._filled(_team(lane), now).tokens -= 1

    def end(self, lane: str, now: datetime) -> None:
        """Count its end: the next one waits from here, however long this one was on its way."""
        channel = self._channels[lane]
        channel.at_work, channel.opens = False, now + self.limits.channel_every
        if len(self._channels) > _MANY:
            self._forget_idle(now)

    def pause(self, lane: str, seconds: float, now: datetime) -> None:
        """Leave a workspace alone for as long as Slack says."""
        team = self._filled(_team(lane), now)
        until = now + timedelta(seconds=seconds)
        team.paused_until = max(until, team.paused_until or until)

    def next_opening(self, now: datetime) -> datetime | None:
        """Return when the next channel or workspace opens that is closed by time alone; None when none is."""
        channels = (one.opens for one in self._channels.values() if not one.at_work and one.opens is not None)
        teams = (self._opens(self._filled(name, now), now) for name in self._teams)
        return min((moment for moment in (*channels, *teams) if moment > now), default=None)

    def _filled(self, name: str, now: datetime) -> _Team:
        team = self._teams.setdefault(name, _Team(tokens=self.limits.team_at_once, filled_at=now))
        gained = max((now - team.filled_at).total_seconds(), 0.0) * self.limits.team_a_second
        team.tokens, team.filled_at = min(team.tokens + gained, self.limits.team_at_once), now
        return team

    def _opens(self, team: _Team, now: datetime) -> datetime:
        short = max(1 - team.tokens, 0.0)
        return max(now + timedelta(seconds=short / self.limits.team_a_second), team.paused_until or now)

    def _forget_idle(self, now: datetime) -> None:
        """Forget the channels that limit nothing."""
        for name, channel in [*self._channels.items()]:
            if not channel.at_work and (channel.opens is None or channel.opens <= now):
                del self._channels[name]


def _team(lane: str) -> str:
    return lane.partition("/")[0]
