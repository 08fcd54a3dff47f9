"""What people do in the demo's Slack: each act once, as their client or, where the emulator cannot, by our own hand."""

from typing import Any

from intake.demo.slack import written
from intake.demo.slack.blocks import Block, label, pressable
from intake.demo.slack.play import Message, Play, until
from intake.demo.slack.presses import Hand, action, choice, press, send, send_event, shortcut, submission, typed
from intake.demo.slack.scenario import Human, Step
from intake.domain.errors import BadInput


async def do(play: Play, step: Step) -> None:
    """Do what a step says."""
    for is_asked, act in (
        (step.says, written.say),
        (step.edits, written.edit),
        (step.reacts, written.react),
        (step.notes, written.note),
        (step.presses, _press),
        (step.chooses, _choose),
        (step.submits is not None, _submit),
        (step.shortcut, _shortcut),
        (step.opens_home, _open_home),
        (step.types, _type),
        (step.mails, written.mail),
    ):
        if is_asked:
            await act(play, step)


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
    card = await written.card_of(play, human, step)
    message = next(one for one in await play.replies(human, channel, card["ts"]) if one["ts"] == ts)
    before = await play.modal(human)
    await send(play.request_url, shortcut(await _hand(play, human), step.shortcut, channel, message))
    await _opened(play, human, before)


async def _open_home(play: Play, step: Step) -> None:
    """Open the app's own page; Slack tells the bot so, and shows what it publishes."""
    await send_event(play.request_url, play.world, play.actor(step))


async def _type(play: Play, step: Step) -> None:
    """Type a command; the answer is shown to whoever typed it alone."""
    play.answer = dict(await typed(play.request_url, await _hand(play, play.actor(step)), step.types))


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
        elif element["type"] == "checkboxes":
            value = {"type": element["type"], "selected_options": list(element.get("initial_options") or ())}
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
