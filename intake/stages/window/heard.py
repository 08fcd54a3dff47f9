"""Heard: what a visitor says in the window, durable with its place in their turn, before the window gets its answer."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection

from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.domain.window import Said, Visitor, WindowRules
from intake.parse.window.kept import kept_talk
from intake.queue import jobs
from intake.storage import arrivals
from intake.storage.arrivals import Arrival, Keys
from intake.storage.chat import turns
from intake.storage.chat.turns import Breath, Part
from intake.storage.window import lines


def heard(connection: Connection, rules: WindowRules, visitor: Visitor, said: Said, at: datetime) -> int:
    """Store what was said with its job, and return its line; what has come before under its key adds nothing.

    Time runs from when it reached us: until then the window keeps it, and says so.
    """
    key = key_of(visitor, said.key)
    known = turns.by_key(connection, key)
    if known is not None:
        return lines.said(connection, visitor.talk.number, known.id, at)
    accepted = arrivals.add(connection, _arrival(visitor, said, key, at))
    address = visitor.talk.address
    part = Part(message_id=accepted.id, first_id=accepted.id, place=address, person=address, at=at)
    first = turns.open_turn(connection, part, Breath(quiet=rules.quiet, longest=rules.longest))
    turns.add(connection, part if first is None else _beside(part, first))
    jobs.put(connection, jobs.Stage.PROCESS, accepted.id, at)
    return lines.said(connection, visitor.talk.number, accepted.id, at)


def key_of(visitor: Visitor, key: str) -> str:
    """Return what a message is told from others by: the window's own name for it, within its talk."""
    return f"{visitor.talk.address}{key}"


def _beside(part: Part, first: int) -> Part:
    return Part(message_id=part.message_id, first_id=first, place=part.place, person=part.person, at=part.at)


def _arrival(visitor: Visitor, said: Said, key: str, at: datetime) -> Arrival:
    raw = kept_talk(visitor.talk, said)
    keys = Keys(message_id=None, raw_sha256=hashlib.sha256(raw).hexdigest(), dedupe=key)
    envelope = Envelope(raw=raw, received_at=at, mail_from=None, rcpt_to=())
    return Arrival(channel=Channel.WEB_CHAT, envelope=envelope, keys=keys)


def accepted_before(connection: Connection, visitor: Visitor, key: str) -> Accepted | None:
    """Return what was stored under the window's name for it, None where it has not come yet."""
    return turns.by_key(connection, key_of(visitor, key))
