"""/intake and the app's own page, by our own signed requests: what engineers ask for, seen by them alone."""

import asyncio
import json

import pytest

from intake.review.taken import owner_in
from intake.storage import audit
from tests.review.engineers import confirms
from tests.slack import payloads
from tests.slack.engineers.floor import SAM, floor, text_of
from tests.slack.fake import FakeSlack
from tests.slack.ids import ANN, CUSTOMER, KIM, TEAM
from tests.stages.office import Office, mail


def owner(office: Office, number: int = 1001) -> str:
    with office.reading() as connection:
        return owner_in(audit.of_case(connection, number))


def three(office: Office) -> None:
    """Open three cases: invoices, printers, and one that cannot wait."""
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    office.mail_in(mail("The label printer prints nothing.", subject="Printer"))
    office.mail_in(mail("Nobody can connect, from both offices.", subject="All down"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param("1002", ["Case 1002: Printer", "Nobody has taken it"], id="a case by its number"),
        pytest.param("#1002", ["Case 1002: Printer"], id="with a hash before it"),
        pytest.param("find printer", ["1 found", "*1002* Acme: Printer"], id="words of the subject"),
        pytest.param("find LABEL acme", ["1 found", "*1002*"], id="first words and customer, in any case"),
        pytest.param("find nowhere", ["Nothing found"], id="words that nothing has"),
        pytest.param("queue", ["3 open cases, 3 of which nobody has decided yet", "All down", "emergency"], id="queue"),
        pytest.param("mine", ["You have taken no case."], id="nothing of one's own"),
        pytest.param("status", ["3 open cases", "nothing set aside", "everything delivered"], id="how things stand"),
        pytest.param("help", ["/intake hand 1001 @person"], id="help"),
        pytest.param("", ["/intake find WORDS"], id="nothing typed"),
        pytest.param("what?", ["/intake queue"], id="what nobody knows"),
        pytest.param("9999", ["there is no case 9999"], id="a number that is no case's"),
        pytest.param("99999999999", ["there is no case"], id="a number that is too large"),
        pytest.param("hand 1001", ["write the case and the engineer"], id="a hand-over to nobody"),
        pytest.param("hand 1001 Max", ["none of this desk's engineers (Kim, Sam)"], id="a hand-over to a stranger"),
    ],
)
def test_what_is_answered(office: Office, slack: FakeSlack, typed: str, words: list[str]) -> None:
    async def story() -> None:
        three(office)
        async with floor(office, slack) as desk:
            said = await desk.types(typed)
            assert said["response_type"] == "ephemeral"
            for one in words:
                assert one in text_of(said), one

    asyncio.run(story())


@pytest.mark.parametrize("whom", [f"<@{SAM}|sam>", f"<@{SAM}>", "Sam", "@sam"])
def test_a_case_is_handed_over(office: Office, slack: FakeSlack, whom: str) -> None:
    async def story() -> None:
        three(office)
        async with floor(office, slack) as desk:
            said = await desk.types(f"hand 1001 {whom}")
            assert text_of(said["blocks"]) == "Case 1001 is handed over to Sam. The card says so."
            assert owner(office) == "Sam"
            assert "*1001*" in text_of(await desk.types("mine", user=SAM))
            assert "no case" in text_of(await desk.types("mine", user=KIM))
        assert office.details("case.handed") == [{"to": "Sam"}]

    asyncio.run(story())


def test_a_case_is_handed_to_no_customer(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        three(office)
        slack.people[ANN] = payloads.person(ANN, team=CUSTOMER, address="sam@desk.example")
        async with floor(office, slack) as desk:
            assert "no engineer of this desk" in text_of(await desk.types(f"hand 1001 <@{ANN}>"))
            assert owner(office) == ""

    asyncio.run(story())


def test_a_case_that_is_shown_on_asking_can_be_decided_there(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        three(office)
        async with floor(office, slack) as desk:
            said = await desk.types("1001")
            value = next(block for block in said["blocks"] if block["type"] == "actions")["elements"][0]["value"]
            await desk.press("card_confirm", value=value)
            assert office.case().standing == "confirmed"

    asyncio.run(story())


def test_the_own_page_shows_the_queue_and_follows_it(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        three(office)
        async with floor(office, slack) as desk:
            opened = {"type": "app_home_opened", "user": KIM, "channel": "D0KIM", "tab": "home", "event_ts": "1.1"}
            await desk.sent(json.dumps(payloads.event(opened)))
            (call,) = slack.of("views.publish")
            assert call.arguments["user_id"] == KIM
            shown = text_of(call.arguments["view"])
            assert shown.index("All down") < shown.index("Printer"), "the most pressing first"
            for words in ("3 open cases", "You have taken no case.", "No storm, nothing set aside"):
                assert words in shown
            running = asyncio.create_task(desk.side.homes.run())
            confirms(office, 1002)
            desk.side.homes.changed()
            await asyncio.to_thread(slack.until, "views.publish", 2)
            assert "2 of which nobody has decided yet" in text_of(slack.of("views.publish")[1].arguments["view"])
            desk.side.homes.stop()
            await running

    asyncio.run(story())


def test_a_case_can_be_read_from_the_own_page(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        three(office)
        async with floor(office, slack) as desk:
            page = await desk.side.shows.home(TEAM, KIM)
            assert page is not None
            button = next(block["accessory"] for block in page["blocks"] if block.get("accessory"))
            place = {"type": "view"}
            await desk.press("card_open", value=button["value"], container=place, view={"type": "home"}, channel=None)
            assert "All down" in text_of(desk.last_modal())

    asyncio.run(story())


def test_the_own_page_of_many_cases_stays_within_slack_s_limits(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        for number in range(22):
            office.mail_in(mail("Slow.", subject=f"Matter {number} " + "x" * 200))
        async with floor(office, slack) as desk:
            page = await desk.side.shows.home(TEAM, KIM)
            assert page is not None
            assert len(page["blocks"]) <= 100
            assert "and 2 more" in text_of(page)

    asyncio.run(story())
