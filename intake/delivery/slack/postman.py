"""The postman: takes from the outbox what goes into Slack, and posts it: channel by channel, each message once."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

import structlog
from sqlalchemy import Connection

from intake.database.engine import Database
from intake.delivery.rounds import LONGEST_WAIT, Rounds
from intake.delivery.slack.answers import is_limited, refuses_blocks, result_of
from intake.delivery.slack.buckets import Buckets, PostLimits
from intake.delivery.slack.known import looked_up, metadata, ts_of
from intake.delivery.slack.newest import leave_it_to_the_newest
from intake.delivery.slack.shown_anew import ShownAnew
from intake.delivery.slack.waited import Waited
from intake.domain.case import MailState, Outgoing
from intake.domain.slack import PREFIX, CallsSlack, Place, SlackAnswer
from intake.render.templates import Templates
from intake.stages.deliver import HandOver, Result, claim, recover_posts, release, settle
from intake.storage import outbox
from intake.storage.slack import posts
from intake.storage.slack.posts import Posted

log = structlog.get_logger()

_PATIENT_TRIES = 5  # to look up what may stand there; then it is posted once more
_NO_PLACE = Result(hand_over=HandOver.REFUSED, answer="it has no place in Slack to go to")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostWay:
    """How posts go out: the web API, what it takes, and the words that stand where a button was pressed."""

    calls: CallsSlack
    templates: Templates
    limits: PostLimits = field(default_factory=PostLimits)


class Postman(Rounds):
    """Posts until it is stopped; one message at a time and channel."""

    _name: ClassVar[str] = "postman"

    def __init__(self, database: Database, way: PostWay, now: Callable[[], datetime]) -> None:
        """Take posts from `database` to Slack."""
        super().__init__()
        self._database = database
        self._way = way
        self._now = now
        self._buckets = Buckets(way.limits)
        self._shown_anew = ShownAnew(database, way.calls, way.templates, now)
        self._last = ""  # the lane that was served last: the next round begins behind it
        # Answers that could not be written down yet: a full disk must not make us post a message again.
        self._answers: dict[int, tuple[Outgoing, SlackAnswer]] = {}
        self.waited = Waited()

    async def _begin(self) -> int:
        ended = self._reap()
        room = self._way.limits.at_once - len(self._at_work)
        mails, shown = await asyncio.to_thread(self._next, room) if room > 0 else ([], [])
        for mail in mails:
            self._buckets.begin(mail.lane, self._now())
            self._set_to_work(mail.id, asyncio.create_task(self._carry(mail)))
        for posted in shown:
            self._set_to_work(-posted.mail_id, asyncio.create_task(self._shown_anew.show(posted)))
        return ended + len(mails) + len(shown)

    def _next(self, room: int) -> tuple[list[Outgoing], list[Posted]]:
        """Return what may begin now: one message of each open channel in turn, and what is to be shown anew."""
        now = self._now()
        found: list[Outgoing] = []
        with self._database.read() as connection:
            for lane in self._lanes(connection, now):
                if len(found) < room and self._buckets.is_open(lane, now):
                    found += outbox.due_in(connection, lane, now, 1)
                    self._last = lane
            anew = posts.to_show(connection, now, room)
        return found, [one for one in anew if -one.mail_id not in self._at_work][: max(room - len(found), 0)]

    def _lanes(self, connection: Connection, now: datetime) -> list[str]:
        """Return the channels in which something is due, beginning behind the one served last."""
        due = outbox.lanes_due(connection, now)
        lanes = sorted(lane for lane in due if lane is not None and lane.startswith(PREFIX))
        at = bisect_right(lanes, self._last)
        return [*lanes[at:], *lanes[:at]]

    async def _carry(self, mail: Outgoing) -> None:
        """Claim a message, post it, and write down how that ended."""
        try:
            if await asyncio.to_thread(self._claim, mail):
                answer = await self._posted(mail)
                if is_limited(answer):
                    self._buckets.pause(mail.lane, answer.retry_after or 0.0, self._now())
                    await asyncio.to_thread(self._release, mail)
                else:
                    await self._settled(mail, answer)
        finally:
            self._buckets.end(mail.lane, self._now())

    async def _posted(self, mail: Outgoing) -> SlackAnswer:
        """Post a message, or find the one that an earlier try has left there."""
        place = Place.read(mail.recipient)
        if place is None:
            return SlackAnswer(ok=False, error="no_place")
        if mail.state is MailState.UNKNOWN:
            seen = await looked_up(self._way.calls, mail, place)
            ts = ts_of(mail, seen)
            if ts is not None:
                return SlackAnswer(ok=True, data={"ts": ts})
            if mail.attempts < _PATIENT_TRIES and (seen.unknown or seen.retry_after is not None):
                return SlackAnswer(ok=False, error="request_timeout")  # looked up again before it is posted again
        arguments = _arguments(mail, place)
        answer = await self._way.calls.call(place.team, "chat.postMessage", arguments)
        if refuses_blocks(answer):
            log.error("post.without_blocks", mail=mail.id, error=answer.error)
            bare = {name: value for name, value in arguments.items() if name != "blocks"}
            answer = await self._way.calls.call(place.team, "chat.postMessage", bare)
        return answer

    async def _settled(self, mail: Outgoing, answer: SlackAnswer) -> None:
        self._answers[mail.id] = (mail, answer)
        state = await asyncio.to_thread(self._settle, mail, answer)
        self._answers.pop(mail.id, None)
        waited = None if mail.queued_at is None else self._now() - mail.queued_at
        if answer.ok and waited is not None:
            self.waited.add(waited)
        milliseconds = None if waited is None else round(waited / timedelta(milliseconds=1))
        log.info("post.handed_over", mail=mail.id, case=mail.case_id, state=state, waited_ms=milliseconds)

    def _pause(self) -> timedelta:
        now = self._now()
        with self._database.read() as connection:
            due = (outbox.next_send(connection, now), posts.next_to_show(connection, now))
        moments = (*due, self._buckets.next_opening(now))
        return min((moment - now for moment in moments if moment is not None), default=LONGEST_WAIT)

    def _claim(self, mail: Outgoing) -> bool:
        with self._database.write() as connection:
            return claim(connection, mail)

    def _release(self, mail: Outgoing) -> None:
        with self._database.write() as connection:
            release(connection, mail)

    def _settle(self, mail: Outgoing, answer: SlackAnswer) -> str:
        with self._database.write() as connection:
            return _write(connection, mail, answer, self._now())

    def _recover(self) -> None:
        """Bring the outbox in order: write down what is known, and mark what nobody is posting any more."""
        at_work = frozenset(self._at_work)
        known = {number: one for number, one in [*self._answers.items()] if number not in at_work}
        with self._database.write() as connection:
            for mail, answer in known.values():
                _write(connection, mail, answer, self._now())
            found = recover_posts(connection, self._now(), at_work)
        for number in known:
            self._answers.pop(number, None)
        if found:
            log.warning("post.unknown", posts=found)


def _write(connection: Connection, mail: Outgoing, answer: SlackAnswer, now: datetime) -> str:
    """Write down how a post ended, and where it stands; a mail without a place never will."""
    place = Place.read(mail.recipient)
    ts = answer.data.get("ts") if answer.ok else None
    if place is not None and isinstance(ts, str):
        posts.add(connection, Posted(mail_id=mail.id, place=place.address, ts=ts))
        leave_it_to_the_newest(connection, mail, now)
    return settle(connection, mail, _NO_PLACE if place is None else result_of(answer), now)


def _arguments(mail: Outgoing, place: Place) -> dict[str, object]:
    """Return what chat.postMessage is given: nothing in the words is made a mention, and no link is unfolded."""
    from intake.render.slack.letter import Post

    post = Post.read(mail.raw)
    found: dict[str, object] = {
        "channel": place.channel,
        "text": post.text,
        "blocks": list(post.blocks),
        "metadata": metadata(mail),
        "unfurl_links": False,
        "unfurl_media": False,
    }
    return {**found, "thread_ts": place.thread} if place.thread else found
