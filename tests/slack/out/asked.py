"""A customer who asks in Slack, what is posted for them, and what they press below it."""

import json
from dataclasses import dataclass
from typing import Any

from intake.domain.case import Case, Outgoing
from intake.domain.customer import Customer
from intake.domain.slack import EventKind, Place
from intake.render.slack.letter import Post
from intake.review.slack.customers import HANDLERS
from intake.review.worsened import worsened
from intake.storage import customers
from intake.storage.slack import posts
from intake.storage.slack.posts import Posted
from intake.worker.clerk import Counter, carry_out
from tests.slack import payloads
from tests.slack.heard.desk import ANN, CHANNEL, CUSTOMER, Chat

Json = dict[str, Any]


@dataclass
class Asked:
    """A desk in Slack with a customer; `case` is what they have asked for."""

    chat: Chat

    def customer(self, contract: str, plan: str | None = None, language: str = "en") -> Customer:
        """Add Acme, known by their workspace and by Ann's address."""
        made = Customer(
            name="Acme",
            contract=contract,
            plan=plan,
            language=language,
            zone="America/New_York",
            domains=("acme.example",),
            contacts=(("ann@acme.example", "Ann Lee"),),
            slack=(CUSTOMER,),
        )
        with self.chat.office.database.write() as connection:
            return customers.add(connection, made)

    def says(self, text: str, **more: Any) -> Case:
        """Let Ann say something, and return her case."""
        said = self.chat.says(text, **more)
        assert said.case_id is not None
        return self.chat.office.case(said.case_id)

    def rows(self, number: int = 1001) -> list[Outgoing]:
        return self.chat.office.mails(number)

    def post(self, which: int = -1, number: int = 1001) -> Post:
        """Return what a row of the outbox posts."""
        return Post.read(self.rows(number)[which].raw)

    def words(self, which: int = -1) -> str:
        return " ".join(self.post(which).words.split())

    def buttons(self, which: int = -1) -> list[str]:
        """Return the ids of what can be pressed below a post."""
        return buttons_of(self.post(which).blocks)

    def is_posted(self, which: int = -1, ts: str = "1778600000.000100") -> Outgoing:
        """Let a row stand in Slack already."""
        mail = self.rows()[which]
        with self.chat.office.database.write() as connection:
            posts.add(connection, Posted(mail_id=mail.id, place=mail.recipient, ts=ts))
        return mail

    def press(
        self, action: str, mail: Outgoing, *, choice: str = "", user: str = ANN, team: str = CUSTOMER, **more: Any
    ) -> list[str]:
        """Let somebody press a button below a post; return what they alone are told."""
        place, posted = Place.read(mail.recipient), self.posted(mail)
        assert place is not None
        channel = more.pop("channel", place.channel)
        ts = posted.ts if posted is not None else "1778600000.000100"
        body = payloads.press(action, str(mail.id), user=user, user_team=team, **more)
        body["container"] = {"type": "message", "message_ts": ts, "channel_id": channel, "thread_ts": place.thread}
        body["channel"] = {"id": channel, "name": "shared"}
        body["actions"][0]["block_id"] = f"level:{mail.id}"
        if choice:
            body["actions"][0]["selected_option"] = {"value": choice}
        self.chat.office.now += self.chat.rules.quiet
        self.chat.deliver(self.chat.of_body(body, EventKind.ACTION))
        told = len(self.chat.whispered)
        self.clerk()
        return [whisper.text for whisper in self.chat.whispered[told:]]

    def clerk(self) -> None:
        """Carry out what was pressed."""
        counter = Counter(
            database=self.chat.office.database,
            desk=self.chat.office.desk,
            now=lambda: self.chat.office.now,
            handlers=HANDLERS,
            tell=self.chat.whispered.append,
        )
        while carry_out(counter):
            pass

    def posted(self, mail: Outgoing) -> Posted | None:
        with self.chat.office.reading() as connection:
            return posts.find(connection, mail.id)

    def worsened(self) -> dict[int, str]:
        with self.chat.office.reading() as connection:
            return worsened(connection, [1001])

    def pressed(self, mail: Outgoing) -> list[Json]:
        """Return what a post is to show as pressed."""
        found = self.posted(mail)
        return [] if found is None or not found.pressed else list(json.loads(found.pressed))


def buttons_of(blocks: Any) -> list[str]:
    """Return the ids of what can be pressed in blocks."""
    return [one["action_id"] for block in blocks if block["type"] == "actions" for one in block["elements"]]


__all__ = ["ANN", "CHANNEL", "CUSTOMER", "Asked", "buttons_of"]
