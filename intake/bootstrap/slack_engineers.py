"""The engineers' side of Slack put together: who may press, what they see, what carries their cards."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from intake.database.engine import Database
from intake.delivery.slack.cards import Cards, Wall
from intake.delivery.slack.homes import Homes
from intake.domain.slack import CallsSlack, SlackEvent
from intake.review.slack import press_names as names
from intake.review.slack.drawn import drawn
from intake.review.slack.presses import Presses
from intake.review.slack.shows import EngineersSee
from intake.stages.chat.changed import Nothing
from intake.stages.desk import Desk, Run
from intake.worker.clerk import Handler
from intake.workspace.vouching import Vouching

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from intake.render.slack.shown import Shown

_OF_CHANNELS = ("channel_shared", "channel_unshared", "shared_channel_invite_accepted")


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineersSide:
    """What is wired into the door (`shows`), into the clerk (`handlers`), and run on the loop.

    `cards` is None where no channel is set for them.
    """

    shows: EngineersSee
    handlers: Mapping[str, Handler]
    vouching: Vouching
    homes: Homes
    cards: Cards | None
    tasks: "list[asyncio.Task[None]]" = field(default_factory=list)

    def begin(self) -> None:
        """Begin to post cards; call it on the event loop's thread, once Slack can be called."""
        self.vouching.runs_on(asyncio.get_running_loop())
        self.tasks.append(asyncio.create_task(self.homes.run(), name="slack homes"))
        if self.cards is not None:
            self.tasks.append(asyncio.create_task(self.cards.run(), name="slack cards"))

    def wake(self) -> None:
        """Say that something may have happened on a case; call it on the event loop's thread."""
        if self.cards is not None:
            self.cards.wake()
        self.homes.changed()

    async def stop(self) -> None:
        """Let the card at hand be answered, and end."""
        self.homes.stop()
        if self.cards is not None:
            self.cards.stop()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def engineers_side(database: Database, desk: Desk, slack: CallsSlack, now: Callable[[], datetime]) -> EngineersSide:
    """Put it together for a desk that listens in Slack; nothing is asked before `begin`."""
    rules = desk.slack
    vouching = Vouching(slack, None if rules is None else rules.group, now)
    shows = EngineersSee(database=database, desk=desk, now=now, vouches=vouching)
    homes = Homes(slack, shows.page)
    cards = None
    if rules is not None and rules.engineers is not None:

        def draws(connection: "Connection", number: int, link: str) -> "Shown":
            return drawn(Run(connection=connection, desk=desk, now=now()), number, link)

        wall = Wall(channel=rules.engineers, draws=draws, mark=desk.own.loop_mark[:8])
        cards = Cards(database, slack, wall, now)
        cards.changed = homes.changed
    return EngineersSide(
        shows=shows.that_tells(homes.opened),
        handlers=_handlers(Presses(vouches=vouching), cards),
        vouching=vouching,
        homes=homes,
        cards=cards,
    )


def _handlers(presses: Presses, cards: Cards | None) -> Mapping[str, Handler]:
    def asked_again(run: Run, event: SlackEvent) -> Nothing:
        del run, event
        if cards is not None:
            cards.channel.doubt()
        return Nothing("the engineers' channel is asked about again")

    pressed: Sequence[str] = [f"action/{name}" for name in names.CARD]
    sent_off = [f"view/{name}" for name in (names.OVERRIDDEN, names.REPLIED)]
    return {
        **dict.fromkeys([*pressed, *sent_off], presses.handle),
        **dict.fromkeys(_OF_CHANNELS, asked_again),
    }
