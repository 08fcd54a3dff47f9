"""What the demo's engineer sees and does: the answers, the queue, two decisions, a question, a reply, a look back."""

import asyncio
from typing import TYPE_CHECKING

from intake.bootstrap.clock import now
from intake.demo.post import PATIENCE, Demo, handed_over, keep_answer, take, until
from intake.demo.scenario import consent, steps
from intake.domain.case import MailKind
from intake.domain.contract import Channel
from intake.review.engineer import Engineer
from intake.review.queue import queue
from intake.review.reply import Reply, reply
from intake.review.verdict import confirm, override
from intake.review.verify import verify
from intake.stages.desk import Run
from intake.storage import messages, outbox, pages

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from intake.bootstrap.app import Running

_NAME = "Kim"  # who is on call in sample/settings.toml
_WORDS = "We are looking into it."
_A_QUESTION = "a question, nothing is broken"
_BY_TELEPHONE = "on the telephone: audits stopped"


async def engineers_turn(demo: Demo) -> None:
    """Print three answers, wait for the model, let the engineer work, and show that nothing was lost."""
    running, show = demo.running, demo.show
    show.letter("The calm outage was answered with", demo.answers["01-calm-outage.eml"])
    show.letter("The level 1 that needs a call was answered with", demo.answers["09-phone-only-level-1.eml"])
    show.beginning("A German customer's begins", demo.answers["07-old-charset.eml"])
    show.waiting_for_model()
    await asyncio.to_thread(running.suggests.wait, PATIENCE)
    await until(lambda: _all_have_opinions(running), "the classifier did not give its opinion")
    with running.database.read() as connection:
        rows = queue(connection, now())
        show.queue(rows, running.suggests.note)
    numbers = {row.case.contact_address: row.case.id for row in rows if row.case.channel is Channel.EMAIL}
    await asyncio.to_thread(_decide, demo, numbers)
    await _ask(demo, numbers["hal@elmwoodaudit.example"])
    await asyncio.to_thread(_reply, demo, numbers["ruth@alderfreight.example"])
    await asyncio.to_thread(_look_back, demo)


def _all_have_opinions(running: "Running") -> bool | None:
    with running.database.read() as connection:
        return all(row.suggestion is not None for row in queue(connection, now())) or None


def _decide(demo: Demo, numbers: dict[str, int]) -> None:
    emergency, how_to = numbers["warehouse@brindlefoods.example"], numbers["tomas@brindlefoods.example"]
    with demo.running.database.write() as connection:
        confirmed = confirm(_engineer(demo, connection), emergency)
        taken = pages.of_case(connection, emergency)
    demo.show.decided(f"intake confirm {emergency}", confirmed)
    demo.show.taken(taken)
    with demo.running.database.write() as connection:
        overridden = override(_engineer(demo, connection), how_to, "4", _A_QUESTION)
    demo.show.decided(f'intake override {how_to} --level 4 --reason "{_A_QUESTION}"', overridden)


async def _ask(demo: Demo, number: int) -> None:
    """Ask the customer for a level that their contract lets no engineer set alone, and let them answer by mail."""
    with demo.running.database.write() as connection:
        asked = override(_engineer(demo, connection), number, "1", _BY_TELEPHONE)
    demo.show.asked(f'intake override {number} --level 1 --reason "{_BY_TELEPHONE}"', asked)
    demo.running.courier.wake()
    await handed_over(demo, number)
    step = consent()
    keep_answer(demo, number, step.after or "")
    demo.show.beginning("The customer is asked", demo.answers[step.after or ""])
    demo.show.answering()
    await take(demo, len(steps()) + 1, step)
    with demo.running.database.read() as connection:
        told = [mail for mail in outbox.of_case(connection, number) if mail.kind is MailKind.LEVEL_CHANGE]
    demo.show.told(len(told))


def _reply(demo: Demo, number: int) -> None:
    with demo.running.database.write() as connection:
        answered = reply(_engineer(demo, connection), number, Reply(text=_WORDS, signed=_NAME))
    demo.show.replied(f'intake reply {number} --text "{_WORDS}"', answered)


def _look_back(demo: Demo) -> None:
    with demo.running.database.read() as connection:
        demo.show.verified(verify(connection, None, lambda *_: None))
        demo.show.ledger(messages.ledger(connection))


def _engineer(demo: Demo, connection: "Connection") -> Engineer:
    return Engineer(name=_NAME, run=Run(connection=connection, desk=demo.running.desk, now=now()))
