"""The cards in the engineers' channel, against our own fake web API: one a case, always as the case stands.

Kills, lost answers and limits are played by the fake; the other process that decides is the command's own code.
"""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from intake.domain.slack import Place
from intake.review.close import close
from intake.storage.chat import threads
from intake.storage.slack import cards, installations
from tests.review.engineers import confirms, engineer, overrides
from tests.slack import payloads
from tests.slack.door.opened import until
from tests.slack.engineers.floor import Floor, floor, text_of
from tests.slack.fake import Breaks, Fails, FakeSlack, Hangs, Limits, Says
from tests.slack.ids import ENGINEERS, TEAM
from tests.stages.office import Office, mail, opinion

POST, UPDATE = "chat.postMessage", "chat.update"


def told(desk: Floor, number: int = 1001) -> str:
    return text_of(desk.card(number)["blocks"])


def test_a_card_says_what_a_stranger_would_want_to_know(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans", contacts=(("ann@acme.example", "Ann Lee"),))
        office.suggests.answer = opinion(2)
        async with floor(office, slack) as desk:
            desk.mail_in("We cannot connect since nine.")
            await desk.up_to_date()
            said, post = told(desk), desk.card()
        assert post["text"] == (
            "Case 1001, Acme: Cannot post invoices. No level; level 3's clock runs; "
            "first answer due Tue 12 May 2026 16:00 EDT."
        )
        for words in (
            "Case 1001: Cannot post invoices",
            "*Acme* (gotomyerp-plans, plan silver)",
            "Ann Lee (ann@acme.example), by e-mail, <!date^1778594400^",
            "severity 2 (1 is the gravest), an incident; fairly sure (85%)",
            "no level; level 3's clock runs; by the contract's rule; *nobody has decided yet*",
            "*First answer* (contract clock, the customer knows it): due <!date^1778616000^",
            "“Within 6 hours” (we aim to; clause 3.2)",
            "*Look at it by* (engineers' clock, never told): <!date^1778608800^",
            "☑ Connection failure: said by ann@acme.example: “cannot connect”",
            "Nobody has taken it",
            "never sent to the customer",
        ):
            assert words in said, words
        quote = next(block for block in post["blocks"] if block["type"] == "rich_text")
        marked = [piece["text"] for piece in quote["elements"][0]["elements"] if piece.get("style")]
        assert marked == ["cannot connect"]
        assert (post["unfurl_links"], post["unfurl_media"]) == ("false", "false")

    asyncio.run(story())


def test_a_card_follows_what_is_decided_at_the_command_line(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            overrides(office, "1", reason="payroll stands", by="Pat")  # another process: nobody wakes the cards
            await asyncio.to_thread(slack.until, UPDATE)
            assert "Set by Pat" in told(desk)
            assert "“payroll stands”" in told(desk)
            with office.database.write() as connection:
                close(engineer(office, connection, "Pat"), 1001, "it works again", resolved=True)
            await desk.up_to_date()
            assert desk.card()["blocks"][0]["text"]["text"].startswith("Case 1001 (closed)")
            assert "*Closed*" in told(desk)
            calls = len(slack.calls)
            await desk.up_to_date()
            assert len(slack.calls) == calls, "a closed case is shown closed once"

    asyncio.run(story())


def test_what_changes_no_word_of_a_card_calls_nobody(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            with office.database.write() as connection:
                engineer(office, connection).note(office.case(), "case.looked_at", {})
            await desk.up_to_date()
            assert not slack.of(UPDATE)
            with office.reading() as connection:
                kept = cards.find(connection, 1001)
                assert kept is not None
                assert kept.entry == cards.last_entry(connection)

    asyncio.run(story())


def test_a_card_says_that_something_is_overdue_when_it_becomes_so(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            assert "OVERDUE" not in told(desk)
            office.now += timedelta(hours=7)  # nothing is carried out: no timer rings, no trail is written
            desk.cards.wake()
            await asyncio.to_thread(slack.until, UPDATE)
            assert "*OVERDUE* since" in told(desk)

    asyncio.run(story())


@pytest.mark.parametrize("at", ["before the call", "after the call"])
def test_a_kill_in_the_middle_of_posting_gives_one_card(office: Office, slack: FakeSlack, at: str) -> None:
    """The process dies between the card's row and Slack's answer: the next one looks whether it is there."""

    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            posted = dict(desk.card())
        with office.database.write() as connection:
            card = cards.find(connection, 1001)
            assert card is not None
            cards.put(connection, replace(card, ts="", entry=0, digest="", state=cards.CardState.POSTING))
        if at == "before the call":
            slack.posts.clear()
        async with floor(office, slack) as desk:
            await desk.up_to_date()
            assert (desk.card()["ts"] == posted["ts"]) is (at == "after the call")
            assert len(slack.of(POST)) == (1 if at == "after the call" else 2)

    asyncio.run(story())


@pytest.mark.parametrize("done", [True, False], ids=["it was posted", "it was not"])
def test_an_answer_that_is_lost_is_looked_up_before_anything_is_repeated(
    office: Office, slack: FakeSlack, done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            monkeypatch.setattr(desk.door.web, "_patience", 0.3, raising=False)
            slack.will(POST, Hangs(done=True) if done else Breaks(500))
            desk.mail_in()
            await desk.up_to_date()
            await asyncio.to_thread(slack.until, "conversations.history")
            await desk.up_to_date()
            assert desk.card()

    asyncio.run(story())


def test_slack_s_retry_after_is_obeyed_and_the_card_comes_then(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        slack.will(POST, Limits(seconds=0.2))
        async with floor(office, slack) as desk:
            desk.mail_in()
            running = asyncio.create_task(desk.cards.run())
            desk._running.append(running)
            await asyncio.to_thread(slack.until, POST, 2)
            await desk.up_to_date()
            assert desk.card()

    asyncio.run(story())


def test_a_card_that_somebody_took_down_is_hung_up_anew(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            slack.posts.clear()
            slack.will(UPDATE, Fails("message_not_found"))
            confirms(office)
            await desk.up_to_date()
            assert "Confirmed by Sam" in told(desk)

    asyncio.run(story())


SHARED = [
    pytest.param({"is_ext_shared": True}, id="it is shared with another organisation"),
    pytest.param({"is_pending_ext_shared": True}, id="another organisation is invited"),
    pytest.param({"is_ext_shared": False, "pending_shared": ["T0GOLD"]}, id="an invitation waits"),
    pytest.param({"is_archived": True}, id="it is archived"),
    pytest.param(None, id="Slack does not know it"),
]


@pytest.mark.parametrize("channel", SHARED)
def test_no_card_where_others_could_read_it(office: Office, slack: FakeSlack, channel: dict[str, Any] | None) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        slack.channels.pop(ENGINEERS)
        if channel is not None:
            slack.channels[ENGINEERS] = channel
        async with floor(office, slack) as desk:
            desk.mail_in()
            desk._running.append(asyncio.create_task(desk.cards.run()))
            await asyncio.to_thread(slack.until, "conversations.info")
            await until(lambda: office.details("slack.cards_withheld"))
            assert not slack.of(POST)

    asyncio.run(story())


def test_a_channel_that_comes_to_be_shared_gets_no_more_cards(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            asked = len(slack.of("conversations.info"))
            desk.mail_in(subject="Another")
            await desk.up_to_date()
            assert len(slack.of("conversations.info")) == asked, "it is asked once"
            slack.channels[ENGINEERS] = {"is_ext_shared": True}
            body = payloads.event({"type": "channel_shared", "channel": ENGINEERS, "connected_team_id": "T0GOLD"})
            await desk.sent(json.dumps(body))
            confirms(office)
            desk.cards.wake()
            await asyncio.to_thread(slack.until, "conversations.info", asked + 1)
            await until(lambda: office.details("slack.cards_withheld"))
            assert not slack.of(UPDATE)

    asyncio.run(story())


def test_what_was_open_before_slack_was_switched_on_stays_out_of_the_channel(office: Office, slack: FakeSlack) -> None:
    """Of eight open cases two get a card: one that somebody is called to, one on which something happens."""

    async def story() -> None:
        office.customer("gotomyerp-plans")
        for number in range(8):
            office.mail_in(mail("Nobody can connect, from both offices." if number == 3 else "Slow."))
        with office.database.write() as connection:
            home = installations.every(connection)[0]
            office.now += timedelta(minutes=1)
            installations.put(connection, replace(home, installed_at=office.now))
        async with floor(office, slack) as desk:
            await desk.up_to_date()
            confirms(office, 1007)
            await desk.up_to_date()
            numbers = [post["metadata"]["event_payload"]["case"] for post in slack.posts]
            assert numbers == ["1004", "1007"]

    asyncio.run(story())


def test_the_thread_below_a_card_is_the_case_s_internal_one(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            place = Place(team=TEAM, channel=ENGINEERS, thread=desk.card()["ts"])
            with office.reading() as connection:
                found = threads.at(connection, place.address)
            assert found is not None
            assert (found.case_id, str(found.side)) == (1001, "internal")

    asyncio.run(story())


def test_a_card_links_to_the_customer_s_thread(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        link = "https://desk.slack.example/archives/C0SHARED/p1700000000000100"
        slack.will("chat.getPermalink", Says(data={"permalink": link}))
        async with floor(office, slack) as desk:
            desk.mail_in()
            with office.database.write() as connection:
                place = Place(team=TEAM, channel="C0SHARED", thread="1700000000.000100").address
                side = threads.Side.CUSTOMER
                threads.add(connection, threads.Thread(place=place, case_id=1001, side=side, at=office.now))
            await desk.up_to_date()
            assert f"<{link}|The customer's thread>" in told(desk)
            confirms(office)
            await desk.up_to_date()
            assert f"<{link}|The customer's thread>" in told(desk)
            assert len(slack.of("chat.getPermalink")) == 1

    asyncio.run(story())
