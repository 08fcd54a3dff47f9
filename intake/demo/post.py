"""The demo's post: sends a message through the real door, and waits for what becomes of it and what is answered."""

import asyncio
import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.utils import format_datetime
from typing import TypeVar

from intake.bootstrap.app import Running
from intake.bootstrap.clock import now
from intake.demo.scenario import Step, filled
from intake.demo.show import Show
from intake.demo.sink import Caught, Sink
from intake.domain.case import MailKind, MailState, Outcome, Outgoing
from intake.domain.errors import BadInput
from intake.storage import messages, outbox

PATIENCE = 15.0  # seconds for one message to be carried through; the model's first load is the longest
DESK = "support@desk.example"
_LOOK_EVERY = 0.02  # seconds
_Found = TypeVar("_Found")
_INTERNAL = (MailKind.WARNING, MailKind.PAGE)


@dataclass(slots=True)
class Demo:
    """A demo under way: the bot, the sink, and what a customer got by the name of what caused it."""

    running: Running
    sink: Sink
    show: Show
    answers: dict[str, Caught] = field(default_factory=dict)


async def take(demo: Demo, number: int, step: Step) -> None:
    """Send one message through the real door, wait until it is settled and answered, and show what became of it."""
    recipient, raw = _message(demo, step)
    if step.needs_model:
        await asyncio.to_thread(demo.running.suggests.wait, PATIENCE)
    demo.show.sending(number, step.title)
    stored = await asyncio.to_thread(_send, demo.running, step.mail_from, recipient, raw)
    summary = await _settled(demo.running, stored)
    if summary.case_id is not None:
        await handed_over(demo, summary.case_id)
    if summary.outcome is Outcome.OPENED and summary.case_id is not None:
        keep_answer(demo, summary.case_id, step.file)
    demo.show.settled(demo.running, summary)


async def handed_over(demo: Demo, case_id: int) -> None:
    """Wait until all that was written on a case has been handed to the sink."""

    def all_sent() -> bool | None:
        return all(mail.state is MailState.SENT for mail in _mails(demo, case_id)) or None

    await until(all_sent, f"the mail of case {case_id} was not sent")


def keep_answer(demo: Demo, case_id: int, name: str) -> None:
    """Remember, by a name, the last mail that a case's customer got; nothing where they got none."""
    for mail in reversed(_mails(demo, case_id)):
        if mail.kind not in _INTERNAL:
            demo.answers[name] = next(one for one in demo.sink.caught if mail.message_id.encode() in one.raw)
            return


def _mails(demo: Demo, case_id: int) -> list[Outgoing]:
    with demo.running.database.read() as connection:
        return outbox.of_case(connection, case_id)


def _message(demo: Demo, step: Step) -> tuple[str, bytes]:
    values = {"date": format_datetime(now())}
    if step.after is not None:
        caught = demo.answers[step.after]
        answer = message_from_bytes(caught.raw, policy=policy.default)
        values |= {
            "acknowledgement_id": str(answer["Message-ID"]).strip(),
            "acknowledgement_subject": str(answer["Subject"]),
            "reply_address": str(answer["Reply-To"]).strip("<> "),
            "bounce_address": caught.mail_from,
        }
    return values[step.to] if step.to else DESK, filled(step, values)


def _send(running: Running, mail_from: str, recipient: str, raw: bytes) -> int:
    """Send as any mail program does; return the number that the door's 250 names."""
    with smtplib.SMTP(running.host, running.port, local_hostname="demo.example", timeout=PATIENCE) as client:
        client.ehlo()
        for code, answer in (client.mail(mail_from), client.rcpt(recipient), client.data(raw)):
            if code != 250:
                raise BadInput(f"the door refused a demo message: {code} {answer.decode()}")
    return int(answer.decode().rpartition(" ")[2])


async def _settled(running: Running, message_id: int) -> messages.Summary:
    def look() -> messages.Summary | None:
        with running.database.read() as connection:
            found = messages.summary(connection, message_id)
        return None if found.outcome is Outcome.ACCEPTED else found

    return await until(look, f"message {message_id} was not carried through")


async def until(look: Callable[[], _Found | None], what_not: str) -> _Found:
    """Look again and again until something is found; raises BadInput when that takes too long."""
    for _ in range(int(PATIENCE / _LOOK_EVERY)):
        found = await asyncio.to_thread(look)
        if found is not None:
            return found
        await asyncio.sleep(_LOOK_EVERY)
    raise BadInput(f"{what_not} within {PATIENCE:.0f} s; `intake demo` can say no more")
