"""The modal in which an engineer sets another level, by our own signed requests: what it would do is shown first."""

import asyncio
from typing import Any

import pytest

from intake.domain.case import Standing
from tests.review.engineers import consents
from tests.slack.engineers.floor import Floor, floor, picked, text_of
from tests.slack.fake import FakeSlack
from tests.stages.office import Office


async def _opened_override(desk: Floor, **more: Any) -> dict[str, Any]:
    await desk.up_to_date()
    await desk.press("card_override", **more)
    return desk.last_modal()


async def _pick(desk: Floor, modal: dict[str, Any], level: str) -> dict[str, Any]:
    """Pick a level in the modal, as Slack tells of it, and return the modal as it is then."""
    view = {
        **modal,
        "id": "V1",
        "hash": "1.b",
        "state": {"values": picked(level, "")},
        "app_installed_team_id": "T0DESK",
    }
    await desk.press("override_level", value="", view=view, message=None)
    return desk.last_modal()


CONTRACTS = [
    pytest.param(
        "gotomyerp-plans", "2", "Within 4 hours", "will be told exactly this", id="000: takes effect, is told"
    ),
    pytest.param("priority-matrix", "P2", "30 minute", "will be told exactly this", id="003: takes effect, is told"),
    pytest.param("erp-maestro", "2", "8 hours", "is asked first", id="004: the customer is asked first"),
]


@pytest.mark.parametrize(("contract", "level", "words", "customer"), CONTRACTS)
def test_an_override_shows_what_it_would_do_before_it_is_sent_off(
    office: Office, slack: FakeSlack, contract: str, level: str, words: str, customer: str
) -> None:
    async def story() -> None:
        office.customer(contract)
        async with floor(office, slack) as desk:
            desk.mail_in()
            modal = await _opened_override(desk)
            options = [one["value"] for one in modal["blocks"][1]["element"]["options"]]
            assert level in options
            before = office.everything()
            modal = await _pick(desk, modal, level)
            shown = text_of(modal)
            assert words in shown
            assert customer in shown
            changed = {name for name, rows in office.everything().items() if rows != before[name]}
            assert changed <= {"slack_events"}, "picking a level changes nothing but what Slack sent"
            assert await desk.submit("card_overridden", modal["private_metadata"], picked(level, "more are hit")) == {}
            sent = office.letter()
            assert " ".join(_letter_in(modal).split()).endswith(sent[-120:]), "what was shown is what goes out"
            assert desk.case().wanted_level == (level if contract == "erp-maestro" else None)
            assert (desk.case().level == level) is (contract != "erp-maestro")

    asyncio.run(story())


def _letter_in(modal: dict[str, Any]) -> str:
    blocks = modal["blocks"]
    first, last = (place for place, block in enumerate(blocks) if block["type"] == "divider")
    return "".join(block["text"]["text"] for block in blocks[first + 1 : last])


def test_an_override_takes_effect_at_once_where_the_customer_has_agreed_before(
    office: Office, slack: FakeSlack
) -> None:
    async def story() -> None:
        office.customer("erp-maestro")
        async with floor(office, slack) as desk:
            desk.mail_in()
            consents(office, agreed=True)
            modal = await _pick(desk, await _opened_override(desk), "2")
            assert "will be told exactly this" in text_of(modal)
            await desk.submit("card_overridden", modal["private_metadata"], picked("2", "as agreed by telephone"))
            assert (desk.case().level, desk.case().wanted_level) == ("2", None)
            assert desk.told() == "Case 1001: overridden, level 2. The customer is told."

    asyncio.run(story())


def test_while_the_customer_is_asked_the_card_says_so(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("erp-maestro")
        async with floor(office, slack) as desk:
            desk.mail_in()
            modal = await _opened_override(desk)
            await desk.submit("card_overridden", modal["private_metadata"], picked("2", "more are hit"))
            assert desk.told() == "Case 1001: the customer is asked; level 3 holds until they agree."
            await desk.up_to_date()
            assert "*Wanted:* level 2, by Kim; it waits for the customer's agreement" in text_of(desk.card()["blocks"])

    asyncio.run(story())


@pytest.mark.parametrize(
    ("state", "block", "said"),
    [
        pytest.param(picked("", "why not"), "level", "Pick a level", id="no level"),
        pytest.param(picked("2", "  "), "reason", "Write why", id="a blank reason"),
        pytest.param(picked("2", "…"), "reason", "Write why", id="a reason without words"),
        pytest.param(picked("17", "as told"), "level", "no level '17'", id="a level that the contract has not"),
        pytest.param({}, "level", "Pick a level", id="nothing"),
    ],
)
def test_an_override_that_lacks_something_says_where(
    office: Office, slack: FakeSlack, state: dict[str, Any], block: str, said: str
) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            wrong = await desk.submit("card_overridden", desk.value(), state)
            assert wrong["response_action"] == "errors"
            assert said in wrong["errors"][block]
            assert office.case().standing is Standing.RULE

    asyncio.run(story())


def test_a_stranger_s_case_has_no_levels_but_teaches(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        async with floor(office, slack) as desk:
            desk.mail_in()
            modal = await _opened_override(desk)
            assert "teaches the model" in text_of(modal)
            await desk.submit("card_overridden", modal["private_metadata"], picked("2", "they cannot work"))
        assert office.feedback()[-1].severity == 2
        assert office.case().level is None

    asyncio.run(story())


def test_an_emergency_can_be_declared(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            modal = await _opened_override(desk)
            await desk.submit("card_overridden", modal["private_metadata"], picked("emergency", "we see it from here"))
        assert office.case().emergency

    asyncio.run(story())
