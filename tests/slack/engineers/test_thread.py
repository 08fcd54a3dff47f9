"""The thread below a card, by our own signed requests: notes stay with the case; one is sent only deliberately."""

import asyncio
import json
from typing import Any

import pytest

from intake.domain.case import MailKind, Outcome
from tests.slack import payloads
from tests.slack.engineers.floor import SAM, Floor, answer, floor, text_of
from tests.slack.fake import FakeSlack
from tests.slack.heard.desk import at
from tests.slack.ids import ANN, CHANNEL, CUSTOMER, ENGINEERS, KIM, TEAM
from tests.stages.office import Office

NOTE = "I think their licence has run out, &lt;ask&gt; <@U0SAM> before we say so"


async def noted(desk: Floor, text: str, *, user: str = KIM, thread: str | None = None, **more: Any) -> dict[str, Any]:
    """Let somebody write below the card of case 1001, and have it carried through."""
    inner = payloads.message(
        text,
        user=user,
        team=TEAM,
        channel=ENGINEERS,
        ts=at(desk.office.now),
        thread_ts=desk.card()["ts"] if thread is None else thread,
        **more,
    )
    await desk.sent(json.dumps(payloads.event(inner)))
    await asyncio.to_thread(desk.office.wait, seconds=70)
    await asyncio.to_thread(desk.office.wait, seconds=12)
    return inner


def test_a_note_is_kept_on_the_case_and_sent_to_nobody(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            mails, posts = len(office.mails()), len(slack.posts)
            await noted(desk, NOTE)
            await desk.up_to_date()
            (remark,) = office.details("case.remark")
            assert remark["text"] == "I think their licence has run out, <ask> @someone before we say so"
            assert (len(office.mails()), len(slack.posts)) == (mails, posts)
            assert office.ledger() == {Outcome.OPENED: 1, Outcome.FILED: 1}
            assert len(office.cases()) == 1
            first = desk.case()
            assert first.closed_at is None
        assert office.trail()[-1] == "message.filed"
        with office.reading() as connection:
            from intake.storage import audit

            (entry,) = [one for one in audit.of_case(connection, 1001) if one.event == "case.remark"]
            assert entry.actor == "Kim"

    asyncio.run(story())


def test_a_note_does_not_stop_the_customer_s_clock(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            await noted(desk, "On it.")
            assert not [event for event in office.trail() if event.startswith("promise.")]

    asyncio.run(story())


def test_a_note_is_sent_by_the_shortcut_after_the_words_were_seen_again(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            inner = await noted(desk, "Please try again &amp; tell us.")
            await desk.sent(payloads.as_form(payloads.shortcut("send_to_customer", inner)))
            modal = desk.last_modal()
            assert [mail.kind for mail in office.mails()] == [MailKind.ACKNOWLEDGEMENT], "opening it sends nothing"
            field = next(block for block in modal["blocks"] if block["type"] == "input")
            assert field["element"]["initial_value"] == "Please try again & tell us."
            assert "ann@acme.example" in text_of(modal)
            await desk.submit("card_replied", modal["private_metadata"], answer("Please try again and tell us."))
            assert office.mails()[-1].kind is MailKind.REPLY
            assert "Please try again and tell us." in office.letter()

    asyncio.run(story())


@pytest.mark.parametrize(
    ("channel", "in_thread"),
    [
        pytest.param(CHANNEL, True, id="in a customer's channel"),
        pytest.param(ENGINEERS, False, id="in the engineers' channel, below no card"),
    ],
)
def test_the_shortcut_sends_nothing_from_elsewhere(
    office: Office, slack: FakeSlack, channel: str, in_thread: bool
) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            thread = desk.card()["ts"] if in_thread else "1699999999.000100"
            on = {"ts": "1700009999.000100", "thread_ts": thread, "text": "a secret", "channel": channel}
            await desk.sent(payloads.as_form(payloads.shortcut("send_to_customer", on)))
            modal = desk.last_modal()
            assert "submit" not in modal
            assert "belongs to no case" in text_of(modal)

    asyncio.run(story())


def test_the_card_itself_is_no_words_to_send(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            on = {"ts": desk.card()["ts"], "text": desk.card()["text"], "channel": ENGINEERS}
            await desk.sent(payloads.as_form(payloads.shortcut("send_to_customer", on)))
            assert "submit" not in desk.last_modal()

    asyncio.run(story())


def test_a_stranger_s_shortcut_shows_nothing_of_the_case(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        slack.people[ANN] = payloads.person(ANN, team=CUSTOMER, address="sam@desk.example")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            inner = await noted(desk, "On it.", user=SAM)
            asked = payloads.shortcut("send_to_customer", inner, user=ANN)
            asked["user"]["team_id"] = CUSTOMER
            await desk.sent(payloads.as_form(asked))
            shown = text_of(desk.last_modal())
            assert "another workspace" in shown
            assert "On it" not in shown

    asyncio.run(story())
