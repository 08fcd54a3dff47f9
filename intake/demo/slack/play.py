"""The demo under way: who is there, what they have done, what of it everybody has seen."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from intake.bootstrap.app import Running
from intake.demo.slack.emulator import Slack
from intake.demo.slack.scenario import Human, Step, World
from intake.domain.case import Outcome
from intake.domain.errors import BadInput
from intake.storage import messages, outbox
from intake.storage.slack import events, files

PATIENCE = 60.0  # seconds for one act to be carried through; far more than it takes, but for a busy machine
_LOOK_EVERY = 0.1  # seconds
_STILL = 4  # looks in a row at which nothing is new
_Found = TypeVar("_Found")

Message = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A case as it stands in Slack: the customer's thread, and its number."""

    channel: str
    ts: str
    case_id: int


@dataclass(slots=True)
class Play:
    """A demo under way. `said` is what somebody said last: channel and `ts`; `answer` what a command was answered."""

    world: World
    slack: Slack
    running: Running
    request_url: str
    cases: dict[str, Thread] = field(default_factory=dict)
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    message_id: int = 0
    answer: Message = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=dict)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def actor(self, step: Step) -> Human:
        """Return who does a step."""
        return self.world.human(step.by)

    def looker(self, step: Step) -> Human:
        """Return who looks at what has come of it."""
        return self.world.human(step.seen_by or step.by)

    async def call(self, human: Human, method: str, **arguments: object) -> Mapping[str, Any]:
        """Call the emulator as somebody's own client does."""
        return await self.slack.call(human.token, method, arguments)

    async def replies(self, human: Human, channel: str, ts: str) -> list[Message]:
        """Read a thread back from the emulator, as somebody's client does."""
        answer = await self.call(human, "conversations.replies", channel=channel, ts=ts, limit=200)
        return list(answer["messages"])

    async def card(self, human: Human, case_id: int) -> Message | None:
        """Read the engineers' card of a case back from the emulator; None until it is there."""
        found = await self.call(human, "conversations.history", channel=self.world.internal.id, limit=200)
        cards = (one for one in found["messages"] if f"Case {case_id}" in one["text"])
        return next(cards, None)

    async def modal(self, human: Human) -> Message | None:
        """Read back the modal that somebody has open; None for none."""
        views = [view for view in await self.slack.views() if (view["type"], view["user_id"]) == ("modal", human.id)]
        return views[-1] if views else None

    async def home(self, human: Human) -> Message | None:
        """Read back the app's own page as somebody sees it; None while there is none."""
        views = [view for view in await self.slack.views() if (view["type"], view["user_id"]) == ("home", human.id)]
        return views[-1] if views else None

    def news(self, channel: str, found: list[Message]) -> list[Message]:
        """Return those messages that were not shown so before, and take them as shown."""
        fresh = [one for one in found if self.seen.get((channel, one["ts"])) != _looks(one)]
        self.seen.update({(channel, one["ts"]): _looks(one) for one in fresh})
        return fresh

    def is_new(self, channel: str, found: list[Message]) -> bool:
        """Tell whether anything is there that was not shown so before."""
        return any(self.seen.get((channel, one["ts"])) != _looks(one) for one in found)

    async def at_rest(self) -> None:
        """Wait until all that was said and pressed is carried out, and all that was written is posted."""
        still, until_then, busy = 0, time.monotonic() + PATIENCE, "nothing"
        while time.monotonic() < until_then:
            busy = await asyncio.to_thread(self._busy_with)
            still = 0 if busy else still + 1
            if still == _STILL:
                return
            await asyncio.sleep(_LOOK_EVERY)
        raise BadInput(f"the bot is busy with {busy} after {PATIENCE:.0f} s; `intake demo --slack` can say no more")

    def _busy_with(self) -> str:
        """Return what waits, "" where nothing does."""
        with self.running.database.read() as connection:
            counts = {
                "messages": messages.ledger(connection)[Outcome.ACCEPTED],
                "letters": outbox.length(connection),
                "events": int(events.next_at(connection) is not None),
                "files": int(files.next_at(connection) is not None),
            }
        return ", ".join(f"{number} {name}" for name, number in counts.items() if number)


async def until(look: Callable[[], Awaitable[_Found | None]], what_not: str) -> _Found:
    """Look again and again until something is found; raises BadInput when that takes too long."""
    until_then = time.monotonic() + PATIENCE
    while time.monotonic() < until_then:
        found = await look()
        if found is not None:
            return found
        await asyncio.sleep(_LOOK_EVERY)
    raise BadInput(f"{what_not} within {PATIENCE:.0f} s; `intake demo --slack` can say no more")


def _looks(message: Mapping[str, Any]) -> str:
    return json.dumps([message["text"], message.get("blocks")], sort_keys=True)
