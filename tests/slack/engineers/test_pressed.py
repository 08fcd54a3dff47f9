"""Engineers' presses, by our own signed requests through the real door: each does what the command does, once.

Whoever is first wins; the other is told, and so is whoever presses an old card.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from intake.domain.case import MailKind, Outcome, Standing
from intake.domain.kept import How, State, held
from intake.review.slack.ticket import ticket_of, written
from intake.review.taken import owner_in
from intake.storage import audit, decisions, kept
from tests.review.engineers import confirms, overrides
from tests.slack.engineers.floor import SAM, answer, floor, picked, text_of
from tests.slack.fake import FakeSlack
from tests.slack.ids import KIM
from tests.stages.office import Office, mail, opinion


def test_confirm_is_one_press_and_the_card_says_by_whom(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        office.suggests.answer = opinion(2)
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            assert "Confirm level 2" in desk.labels()
            await desk.press("card_confirm")
            assert (desk.case().standing, desk.case().level) == (Standing.CONFIRMED, "2")
            await desk.up_to_date()
            assert "Confirmed by Kim" in text_of(desk.card()["blocks"])
            assert "Confirm level 2" not in desk.labels()
        assert office.decided()[-1].actor == "Kim"
        assert office.feedback()[-1].actor == "Kim"
        assert desk.told() == "Case 1001: confirmed, level 2. The customer is told."

    asyncio.run(story())


def test_two_press_at_once_the_first_wins_and_the_other_is_told(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            value = desk.value()
            await desk.submit("card_overridden", value, picked("2", "half the floor waits"), user=SAM)
            await desk.press("card_confirm", user=KIM, value=value)
            assert desk.whispered[-1].user == KIM
            assert "already decided by Sam: level 2" in desk.told()
            assert [one.actor for one in office.decided()[1:]] == ["Sam"]

    asyncio.run(story())


@pytest.mark.parametrize("press", ["card_confirm", "card_no_request"])
def test_an_old_card_does_nothing_and_is_brought_up_to_date(office: Office, slack: FakeSlack, press: str) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            old = desk.value()
            overrides(office, "1", reason="payroll stands", by="Sam at the command line")
            decided = office.decided()
            await desk.press(press, value=old)
            assert office.decided() == decided
            assert "already decided by Sam at the command line: level 1" in desk.told()
            await desk.up_to_date()
            assert "Set by Sam at the command line" in text_of(desk.card()["blocks"])

    asyncio.run(story())


def _hears_more(office: Office) -> None:
    answers = mail("It is the orders as well.", "In-Reply-To: <first@acme.example>", subject="Re: Cannot post invoices")
    assert office.mail_in(answers).outcome is Outcome.CONTINUED


def _decides_the_same(office: Office) -> None:
    """Let the contract's rule be applied once more, as to a later message, and come to the same."""
    again = replace(office.decided()[-1], at=office.now)
    assert again.action == "decided"
    with office.database.write() as connection:
        decisions.add(connection, again)


@pytest.mark.parametrize("press", ["card_confirm", "card_no_request"])
@pytest.mark.parametrize("happens", [_hears_more, _decides_the_same])
def test_a_press_counts_where_what_it_decides_about_is_what_the_card_showed(
    office: Office, slack: FakeSlack, happens: Callable[[Office], None], press: str
) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        office.suggests.answer = opinion(2)
        async with floor(office, slack) as desk:
            office.mail_in(mail(message_id="<first@acme.example>"))
            await desk.up_to_date()
            seen = desk.value(action=press)
            await asyncio.to_thread(happens, office)
            await desk.press(press, value=seen)
            assert "old one" not in desk.told()
            done = (desk.case().standing is Standing.CONFIRMED, desk.case().closed_at is not None)
            assert done == (press == "card_confirm", press == "card_no_request")

    asyncio.run(story())


def test_confirm_does_no_other_thing_than_its_button_said(office: Office, slack: FakeSlack) -> None:
    """The card said level 3; an opinion came, by which it would be level 2. An override is what it was."""

    async def story() -> None:
        office.customer("gotomyerp-plans")
        office.suggests.answer = opinion(2)
        async with floor(office, slack) as desk:
            desk.mail_in()
            with office.reading() as connection:
                seen = ticket_of(connection, office.case(), " level 3")
                other = ticket_of(connection, office.case())
            await desk.press("card_confirm", value=written(office.desk.signer, seen))
            assert desk.told().startswith("The card you pressed was an old one")
            assert desk.case().standing is Standing.RULE
            await desk.submit("card_overridden", written(office.desk.signer, other), picked("1", "payroll stands"))
            assert (desk.case().standing, desk.case().level) == (Standing.OVERRIDDEN, "1")

    asyncio.run(story())


def test_an_old_modal_changes_nothing(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            old = desk.value()
            confirms(office, by="Sam")
            said = await desk.submit("card_overridden", old, picked("1", "payroll stands"))
            assert said["response_action"] == "update"
            assert "already decided by Sam" in text_of(said["view"])
            assert office.case().standing is Standing.CONFIRMED

    asyncio.run(story())


def test_the_same_press_twice_is_one(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            pressed = [{"action_id": "card_confirm", "value": desk.value(action="card_confirm"), "action_ts": "1.1"}]
            for _ in range(2):
                await desk.press("card_confirm", trigger_id="1.2.3", actions=pressed)
            assert [one.action for one in office.decided()].count("confirmed") == 1

    asyncio.run(story())


def test_take_ends_the_calls_and_names_who_has_it(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in("Nobody can connect, from both offices.")
            await desk.up_to_date()
            assert "Somebody is being called" in text_of(desk.card()["blocks"])
            await desk.press("card_take", user=SAM)
            await desk.up_to_date()
            shown = text_of(desk.card()["blocks"])
            assert "Taken by *Sam*" in shown
            assert "Somebody is being called" not in shown
            assert "Take" not in desk.labels()
            await desk.press("card_take", user=KIM)
            assert desk.told().startswith("Nothing was done: case 1001: Sam has taken it already")
        with office.reading() as connection:
            assert owner_in(audit.of_case(connection, 1001)) == "Sam"

    asyncio.run(story())


def test_not_a_case_asks_first_then_closes_and_teaches(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in("Thanks for everything.")
            await desk.up_to_date()
            button = next(
                one for block in desk.card()["blocks"] if block["type"] == "actions"
                for one in block["elements"] if one["action_id"] == "card_no_request"
            )  # fmt: skip
            assert button["confirm"]["title"]["text"] == "Not a case?"
            await desk.press("card_no_request")
            await desk.up_to_date()
            assert office.case().closed_at is not None
            assert desk.card()["blocks"][0]["text"]["text"].startswith("Case 1001 (closed)")
            assert desk.labels() == ["Reply…"]
        assert office.details("case.closed")[0]["no_request"] is True
        assert office.feedback()[-1].kind == "not_a_request"

    asyncio.run(story())


def test_an_answer_goes_out_signed_once_and_stops_the_clock(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            await desk.press("card_reply", user=SAM)
            modal = desk.last_modal()
            assert "ann@acme.example" in text_of(modal)
            assert modal["submit"]["text"] == "Send to customer"
            for _ in range(2):
                assert (
                    await desk.submit("card_replied", modal["private_metadata"], answer("Try again now."), user=SAM)
                    == {}
                )
        sent = [mail for mail in office.mails() if mail.kind is MailKind.REPLY]
        assert len(sent) == 1
        assert "Try again now." in office.letter()
        assert "Sam" in office.letter()
        with office.reading() as connection:
            first = held(office.case(), kept.of_case(connection, 1001))[0]
        assert (first.state, first.act.how if first.act else None) == (State.KEPT, How.SLACK)

    asyncio.run(story())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("   ", "no words", id="blanks"),
        pytest.param("...", "no words", id="dots"),
        pytest.param(None, "no words", id="nothing at all"),
    ],
)
def test_an_answer_without_words_is_not_taken(office: Office, slack: FakeSlack, text: str | None, said: str) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            wrong = await desk.submit("card_replied", desk.value(), answer(text) if text is not None else {})
            assert wrong["response_action"] == "errors"
            assert said in wrong["errors"]["words"]
            assert MailKind.REPLY not in {mail.kind for mail in office.mails()}

    asyncio.run(story())
