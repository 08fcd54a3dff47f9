"""The courier over real sockets: connections kept, outages that cost no mail a try, domains that hold up no other."""

import asyncio
from datetime import timedelta

import pytest

from intake.delivery.courier import Courier
from intake.delivery.lanes import Limits
from intake.delivery.lines import Keeping
from intake.domain.case import Case, Outgoing
from intake.stages.deliver import Result
from tests.acceptance.running import until
from tests.acceptance.smarthost import HOLD, Smarthost, answer, hang_up, smarthost
from tests.delivery.post import Post, until_idle
from tests.ports import free_port
from tests.stages.office import Office

ANN, BOB, CAT = "ann@acme.example", "bob@brindle.example", "cat@cherry.example"
GONE = answer("550 5.1.1 No such user")


def acme(number: int) -> list[str]:
    return [f"p{n}@acme.example" for n in range(number)]


def attentive(office: Office, number: int = 1001) -> bool:
    """Tell whether a case is to be looked at now."""
    case: Case = office.case(number)
    return case.attention_at is not None and case.attention_at <= office.now


def test_several_mails_and_rounds_share_a_connection(post: Post, sink: Smarthost) -> None:
    post.write_to(*acme(3), BOB)
    post.go(lambda: post.write_to(CAT))
    assert len(sink.caught) == 5
    assert len(sink.opened) == 1


def test_a_connection_carries_so_many_mails(post: Post, sink: Smarthost) -> None:
    post.keeping = Keeping(most_mails=2)
    post.write_to(*acme(5))
    post.go()
    assert len(sink.caught) == 5
    assert len(sink.opened) == 3


def test_a_connection_that_is_idle_for_too_long_is_ended(post: Post, sink: Smarthost) -> None:
    post.keeping = Keeping(seconds=0)
    post.write_to(ANN)
    post.go(lambda: post.write_to(BOB))
    assert len(sink.caught) == 2
    assert len(sink.opened) == 2


def test_a_connection_lost_between_two_mails_costs_the_next_one_nothing(post: Post, sink: Smarthost) -> None:
    post.write_to(ANN)
    post.go(lambda: post.write_to(BOB), sink.hang_up_on_all, lambda: post.write_to(CAT))
    assert post.states() == ["sent"] * 3
    assert [one.attempts for one in post.mails()] == [1] * 3
    assert not post.events("mail.put_off")


def test_a_kept_connection_that_breaks_at_the_next_sender_is_made_anew(post: Post, sink: Smarthost) -> None:
    sink.order("MAIL", answer("250 2.0.0 OK"), hang_up)
    post.write_to(ANN, BOB)
    post.go()
    assert post.states() == ["sent"] * 2
    assert [one.attempts for one in post.mails()] == [1] * 2
    assert not post.events("mail.put_off")
    assert len(sink.opened) == 2


def test_a_smarthost_that_goes_for_good_between_two_mails_costs_no_try(post: Post, sink: Smarthost) -> None:
    post.write_to(ANN)
    sink.order("MAIL", answer("250 2.0.0 OK"), hang_up)
    post.go(sink.deafen, lambda: post.write_to(BOB))
    assert post.states() == ["sent", "queued"]
    assert post.mails()[1].attempts == 0
    assert len(post.events("smarthost.away")) == 1


def test_an_outage_is_said_once_and_costs_no_mail_a_try(post: Post, office: Office) -> None:
    post.port = free_port()
    post.write_to(*acme(3))
    post.go(*[post.wait(minutes=6)] * 4)
    assert [(str(one.state), one.attempts) for one in post.mails()] == [("queued", 0)] * 3
    assert [one["waiting"] for one in post.events("smarthost.away")] == [3]
    assert not post.events("mail.put_off")


def test_during_an_outage_one_connection_alone_finds_out(post: Post, sink: Smarthost) -> None:
    post.limits = Limits(connections=4)
    sink.order("MAIL", *[answer("421 4.3.2 Closing")] * 5)
    post.write_to(ANN, BOB, CAT, "dan@dune.example")
    counts: list[int] = []
    post.go(lambda: counts.append(len(sink.opened)), post.wait(seconds=4), lambda: counts.append(len(sink.opened)))
    assert counts == [4, 5]


def test_a_smarthost_that_comes_back_gets_all_that_waited(post: Post) -> None:
    post.port = free_port()
    post.write_to(*acme(3))
    hosts: list[Smarthost] = []

    async def work(courier: Courier) -> None:
        await until_idle(courier)
        with smarthost(post.port) as host:
            hosts.append(host)
            await until_idle(courier)
            assert not host.caught, "it is asked again after a pause"
            post.office.wait(seconds=3)
            await until_idle(courier)

    post.working(work)
    assert len(hosts[0].caught) == 3
    assert len(post.events("smarthost.back")) == 1


def test_a_mail_that_waits_for_days_is_given_up_and_looked_at(post: Post, office: Office) -> None:
    post.port = free_port()
    post.write_to(ANN)
    post.go(post.wait(hours=59), post.wait(hours=1, minutes=10))
    (mail,) = post.mails()
    assert mail.state == "parked"
    assert mail.answer.startswith("given up after 60 hours: smarthost unreachable")
    assert attentive(office)


def test_a_mail_put_off_again_and_again_is_given_up_after_days(post: Post, sink: Smarthost, office: Office) -> None:
    sink.domains["acme.example"] = "450 4.2.0 Come again"
    post.write_to(ANN)
    post.go(*[post.wait(hours=5)] * 13)
    (mail,) = post.mails()
    assert (mail.state, mail.answer) == ("parked", "given up after 60 hours: 450 4.2.0 Come again")
    assert 8 < mail.attempts < 20
    assert attentive(office)


def test_pauses_grow_and_two_mails_do_not_come_back_together(post: Post, sink: Smarthost, office: Office) -> None:
    sink.domains |= {"acme.example": "452 4.3.1 Full", "brindle.example": "452 4.3.1 Full"}
    post.write_to(ANN, BOB)
    post.go()
    with office.reading() as connection:
        first = connection.exec_driver_sql("SELECT next_at FROM outbox ORDER BY id").scalars().all()
    assert len(set(first)) == 2
    post.go(post.wait(seconds=3))
    with office.reading() as connection:
        then = connection.exec_driver_sql("SELECT next_at FROM outbox ORDER BY id").scalars().all()
    assert [one.attempts for one in post.mails()] == [2, 2]
    assert min(then) > max(first)


def test_one_mail_of_each_domain_in_turn(post: Post, sink: Smarthost) -> None:
    post.write_to(*acme(4), BOB, CAT, "bill@brindle.example")
    post.go()
    domains = [address.rpartition("@")[2].partition(".")[0] for address in sink.rcpts]
    assert domains == ["acme", "brindle", "cherry", "acme", "brindle", "acme", "acme"]


def test_a_mail_of_before_there_were_lanes_goes_out_too(post: Post, sink: Smarthost) -> None:
    post.write_to(ANN, BOB)
    post.put_back(1, lane=None)
    post.go()
    assert post.states() == ["sent"] * 2


def test_a_call_to_who_is_on_call_goes_first_and_beside_a_domain_that_holds_every_connection(
    post: Post, sink: Smarthost
) -> None:
    sink.domains["acme.example"] = HOLD
    post.write_to(*acme(2))
    post.write_to(BOB)
    post.put_back(3, kind="page", lane="")

    async def work(courier: Courier) -> None:
        post.put_back(3, state="parked")
        run = asyncio.create_task(courier.run())
        await asyncio.to_thread(until, lambda: sink.rcpts, what="the hand-over that never ends")
        post.put_back(3, state="queued")
        courier.wake()
        await asyncio.to_thread(until, lambda: sink.to(BOB), what="the call")
        courier.stop()
        sink.hang_up_on_all()
        await run

    post.working(work)


def test_a_domain_that_never_answers_holds_up_no_other(post: Post, sink: Smarthost) -> None:
    post.limits = Limits(connections=3, at_once=2)
    post.office.customer("gotomyerp")  # who gets answers: of receipts one fewer goes to a domain at once
    sink.domains["acme.example"] = HOLD
    post.write_to(*acme(5), BOB, CAT, "dan@dune.example", "bill@brindle.example")

    async def work(courier: Courier) -> None:
        run = asyncio.create_task(courier.run())
        await asyncio.to_thread(until, lambda: len(sink.caught) == 4, what="the mails to the others")
        courier.stop()
        sink.hang_up_on_all()
        await run

    post.working(work)
    assert sorted(address for address in sink.rcpts if not address.endswith("acme.example")) == sorted(
        [BOB, CAT, "dan@dune.example", "bill@brindle.example"]
    )
    assert sum(address.endswith("acme.example") for address in sink.rcpts) == 2


def test_a_fault_of_ours_starves_no_other_while_a_domain_hangs(
    post: Post, sink: Smarthost, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.limits, post.host = Limits(connections=3, at_once=2), {"timeout": 60.0}
    sink.domains["acme.example"] = HOLD
    post.write_to("p1@acme.example", BOB, CAT)
    post.put_back(3, state="parked")
    faults = [ValueError("nobody thought of it")]
    settles = Courier._settle

    def settle(courier: Courier, outgoing: Outgoing, result: Result) -> str:
        if outgoing.recipient == BOB and faults:
            raise faults.pop()
        return settles(courier, outgoing, result)

    monkeypatch.setattr(Courier, "_settle", settle)

    async def work(courier: Courier) -> None:
        run = asyncio.create_task(courier.run())
        await asyncio.to_thread(until, lambda: "acme.example" in str(sink.rcpts) and not faults, what="the fault")
        post.put_back(3, state="queued")
        courier.wake()
        await asyncio.to_thread(until, lambda: sink.to(CAT), what="the mail to another domain")
        courier.stop()
        sink.hang_up_on_all()
        await run

    post.working(work)
    assert post.states()[1:] == ["sent", "sent"], "what was known of the one at fault is written down"
    assert len(sink.to(BOB)) == 1
    assert post.mails()[0].unknowns <= 1, "what hung was taken for lost by nobody while it was at work"


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        pytest.param("421 4.7.0 Too many from you", 1, id="421 pauses the domain"),
        pytest.param("450 4.7.1 Greylisted", 1, id="450 pauses the domain"),
        pytest.param("451 4.3.0 Try later", 1, id="451 pauses the domain"),
        pytest.param("452 4.2.2 Mailbox full", 3, id="a full mailbox is nobody else's"),
        pytest.param("450 4.2.1 Mailbox busy", 3, id="a mailbox's own trouble is nobody else's"),
    ],
)
def test_a_domain_that_puts_us_off(post: Post, sink: Smarthost, words: str, asked: int) -> None:
    sink.domains["acme.example"] = words
    post.write_to(*acme(3), BOB)
    post.go()
    assert sum(address.endswith("acme.example") for address in sink.rcpts) == asked
    assert BOB in sink.rcpts
    post.go(post.wait(minutes=2))
    assert sum(address.endswith("acme.example") for address in sink.rcpts) > asked


def test_a_domain_gets_so_many_mails_a_minute(post: Post, sink: Smarthost) -> None:
    post.limits = Limits(connections=1, a_minute=2)
    post.office.customer("gotomyerp")
    post.write_to(*acme(5), BOB)
    counts: list[int] = []

    def count() -> None:
        counts.append(sum(address.endswith("acme.example") for address in sink.rcpts))

    def passes() -> None:
        count()
        post.office.now += timedelta(seconds=61)

    post.go(passes, passes, count)
    assert counts == [2, 4, 5]
    assert BOB in sink.rcpts


def test_a_mail_without_an_answer_is_repeated_a_few_times_and_then_left_to_a_person(
    post: Post, sink: Smarthost, office: Office
) -> None:
    sink.order("CAUGHT", *[hang_up] * 10)
    post.write_to(ANN)
    post.go(*[post.wait(hours=1)] * 10)
    (mail,) = post.mails()
    assert mail.state == "parked"
    assert mail.answer.startswith("handed over 4 times without an answer, so it may have arrived")
    assert {copy.raw for copy in sink.caught} == {mail.raw}
    assert len(sink.caught) == 4
    assert [one["mail"] for one in post.events("mail.unknown")] == [mail.id] * 3
    assert attentive(office)


@pytest.mark.parametrize("deaths", [pytest.param(1, id="once"), pytest.param(3, id="three times")])
def test_a_process_killed_in_a_hand_over_leaves_it_unknown(post: Post, deaths: int) -> None:
    post.write_to(ANN)
    for _ in range(deaths):
        post.put_back(1, state="sending")
        post.courier()._recover()
    assert post.states() == ["unknown"]
    post.put_back(1, state="sending")
    for _ in range(4 - deaths):
        post.put_back(1, state="sending")
        post.courier()._recover()
    assert post.states() == ["parked"]


@pytest.mark.parametrize(
    "code", [pytest.param("530 5.7.0 Authenticate first", id="530"), pytest.param("535 5.7.8 Not you", id="535")]
)
def test_a_smarthost_that_does_not_let_us_in_parks_no_mail(post: Post, sink: Smarthost, code: str) -> None:
    sink.order("MAIL", answer(code))
    post.write_to(ANN)
    post.go()
    assert post.states() == ["queued"]
    assert len(post.events("smarthost.away")) == 1
    post.go(post.wait(seconds=10))
    assert post.states() == ["sent"]


def test_a_mail_larger_than_the_smarthost_takes_is_not_sent_to_it(post: Post, office: Office) -> None:
    with smarthost(data_size_limit=500) as small:
        post.port = small.port
        post.write_to(ANN)
        post.go()
        assert not small.rcpts
    (mail,) = post.mails()
    assert mail.state == "parked"
    assert mail.answer.endswith("the smarthost takes 500 at most")
    with office.reading() as connection:
        assert not connection.exec_driver_sql("SELECT * FROM unreachable").all()


def test_an_address_beyond_ascii_needs_smtputf8(post: Post) -> None:
    post.write_to("änne@acme.example")
    with smarthost(enable_SMTPUTF8=False) as plain:
        post.port = plain.port
        post.go()
    assert [(str(one.state), one.answer) for one in post.mails()] == [
        ("parked", "the smarthost takes no address that is not ASCII (SMTPUTF8)")
    ]


async def _in_latin_1(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer as a smarthost that refuses p0 and speaks no UTF-8."""
    writer.write(b"220 mx\r\n")
    while line := await reader.readline():
        if line.startswith(b"DATA"):
            writer.write(b"354 weiter\r\n")
            await reader.readuntil(b"\r\n.\r\n")
        refused = line.startswith(b"RCPT") and b"p0@" in line
        writer.write(b"550 5.1.1 Empf\xe4nger unbekannt\r\n" if refused else b"250 gew\xe4hrt\r\n")
    writer.close()


def test_a_smarthost_that_answers_in_latin_1_stops_no_mail(post: Post) -> None:
    post.port = free_port()
    post.write_to(*acme(2))

    async def work(courier: Courier) -> None:
        async with await asyncio.start_server(_in_latin_1, "127.0.0.1", post.port):
            await until_idle(courier)
            await courier._close()

    post.working(work)
    assert post.states() == ["parked", "sent"]
    assert [mail.answer for mail in post.mails()] == ["550 5.1.1 Empf�nger unbekannt", "250 gew�hrt"]
