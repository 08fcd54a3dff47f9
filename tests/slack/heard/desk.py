"""A desk that listens in Slack: events go in as the door hands them over, and all that becomes of them can be read."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from intake.domain.case import Accepted
from intake.domain.slack import EventKind, Person, Profile, SlackEvent, SlackRules, Whisper
from intake.domain.staff import ListedEngineer
from intake.stages.chat.heard import heard
from intake.storage import messages, tables
from intake.storage.slack import events, people
from intake.worker.clerk import HANDLERS, Counter, carry_out
from tests.slack import payloads
from tests.slack.ids import ANN, BOT, CHANNEL, CUSTOMER, KIM, TEAM
from tests.stages.office import Office, open_office

ENGINEER = ListedEngineer(name="Kim", address="kim@desk.example", slack=KIM)
_NUMBERS = count(1)


def at(moment: datetime) -> str:
    """Return the `ts` of a moment; each is another one."""
    return f"{int(moment.timestamp())}.{next(_NUMBERS) % 1_000_000:06d}"


@dataclass
class Chat:
    """An office with Slack. What somebody says is said at the office's time of day unless another `ts` is given."""

    office: Office
    whispered: list[Whisper] = field(default_factory=list)
    history: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # by ts, what Slack still knows

    @property
    def rules(self) -> SlackRules:
        assert self.office.desk.slack is not None
        return self.office.desk.slack

    def event(self, inner: Mapping[str, Any], **more: Any) -> SlackEvent:
        """Return an event as the door keeps it."""
        body = payloads.event(inner, **more)
        return self.of_body(body, EventKind.EVENT)

    def of_body(self, body: Mapping[str, Any], kind: EventKind, key: str = "") -> SlackEvent:
        key = key or str(body.get("event_id") or f"press{next(_NUMBERS)}")
        sent = json.dumps(body).encode()
        return SlackEvent(id=0, key=key, kind=kind, team=TEAM, body=body, received_at=self.office.now, sent=sent)

    def deliver(self, event: SlackEvent) -> Accepted | None:
        """Do what the door does in one transaction, with the stage that takes words in."""
        with self.office.database.write() as connection:
            kept = events.keep(connection, event)
            if kept is None:
                return None
            inner = kept.body.get("event", {})
            if inner.get("type") not in ("message", "app_mention") or inner.get("subtype") not in (
                None, "", "file_share", "thread_broadcast",
            ):  # fmt: skip
                return None
            accepted = heard(connection, self.rules, kept)
            if accepted is None:
                events.done(connection, kept.id, "nobody's message")
            else:
                events.became(connection, kept, accepted.id)
            return accepted

    def hears(self, text: str, *, after: float = 0.0, **more: Any) -> dict[str, Any]:
        """Let somebody say something, and not wait for what becomes of it; return the inner event."""
        self.office.now += timedelta(seconds=after)
        inner = payloads.message(text, **{"ts": at(self.office.now), **more})
        self.deliver(self.event(inner))
        return inner

    def says(self, text: str, **more: Any) -> Accepted:
        """Let somebody say something, wait until it is read, and return it as it stands then."""
        inner = self.hears(text, **more)
        self.settle()
        return self.message_of(inner)

    def clerk(self) -> None:
        """Carry out what came that is no message of its own, until nothing is due."""
        counter = Counter(
            database=self.office.database,
            desk=self.office.desk,
            now=lambda: self.office.now,
            handlers=HANDLERS,
            fetch=lambda _place, ts: self.history.get(ts),
            tell=self.whispered.append,
        )
        while carry_out(counter):
            pass

    def happens(self, inner: Mapping[str, Any], *, after: float = 0.0) -> None:
        """Let something happen that is no new message, and have it carried out."""
        self.office.now += timedelta(seconds=after)
        self.deliver(self.event(inner))
        self.clerk()

    def presses(self, callback_id: str, on: Mapping[str, Any], *, user: str = KIM, team: str = TEAM) -> None:
        """Let somebody use a shortcut on a message."""
        self.office.now += timedelta(seconds=1)
        body = payloads.shortcut(callback_id, on, user=user)
        body["user"]["team_id"] = team
        self.deliver(self.of_body(body, EventKind.SHORTCUT))
        self.clerk()

    def events(self) -> list[tuple[str, str]]:
        """Return the state of each event, with what is said of it."""
        wanted = sa.select(tables.slack_events.c.state, tables.slack_events.c.why).order_by(tables.slack_events.c.id)
        with self.office.reading() as connection:
            return [(row.state, row.why) for row in connection.execute(wanted)]

    def settle(self) -> None:
        """Let the time pass that a turn is waited for, and do what is due."""
        self.clerk()
        self.office.run()
        self.office.wait(seconds=self.rules.longest.total_seconds() + 1)
        self.office.wait(seconds=11)

    def message_of(self, inner: Mapping[str, Any]) -> Accepted:
        """Return the message that was said with an inner event."""
        key = f"slack:{TEAM}/{inner['channel']}/{inner['ts']}"
        return self.by_key(key)

    def by_key(self, key: str) -> Accepted:
        with self.office.reading() as connection:
            number = connection.scalar(sa.select(tables.messages.c.id).where(tables.messages.c.dedupe == key))
            assert number is not None, f"no message {key}"
            return messages.get(connection, number)

    def knows(self, user: str, *, team: str = CUSTOMER, address: str = "", name: str = "", guest: bool = False) -> None:
        """Let Slack have told of somebody."""
        person = Person(team=team, user=user)
        told = Profile(person=person, name=name or user.title(), address=address, guest=guest, zone="Europe/Berlin")
        with self.office.database.write() as connection:
            people.want(connection, person, TEAM, self.office.now, self.office.now)
            people.learned(connection, replace(told, language="de", known_at=self.office.now))

    def outcomes(self) -> list[tuple[str, str]]:
        """Return how every message ended, with its reason, the first first."""
        wanted = sa.select(tables.messages.c.outcome, tables.messages.c.reason).order_by(tables.messages.c.id)
        with self.office.reading() as connection:
            return [(row.outcome, row.reason) for row in connection.execute(wanted)]


@contextmanager
def open_chat(folder: Path, **rules: Any) -> Iterator[Chat]:
    """Open a desk that listens in Slack; Kim is its engineer."""
    office = open_office(folder)
    settled = SlackRules(**{"home": TEAM, **rules})
    office.desk = replace(office.desk, slack=settled, engineers=(ENGINEER,))
    office.now = office.now.astimezone(UTC)
    chat = Chat(office)
    chat.knows(ANN, address="ann@acme.example", name="Ann Lee")
    chat.knows(KIM, team=TEAM, address="kim@desk.example", name="Kim Doe")
    yield chat
    office.database.close()


__all__ = ["ANN", "BOT", "CHANNEL", "CUSTOMER", "ENGINEER", "KIM", "TEAM", "Chat", "at", "open_chat"]
