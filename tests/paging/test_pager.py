"""The pager at work: claims, repeats under the same id, crashes, restarts, and stops for who takes the page."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook

from intake.bootstrap.clock import now
from intake.delivery.pager import Pager
from intake.domain.case import MailState
from intake.domain.paging import CallState
from intake.stages.calls.summons import Summons
from intake.stages.deliver import HandOver, Result
from intake.storage import outbox
from tests.paging.hooks import SECRET, Hooks, status
from tests.paging.rota import (
    THREE,
    by_hook,
    by_mail,
    by_slack,
    calls,
    claimed,
    confirms,
    emergency,
    hand_over,
    names,
    on_call,
    paged_mails,
    settled,
)
from tests.stages.office import Office, mail

SENT = Result(hand_over=HandOver.SENT, answer="HTTP 204")


def test_a_web_hook_says_what_it_is_about(office: Office, server: Hooks) -> None:
    emergency(on_call(office, by_hook("Kim", server.url())))
    hand_over(office)
    assert server.posted[0].told == {
        "type": "case.page",
        "timestamp": "2026-05-12T14:00:00+00:00",
        "data": {
            "case": 1001,
            "why": "an emergency, by what the customer states; it is not confirmed",
            "customer": "Acme",
            "subject": "Cannot post invoices",
            "level": None,
            "emergency": True,
            "due_at": "2026-05-12T10:30:00-04:00",
            "acknowledge_url": None,
        },
    }
    assert [(call.state, call.answer) for call in calls(office)] == [(CallState.SENT, "HTTP 204")]
    assert "page.sent" in office.trail()


def test_with_a_web_address_it_carries_a_link_of_its_own(office: Office, server: Hooks) -> None:
    office.desk = replace(office.desk, web="https://support.example/desk")
    emergency(on_call(office, by_hook("Kim", server.url())))
    hand_over(office)
    url = server.posted[0].told["data"]["acknowledge_url"]
    assert url.startswith("https://support.example/desk/page/page-1001-1-")


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        pytest.param("<!channel> look", "&lt;!channel&gt; look", id="a mention of everybody"),
        pytest.param("<https://evil.example|here>", "&lt;https://evil.example|here&gt;", id="a link"),
        pytest.param("R&D", "R&amp;D", id="an ampersand"),
    ],
)
def test_a_slack_message_holds_no_mark_up_of_the_customer_s(
    office: Office, server: Hooks, subject: str, shown: str
) -> None:
    on_call(office, by_slack("Kim", server.url())).customer("gotomyerp-plans")
    office.mail_in(mail("Nobody can connect, from both offices.", subject=subject))
    hand_over(office)
    told = server.posted[0].told
    assert told["text"].startswith("On call: case 1001, an emergency")
    texts = [block["text"]["text"] for block in told["blocks"]]
    assert shown in texts[0]
    assert "Due by Tue 12 May 2026 10:30 EDT." in texts[1]
    assert texts[2] == "To take it: `intake page 1001 --ack`"


def test_a_repeat_carries_the_same_id_and_a_signature_of_its_own_time(office: Office, server: Hooks) -> None:
    server.answers.extend([status(503), status(429)])
    office.now = now() - timedelta(seconds=9)  # the library refuses what is older than five minutes
    office.customer("helpdesk")
    on_call(office, by_hook("Kim", server.url()))
    office.mail_in(mail("Nobody can connect."))
    for seconds in (0, 2, 5):
        office.now += timedelta(seconds=seconds)
        assert hand_over(office) == 1
    assert len({posted.headers["webhook-id"] for posted in server.posted}) == 1
    assert len({posted.headers["webhook-timestamp"] for posted in server.posted}) == 3
    assert len({posted.body for posted in server.posted}) == 1
    for posted in server.posted:
        Webhook(SECRET).verify(posted.body, posted.headers)
    assert [(call.state, call.attempts) for call in calls(office)] == [(CallState.SENT, 3)]


def test_a_target_that_is_gone_brings_the_next_name_within_the_round(office: Office, server: Hooks) -> None:
    server.answers.append(status(410))
    emergency(on_call(office, by_hook("Kim", server.url()), by_hook("Lou", server.url())))
    while hand_over(office):
        pass
    assert [(call.name, call.state) for call in calls(office)] == [
        ("Kim", CallState.FAILED), ("Lou", CallState.SENT),
    ]  # fmt: skip


def test_a_name_that_the_settings_have_no_more_is_passed_over(office: Office) -> None:
    emergency(on_call(office, by_hook("Kim", "https://k.example"), by_mail("Lou")))
    on_call(office, by_mail("Lou"), by_mail("Max"))
    hand_over(office)
    assert (calls(office)[0].answer, names(office)) == ("the settings have this name no more", ["Kim", "Max"])


def test_a_slow_target_keeps_nobody_waiting(office: Office) -> None:
    """Each of two calls waits for the other to have begun: one after the other they would never end."""
    emergency(on_call(office, by_hook("Kim", "https://k.example")))
    office.customer("helpdesk", name="Rival", domain="rival.example")
    office.mail_in(mail("Nobody can connect.", sender="zed@rival.example"), mail_from="zed@rival.example")
    both = asyncio.Barrier(2)

    async def slow(said: Summons, at: Callable[[], datetime]) -> Result:
        await both.wait()
        return SENT

    async def one_round() -> int:
        async with asyncio.timeout(20):
            return await Pager(office.database, office.desk, lambda: office.now, slow).round()

    assert asyncio.run(one_round()) == 2


def test_a_slow_target_does_not_hold_a_page_that_is_opened_meanwhile(office: Office) -> None:
    """The first target answers only once the second page's call has come: waited for, neither would ever."""
    emergency(on_call(office, by_hook("Kim", "https://k.example")))
    office.customer("helpdesk", name="Rival", domain="rival.example")
    others: list[int] = []
    other = asyncio.Event()

    async def slow(said: Summons, at: Callable[[], datetime]) -> Result:
        if said.call.id != 1:
            others.append(said.call.id)
            other.set()
            return SENT
        report = mail("Nobody can connect.", sender="zed@rival.example")
        await asyncio.to_thread(office.mail_in, report, mail_from="zed@rival.example")
        await other.wait()
        return SENT

    _run_until(office, lambda: [call.state for call in calls(office)] == [CallState.SENT], slow)
    assert others == [2]


def test_a_call_whose_words_cannot_be_made_fails_once_and_the_next_name_is_called(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    emergency(on_call(office, by_hook("Kim", "https://k.example"), by_mail("Lou")))
    monkeypatch.setattr("intake.delivery.pager.summons", lambda *_: 1 // 0)
    _run_until(office, lambda: calls(office)[0].state is CallState.FAILED)
    assert calls(office)[0].answer == "its words cannot be made: ZeroDivisionError"
    assert (office.trail().count("page.failed"), names(office)) == (1, ["Kim", "Lou"])


def test_who_takes_the_page_first_is_called_by_nobody_any_more(office: Office, server: Hooks) -> None:
    emergency(on_call(office, by_hook("Kim", server.url())))
    confirms(office)
    assert hand_over(office) == 0
    assert server.posted == []


def test_a_page_taken_while_a_call_is_put_off_is_not_repeated(office: Office, server: Hooks) -> None:
    server.answers.append(status(503))
    emergency(on_call(office, by_hook("Kim", server.url())))
    hand_over(office)
    confirms(office)
    office.now += timedelta(minutes=1)
    hand_over(office)
    assert len(server.posted) == 1


def test_a_call_is_claimed_once(office: Office) -> None:
    emergency(on_call(office, by_hook("Kim", "https://k.example")))
    (call,) = calls(office)
    assert [claimed(office, call), claimed(office, call)] == [True, False]


def test_a_crash_between_claim_and_answer_is_unknown_and_repeated_under_the_same_id(
    office: Office, server: Hooks
) -> None:
    emergency(on_call(office, by_hook("Kim", server.url())))
    (call,) = calls(office)
    assert claimed(office, call)
    # Here the process ends. The next one finds the call neither waiting nor answered.
    _run_until(office, lambda: [call.state for call in calls(office)] == [CallState.SENT])
    assert "page.unknown" in office.trail()
    assert [posted.headers["webhook-id"] for posted in server.posted] == [call.webhook_id]


def test_what_was_unknown_once_stays_so_until_there_is_an_answer(office: Office) -> None:
    emergency(on_call(office, by_hook("Kim", "https://k.example")))
    (call,) = calls(office)
    claimed(office, call)
    unknown = settled(office, call, Result(hand_over=HandOver.UNKNOWN, answer="no answer: ReadTimeout"))
    claimed(office, unknown)
    again = settled(office, unknown, Result(hand_over=HandOver.NOT_NOW, answer="no connection: ConnectError"))
    assert (unknown.state, again.state) == (CallState.UNKNOWN, CallState.UNKNOWN)


def test_a_call_by_mail_has_gone_when_its_mail_has(office: Office) -> None:
    emergency(on_call(office, *THREE))
    assert [call.state for call in calls(office)] == [CallState.QUEUED]
    (sent,) = paged_mails(office)
    with office.database.write() as connection:
        outbox.settle(connection, replace(sent, state=MailState.SENT, answer="250 ok"), office.now)
    hand_over(office)
    assert [(call.state, call.answer) for call in calls(office)] == [(CallState.SENT, "the smarthost took it")]


def test_a_fault_is_logged_without_its_words_and_the_pager_goes_on(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    emergency(on_call(office, by_hook("Kim", "https://k.example")))
    tries: list[str] = []

    async def broken(said: Summons, at: Callable[[], datetime]) -> Result:
        tries.append(said.call.webhook_id)
        if len(tries) == 1:
            raise RuntimeError("could not call https://hidden.example/key")
        return SENT

    _run_until(office, lambda: [call.state for call in calls(office)] == [CallState.SENT], broken)
    assert len(set(tries)) == 1
    assert "hidden" not in capsys.readouterr().out


def _run_until(office: Office, done: Callable[[], bool], post: object = None) -> None:
    """Run a pager until something is so; the time of day is the office's."""

    async def run() -> None:
        arguments = (office.database, office.desk, lambda: office.now)
        pager = Pager(*arguments) if post is None else Pager(*arguments, post)  # type: ignore[arg-type] # as above
        running = asyncio.create_task(pager.run())
        async with asyncio.timeout(20):
            while not await asyncio.to_thread(done):
                await asyncio.to_thread(threading.Event().wait, 0.01)
        pager.stop()
        await running

    asyncio.run(run())


def test_times_are_in_utc_where_they_are_kept(office: Office) -> None:
    emergency(on_call(office, *THREE))
    assert calls(office)[0].made_at == datetime(2026, 5, 12, 14, 0, tzinfo=UTC)
