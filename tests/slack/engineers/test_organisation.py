"""The desk's home is a whole Enterprise Grid organisation (`E...`): who decides there, by our own signed requests.

The app is installed once in all of it; people are of its workspaces, and what Slack sends names both.
"""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from intake.domain.slack import Person, Place
from intake.storage.slack import installations, people
from intake.storage.slack.installations import Installed
from intake.workspace.people import profile_of
from tests.slack import payloads
from tests.slack.engineers.floor import GROUP, RULES, Floor, floor, new_office, picked
from tests.slack.fake import FakeSlack
from tests.slack.ids import ANN, BOT, CHANNEL, CUSTOMER, ENGINEERS, IN_ORGANISATION, KIM, ORGANISATION
from tests.stages.office import Office

OTHER_PART, OTHER = "T0PART2", "E0OTHER"
GRID: dict[str, Any] = {
    "enterprise": {"id": ORGANISATION, "name": "Desk"},
    "is_enterprise_install": True,
    "team": {"id": IN_ORGANISATION, "domain": "part", "enterprise_id": ORGANISATION},
}


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """Who presses: the workspace that the payload names, and what users.info says."""

    team: str = IN_ORGANISATION
    known: str = IN_ORGANISATION
    organisation: str | None = ORGANISATION

    def told(self) -> dict[str, Any]:
        grid = {} if self.organisation is None else {"enterprise_user": {"enterprise_id": self.organisation}}
        return payloads.person(KIM, team=self.known, name="Kim", address="kim@desk.example", **grid)


def at_home(folder: Path, **rules: Any) -> Office:
    """Return an office whose home is the organisation."""
    office = new_office(folder, rules=replace(RULES, home=ORGANISATION, engineers=_wall(), **rules))
    installed = Installed(enterprise=ORGANISATION, team="", bot_user=BOT, secret="", installed_at=office.now)
    with office.database.write() as connection:
        installations.drop(connection, installations.every(connection)[0].key)
        installations.put(connection, replace(installed, installed_at=office.now - timedelta(hours=1)))
    return office


def _wall() -> Place:
    return Place(team=ORGANISATION, channel=ENGINEERS)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = at_home(tmp_path)
    yield found
    found.database.close()


async def confirms(desk: Floor, team: str) -> None:
    """Press Confirm on the card, as somebody of a workspace of the organisation."""
    place = {"channel_id": ENGINEERS, "message_ts": "1.1", "type": "message", "is_ephemeral": False}
    value = desk.value(action="card_confirm")
    asked = payloads.press("card_confirm", value, user=KIM, user_team=team, container=place)
    await desk.sent(payloads.as_form({**asked, **GRID}))


@pytest.mark.parametrize(
    ("who", "may"),
    [
        pytest.param(Somebody(), True, id="of a workspace of the organisation"),
        pytest.param(Somebody(team=OTHER_PART, known=OTHER_PART), True, id="of another of its workspaces"),
        pytest.param(Somebody(organisation=OTHER), False, id="of another organisation, whatever the payload says"),
        pytest.param(Somebody(organisation=None), False, id="of no organisation"),
        pytest.param(Somebody(known=OTHER_PART), False, id="whom Slack knows in another workspace than they say"),
        pytest.param(Somebody(team=CUSTOMER, known=CUSTOMER, organisation=None), False, id="of a customer's workspace"),
    ],
)
def test_who_may_press_and_send_a_modal_off(office: Office, slack: FakeSlack, who: Somebody, may: bool) -> None:
    async def story() -> None:
        office.customer("gotomyerp-plans")
        slack.people[KIM] = who.told()
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            await confirms(desk, who.team)
            assert (office.case().standing == "confirmed") is may, desk.told()
            await desk.up_to_date()
            ticket = desk.value()
            modal = payloads.submission("card_overridden", picked("2", "as told"), user=KIM, user_team=who.team)
            modal["view"] |= {"private_metadata": ticket, "app_installed_team_id": IN_ORGANISATION}
            await desk.sent(payloads.as_form({**modal, **GRID}))
            assert (office.case().level == "2") is may

    asyncio.run(story())


def test_the_group_is_asked_for_in_the_workspace_of_who_presses(tmp_path: Path, slack: FakeSlack) -> None:
    async def story() -> None:
        office = at_home(tmp_path, group=GROUP)
        office.customer("gotomyerp-plans")
        slack.people[KIM], slack.groups[GROUP] = Somebody().told(), [KIM]
        async with floor(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            await confirms(desk, IN_ORGANISATION)
            assert office.case().standing == "confirmed"
            asked = slack.of("usergroups.users.list")[0].arguments
            assert asked == {"usergroup": GROUP, "team_id": IN_ORGANISATION}
        office.database.close()

    asyncio.run(story())


@pytest.mark.parametrize(
    ("user", "team", "shared", "outcome"),
    [
        pytest.param(KIM, IN_ORGANISATION, False, "filed", id="an engineer in a channel of the organisation"),
        pytest.param("U0LEE", IN_ORGANISATION, False, "filed", id="a colleague who is no engineer"),
        pytest.param(KIM, IN_ORGANISATION, True, "filed", id="an engineer in a channel shared with a customer"),
        pytest.param(ANN, CUSTOMER, True, "opened", id="the customer's person there"),
    ],
)
def test_whose_words_open_a_case(
    office: Office, slack: FakeSlack, user: str, team: str, shared: bool, outcome: str
) -> None:
    async def story() -> None:
        async with floor(office, slack) as desk:
            for one, of in ((user, team), ("U0LEE", IN_ORGANISATION)):
                _known(office, one, of)
            inner = payloads.message("The ledger is locked for all of us", user=user, team=team)
            body = payloads.in_organisation(inner, organisation=ORGANISATION, team=IN_ORGANISATION)
            await desk.sent(json.dumps({**body, "is_ext_shared_channel": shared}))
            office.now += timedelta(minutes=2)
            office.run()
            _ended(office, outcome)

    asyncio.run(story())


def _known(office: Office, user: str, team: str) -> None:
    """Let Slack have told of somebody."""
    person = Person(team=team, user=user)
    profile = profile_of(person, payloads.person(user, team=team, address=f"{user.lower()}@x.example"), office.now)
    with office.database.write() as connection:
        people.want(connection, person, ORGANISATION, office.now, office.now)
        people.learned(connection, profile)


def _ended(office: Office, outcome: str) -> None:
    with office.reading() as connection:
        ((said, place),) = connection.exec_driver_sql(
            "SELECT m.outcome, t.place FROM messages m JOIN chat_turns t ON t.message_id = m.id"
        ).all()
        assert (said, place) == (outcome, f"slack:{ORGANISATION}/{CHANNEL}/")
        assert (outcome == "opened") == bool(office.cases())
