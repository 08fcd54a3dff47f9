"""What people do in the demo's Slack: each act once, as their client or, where the emulator cannot, by our own hand."""

import asyncio
import smtplib
from email.message import EmailMessage
from typing import Any

from intake.demo.post import DESK
from intake.demo.slack.blocks import Block, label, pressable
from intake.demo.slack.play import Message, Play, Thread, until
from intake.demo.slack.presses import Hand, action, choice, press, send, shortcut, submission
from intake.demo.slack.scenario import Human, Step
from intake.domain.errors import BadInput
from intake.domain.slack import Place
from intake.storage import messages
from intake.storage.chat import turns

_BREATH = 0.1  # seconds between two messages of somebody who writes in a hurry


async def do(play: Play, step: Step) -> None:
    """Do what a step says."""
    for is_asked, act in (
        (step.says, _say),
        (step.edits, _edit),
        (step.notes, _note),
        (step.presses, _press),
        (step.chooses, _choose),
        (step.submits is not None, _submit),
        (step.shortcut, _shortcut),
        (step.mails, _mail),
    ):
        if is_asked:
            await act(play, step)


async def _say(play: Play, step: Step) -> None:
    human, room = play.actor(step), play.world.room(step.channel)
    first = await _post(play, human, room.id, step.says[0])
    for text in step.says[1:]:
        await asyncio.sleep(_BREATH)
        await _post(play, human, room.id, text)
    lane = Place(team=play.world.team, channel=room.id).lane
    play.message_id = await _stored(play, f"{lane}/{first}")
    await play.at_rest()
    if step.case:
        play.cases[step.case] = Thread(channel=room.id, ts=first, case_id=_case_of(play, step))


def _case_of(play: Play, step: Step) -> int:
    with play.running.database.read() as connection:
        found = messages.summary(connection, play.message_id)
    if found.case_id is None:
        raise BadInput(f"no case was opened by {step.title!r} ({found.reason}); `intake demo --slack` can say no more")
    return found.case_id


async def _edit(play: Play, step: Step) -> None:
    human = play.actor(step)
    channel, ts = play.said[human.key]
    answer = await play.call(human, "chat.update", channel=channel, ts=ts, text=step.edits)
    lane = Place(team=play.world.team, channel=channel).lane
    play.message_id = await _stored(play, f"{lane}/{ts}/edit/{answer['message']['edited']['ts']}")


async def _note(play: Play, step: Step) -> None:
    human = play.actor(step)
    card = await _card(play, human, step)
    for text in step.notes:
        await _post(play, human, play.world.internal.id, text, thread_ts=card["ts"])


async def _press(play: Play, step: Step) -> None:
    human, (channel, found) = play.actor(step), await _pressable(play, step)
    message, block, element = found
    play.state.clear()
    before = await play.modal(human)
    hand = await _hand(play, human)
    await send(play.request_url, press(hand, channel, message, action(block, element)))
    if "modal" in step.shows:
        await _opened(play, human, before)


async def _choose(play: Play, step: Step) -> None:
    """Choose in the modal that is open, if this step shows one; else in a menu below a message."""
    human = play.actor(step)
    if "modal" not in step.shows:
        channel, (message, block, element) = await _pressable(play, step)
        pressed = action(block, element, _option(element, step))
        await send(play.request_url, press(await _hand(play, human), channel, message, pressed))
        return
    view = await play.modal(human)
    if view is None:
        raise BadInput(f"no modal is open in {step.title!r}; `intake demo --slack` can say no more")
    block, element = next((b, e) for b, e in pressable(view["blocks"]) if e.get("options"))
    option = _option(element, step)
    play.state[element["action_id"]] = option
    pressed = action(block, element, option)
    hand = await _hand(play, human)
    await send(play.request_url, choice(hand, view, pressed, _filled(play, view, "")))
    await _opened(play, human, view)


async def _submit(play: Play, step: Step) -> None:
    human = play.actor(step)
    view = await play.modal(human)
    if view is None:
        raise BadInput(f"no modal is open in {step.title!r}; `intake demo --slack` can say no more")
    state = _filled(play, view, step.submits or "")
    answer = await send(play.request_url, submission(await _hand(play, human), view, state))
    if answer.get("response_action") == "errors":
        raise BadInput(f"the modal was refused: {answer['errors']}; `intake demo --slack` can say no more")


async def _shortcut(play: Play, step: Step) -> None:
    human = play.actor(step)
    channel, ts = play.said[human.key]
    card = await _card(play, human, step)
    message = next(one for one in await play.replies(human, channel, card["ts"]) if one["ts"] == ts)
    before = await play.modal(human)
    await send(play.request_url, shortcut(await _hand(play, human), step.shortcut, channel, message))
    await _opened(play, human, before)


async def _mail(play: Play, step: Step) -> None:
    human, case = play.actor(step), play.cases[step.case]
    mail = EmailMessage()
    mail["From"] = f"{human.name} <{human.address}>"
    mail["To"] = DESK
    mail["Subject"] = f"[case {case.case_id}] slow invoices"
    mail["Message-ID"] = "<follow-up@alderfreight.example>"
    mail.set_content(step.mails)
    play.message_id = await asyncio.to_thread(_handed_over, play, human.address, mail)


def _handed_over(play: Play, sender: str, mail: EmailMessage) -> int:
    """Send as any mail program does; return the number that the door's 250 names."""
    running = play.running
    with smtplib.SMTP(running.host, running.port, local_hostname="demo.example") as client:
        client.ehlo()
        for code, answer in (client.mail(sender), client.rcpt(DESK), client.data(mail.as_bytes())):
            if code != 250:
                raise BadInput(f"the door refused a demo message: {code} {answer.decode()}")
    return int(answer.decode().rpartition(" ")[2])


async def _post(play: Play, human: Human, channel: str, text: str, **more: object) -> str:
    answer = await play.call(human, "chat.postMessage", channel=channel, text=text, **more)
    play.said[human.key] = (channel, answer["ts"])
    return str(answer["ts"])


async def _stored(play: Play, key: str) -> int:
    """Return the number of a message as soon as the door has kept it."""

    def look() -> int | None:
        with play.running.database.read() as connection:
            found = turns.by_key(connection, key)
        return None if found is None else found.id

    async def looks() -> int | None:
        return await asyncio.to_thread(look)

    return await until(looks, "a message of the demo did not reach the bot")


async def _card(play: Play, human: Human, step: Step) -> Message:
    async def look() -> Message | None:
        return await play.card(human, play.cases[step.case].case_id)

    return await until(look, f"there is no card of case {play.cases[step.case].case_id}")


async def _pressable(play: Play, step: Step) -> tuple[str, tuple[Message, Block, Block]]:
    """Return the newest message with what is to be pressed, its block and itself, and the channel of it."""
    human, case = play.actor(step), play.cases[step.case]

    async def look() -> tuple[Message, Block, Block] | None:
        on_card = step.on == "card"
        found = [await play.card(human, case.case_id)] if on_card else await play.replies(human, case.channel, case.ts)
        every = [(m, b, e) for m in found if m for b, e in pressable(m.get("blocks") or ())]
        return next((one for one in reversed(every) if _is_meant(one[2], step)), None)

    channel = play.world.internal.id if step.on == "card" else case.channel
    return channel, await until(look, f"nothing says {step.presses or step.chooses!r} in {step.title!r}")


def _is_meant(element: Block, step: Step) -> bool:
    return bool(element.get("options")) if step.chooses else label(element).startswith(step.presses)


def _option(element: Block, step: Step) -> Block:
    names = {one["text"]["text"].removeprefix("Level "): one for one in element["options"]}
    found = next((one for name, one in names.items() if name.startswith(step.chooses)), None)
    if found is None:
        raise BadInput(
            f"nothing begins with {step.chooses!r} ({', '.join(names)}); `intake demo --slack` can say no more"
        )
    return dict(found)


def _filled(play: Play, view: Message, words: str) -> dict[str, Any]:
    """Return what stands in a modal's fields: what was chosen, what was there already, and `words` in what is empty."""
    state: dict[str, dict[str, Any]] = {}
    for block, element in pressable(view["blocks"]):
        identity = element["action_id"]
        if element["type"] == "plain_text_input":
            value = {"type": element["type"], "value": element.get("initial_value") or words or None}
        elif element.get("options"):
            option = play.state.get(identity) or element.get("initial_option")
            value = {"type": element["type"], "selected_option": option}
        else:
            continue
        state.setdefault(block.get("block_id", "b1"), {})[identity] = value
    return state


async def _hand(play: Play, human: Human) -> Hand:
    """Return somebody about to press; the trigger is the emulator's, who opens a modal for no other."""
    found = await play.slack.call(play.world.bot_token, "views.generateTriggerId", {"user_id": human.id})
    return Hand(world=play.world, human=human, trigger=str(found["trigger_id"]))


async def _opened(play: Play, human: Human, before: Message | None) -> None:
    """Wait until a modal is opened, or the one that is open changes."""

    async def look() -> Message | None:
        view = await play.modal(human)
        is_same = view is None or (before is not None and view["hash"] == before["hash"])
        return None if is_same else view

    await until(look, "no modal was opened")
