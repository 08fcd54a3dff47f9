"""A smarthost that is away, refuses or drops the line: each answer arrives, and once where the outcome is known."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from intake.delivery.smarthost import Smarthost as Host
from intake.delivery.smarthost import hand_over
from intake.domain.case import MailKind, Outgoing
from intake.stages.deliver import HandOver, Result
from tests.acceptance import mails, running, store
from tests.acceptance.running import ANN, BOB, DESK, Place, Serving, until
from tests.acceptance.smarthost import Order, Smarthost, answer, hang_up, hold, slow, smarthost
from tests.acceptance.warm import Nursery
from tests.delivery.reports import report
from tests.ports import free_port

LATER = answer("451 4.3.2 Come again")
NEVER = answer("550 5.7.1 Not for us")


@dataclass(frozen=True, slots=True)
class Ending:
    """What the smarthost does at which step, what the trail then says, and how many copies it keeps."""

    words: str
    step: str
    order: Order
    trail: list[str]
    copies: int


PUT_OFF, PARKED, UNKNOWN = ["mail.put_off", "mail.sent"], ["mail.parked"], ["mail.unknown", "mail.sent"]
ENDINGS = [
    Ending("it puts off the sender", "MAIL", LATER, PUT_OFF, 1),
    Ending("it puts off the recipient", "RCPT", LATER, PUT_OFF, 1),
    Ending("it puts off the content", "DATA", LATER, PUT_OFF, 1),
    Ending("it closes down with 421", "RCPT", answer("421 4.3.2 Closing"), PUT_OFF, 1),
    Ending("it refuses the sender", "MAIL", NEVER, PARKED, 0),
    Ending("it refuses the recipient", "RCPT", NEVER, PARKED, 0),
    Ending("it refuses the content", "DATA", NEVER, PARKED, 0),
    Ending("it drops the line at the sender", "MAIL", hang_up, PUT_OFF, 1),
    Ending("it drops the line at the recipient", "RCPT", hang_up, PUT_OFF, 1),
    Ending("it drops the line and the mail", "DATA", hang_up, UNKNOWN, 1),
    Ending("it drops the line and keeps the mail", "CAUGHT", hang_up, UNKNOWN, 2),
]


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.words)
def test_the_end_of_a_hand_over(bot: Serving, place: Place, sink: Smarthost, ending: Ending) -> None:
    sink.order(ending.step, ending.order)
    assert mails.send(bot, mails.letter("<a@gold.example>")).startswith("250")
    until(lambda: store.column(place, "SELECT state FROM outbox") in (["sent"], ["parked"]), what="an end")
    assert store.column(place, "SELECT event FROM audit WHERE event LIKE 'mail.%' ORDER BY id") == ending.trail
    kept = store.rows(place, "SELECT raw, answer FROM outbox")[0]
    assert [mail.raw for mail in sink.to(ANN)] == [kept["raw"]] * ending.copies
    assert ending.trail != PARKED or kept["answer"] == "550 5.7.1 Not for us"


def test_a_smarthost_that_is_down_at_first_gets_the_mail_once(
    nursery: Nursery, prepared: Place, tmp_path: Path
) -> None:
    port = free_port()
    place = running.settle_in(tmp_path / "bot", port)
    running.copy_store(prepared, place)
    with running.opened(nursery.begin(place)) as bot:
        assert mails.send(bot, mails.letter("<a@gold.example>")).startswith("250")
        until(lambda: store.events(place, "smarthost.away"), what="a try in vain")
        assert store.rows(place, "SELECT state, attempts FROM outbox") == [{"state": "queued", "attempts": 0}]
        with smarthost(port) as sink:
            store.until_quiet(place)
            assert len(sink.to(ANN)) == 1
        until(lambda: store.events(place, "smarthost.back"), what="the end of the outage on the trail")
        assert len(store.events(place, "smarthost.away")) == 1
        assert not store.events(place, "mail.put_off")


def test_a_refused_mail_does_not_spoil_the_next_one_on_the_line(
    nursery: Nursery, prepared: Place, tmp_path: Path
) -> None:
    port = free_port()
    place = running.settle_in(tmp_path / "bot", port)
    running.copy_store(prepared, place)
    with running.opened(nursery.begin(place)) as bot:
        for sender in (ANN, BOB):
            assert mails.send(bot, mails.letter(f"<a.{sender}>", sender=sender), sender=sender).startswith("250")
        until(lambda: store.count(place, "SELECT id FROM outbox") == 2, what="two answers that wait")
        assert bot.stop() == 0
    with smarthost(port) as sink, running.opened(nursery.begin(place)):
        sink.order("RCPT", NEVER)
        store.until_quiet(place)
        assert store.column(place, "SELECT state FROM outbox ORDER BY id") == ["parked", "sent"]
        assert [len(sink.to(address)) for address in (ANN, BOB)] == [0, 1]


def test_a_smarthost_that_takes_its_time_over_the_content_gets_no_second_copy(sink: Smarthost) -> None:
    sink.order("CAUGHT", slow)
    mail = Outgoing(
        id=1,
        case_id=1001,
        kind=MailKind.RECEIPT,
        key="answer:1001",
        recipient=ANN,
        mail_from=DESK,
        message_id="<mail1@desk.example>",
        raw=b"Message-ID: <mail1@desk.example>\r\n\r\nHello.\r\n",
    )

    async def handed_over() -> Result:
        client = await Host(host="127.0.0.1", port=sink.port, timeout=0.3).connect()
        try:
            return await hand_over(client, mail)
        finally:
            client.close()

    assert asyncio.run(handed_over()).hand_over is HandOver.SENT


def test_a_smarthost_that_never_answers_does_not_hold_up_a_stop(
    bot: Serving, place: Place, sink: Smarthost, nursery: Nursery
) -> None:
    sink.order("CAUGHT", hold)
    assert mails.send(bot, mails.letter("<a@gold.example>")).startswith("250")
    until(lambda: sink.caught, what="the hand-over")
    assert bot.stop(10) == 0
    with running.opened(nursery.begin(place)):
        store.until_quiet(place)
    assert len(store.events(place, "mail.unknown")) == 1
    assert [mail.raw for mail in sink.to(ANN)] == store.column(place, "SELECT raw FROM outbox") * 2


def test_a_bounce_through_the_door_stops_the_answers_to_that_address(
    bot: Serving, place: Place, sink: Smarthost
) -> None:
    assert mails.send(bot, mails.letter("<a@gold.example>")).startswith("250")
    until(lambda: sink.to(ANN), what="the answer")
    (answered,) = sink.to(ANN)
    assert mails.send(bot, report("", ANN), sender="", to=answered.mail_from).startswith("250")
    until(lambda: store.rows(place, "SELECT * FROM unreachable"), what="the mark")
    (mark,) = store.rows(place, "SELECT address, status, case_id FROM unreachable")
    assert mark == {"address": ANN, "status": "5.1.1", "case_id": 1001}
    assert mails.send(bot, mails.letter("<b@gold.example>", subject="Another matter")).startswith("250")
    store.until_quiet(place)
    assert store.ledger(place) == {"opened": 2, "filed": 1}
    assert len(sink.caught) == 1
    assert len(store.events(place, "acknowledgement.withheld")) == 1
