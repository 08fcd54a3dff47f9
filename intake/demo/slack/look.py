"""Looking at what has come of a step: everything shown here is read back from the emulator or the store."""

import asyncio
from collections.abc import Awaitable, Callable

from intake.demo.slack.play import Message, Play, until
from intake.demo.slack.scenario import Human, Room, Step
from intake.demo.slack.show import SlackShow
from intake.domain.errors import BadInput
from intake.storage import messages

_LOOK_EVERY = 0.5  # seconds
_SETTLES = 0.3  # seconds in which a second message may follow the first

Look = Callable[[Play, SlackShow, Step], Awaitable[None]]


async def look(play: Play, show: SlackShow, step: Step) -> None:
    """Show what a step has changed, each thing once it is there."""
    for what in step.shows:
        await _LOOKS[what](play, show, step)


async def watch(play: Play, show: SlackShow) -> None:
    """Show whatever is new in any channel, until interrupted."""
    for room in play.world.rooms:
        play.news(room.id, await _everything(play, room))
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        for room in play.world.rooms:
            found = await _everything(play, room)
            if play.is_new(room.id, found):
                show.messages(play, f"#{room.name}", play.world.human(room.members[0]), play.news(room.id, found))


async def _everything(play: Play, room: Room) -> list[Message]:
    """Return a channel's messages, each with its thread below it."""
    human = play.world.human(room.members[0])
    history = await play.call(human, "conversations.history", channel=room.id, limit=200)
    threads = [
        await play.replies(human, room.id, one["ts"]) if one.get("reply_count") else [one]
        for one in reversed(history["messages"])
    ]
    return [message for thread in threads for message in thread]


async def _thread(play: Play, show: SlackShow, step: Step) -> None:
    human, case = play.looker(step), play.cases[step.case]
    title = _title(play, case.channel)

    async def is_fresh() -> bool | None:
        return play.is_new(case.channel, await _whole(play, step)) or await _has_whisper(play, human) or None

    if step.nothing_new:
        if await is_fresh():
            raise BadInput(f"something new was seen in {title} after {step.title!r}; `intake demo --slack` stops here")
        show.nothing(title, human)
        return
    await until(is_fresh, f"nothing new was seen in {title} after {step.title!r}")
    await asyncio.sleep(_SETTLES)
    found = await _whole(play, step)
    if play.is_new(case.channel, found):
        show.messages(play, title, human, play.news(case.channel, found))
    if await _has_whisper(play, human):
        await _whisper(play, show, step)


def _title(play: Play, channel: str) -> str:
    """Return how a place is called: a channel by its name, a direct message by whom it is with."""
    room = next(one for one in play.world.rooms if one.id == channel)
    return f"direct message to {play.world.workspace['bot']['name']}" if room.direct else f"#{room.name}"


async def _whole(play: Play, step: Step) -> list[Message]:
    """Return a case's thread, with what its writer said in the channel after the thread's first message."""
    human, case = play.looker(step), play.cases[step.case]
    thread = await play.replies(human, case.channel, case.ts)
    beside = await play.call(human, "conversations.history", channel=case.channel, limit=200)
    top = [one for one in beside["messages"] if one["ts"] > case.ts and one["user"] == thread[0]["user"]]
    return [thread[0], *reversed(top), *thread[1:]]


async def _card(play: Play, show: SlackShow, step: Step) -> None:
    human, case, room = play.looker(step), play.cases[step.case], play.world.internal

    async def fresh() -> Message | None:
        found = await play.card(human, case.case_id)
        is_due = found is not None and play.is_new(room.id, [found]) and step.until in str(found["blocks"])
        return found if is_due else None

    await until(fresh, f"nothing new was seen on the card of case {case.case_id} after {step.title!r}")
    await asyncio.sleep(_SETTLES)
    found = await play.card(human, case.case_id)
    show.messages(play, f"#{room.name}", human, play.news(room.id, [found] if found else []))


async def _whisper(play: Play, show: SlackShow, step: Step) -> None:
    human = play.looker(step)

    async def is_told() -> bool | None:
        return await _has_whisper(play, human) or None

    await until(is_told, f"{human.name} was told nothing after {step.title!r}")
    found = play.news(_ear(human), await _whispers(play, human))
    show.whisper(play, human, found)


async def _has_whisper(play: Play, human: Human) -> bool:
    return play.is_new(_ear(human), await _whispers(play, human))


async def _whispers(play: Play, human: Human) -> list[Message]:
    return [one for one in await play.slack.whispers() if one["target_user"] == human.id]


def _ear(human: Human) -> str:
    return f"whispers of {human.id}"


async def _modal(play: Play, show: SlackShow, step: Step) -> None:
    human = play.looker(step)
    view = await play.modal(human)
    if view is not None:
        show.modal(play, human, view)


async def _why(play: Play, show: SlackShow, step: Step) -> None:
    del step

    def read() -> messages.Summary:
        with play.running.database.read() as connection:
            return messages.summary(connection, play.message_id)

    show.became(await asyncio.to_thread(read))


async def _home(play: Play, show: SlackShow, step: Step) -> None:
    human = play.looker(step)

    async def published() -> Message | None:
        return await play.home(human)

    show.page(play, human, await until(published, f"{human.name} was shown no page after {step.title!r}"))


async def _answer(play: Play, show: SlackShow, step: Step) -> None:
    show.answer(play, play.looker(step), play.answer)


_LOOKS: dict[str, Look] = {
    "thread": _thread,
    "card": _card,
    "whisper": _whisper,
    "modal": _modal,
    "why": _why,
    "home": _home,
    "answer": _answer,
}
