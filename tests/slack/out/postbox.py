"""A postman at a desk's outbox, posting over real HTTP to our own fake of Slack's web API."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from intake.delivery.slack.buckets import PostLimits
from intake.delivery.slack.postman import Postman, PostWay
from intake.domain.case import MailKind, Outgoing
from intake.domain.slack import Place
from intake.render.slack.letter import Post
from intake.stages.deliver import claim
from intake.storage import outbox, tables
from intake.storage.slack import posts
from intake.storage.slack.posts import Posted
from intake.workspace.files import FileRules
from intake.workspace.uploads import Uploads
from intake.workspace.web import SlackWeb, Token
from tests.slack.fake import FakeSlack
from tests.slack.ids import CHANNEL, TEAM
from tests.slack.out.asked import Asked

THREAD = "1778594400.000001"
PLACE = Place(team=TEAM, channel=CHANNEL, thread=THREAD)


@dataclass
class _Known:
    teams: frozenset[str] = frozenset({TEAM})

    async def token(self, team: str, *, spoilt: str = "") -> Token | None:
        del spoilt
        return Token(text="xoxb-1") if team in self.teams else None


@dataclass
class Postbox:
    """`go` posts what is due. A case is there already, for there is no post without one."""

    asked: Asked
    slack: FakeSlack
    limits: PostLimits = field(default_factory=PostLimits)
    patience: float = 5.0
    teams: frozenset[str] = frozenset({TEAM})
    waits_for_token: bool = False

    def put(self, text: str = "Hello", *, channel: str = CHANNEL, team: str = TEAM, thread: str = THREAD) -> Outgoing:
        """Queue a post in a channel's thread."""
        office = self.asked.chat.office
        with office.database.write() as connection:
            number = outbox.next_id(connection)
            section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
            place = Place(team=team, channel=channel, thread=thread)
            made = self.outgoing(number, Post(text=text, blocks=(section,)), place)
            assert outbox.add(connection, made, office.now)
        return made

    def outgoing(self, number: int, post: Post, place: Place = PLACE) -> Outgoing:
        """Return a row of the outbox that posts something."""
        return Outgoing(
            id=number,
            case_id=1001,
            kind=MailKind.REPLY,
            key=f"test:{number}",
            recipient=place.address,
            mail_from="",
            message_id=f"<mail{number}@desk.example>",
            raw=post.as_json(),
        )

    def go(self, *between: Callable[[], Any]) -> Postman:
        """Let a postman make a round, and one after each thing that happens between."""
        return asyncio.run(self._rounds(between))

    async def _rounds(self, between: tuple[Callable[[], Any], ...]) -> Postman:
        office = self.asked.chat.office
        web = SlackWeb(self.slack.url, _Known(self.teams), self.patience)
        rules = FileRules(largest=20_000_000, api_url=self.slack.url)
        way = PostWay(
            calls=web,
            puts=Uploads(rules),
            templates=office.desk.templates,
            limits=self.limits,
            waits_for_token=self.waits_for_token,
        )
        postman = Postman(office.database, way, lambda: office.now)
        try:
            postman._recover()
            await _idle(postman)
            for happens in between:
                happens()
                await _idle(postman)
        finally:
            await web.close()
        return postman

    def wait(self, **duration: float) -> Callable[[], None]:
        """Return what lets time pass."""

        def passes() -> None:
            self.asked.chat.office.now += timedelta(**duration)

        return passes

    def claimed(self, mail: Outgoing) -> None:
        """Claim a post as a process does that then dies."""
        with self.asked.chat.office.database.write() as connection:
            assert claim(connection, mail)

    def states(self) -> list[str]:
        return [str(mail.state) for mail in self.asked.rows()]

    def row(self, mail: Outgoing) -> Outgoing:
        with self.asked.chat.office.reading() as connection:
            found = outbox.find(connection, mail.id)
        assert found is not None
        return found

    def posted(self, mail: Outgoing) -> Posted | None:
        with self.asked.chat.office.reading() as connection:
            return posts.find(connection, mail.id)

    def not_delivered(self) -> set[int]:
        with self.asked.chat.office.reading() as connection:
            return outbox.cases_undelivered(connection)

    def wait_all(self) -> None:
        """Let nothing be due any more but what the test itself puts."""
        with self.asked.chat.office.database.write() as connection:
            connection.execute(sa.delete(tables.slack_posts))
            connection.execute(sa.delete(tables.outbox))


async def _idle(postman: Postman) -> None:
    """Make rounds until one finds nothing."""
    while await postman.round():
        pass
