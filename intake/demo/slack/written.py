"""What people write in the demo's Slack, each as their own client does: messages, edits, files, emoji; and a mail."""

import asyncio
import smtplib
from email.message import EmailMessage

from intake.demo.post import DESK
from intake.demo.slack.play import Message, Play, Thread, until
from intake.demo.slack.scenario import Human, Step
from intake.domain.errors import BadInput
from intake.domain.slack import Place
from intake.storage import messages
from intake.storage.chat import turns

_BREATH = 0.1  # seconds between two messages of somebody who writes in a hurry


async def say(play: Play, step: Step) -> None:
    """Say something in a channel, in a direct message, or in a case's thread; it opens a case where one is named."""
    human = play.actor(step)
    case = None if step.channel else play.cases[step.case]
    channel = play.world.room(step.channel).id if case is None else case.channel
    thread = {} if case is None else {"thread_ts": case.ts}
    first = await post(play, human, channel, step.says[0], **thread)
    for text in step.says[1:]:
        await asyncio.sleep(_BREATH)
        await post(play, human, channel, text, **thread)
    play.message_id = await _stored(play, f"{_lane(play, channel)}/{first}")
    if step.deletes:
        await play.call(human, "chat.delete", channel=channel, ts=first)
    await play.at_rest()
    if step.case and case is None:
        play.cases[step.case] = Thread(channel=channel, ts=first, case_id=_case_of(play, step))


async def edit(play: Play, step: Step) -> None:
    """Let what somebody said last become something else."""
    human = play.actor(step)
    channel, ts = play.said[human.key]
    answer = await play.call(human, "chat.update", channel=channel, ts=ts, text=step.edits)
    play.message_id = await _stored(play, f"{_lane(play, channel)}/{ts}/edit/{answer['message']['edited']['ts']}")


async def react(play: Play, step: Step) -> None:
    """Put an emoji under what somebody else said last, and take what becomes of it for a case."""
    channel, ts = play.said[step.on]
    await play.call(play.actor(step), "reactions.add", channel=channel, timestamp=ts, name=step.reacts)
    play.message_id = await _stored(play, f"{_lane(play, channel)}/{ts}")

    async def opened() -> int | None:
        await play.at_rest()
        with play.running.database.read() as connection:
            return messages.summary(connection, play.message_id).case_id

    number = await until(opened, f"no case was made in {step.title!r}")
    play.cases[step.case] = Thread(channel=channel, ts=ts, case_id=number)


async def note(play: Play, step: Step) -> None:
    """Write below the engineers' card; the last message carries a file where one is named."""
    human = play.actor(step)
    card = await card_of(play, human, step)
    room = play.world.internal.id
    for text in step.notes if not step.file else step.notes[:-1]:
        await post(play, human, room, text, thread_ts=card["ts"])
    if step.file:
        await _post_with_file(play, human, step, card["ts"])


async def mail(play: Play, step: Step) -> None:
    """Send a mail about a case to the desk."""
    human, case = play.actor(step), play.cases[step.case]
    letter = EmailMessage()
    letter["From"] = f"{human.name} <{human.address}>"
    letter["To"] = DESK
    letter["Subject"] = f"[case {case.case_id}] margins of printed invoices"
    letter["Message-ID"] = "<follow-up@alderfreight.example>"
    letter.set_content(step.mails)
    play.message_id = await asyncio.to_thread(_handed_over, play, human.address, letter)


async def card_of(play: Play, human: Human, step: Step) -> Message:
    """Return the engineers' card of a case as soon as it is there."""

    async def look() -> Message | None:
        return await play.card(human, play.cases[step.case].case_id)

    return await until(look, f"there is no card of case {play.cases[step.case].case_id}")


async def post(play: Play, human: Human, channel: str, text: str, **more: object) -> str:
    """Say something; return its `ts`."""
    answer = await play.call(human, "chat.postMessage", channel=channel, text=text, **more)
    play.said[human.key] = (channel, answer["ts"])
    return str(answer["ts"])


async def _post_with_file(play: Play, human: Human, step: Step, thread: str) -> None:
    """Say the last of the notes with a small text file, in the three steps that Slack wants it in."""
    content, room = step.file_says.encode(), play.world.internal.id
    told = await play.call(human, "files.getUploadURLExternal", filename=step.file, length=len(content))
    await play.slack.upload(told["upload_url"], content)
    files = [{"id": told["file_id"], "title": step.file}]
    said = {"initial_comment": step.notes[-1], "channel_id": room, "thread_ts": thread}
    await play.call(human, "files.completeUploadExternal", files=files, **said)
    play.said[human.key] = (room, (await play.replies(human, room, thread))[-1]["ts"])


def _case_of(play: Play, step: Step) -> int:
    with play.running.database.read() as connection:
        found = messages.summary(connection, play.message_id)
    if found.case_id is None:
        raise BadInput(f"no case was opened by {step.title!r} ({found.reason}); `intake demo --slack` can say no more")
    return found.case_id


def _lane(play: Play, channel: str) -> str:
    return Place(team=play.world.team, channel=channel).lane


def _handed_over(play: Play, sender: str, mail: EmailMessage) -> int:
    """Send as any mail program does; return the number that the door's 250 names."""
    running = play.running
    with smtplib.SMTP(running.host, running.port, local_hostname="demo.example") as client:
        client.ehlo()
        for code, answer in (client.mail(sender), client.rcpt(DESK), client.data(mail.as_bytes())):
            if code != 250:
                raise BadInput(f"the door refused a demo message: {code} {answer.decode()}")
    return int(answer.decode().rpartition(" ")[2])


async def _stored(play: Play, key: str) -> int:
    """Return the number of a message as soon as the door has kept it."""

    def look() -> int | None:
        with play.running.database.read() as connection:
            found = turns.by_key(connection, key)
        return None if found is None else found.id

    async def looks() -> int | None:
        return await asyncio.to_thread(look)

    return await until(looks, "a message of the demo did not reach the bot")
