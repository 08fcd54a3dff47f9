"""Who somebody is at this moment: asked of Slack when they press, because yesterday's member is today's guest."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog

from intake.domain.slack import CallsSlack, Person, SlackAnswer, Vouched
from intake.workspace.people import profile_of

log = structlog.get_logger()

_HOLDS = 20.0  # seconds for which an answer counts: a modal that is sent off is asked about again
_PATIENCE = 1.2  # seconds; a trigger is good for three, and a modal that is sent off waits two for its answer
_MOST = 1000  # people that are remembered


class Vouching:
    """Asks Slack for a person's profile and, where only a group may press, for its members. No answer vouches for none.

    `of` may be called from any thread.
    """

    def __init__(self, slack: CallsSlack, group: str | None, now: Callable[[], datetime]) -> None:
        """Ask by `slack`; whoever decides must be in `group`, None for no such rule."""
        self._slack = slack
        self._group = group
        self._now = now
        self._known: dict[Person, tuple[float, Vouched]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asking: set[asyncio.Task[None]] = set()

    def of(self, person: Person) -> Vouched | None:
        """Return what Slack has said of a person in the last seconds; None where it has not."""
        at, vouched = self._known.get(person, (0.0, None))
        return vouched if time.monotonic() - at < _HOLDS else None

    def ask(self, team: str, person: Person) -> None:
        """Have a person asked about with a workspace's token, from another thread; nothing before a loop has run."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._begin, team, person)

    def _begin(self, team: str, person: Person) -> None:
        task = asyncio.create_task(self.learn(team, person))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    def runs_on(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say on which loop Slack is asked."""
        self._loop = loop

    async def learn(self, team: str, person: Person) -> None:
        """Ask about a person unless that was done just now; what Slack does not say at once is not known."""
        if self.of(person) is not None:
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                info, members = await asyncio.gather(
                    self._slack.call(team, "users.info", {"user": person.user}), self._members(team, person)
                )
        except TimeoutError:
            log.warning("slack.not_vouched", error="no answer in time")
            return
        user = info.data.get("user")
        if not info.ok or not isinstance(user, Mapping):
            log.warning("slack.not_vouched", error=info.error)
            return
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[person] = (time.monotonic(), self._vouched(person, user, members))

    def _vouched(self, person: Person, user: Mapping[str, Any], members: SlackAnswer | None) -> Vouched:
        profile = profile_of(person, user, self._now())
        listed = () if members is None else members.data.get("users") or ()
        return Vouched(
            profile=profile,
            team=str(user.get("team_id") or ""),
            organisation=_organisation(user),
            stranger=bool(user.get("is_stranger")),
            in_group=members is None or (members.ok and person.user in listed),
        )

    async def _members(self, team: str, person: Person) -> SlackAnswer | None:
        if self._group is None:
            return None
        # The token of a whole organisation must be told in which workspace the group is.
        workspace = {"team_id": person.team} if team.startswith("E") else {}
        return await self._slack.call(team, "usergroups.users.list", {"usergroup": self._group, **workspace})


def _organisation(user: Mapping[str, Any]) -> str:
    grid = user.get("enterprise_user")
    return str(grid.get("enterprise_id") or "") if isinstance(grid, Mapping) else ""
