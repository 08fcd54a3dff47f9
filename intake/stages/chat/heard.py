"""Heard: what somebody says in Slack, durable with its place in their turn, before Slack gets its 200."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.domain.slack import EventKind, Person, SlackEvent, SlackRules
from intake.parse.slack.markup import mentioned
from intake.parse.slack.payload import SlackMessage, is_heard, read_event
from intake.queue import jobs
from intake.storage import arrivals
from intake.storage.arrivals import Arrival, Keys
from intake.storage.chat import turns
from intake.storage.chat.turns import Breath, Part
from intake.storage.slack import installations, people

_KNOWN_FOR = timedelta(days=1)  # what Slack said of somebody is asked anew after it
_MOST_CALLED = 5
_LATE = timedelta(days=2)  # after a day Slack gives up to deliver what was said; what is farther off is no time of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said, with the payload's bytes, and when that came.

    `received_at` is the moment from which time runs, None for when it was said. `first_id` is the turn it is part of,
    None where that is to be found out, 0 for a turn of its own.
    """

    message: SlackMessage
    raw: bytes
    came_at: datetime
    received_at: datetime | None = None
    first_id: int | None = None

    @property
    def at(self) -> datetime:
        """Return the moment from which time runs, never one that has not come: clocks differ, and a job waits.

        A payload that is said to be of 1970, or of last week, is of when it came.
        """
        said = self.received_at or (self.message.at if self.is_of_now else self.came_at)
        return min(said, self.came_at)

    @property
    def is_of_now(self) -> bool:
        """Tell whether it was said about when it came, as whoever says something in a chat does."""
        return abs(self.came_at - self.message.at) <= _LATE


def heard(connection: Connection, rules: SlackRules, event: SlackEvent) -> Accepted | None:
    """Store what a person said with an event; None for an event that is no message, and for one we do not listen to.

    A second event of the same message (that it mentions the bot) finds the first one's row and adds nothing. An edit is
    none here: it is carried out in its turn.
    """
    message = read_event(event.body, event.team) if event.kind is EventKind.EVENT else None
    if message is None or message.changes or not is_heard(message, event.body, rules.bots):
        return None
    if is_ours(connection, message):
        return None
    known = turns.by_key(connection, message.key)
    if known is not None:
        return known
    return store(connection, rules, Said(message=message, raw=event.sent, came_at=event.received_at))


def is_ours(connection: Connection, message: SlackMessage) -> bool:
    """Tell whether the bot itself wrote a message, also where the event names neither it nor a bot."""
    found = installations.find(connection, message.place.team)
    return found is not None and found.bot_user == message.person.user


def store(connection: Connection, rules: SlackRules, said: Said) -> Accepted:
    """Store a message or an edit that is not there yet, in its turn, with its job."""
    message = said.message
    accepted = arrivals.add(connection, _arrival(said))
    part = Part(
        message_id=accepted.id,
        first_id=accepted.id,
        place=message.place.address,
        person=message.person.handle,
        at=message.at if said.is_of_now or said.received_at is not None else said.at,
    )
    first = said.first_id
    if first is None:
        first = turns.open_turn(connection, part, Breath(quiet=rules.quiet, longest=rules.longest))
    turns.add(connection, replace(part, first_id=first or accepted.id))
    jobs.put(connection, jobs.Stage.PROCESS, accepted.id, said.at)
    _ask_about(connection, message, said.came_at)
    return accepted


def _ask_about(connection: Connection, message: SlackMessage, at: datetime) -> None:
    if not message.bot:
        people.want(connection, message.person, message.place.team, at, at - _KNOWN_FOR)
    # Those who are called are read by their names; nobody waits for it, and few are enough.
    for user in sorted(mentioned(message.text) - {message.us, message.person.user})[:_MOST_CALLED]:
        called = people.by_user(connection, user) or Person(team=message.place.team, user=user)
        people.want(connection, called, message.place.team, at, at - _KNOWN_FOR)


def _arrival(said: Said) -> Arrival:
    keys = Keys(message_id=None, raw_sha256=hashlib.sha256(said.raw).hexdigest(), dedupe=said.message.key)
    envelope = Envelope(raw=said.raw, received_at=said.at, mail_from=None, rcpt_to=())
    return Arrival(channel=Channel.SLACK, envelope=envelope, keys=keys)
