"""The demo itself: the real bot on loopback, a sink for its answers, twelve real mails, two decisions."""

import asyncio
import smtplib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from intake.bootstrap.app import Running, start
from intake.bootstrap.clock import now
from intake.bootstrap.customer_file import BadRow, read_customers
from intake.bootstrap.initial import initial_text
from intake.bootstrap.settings import read_settings
from intake.demo.scenario import Step, customers_csv, filled, steps
from intake.demo.show import Show
from intake.demo.sink import Caught, Sink
from intake.domain.case import MailState, Outcome, Outgoing
from intake.domain.errors import BadInput
from intake.review.engineer import Engineer
from intake.review.queue import queue
from intake.review.verdict import Verdict, confirm, override
from intake.stages.desk import Run
from intake.storage import customers, messages, outbox

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PATIENCE = 15.0  # seconds for one message to be carried through; the model's first load is the longest
_DESK = "support@desk.example"


@dataclass(slots=True)
class Demo:
    """A demo under way: the bot, the sink, and the answers by the step that caused them."""

    running: Running
    sink: Sink
    show: Show
    answers: dict[str, Caught] = field(default_factory=dict)


async def run(show: Show, *, keep: bool) -> None:
    """Run the whole demo; with `keep` stay up afterwards until interrupted."""
    with _folder(keep=keep) as folder:
        sink = Sink()
        sink_server = await sink.open()
        settings_file = _settings_file(folder, sink_server.sockets[0].getsockname()[1])
        running = await start(read_settings(settings_file))
        demo = Demo(running=running, sink=sink, show=show)
        try:
            await asyncio.to_thread(_add_customers, running)
            show.started(running.host, running.port, settings_file)
            for number, step in enumerate(steps(), start=1):
                await _take(demo, number, step)
            await _review(demo)
            if keep:
                sink.on_mail = show.mail
                show.staying(running.host, running.port, settings_file, _DESK)
                await asyncio.Event().wait()
        finally:
            await running.stop()
            sink_server.close()


@contextmanager
def _folder(*, keep: bool) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="intake-demo-", ignore_cleanup_errors=keep) as name:
        yield Path(name)


def _settings_file(folder: Path, smarthost_port: int) -> Path:
    text = initial_text().replace("port = 25\n", f"port = {smarthost_port}\n").replace("port = 2525", "port = 0")
    file = folder / "intake.toml"
    file.write_text(text.replace("sqlite:///intake.db", f"sqlite:///{folder / 'intake.db'}"), encoding="utf-8")
    file.chmod(0o600)
    return file


def _add_customers(running: Running) -> None:
    with running.database.write() as connection:
        for line, row in read_customers(customers_csv(), running.desk.contracts):
            if isinstance(row, BadRow):
                raise BadInput(f"sample customers, line {line}: {row.problem}")
            customers.add(connection, row)


async def _take(demo: Demo, number: int, step: Step) -> None:
    """Send one message through the real door, wait until it is settled and answered, and show what became of it."""
    recipient, raw = _message(demo, step)
    if step.needs_model:
        await asyncio.to_thread(demo.running.suggests.wait, _PATIENCE)
    demo.show.sending(number, step.title)
    stored = await asyncio.to_thread(_send, demo.running, step.mail_from, recipient, raw)
    summary = await _settled(demo.running, stored)
    if summary.outcome is Outcome.OPENED:
        await _answered(demo, step, summary)
    demo.show.settled(demo.running, summary)


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
    return values[step.to] if step.to else _DESK, filled(step, values)


def _send(running: Running, mail_from: str, recipient: str, raw: bytes) -> int:
    """Send as any mail program does; return the number that the door's 250 names."""
    with smtplib.SMTP(running.host, running.port, local_hostname="demo.example", timeout=_PATIENCE) as client:
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

    for _ in range(int(_PATIENCE / 0.02)):
        found = await asyncio.to_thread(look)
        if found is not None:
            return found
        await asyncio.sleep(0.02)
    raise BadInput(
        f"message {message_id} was not carried through within {_PATIENCE:.0f} s; `intake demo` can say no more"
    )


async def _answered(demo: Demo, step: Step, summary: messages.Summary) -> None:
    """Wait until the case's answer, when one was written, has been handed to the sink."""

    def last() -> Outgoing | None:
        with demo.running.database.read() as connection:
            return next(reversed(outbox.of_case(connection, summary.case_id or 0)), None)

    for _ in range(int(_PATIENCE / 0.02)):
        mail = await asyncio.to_thread(last)
        if mail is None:
            return
        if mail.state is MailState.SENT:
            demo.answers[step.file] = next(c for c in demo.sink.caught if mail.message_id.encode() in c.raw)
            return
        await asyncio.sleep(0.02)


async def _review(demo: Demo) -> None:
    """Print two acknowledgements, show the queue with its suggestions, confirm one case and override another."""
    running, show = demo.running, demo.show
    show.acknowledgement("The calm outage was answered with", demo.answers["01-calm-outage.eml"])
    show.acknowledgement("The level 1 that needs a call was answered with", demo.answers["09-phone-only-level-1.eml"])
    show.waiting_for_model()
    await asyncio.to_thread(running.suggests.wait, _PATIENCE)
    await _opinions(running)
    with running.database.read() as connection:
        show.queue(queue(connection), running.suggests.note)
    await asyncio.to_thread(_decide, demo)
    with running.database.read() as connection:
        show.ledger(messages.ledger(connection))


async def _opinions(running: Running) -> None:
    def missing() -> bool:
        with running.database.read() as connection:
            return any(row.suggestion is None for row in queue(connection))

    for _ in range(int(_PATIENCE / 0.05)):
        if not await asyncio.to_thread(missing):
            return
        await asyncio.sleep(0.05)


def _decide(demo: Demo) -> None:
    running = demo.running
    with running.database.read() as connection:
        by_sender = {row.case.contact_address: row.case.id for row in queue(connection)}
    emergency, how_to = by_sender["warehouse@brindlefoods.example"], by_sender["tomas@brindlefoods.example"]
    with running.database.write() as connection:
        confirmed: Verdict = confirm(_engineer(running, connection), emergency)
    demo.show.decided(f"intake confirm {emergency}", confirmed)
    with running.database.write() as connection:
        reason = "a question, nothing is broken"
        overridden = override(_engineer(running, connection), how_to, "4", reason)
    demo.show.decided(f'intake override {how_to} --level 4 --reason "a question, nothing is broken"', overridden)


def _engineer(running: Running, connection: "Connection") -> Engineer:
    return Engineer(name="demo engineer", run=Run(connection=connection, desk=running.desk, now=now()))
