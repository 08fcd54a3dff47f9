"""Who may press what: a table, by our own signed requests, at the press and again when a modal is sent off.

Whoever may not changes nothing, is told so alone, and stands on the trail.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from intake.domain.case import Case
from intake.doors.slack.shows import NothingToShow
from intake.review.slack.ticket import ticket_of, written
from tests.slack import payloads
from tests.slack.engineers.floor import GROUP, RULES, SAM, answer, floor, new_office, picked, text_of
from tests.slack.fake import Fails, FakeSlack
from tests.slack.ids import ANN, CUSTOMER, KIM, TEAM
from tests.stages.office import Office

STRANGER, GUEST, BOT_USER, LEFT = "U0UNLISTED", "U0GUEST", "U0ROBOT", "U0LEFT"


@dataclass(frozen=True)
class Somebody:
    """Who presses; `says` is what users.info says of them, `team` what the payload says."""

    user: str
    team: str = TEAM
    says: dict[str, Any] | None = None
    installed: str = TEAM


def listed(user: str, **more: Any) -> Somebody:
    """Return somebody with a listed engineer's address, who is refused all the same."""
    return Somebody(user, says=payloads.person(user, team=TEAM, name="Kim", address="sam@desk.example", **more))


REFUSED = [
    pytest.param(listed(GUEST, is_restricted=True), "guests", id="a guest with an engineer's address"),
    pytest.param(listed(GUEST, is_ultra_restricted=True), "guests", id="a single-channel guest"),
    pytest.param(listed(BOT_USER, is_bot=True), "bots", id="a bot"),
    pytest.param(listed(LEFT, deleted=True), "left", id="somebody who has left"),
    pytest.param(
        Somebody(STRANGER, says=payloads.person(STRANGER, team=TEAM, address="max@desk.example")),
        "not listed",
        id="a colleague who is not listed",
    ),
    pytest.param(
        Somebody(STRANGER, says=payloads.person(STRANGER, team=TEAM)), "not listed", id="a profile without an address"
    ),
    pytest.param(
        Somebody(ANN, CUSTOMER, payloads.person(ANN, team=CUSTOMER, address="sam@desk.example")),
        "another workspace",
        id="the customer's person in a shared channel, with an engineer's address",
    ),
    pytest.param(
        Somebody(ANN, TEAM, payloads.person(ANN, team=CUSTOMER, address="sam@desk.example")),
        "another workspace",
        id="a payload that says the desk's team of somebody whom Slack knows elsewhere",
    ),
    pytest.param(
        Somebody(KIM, CUSTOMER, payloads.person(KIM, team=TEAM)),
        "another workspace",
        id="an engineer's member id from another workspace",
    ),
    pytest.param(
        Somebody(ANN, TEAM, payloads.person(ANN, team=TEAM, address="sam@desk.example", is_stranger=True)),
        "another workspace",
        id="whom Slack calls a stranger",
    ),
    pytest.param(Somebody("U0NOBODY"), "did not say who you are", id="somebody Slack does not know"),
]

PRESSES = ("card_confirm", "card_override", "card_take", "card_reply", "card_no_request")


@pytest.mark.parametrize(("who", "why"), REFUSED)
def test_no_press_of_theirs_does_anything(office: Office, slack: FakeSlack, who: Somebody, why: str) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        if who.says is not None:
            slack.people[who.user] = who.says
        async with floor(office, slack) as desk:
            desk.mail_in()
            value = _value(office)
            for press in PRESSES:
                before = _standing(desk.case(), office)
                await desk.press(press, user=who.user, team=who.team, value=value)
                assert _standing(desk.case(), office) == before, press
                assert why in desk.told(), press
                assert desk.whispered[-1].user == who.user
            modals = [text_of(call.arguments["view"]) for call in slack.of("views.open")]
            assert all("Cannot post invoices" not in modal for modal in modals), "the case is shown to a stranger"
        refusals = office.details("press.refused")
        assert [one["press"] for one in refusals] == list(PRESSES)
        assert all(one["who"] == f"slack:{who.team}/{who.user}" for one in refusals)

    asyncio.run(story())


@pytest.mark.parametrize(("who", "why"), REFUSED)
def test_no_modal_of_theirs_is_taken(office: Office, slack: FakeSlack, who: Somebody, why: str) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        if who.says is not None:
            slack.people[who.user] = who.says
        async with floor(office, slack) as desk:
            desk.mail_in()
            before, value = _standing(desk.case(), office), _value(office)
            for callback, state in (("card_overridden", picked("2", "as told")), ("card_replied", answer("Hello."))):
                said = await desk.submit(callback, value, state, user=who.user, team=who.team)
                assert said["response_action"] == "update"
                assert why in text_of(said["view"]) or "did not say who you are" in text_of(said["view"])
            assert _standing(desk.case(), office) == before

    asyncio.run(story())


def test_a_modal_that_the_door_did_not_check_is_checked_by_the_clerk(office: Office, slack: FakeSlack) -> None:
    """What takes the door too long is taken: a person's work is not lost. Whoever carries it out asks again."""

    async def story() -> None:
        office.customer("gotomyerp-plans")
        slack.people[GUEST] = payloads.person(GUEST, team=TEAM, address="sam@desk.example", is_restricted=True)
        async with floor(office, slack) as desk:
            desk.mail_in()
            desk.showing.shows = NothingToShow()
            assert await desk.submit("card_overridden", _value(office), picked("2", "as told"), user=GUEST) == {}
            assert "guests" in desk.told()
            assert office.case().level is None
            assert await desk.submit("card_overridden", _value(office), picked("2", "as told"), user=KIM) == {}
            assert office.case().level == "2"

    asyncio.run(story())


def test_where_slack_does_not_say_who_it_was_nothing_is_done_and_that_is_said(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            slack.will("users.info", Fails("internal_error"))
            said = await desk.submit("card_overridden", _value(office), picked("2", "as told"), user=KIM)
            assert "did not say who you are" in text_of(said["view"])
            assert office.case().level is None
            assert await desk.submit("card_overridden", _value(office), picked("2", "as told"), user=KIM) == {}
            assert office.case().level == "2"

    asyncio.run(story())


@pytest.mark.parametrize(
    ("members", "may"),
    [
        pytest.param([KIM], True, id="a member of the group"),
        pytest.param([SAM], False, id="an engineer who is not in it"),
        pytest.param(None, False, id="Slack does not tell who is in it"),
    ],
)
def test_where_a_group_is_set_only_its_members_press(
    tmp_path: Path, slack: FakeSlack, members: list[str] | None, may: bool
) -> None:
    async def story() -> None:
        office = new_office(tmp_path, rules=replace(RULES, group=GROUP))
        office.customer("gotomyerp-plans")
        slack.groups[GROUP] = members or []
        if members is None:
            slack.will("usergroups.users.list", *[Fails("missing_scope")] * 20)
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            await desk.press("card_confirm")
            assert (office.case().standing == "confirmed") is may
            assert may or "not in the group" in desk.told()
        office.database.close()

    asyncio.run(story())


def test_an_engineer_is_known_by_member_id_or_by_the_profile_s_address(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.press("card_take", user=KIM, value=_value(office))
            desk.mail_in(subject="Another")
            await desk.press("card_take", user=SAM, value=_value(office, 1002))
            with office.reading() as connection:
                from intake.review.taken import owners

                assert owners(connection, [1001, 1002]) == {1001: "Kim", 1002: "Sam"}

    asyncio.run(story())


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda value: value.replace("1001", "1002", 1), id="another case's number"),
        pytest.param(lambda value: value[:-1] + ("a" if value[-1] != "a" else "b"), id="another signature"),
        pytest.param(lambda _: "1001", id="no signature"),
        pytest.param(lambda _: "", id="nothing"),
    ],
)
def test_a_value_that_is_not_ours_does_nothing_even_for_an_engineer(
    office: Office, slack: FakeSlack, spoil: Callable[[str], str]
) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.mail_in()
            desk.mail_in(subject="Another")
            await desk.press("card_confirm", value=spoil(_value(office)))
            said = await desk.submit("card_overridden", spoil(_value(office)), picked("2", "as told"))
            assert said["response_action"] == "update"
            assert {office.case(number).standing for number in (1001, 1002)} == {"rule"}

    asyncio.run(story())


def test_what_is_typed_and_the_own_page_tell_strangers_nothing(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        slack.people[STRANGER] = payloads.person(STRANGER, team=TEAM)
        async with floor(office, slack) as desk:
            desk.mail_in()
            for text in ("1001", "queue", "find invoices", "mine", "status", "help", "hand 1001 @kim"):
                said = await desk.types(text, user=STRANGER)
                assert "not listed" in said["text"], text
                assert "blocks" not in said, text
            page = await desk.side.shows.home(TEAM, STRANGER)
            assert "Acme" not in text_of(page)
            assert "invoices" not in text_of(page)

    asyncio.run(story())


def _value(office: Office, number: int = 1001) -> str:
    with office.reading() as connection:
        return written(office.desk.signer, ticket_of(connection, office.case(number)))


def _standing(case: Case, office: Office) -> object:
    acts = [event for event in office.trail(case.id) if event != "press.refused"]
    return case, acts, len(office.mails(case.id))
