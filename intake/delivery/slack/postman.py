"""The postman: takes from the outbox what goes into Slack, and posts it: channel by channel, each message once."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

import structlog
from sqlalchemy import Connection

from intake.database.engine import Database
from intake.delivery.handing import Handing
from intake.delivery.rounds import LONGEST_WAIT
from intake.delivery.slack.answers import is_limited, refuses_blocks, result_of
from intake.delivery.slack.buckets import Buckets, PostLimits
from intake.delivery.slack.known import looked_up, metadata, ts_of
from intake.delivery.slack.newest import leave_it_to_the_newest
from intake.delivery.slack.shown_anew import ShownAnew
from intake.delivery.slack.uploads import Uploads
from intake.delivery.slack.waited import Waited
from intake.domain.case import MailState, Outgoing
from intake.domain.slack import PREFIX, CallsSlack, Place, PutsFiles, SlackAnswer, refuses_token
from intake.render.templates import Templates
from intake.stages.deliver import HandOver, Result, is_too_old, recover_posts, settle
from intake.storage import outbox
from intake.storage.slack import posts
from intake.storage.slack.posts import Posted

log = structlog.get_logger()

_UNTIL_MENDED = 300.0  # seconds between two posts that are tried with a token that is refused
_PATIENT_TRIES = 5  # to look up what may stand there; then it is posted once more
_NO_PLACE = Result(hand_over=HandOver.REFUSED, answer="it has no place in Slack to go to")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostWay:
    """How posts and files go out: the web API, what it takes, and the words that stand where a button was pressed.

    `waits_for_token` is for one token that stands in the settings: where it is refused an operator mends that for all
    that waits. Where each workspace has its own, one that is refused has been taken off.
    """

    calls: CallsSlack
    puts: PutsFiles
    templates: Templates
    limits: PostLimits = field(default_factory=PostLimits)
    waits_for_token: bool = False


class Postman(Handing[SlackAnswer]):
    """Posts until it is stopped; one message at a time and channel."""

    _name: ClassVar[str] = "postman"
    _what: ClassVar[str] = "post"

    def __init__(self, database: Database, way: PostWay, now: Callable[[], datetime]) -> None:
        """Take posts from `database` to Slack."""
        super().__init__(database, now)
        self._way = way
        self._buckets = Buckets(way.limits)
        self._uploads = Uploads(database=database, calls=way.calls, puts=way.puts)
        self._shown_anew = ShownAnew(database, way.calls, way.templates, now)
        self._last = ""  # the lane that was served last: the next round begins behind it
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
                words = await self._uploads.words_of(mail) or await self._posted(mail)
                answer = await self._uploads.after(mail, words)
                wait = self._wait(mail, answer)
                if wait is None:
                    await self._noted(mail, answer)
                else:
                    self._buckets.pause(mail.lane, wait, self._now())
                    await asyncio.to_thread(self._release, mail)
        finally:
            self._buckets.end(mail.lane, self._now())

    def _wait(self, mail: Outgoing, answer: SlackAnswer) -> float | None:
        """Return how many seconds its workspace is left alone before a post is tried as if nobody had; None to end it.

        A customer who has waited for days is to be written to another way: that post is set aside, and its case shown.
        """
        if is_limited(answer):
            return answer.retry_after or 0.0
        if not self._way.waits_for_token or not refuses_token(answer) or is_too_old(mail, self._now()):
            return None
        log.error("post.waits", mail=mail.id, error=answer.error, hint="Slack refuses the token; see `intake doctor`")
        return _UNTIL_MENDED

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

    async def _noted(self, mail: Outgoing, answer: SlackAnswer) -> None:
        state = await self._settled(mail, answer)
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

    def _write(self, connection: Connection, mail: Outgoing, answer: SlackAnswer) -> MailState:
        """Write down how a post ended, and where it stands; a mail without a place never will."""
        place = Place.read(mail.recipient)
        ts, now = answer.data.get("ts") if answer.ok else None, self._now()
        if place is not None and isinstance(ts, str):
            posts.add(connection, Posted(mail_id=mail.id, place=place.address, ts=ts))
            leave_it_to_the_newest(connection, mail, now)
        return settle(connection, mail, _NO_PLACE if place is None else result_of(answer), now)

    def _mark_lost(self, connection: Connection, at_work: Container[int]) -> int:
        return recover_posts(connection, self._now(), at_work)


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
