"""The engineers' floor: the real door, the clerk and the cards over one store, with our fake web API behind them.

Presses are our own signed requests; what the cards' carrier calls is kept by the fake.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import sqlalchemy as sa
from starlette.applications import Starlette

from intake.bootstrap.slack import Needs, OpenSlack, open_slack
from intake.bootstrap.slack_engineers import EngineersSide, engineers_side
from intake.delivery.slack.cards import Cards
from intake.domain.case import Case
from intake.domain.slack import Place, SlackRules, Whisper
from intake.domain.staff import ListedEngineer
from intake.storage.slack import cards, events, installations
from intake.storage.slack.installations import Installed
from intake.storage.tables import slack_events
from intake.worker.clerk import HANDLERS, Counter, carry_out
from intake.worker.writer import Writer
from tests.slack import payloads
from tests.slack.door.opened import settings, until
from tests.slack.fake import FakeSlack
from tests.slack.ids import BOT, ENGINEERS, KIM, TEAM
from tests.stages.office import Office, mail, open_office

SAM = "U0SAM"
GROUP = "S0DECIDE"
LISTED = (
    ListedEngineer(name="Kim", address="kim@desk.example", slack=KIM),
    ListedEngineer(name="Sam", address="sam@desk.example"),
)
RULES = SlackRules(engineers=Place(team="", channel=ENGINEERS))


@dataclass
class Floor:
    """A desk whose engineers work in Slack. `whispered` is what somebody was told alone."""

    office: Office
    slack: FakeSlack
    door: OpenSlack
    side: EngineersSide
    browser: httpx.AsyncClient
    showing: "_Later"
    whispered: list[Whisper] = field(default_factory=list)
    _running: list["asyncio.Task[None]"] = field(default_factory=list)

    @property
    def cards(self) -> Cards:
        assert self.side.cards is not None
        return self.side.cards

    def mail_in(self, words: str = "The invoice list stays empty.", **more: Any) -> None:
        """Bring a mail; it opens the next case."""
        self.office.mail_in(mail(words, **more))

    def case(self, number: int = 1001) -> Case:
        return self.office.case(number)

    async def up_to_date(self) -> None:
        """Wait until every card shows the last that has happened on its case, and nothing is being called."""
        if not self._running:
            self._running.append(asyncio.create_task(self.cards.run()))
        self.cards.wake()
        await until(self._is_up_to_date, seconds=60)

    def _is_up_to_date(self) -> bool:
        if self.cards._behind or self.cards._at_work:
            return False
        with self.office.reading() as connection:
            since = installations.every(connection)[0].installed_at
            shown = [cards.find(connection, number) for number in cards.to_look_at(connection, since)]
            return all(one is not None and one.entry == cards.last_of(connection, one.case_id) for one in shown)

    async def stop_cards(self) -> None:
        if self.side.cards is not None:
            self.side.cards.stop()
        await asyncio.gather(*self._running)
        self._running.clear()

    def card(self, number: int = 1001) -> dict[str, Any]:
        """Return a case's card as it stands in Slack; there is one alone."""
        found = [post for post in self.slack.posts if post["metadata"]["event_payload"]["case"] == str(number)]
        assert len(found) == 1, f"{len(found)} cards of case {number}"
        return found[0]

    def labels(self, number: int = 1001) -> list[str]:
        return [button["text"]["text"] for button in buttons(self.card(number)["blocks"])]

    def value(self, number: int = 1001, action: str = "card_override") -> str:
        """Return what a card's button carries, any other's where the card has no such button."""
        found = buttons(self.card(number)["blocks"])
        return str(next((one for one in found if one["action_id"] == action), found[-1])["value"])

    async def press(
        self, action: str, *, user: str = KIM, team: str = TEAM, value: str | None = None, **more: Any
    ) -> None:
        """Press a button of a card, and wait until that is carried out."""
        value = self.value(action=action) if value is None else value
        place = {"channel_id": ENGINEERS, "message_ts": "1.1", "type": "message", "is_ephemeral": False}
        asked = payloads.press(action, value, user=user, user_team=team, **{"container": place, **more})
        await self.sent(payloads.as_form(asked))

    async def submit(
        self, callback: str, ticket: str, state: Mapping[str, Any], *, user: str = KIM, team: str = TEAM
    ) -> dict[str, Any]:
        """Send a modal off, wait until that is carried out, and return what Slack was answered."""
        asked = payloads.submission(callback, state, user=user, user_team=team, private_metadata=ticket)
        answer = await self.sent(payloads.as_form(asked))
        return dict(json.loads(answer)) if answer else {}

    async def types(self, text: str, *, user: str = KIM, team: str = TEAM) -> dict[str, Any]:
        """Type /intake and return the answer."""
        return dict(json.loads(await self.sent(payloads.command(text, user=user, team=team))))

    async def sent(self, body: str) -> str:
        """Send what Slack sends, signed, and have it carried out."""
        answer = await self.browser.post("/slack/events", content=body, headers=payloads.signed(body))
        assert answer.status_code == 200
        await self.door.door.finish()
        await self.clerk()
        return answer.text

    async def clerk(self) -> None:
        """Carry out what came, until nothing waits."""
        counter = Counter(
            database=self.office.database,
            desk=self.office.desk,
            now=lambda: self.office.now,
            handlers={**HANDLERS, **self.side.handlers},
            tell=self.whispered.append,
        )
        for _ in range(100):
            await asyncio.to_thread(carry_out, counter)
            if not self.waiting():
                return
            await asyncio.sleep(0.01)
            self.office.now += timedelta(seconds=3)
        raise AssertionError(f"it still waits: {self.waiting()}")

    def waiting(self) -> list[str]:
        with self.office.reading() as connection:
            here = slack_events.c.state == events.WAITING
            return list(connection.scalars(sa.select(slack_events.c.why).where(here)))

    def last_modal(self) -> dict[str, Any]:
        """Return the modal that was opened or changed last."""
        found = [call for call in self.slack.calls if call.method in ("views.open", "views.update")]
        return dict(found[-1].arguments["view"])

    def told(self) -> str:
        """Return what the last one to press was told, "" for nothing."""
        return self.whispered[-1].text if self.whispered else ""


def buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the buttons of a message."""
    return [one for block in blocks if block["type"] == "actions" for one in block["elements"]]


def text_of(found: object) -> str:
    """Return all words of a message or a modal, as a person would find them in it."""
    if isinstance(found, Mapping):
        own = found.get("text")
        inner = [text_of(value) for key, value in found.items() if key != "text" or not isinstance(own, str)]
        return "\n".join(filter(None, [own if isinstance(own, str) else "", *inner]))
    if isinstance(found, list | tuple):
        return "\n".join(filter(None, (text_of(one) for one in found)))
    return ""


def picked(level: str, reason: str) -> dict[str, Any]:
    """Return the state of the override's modal as it is sent off."""
    option = {"selected_option": {"value": level} if level else None}
    return {"level": {"override_level": option}, "reason": {"reason_text": {"value": reason}}}


def answer(text: str) -> dict[str, Any]:
    """Return the state of the reply's modal as it is sent off."""
    return {"words": {"words_text": {"value": text}}}


def new_office(folder: Path, *, rules: SlackRules = RULES) -> Office:
    """Return an office that listens in Slack, installed in the desk's workspace since before anything came."""
    office = open_office(folder)
    office.desk = replace(office.desk, slack=rules, engineers=LISTED)
    installed = Installed(enterprise="", team=TEAM, bot_user=BOT, secret="", installed_at=office.now)
    with office.database.write() as connection:
        installations.put(connection, replace(installed, installed_at=office.now - timedelta(hours=1)))
    return office


def staffed(slack: FakeSlack) -> FakeSlack:
    """Let the fake know the desk's people and the engineers' channel."""
    slack.people[KIM] = payloads.person(KIM, team=TEAM, name="Kim Ito", address="kim.ito@elsewhere.example")
    slack.people[SAM] = payloads.person(SAM, team=TEAM, name="Sam Roe", address="sam@desk.example")
    slack.channels[ENGINEERS] = {"name": "desk", "is_ext_shared": False, "is_archived": False}
    return slack


@asynccontextmanager
async def floor(office: Office, slack: FakeSlack) -> AsyncIterator[Floor]:
    """Open the floor of an office."""
    with patch("intake.bootstrap.slack.now", lambda: office.now):
        async with _opened(office, slack) as found:
            yield found


@asynccontextmanager
async def _opened(office: Office, slack: FakeSlack) -> AsyncIterator[Floor]:
    given, rules = settings(slack), office.desk.slack
    writer = Writer(office.database, wake=lambda: None)
    assert given.slack is not None
    assert rules is not None
    shows = _Later()
    needs = Needs(
        settings=given,
        part=given.slack,
        rules=rules,
        database=office.database,
        writer=writer,
        worker=lambda: None,
        clerk=lambda: None,
        shows=shows,
    )
    door = open_slack(needs)
    side = engineers_side(office.database, office.desk, door.web, lambda: office.now)
    shows.shows = side.shows
    side.vouching.runs_on(asyncio.get_running_loop())
    if side.cards is not None:
        hurried = replace(side.cards._wall, pace=0.0, poll=timedelta(seconds=0.05))
        side.cards._wall = hurried
    writer.start()
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=Starlette(routes=list(door.routes))), base_url="https://support.example.com"
    ) as browser:
        found = Floor(office, slack, door, side, browser, shows)
        try:
            yield found
        finally:
            await found.stop_cards()
            await door.shut()
            await asyncio.to_thread(writer.stop)
            await door.close()


class _Later:
    """What is shown, once it is there: the door is opened before it."""

    shows: Any = None

    async def check(self, event: Any) -> Any:
        return await self.shows.check(event)

    async def modal(self, event: Any) -> Any:
        return await self.shows.modal(event)

    async def home(self, team: str, user: str) -> Any:
        return await self.shows.home(team, user)

    async def command(self, event: Any) -> Any:
        return await self.shows.command(event)
