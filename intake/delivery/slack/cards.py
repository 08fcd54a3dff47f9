"""Cards: each case's trail is held against its card in Slack, and what differs is posted or changed, one at a time."""

import asyncio
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

import structlog
from sqlalchemy import Connection

from intake.database.engine import Database
from intake.delivery.rounds import Rounds
from intake.delivery.slack.channel import EngineersChannel
from intake.delivery.slack.found import posted_before
from intake.domain.slack import CallsSlack, Place, SlackAnswer
from intake.render.slack.pieces import metadata
from intake.render.slack.shown import Shown
from intake.storage.chat import threads
from intake.storage.chat.threads import Side, Thread
from intake.storage.slack import cards, installations
from intake.storage.slack.cards import Card, CardState

log = structlog.get_logger()

EVENT = "intake_card"
_HOLD = 60.0  # seconds after an error that is not one card's, such as a channel that the bot is not in
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_MOST_LOOKS = 5  # for a card that may have been posted; then a rare second one is better than none

Draws = Callable[[Connection, int, str], Shown]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """Where cards hang: the channel (its team "" for the only workspace), how they are drawn, and the desk's own mark.

    `pace` is how many seconds lie between two calls: Slack takes about one message a second in a channel. Every `poll`
    the trail is looked at: verdicts of the command line come from another process.
    """

    channel: Place
    draws: Draws
    mark: str
    pace: float = 1.1
    poll: timedelta = timedelta(seconds=3)


class Cards(Rounds):
    """Keeps each case's card as the case stands, until it is stopped."""

    _name: ClassVar[str] = "cards"

    def __init__(self, database: Database, slack: CallsSlack, wall: Wall, now: Callable[[], datetime]) -> None:
        """Draw from `database` and post by `slack`."""
        super().__init__()
        self._database = database
        self._slack = slack
        self._wall = wall
        self._now = now
        self.channel = EngineersChannel(database, slack, now)
        self.changed: Callable[[], None] = lambda: None  # called when something has happened on a case
        self._behind: dict[int, None] = {}  # cases whose card may have to change, the first first
        self._until: dict[int, datetime] = {}  # when words of a card change though nothing happens
        self._seen = 0  # the last entry of the trail that was looked at
        self._free_at = 0.0  # when Slack may be called again, by the monotonic clock

    def _recover(self) -> None:
        """Mark what was being posted as unknown, and look at every case again that has a card or should have one."""
        with self._database.write() as connection:
            for card in cards.interrupted(connection):
                if card.case_id not in self._at_work:
                    cards.put(connection, replace(card, state=CardState.UNKNOWN))
            self._seen = cards.last_entry(connection)
            since = _switched_on(connection)
            found = [] if since is None else cards.to_look_at(connection, since)
        self._behind.update(dict.fromkeys(found))

    async def _begin(self) -> int:
        ended = self._reap()
        # Looked at even while nothing can be shown: a wake that is slept through would be a card that lags by a poll.
        self._note(await asyncio.to_thread(self._happened))
        if self._at_work or time.monotonic() < self._free_at:
            return ended
        place = await asyncio.to_thread(self._place) if self._behind else None
        if place is None or not await self.channel.is_ours_alone(place):
            return ended
        number = next(iter(self._behind))
        del self._behind[number]
        self._set_to_work(number, asyncio.create_task(self._carry(number, place)))
        return ended + 1

    def _happened(self) -> dict[int, int]:
        with self._database.read() as connection:
            return cards.entries_after(connection, self._seen)

    def _note(self, new: dict[int, int]) -> None:
        """Note the cases on which something has happened, and those whose words have run out."""
        self._seen = max(new.values(), default=self._seen)
        now = self._now()
        due = [number for number, until in self._until.items() if until < now]
        for number in due:
            del self._until[number]
        self._behind.update(dict.fromkeys([*new, *due]))
        if new:
            self.changed()

    def _place(self) -> Place | None:
        """Return the channel with its workspace, None while that is not known."""
        with self._database.read() as connection:
            team = self._wall.channel.team or installations.home(connection)
        return replace(self._wall.channel, team=team) if team else None

    async def _carry(self, number: int, place: Place) -> None:
        """Bring a card up to date; what does not go now is tried again."""
        try:
            await self._brought(number, place)
        except Exception:
            self._behind[number] = None
            raise

    async def _brought(self, number: int, place: Place) -> None:
        card = await asyncio.to_thread(self._card, number, place)
        if card.state is CardState.UNKNOWN:
            found = await self._looked_up(card)
            if found is None:
                return
            card = found
        card = await self._linked(card)
        entry, shown = await asyncio.to_thread(self._drawn, card)
        if shown.until is not None:
            self._until[number] = shown.until
        drawn = replace(card, entry=entry, digest=_digest(shown))
        if card.ts and card.digest == drawn.digest:
            await asyncio.to_thread(self._keep, drawn)
        elif card.ts:
            await self._change(card, drawn, shown)
        elif not shown.is_closed:  # a case that was over before it had a card gets none
            await self._post(drawn, shown)

    def _card(self, number: int, place: Place) -> Card:
        """Return a case's card as it is known, a new one where it has none in this channel."""
        with self._database.read() as connection:
            card = cards.find(connection, number)
        if card is not None and card.place.lane == place.lane:
            return card
        return Card(case_id=number, place=place, begun_at=self._now(), link="" if card is None else card.link)

    def _drawn(self, card: Card) -> tuple[int, Shown]:
        with self._database.read() as connection:
            return cards.last_of(connection, card.case_id), self._wall.draws(connection, card.case_id, card.link)

    async def _looked_up(self, card: Card) -> Card | None:
        """Return a card that may have been posted with what was found of it; None where that is not known yet."""
        self._pace()
        found = await posted_before(self._slack, card, EVENT, self._payload(card))
        if found is None:
            self._behind[card.case_id] = None
            tried = replace(card, attempts=card.attempts + 1)
            if tried.attempts < _MOST_LOOKS:
                self._free_at = time.monotonic() + 2.0**tried.attempts
                await asyncio.to_thread(self._keep, tried)
                return None
            found = ""
        state = CardState.SHOWN if found else CardState.WAITING
        settled = replace(card, ts=found, state=state, attempts=0, digest="")
        await asyncio.to_thread(self._keep, settled)
        return settled

    async def _linked(self, card: Card) -> Card:
        """Return a card with the link to the customer's thread; without one where Slack gives none."""
        place = None if card.link else await asyncio.to_thread(self._customers_thread, card.case_id)
        if place is None:
            return card
        asked = {"channel": place.channel, "message_ts": place.thread}
        answer = await self._slack.call(place.team, "chat.getPermalink", asked)
        link = answer.data.get("permalink") if answer.ok else None
        return replace(card, link=link) if isinstance(link, str) else card

    def _customers_thread(self, number: int) -> Place | None:
        with self._database.read() as connection:
            found = threads.of_case(connection, number, Side.CUSTOMER)
        place = Place.read(found[-1].place) if found else None
        return place if place is not None and place.thread else None

    async def _post(self, card: Card, shown: Shown) -> None:
        posting = replace(card, state=CardState.POSTING, begun_at=self._now())
        await asyncio.to_thread(self._keep, replace(posting, entry=0, digest=""))
        marked = metadata(EVENT, self._payload(card))
        extra = {"metadata": marked, "unfurl_links": False, "unfurl_media": False}
        answer = await self._call(card, "chat.postMessage", _message(shown) | extra)
        ts = answer.data.get("ts")
        if answer.ok and isinstance(ts, str):
            settled = replace(posting, ts=ts, state=CardState.SHOWN, attempts=0)
        else:
            settled = replace(posting, ts="", entry=0, digest="", state=_after(answer))
            self._behind[card.case_id] = None
        await asyncio.to_thread(self._keep, settled)

    async def _change(self, card: Card, drawn: Card, shown: Shown) -> None:
        answer = await self._call(card, "chat.update", _message(shown) | {"ts": card.ts})
        if answer.ok:
            await asyncio.to_thread(self._keep, drawn)
            return
        self._behind[card.case_id] = None
        if answer.error in _GONE:  # somebody has taken it down, or it is another app's: it is hung up anew
            await asyncio.to_thread(self._keep, replace(card, ts="", digest="", entry=0, state=CardState.WAITING))

    async def _call(self, card: Card, method: str, arguments: dict[str, Any]) -> SlackAnswer:
        """Call Slack for a card; how long it is to be left alone is noted."""
        answer = await self._slack.call(card.place.team, method, {"channel": card.place.channel, **arguments})
        self._pace()
        if answer.retry_after is not None:
            self._free_at = time.monotonic() + answer.retry_after
        elif not answer.ok and not answer.unknown and answer.error not in _GONE:
            log.error("cards.refused", case=card.case_id, method=method, error=answer.error)
            self._free_at = time.monotonic() + _HOLD
            self.channel.doubt()
        elif answer.ok:
            log.info("cards.shown", case=card.case_id, method=method)
        return answer

    def _pace(self) -> None:
        self._free_at = time.monotonic() + self._wall.pace

    def _keep(self, card: Card) -> None:
        with self._database.write() as connection:
            cards.put(connection, card)
            if card.ts:
                place = replace(card.place, thread=card.ts).address
                side = Thread(place=place, case_id=card.case_id, side=Side.INTERNAL, at=self._now())
                threads.add(connection, side)

    def _payload(self, card: Card) -> dict[str, str]:
        return {"case": str(card.case_id), "desk": self._wall.mark}

    def _pause(self) -> timedelta:
        if not self._behind or self._at_work:  # whoever ends wakes us
            return self._wall.poll
        return timedelta(seconds=max(self._free_at - time.monotonic(), min(self.channel.wait_for_yes, 5.0)))


def _switched_on(connection: Connection) -> datetime | None:
    """Return since when the app is installed in the desk's workspace, None while it is not."""
    found = installations.every(connection)
    return found[0].installed_at if found else None


def _message(shown: Shown) -> dict[str, Any]:
    return {"text": shown.message.text, "blocks": list(shown.message.blocks)}


def _digest(shown: Shown) -> str:
    told = json.dumps([shown.message.text, shown.message.blocks], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _after(answer: SlackAnswer) -> CardState:
    return CardState.UNKNOWN if answer.unknown else CardState.WAITING
